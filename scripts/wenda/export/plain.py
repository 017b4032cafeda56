"""Questions as JSON, which rules/export.schema.json describes, and as one Markdown document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from wenda.classifying import taxonomy
from wenda.export.choices import choice
from wenda.record.markdown import escape
from wenda.record.page import HEADINGS, Page, parse

VERSION = 1
"""Version of the JSON; a reader of one version reads no other."""

_DEEPER = re.compile(r"^(#{2,5} )", re.MULTILINE)


def to_json(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the pieces of one JSON document of the questions, in the order of their ids, a line for each.

    Texts are Markdown.
    """
    yield f'{{"format": "wenda", "version": {VERSION}, "questions": ['
    before = "\n"
    for page in sorted(pages, key=lambda each: each.id):
        yield before + json.dumps(record(page), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


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


def to_markdown(pages: Sequence[Page], name: str, *, ordered: bool = False) -> Iterator[str]:
    """Yield the pieces of one document headed `name`: the questions by kind in the order of the rules or as they come."""
    order = {term.id: at for at, term in enumerate(taxonomy.kinds())}
    yield f"# {escape(name)}\n"
    by_kind = sorted(pages, key=lambda each: (order.get(each.kind or "", len(order)), each.id))
    for page in pages if ordered else by_kind:
        body = parse(page.body)
        blocks = [f"## {escape(page.title)} {{#{page.id}}}", _DEEPER.sub(r"#\1", body.question)]
        for anchor, text in body.parts.items():
            if anchor in HEADINGS and text:
                blocks += [f"### {HEADINGS[anchor]}", _DEEPER.sub(r"#\1", text)]
        yield "".join(f"\n{block}\n" for block in blocks if block)
