"""Data of the practice page: classic scripts, since fetch() does not work from a folder.

`index.js` calls `wendaPractice("index", …)` with what choosing needs; `<shard>.js` calls it with the texts of some
eight questions, and is loaded when one of them is asked. A question's shard follows from its id alone, so that a page
that changes leaves the others as they are.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wenda import files
from wenda.classifying import taxonomy
from wenda.classifying.taxonomy import Term
from wenda.export.blocks import blocks
from wenda.export.choices import choice
from wenda.record import ids
from wenda.record.packs import target
from wenda.record.page import HEADINGS, Page, parse

FOLDER = "assets/data/practice"
"""Where the data lies below docs."""

_FULL = 8  # questions of a shard: some 20 KB, 8 KB compressed


def write_practice(
    docs: Path, pages: Sequence[Page], roles: Sequence[str] = (), unlisted: Sequence[Page] = ()
) -> int:
    """Write the data of `pages` below `docs`, remove shards that are gone, return how many files changed.

    `roles`: their slugs in the order in which readers see them; others follow in the order of the rules.
    `unlisted`: merged and withdrawn pages, which links of readers may name.
    """
    folder = docs / FOLDER
    wanted: set[str] = set()
    changed = 0
    for name, text in scripts(pages, roles, unlisted):
        wanted.add(name)
        changed += files.write_text(folder / f"{name}.js", text, made=True)
    for path in sorted(folder.glob("*.js")):
        if path.stem not in wanted:
            path.unlink()
            changed += 1
    return changed


def scripts(
    pages: Sequence[Page], roles: Sequence[str] = (), unlisted: Sequence[Page] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the scripts by name, without `.js`."""
    count = shards(len(pages))
    index = _index(pages, roles, count) | _elsewhere(pages, unlisted)
    yield "index", _script("index", index)
    by_shard = sorted(pages, key=lambda each: (shard(each.id, count), each.id))
    for number, members in itertools.groupby(by_shard, lambda each: shard(each.id, count)):
        yield str(number), _script(str(number), {page.id: _text(page) for page in members})


def shards(questions: int) -> int:
    """Return how many shards there are: a power of two, so that it rarely changes.

    >>> shards(0), shards(170), shards(10_000)
    (1, 16, 1024)
    """
    return min(1024, 1 << max(0, (questions // _FULL).bit_length() - 1))


def shard(page_id: str, count: int) -> int:
    """Return the shard of an id: its first ten bits, as many as tell `count` shards apart; practice.js does the same."""
    first, second = (max(0, ids.ALPHABET.find(each)) for each in page_id[:2])
    return (first * 32 + second) * count // 1024


def _index(pages: Sequence[Page], order: Sequence[str], count: int) -> dict[str, Any]:
    found = _used(taxonomy.roles(), [role for page in pages for role in page.roles])
    place = {slug: at for at, slug in enumerate(order)}
    roles = dict(sorted(found.items(), key=lambda each: place.get(taxonomy.slug(each[0]), len(place))))
    kinds = _used(taxonomy.kinds(), [page.kind for page in pages if page.kind])
    topics = _used(taxonomy.topics(), [topic for page in pages for topic in page.topics])
    return {
        "shards": count,
        "roles": [[taxonomy.slug(each), name] for each, name in roles.items()],
        "kinds": [list(each) for each in kinds.items()],
        "topics": [list(each) for each in topics.items()],
        "questions": [_entry(page, list(roles), list(kinds), list(topics)) for page in pages],
    }


def _elsewhere(pages: Sequence[Page], unlisted: Sequence[Page]) -> dict[str, Any]:
    """Return where merged questions went in the end, and which are withdrawn."""
    known = {page.id: page for page in (*pages, *unlisted)}
    ends = {page.id: target(page.id, known) for page in unlisted}
    return {
        "moved": {each: end.id for each, end in ends.items() if end and end.id != each},
        "gone": [each for each, end in ends.items() if end and end.id == each],
    }


def _entry(page: Page, roles: list[str], kinds: list[str], topics: list[str]) -> list[Any]:
    """Return id, title, roles, kind (-1: none), topics as places in the lists, whether reviewed, year, points."""
    return [
        page.id,
        page.title,
        [roles.index(each) for each in page.roles],
        kinds.index(page.kind) if page.kind else -1,
        [topics.index(each) for each in page.topics],
        int(page.status == "reviewed"),
        page.year or 0,
        page.points or 0,
    ]


def _used(terms: Sequence[Term], found: Sequence[str]) -> dict[str, str]:
    """Return the names of the ids that are in use, in the order of the rules, others last."""
    order = [term.id for term in terms if term.id in found]
    order += sorted(set(found) - set(order))
    return {each: taxonomy.name(tuple(terms), each) for each in order}


def _text(page: Page) -> dict[str, Any]:
    body = parse(page.body)
    chosen = choice(page, body)
    hidden = {"options"} if chosen else set()
    said: dict[str, Any] = {
        "question": blocks(body.question),
        "parts": [
            [anchor, HEADINGS[anchor], blocks(text)]
            for anchor, text in body.parts.items()
            if anchor in HEADINGS and anchor not in hidden and text
        ],
    }
    if chosen:
        said |= {"options": chosen.options, "key": "".join(chosen.key), "several": chosen.several}
    if page.truncated:
        said["truncated"] = True
    return said


def _script(name: str, value: Any) -> str:
    # Line and paragraph separators end a line of a script in older browsers.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"wendaPractice({json.dumps(name)},{text})\n".replace("\u2028", "\\u2028").replace(
        "\u2029", "\\u2029"
    )
