"""What was found in a document as one plain JSON object, for other programs and for scoring."""

from __future__ import annotations

from typing import Any

from wenda.model import Document, Question


def record(document: Document) -> dict[str, Any]:
    """Return a document as JSON values: its questions, what was removed and repaired, and warnings.

    A repair to nothing is a removal. Changes of script are no repairs: simplification is not listed.
    """
    removed, repairs = [], []
    for step in document.steps:
        if step.stage == "simplify":
            continue
        for edit in step.edits:
            before = step.before[edit.start : edit.end]
            if edit.after:
                repairs.append({"kind": edit.rule, "before": before, "after": edit.after})
            else:
                removed.append({"stage": step.stage, "text": before})
    for edit in document.outline.removed:
        removed.append({"stage": "split", "text": document.text[edit.start : edit.end]})
    return {
        "path": document.source.path,
        "title": document.outline.title,
        "year": document.outline.year,
        "roles": list(document.roles),
        "script": document.script,
        "questions": [_question(question) for question in document.outline.questions],
        "removed": removed,
        "repairs": repairs,
        "warnings": list(document.warnings),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "ordinal": question.ordinal,
        "section": question.section,
        "points": question.points,
        "question": question.text,
        "options": list(question.options),
        "answer": question.answer,
        "analysis": question.analysis,
        "truncated": question.truncated,
    }
