"""Bringing together what several documents say to one question, and taking one of them out again.

Every source keeps how it put the question, so the page can be made anew from its sources: in any order, and
with any of them replaced or gone, the same sources make the same page.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio

from wenda.record.family import Family, Version, place, rank
from wenda.record.ids import normalise
from wenda.record.page import SourceRef

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A letter that names an option in an analysis: B项错误, 选C, 选项D. `B端客户` and `A类` name none.
_REFERENCE = re.compile(
    r"(?<![A-Za-z])[A-Z](?=选?项|错|对|正确|不正确)|(?:(?<=选)|(?<=选项))[A-Z](?![A-Za-z])", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one source says: its question, its options, its answer with letters as in `order`."""

    source: SourceRef
    text: str
    options: tuple[str, ...]
    order: tuple[str, ...]
    answer: str
    analysis: str


def union(old: Family, new: Family) -> Family:
    """Return the family of both under the old id; what `new` says of the same place in a document counts."""
    places = {place(each.source) for each in entries(new)}
    kept = [each for each in entries(old) if place(each.source) not in places]
    return _build(old, kept + entries(new), old.doubtful * bool(kept) + new.doubtful)


def replaced(old: Family, new: Family) -> Family:
    """Return the family after another import of `new`'s documents: what they said before is forgotten."""
    digests = {each.source.digest for each in entries(new)}
    kept = [each for each in entries(old) if each.source.digest not in digests]
    return _build(old, kept + entries(new), old.doubtful * bool(kept) + new.doubtful)


def joined(old: Family, new: Iterable[Family]) -> Family:
    """Return the family with what documents say that it has nothing of yet; what `replaced` gives one by one."""
    more = list(new)
    said = [entry for each in (old, *more) for entry in entries(each)]
    return _build(old, said, [place for each in (old, *more) for place in each.doubtful])


def without(family: Family, digest: str) -> Family | None:
    """Return the family without what the document with this digest says; None where nothing is left."""
    kept = [each for each in entries(family) if each.source.digest != digest]
    return _build(family, kept, family.doubtful) if kept else None


def entries(family: Family) -> list[Entry]:
    """Return what each source of a family says."""
    return [
        Entry(
            source=source,
            text=source.asked or family.text,
            options=source.options or family.options,
            order=family.options,
            answer=version.answer,
            analysis=version.analysis,
        )
        for version in family.versions
        for source in version.sources
    ]


def _build(old: Family, said: list[Entry], doubtful: Iterable[str]) -> Family:
    text, options = _leading(old.text, said)
    by_answer: dict[tuple[str, str], list[SourceRef]] = {}
    for each in said:
        source = _with(
            each.source,
            asked=each.text if each.text != text else None,
            options=each.options if each.options != options else (),
        )
        by_answer.setdefault(relettered(each.answer, each.analysis, each.order, options), []).append(source)
    versions = []
    for (answer, analysis), sources in by_answer.items():
        version = Version(answer=answer, analysis=analysis, sources=())
        digest = version.digest
        own = (_with(source, answer=digest) for source in sources)
        versions.append(dataclasses.replace(version, sources=tuple(sorted(own, key=place))))
    return Family(
        id=old.id,
        text=text,
        options=options,
        versions=tuple(sorted(versions, key=rank)),
        doubtful=tuple(sorted(set(doubtful))),
    )


def _with(source: SourceRef, **changes: Any) -> SourceRef:
    """Return the source with changes: itself where there are none, which is quicker, and it is most of them."""
    if all(getattr(source, name) == value for name, value in changes.items()):
        return source
    return dataclasses.replace(source, **changes)


def _leading(before: str, said: list[Entry]) -> tuple[str, tuple[str, ...]]:
    """Return the question and options that stand on the page.

    It goes on asking what it asked; where nobody asks that any more, what is nearest to it. Of spellings
    that differ in marks alone the longest counts.
    """
    identity = normalise(before)
    put = {(each.text, each.options) for each in said}
    asked = {text: normalise(text) for text, _ in put}
    if identity not in asked.values():
        identity = max(set(asked.values()), key=lambda each: (ratio(each, identity), len(each), each))
    spellings = [each for each in put if asked[each[0]] == identity]
    return max(spellings, key=lambda each: (len(each[0]), each))


def relettered(
    answer: str, analysis: str, order: tuple[str, ...], options: tuple[str, ...]
) -> tuple[str, str]:
    """Return answer and analysis with the letters of `options`, which are those of `order` in another order."""
    if order == options:
        return answer, analysis
    places = {normalise(option): letter for option, letter in zip(options, LETTERS, strict=False)}
    own = {letter: places.get(normalise(o)) for o, letter in zip(order, LETTERS, strict=False)}
    mapping = {letter: other for letter, other in own.items() if other}
    if len(set(mapping.values())) != len(own) or len(own) != len(options):
        return answer, analysis
    answer = "".join(mapping.get(letter, letter) for letter in answer)
    if answer.isalpha():
        answer = "".join(sorted(answer))
    return answer, _REFERENCE.sub(lambda match: mapping.get(match[0], match[0]), analysis)
