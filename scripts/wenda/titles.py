"""A short title for a question: a readable clause, at most 30 Han characters."""

from __future__ import annotations

import re

LONGEST = 30
_CLAUSES = re.compile(r"[^。？！?!；;\n]+[。？！?!；;]?")


def short_title(question: str) -> str:
    """Return the last asking sentence of the question, or its first clause, within `LONGEST` characters."""
    sentences = [s.strip() for s in _CLAUSES.findall(question)] or [question.strip()]
    asking = [s for s in sentences if s.endswith(("？", "?"))]
    title: str = (asking or sentences)[0].rstrip("。；;")
    for clause in re.split(r"[，,：:]", title)[::-1]:
        if len(title) <= LONGEST:
            break
        title = title.removesuffix(clause).rstrip("，,：:") or clause
    return title[:LONGEST]
