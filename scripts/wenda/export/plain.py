"""Questions as JSON, which rules/export.schema.json describes, and as one Markdown document."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from wenda.classifying import taxonomy
from wenda.export.choices import choice
from wenda.record.markdown import escape
from wenda.record.page import HEADINGS, Page, parse

VERSION = 1
"""Version of the JSON; a reader of one version reads no other."""

_DEEPER = re.compile(r"^(#{2,5} )", re.MULTILINE)


def to_json(pages: Sequence[Page]) -> str:
    """Return the questions as one JSON document, in the order of their ids; texts are Markdown."""
    questions = [record(page) for page in sorted(pages, key=lambda each: each.id)]
    return (
        json.dumps(
            {"format": "wenda", "version": VERSION, "questions": questions}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def record(page: Page) -> dict[str, Any]:
    """Return one question as the schema describes it; what it has not is left out."""
    body = parse(page.body)
    chosen = choice(page, body)
    found: dict[str, Any] = {
        "id": page.id,
        "title": page.title,
        "question": body.question,
        "parts": {anchor: text for anchor, text in body.parts.items() if anchor in HEADINGS and text},
        "roles": list(page.roles),
        "topics": list(page.topics),
        "status": "reviewed" if page.reviewed else "imported",
        "truncated": page.truncated,
    }
    if chosen:
        found["choice"] = {
            "options": [{"letter": a, "text": b} for a, b in chosen.options],
            "key": list(chosen.key),
        }
    optional = {"kind": page.kind, "year": page.year, "points": page.points, "reviewed_on": page.reviewed_on}
    return found | {key: value for key, value in optional.items() if value is not None}


def to_markdown(pages: Sequence[Page], name: str, *, ordered: bool = False) -> str:
    """Return the questions as one document headed `name`, by kind in the order of the rules or as they come."""
    order = {term.id: at for at, term in enumerate(taxonomy.kinds())}
    blocks = [f"# {escape(name)}"]
    by_kind = sorted(pages, key=lambda each: (order.get(each.kind or "", len(order)), each.id))
    for page in pages if ordered else by_kind:
        body = parse(page.body)
        blocks += [f"## {escape(page.title)} {{#{page.id}}}", _DEEPER.sub(r"#\1", body.question)]
        for anchor, text in body.parts.items():
            if anchor in HEADINGS and text:
                blocks += [f"### {HEADINGS[anchor]}", _DEEPER.sub(r"#\1", text)]
    return "\n\n".join(block for block in blocks if block) + "\n"
