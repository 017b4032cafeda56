"""The front matter of a page as text: in pieces, each made once however often its page is written.

A page that many documents ask again is written again for each of them, and all of it but one source stays. The
entries of a block mapping or sequence in YAML stand below each other, so what is dumped in pieces is the whole.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from wenda.errors import PageError
from wenda.record import frontmatter

if TYPE_CHECKING:
    from wenda.record.page import Page, SourceRef

# The keys of a page in their order. A person might edit what stands before the sources, and `_EDITABLE`.
_HEAD = (
    *("id", "title", "roles", "kind", "topics", "year", "points", "status", "reviewed_on", "law_checked"),
    *("also_asked", "aliases", "truncated", "doubtful"),
)
_REST = ("generated", "withdrawn", "moved_to", "distinct", "rights_cleared", "history")
_EDITABLE = ("withdrawn", "moved_to", "rights_cleared")
KEYS = (*_HEAD, "sources", *_REST)
# What a piece needs beside it to be front matter.
_LEAD = {"id": "00000000", "title": "-", "status": "imported"}
# The fences and the key of the sources.
_FRAME = 20
# Line ends and what cannot be seen: whether YAML gives it back is found out by reading it.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff]")


class _Piece(NamedTuple):
    """Some entries; `sound` says that they follow the schema and come back from their text."""

    text: str
    sound: bool


def text(page: Page) -> str:
    """Return the front matter of a page with its fences; keys with nothing in them are left out."""
    sources = "sources:\n" + "".join(_source(each).text for each in page.sources) if page.sources else ""
    return f"{frontmatter.FENCE}{_of(page, _HEAD).text}{sources}{_of(page, _REST).text}{frontmatter.FENCE}"


def editable(page: Page) -> str:
    """Return the front matter without `generated` and without what imports and commands note."""
    return f"{frontmatter.FENCE}{_of(page, _HEAD).text}{_of(page, _EDITABLE).text}{frontmatter.FENCE}"


def sound(page: Page) -> bool:
    """Whether a page comes back from its front matter for certain; where this says no, reading it tells."""
    pieces = (_of(page, _HEAD), _of(page, _REST), *map(_source, page.sources))
    return all(piece.sound for piece in pieces) and sum(map(_length, pieces)) < frontmatter.CAP - _FRAME


def _of(page: Page, keys: tuple[str, ...]) -> _Piece:
    return _entries(keys, tuple(getattr(page, key) for key in keys))


@lru_cache(maxsize=1 << 8)  # what the fingerprint is of is written too, and again with every source
def _entries(keys: tuple[str, ...], values: tuple[Any, ...]) -> _Piece:
    front = _filled(zip(keys, values, strict=True))
    return _piece(front, frontmatter.entries(front)) if front else _Piece("", True)


@lru_cache(maxsize=1 << 11)  # those of the pages in hand
def _source(source: SourceRef) -> _Piece:
    front = [_plain(source)]
    entries = frontmatter.entries(front)
    return _Piece(entries, _piece({"sources": front}, f"sources:\n{entries}").sound)


def _piece(front: dict[str, Any], entries: str) -> _Piece:
    lead = {key: value for key, value in _LEAD.items() if key not in front}
    values = lead | front
    if not _ODD.search("".join(_strings(front))):
        return _Piece(entries, frontmatter.fits(values))
    try:
        return _Piece(
            entries, frontmatter.load((frontmatter.entries(lead) if lead else "") + entries, "") == values
        )
    except PageError:
        return _Piece(entries, False)


def _length(piece: _Piece) -> int:
    return len(piece.text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _filled(values: Any) -> dict[str, Any]:
    return {
        key: _plain(value)
        for key, value in values
        if value is not None and value is not False and value != ()
    }


def _plain(value: Any) -> Any:
    """Return a value as it is dumped: lists for tuples, mappings for records, whole numbers without a point."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if dataclasses.is_dataclass(value):
        return _filled((each.name, getattr(value, each.name)) for each in dataclasses.fields(value))
    return value
