"""The headings that open sections: which of the candidates directly precede a question."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from wenda.heading import Section, section
from wenda.marks import LINE, WORD, Mark, Marks, between
from wenda.register import asks
from wenda.shapes import pattern, shapes

_LONGEST = 260  # a heading with its notes, in characters
_FIELDS = ("answer", "both", "approach", "analysis")
_ANNOUNCED = re.compile(r"\d\s?(?:道|个|小)?[题分]|题数|分数")
_KEY = re.compile("答案|参考作答")  # 二、参考答案 heads no questions
_REMARK = re.compile(r"[^\n:。]{2,8}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A heading that directly precedes a question: where it begins, and what it says of the section."""

    start: int
    section: Section


@cache
def _text() -> re.Pattern[str]:
    """Return the pattern of a heading with what follows it: a name, its sums in brackets, remarks."""
    words = "|".join(w for label in shapes().labels if label.kind in ("remark", "note", "situation") for w in label.words)
    return re.compile(
        rf"\s?[#*\[ \t]*(?P<name>[^。?!;\n(:\[]{{1,40}}?)(?=[(:\s\]\[]|(?:{words})[ \t]?:|$)[ \t*\]]*"
        r"(?P<paren>(?:\s?[(\[][^()\[\]\n]{1,80}[)\]])*)(?P<gap>[\s:*#\]]*)(?P<rest>.*)",
        re.DOTALL,
    )


@cache
def _vocabulary() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words, kinds = pattern("section", "words"), pattern("section", "kinds")
    return re.compile(words), re.compile(rf"(?:{kinds})|.{{1,12}}(?:题|部分|篇)")


def lead(marks: Marks, text: str, at: int, *, floor: int = 0, first: bool = True) -> Lead | None:
    """Return the heading whose section the question at `at` opens, if one does.

    It begins at `floor` or after. `first` says that the question may be the first of its section: only then
    are lines without a numeral believed to be headings.
    """
    found: Lead | None = None
    style, asked = "", at
    index = bisect_left(marks.headings, (at,))
    while index and at - marks.headings[index - 1].start <= _LONGEST:
        index -= 1
        heading = marks.headings[index]
        if heading.start < floor:
            break
        if found and heading.style in "abc" and heading.end >= found.start:
            found = Lead(start=heading.start, section=found.section)
            continue
        if (
            style in "de"
            and heading.style in "abc"
            and (said := _read(marks, text, heading, asked, first=first))
        ):
            # 一、开放问答题(共2题): the known kind 问答题(共2题) is but a part of the heading
            found, style, at = Lead(start=heading.start, section=said), heading.style, heading.start
            continue
        said = _read(marks, text, heading, at, first=first)
        if said is not None and (found is None or heading.style in "abc"):
            # 一、专业知识(一)基础: the inner one names the section, unless only the outer one gives points
            found = Lead(start=heading.start, section=_inner(found, said))
            style, at = style or heading.style, heading.start
    return found


def _asks(rest: str) -> bool:
    """Return whether questions stand between a heading and the marker, not only words on how to answer."""
    lines = re.split(r"\n|(?<=。)", rest)
    return any(asks(line) and not _instructs(line) and not _REMARK.match(line) for line in lines)


def _instructs(line: str) -> bool:
    return bool(re.search(pattern("section", "instruction"), line))


def _inner(found: Lead | None, outer: Section) -> Section:
    if found is None:
        return outer
    inner = found.section
    return Section(name=inner.name, points=inner.points or outer.points, count=inner.count)


def _read(marks: Marks, text: str, heading: Mark, at: int, *, first: bool) -> Section | None:
    flat = marks.flat
    if any(label.kind in _FIELDS for label in between(marks.labels, heading.start, at)):
        return None
    match = _text().fullmatch(flat, heading.end, at)
    inside = any(mark.end <= at and mark.place >= WORD for mark in between(marks.numbers, heading.end, at))
    if match is None or inside or between(marks.letters, heading.end, at):
        return None
    if _KEY.search(match["name"]):
        return None
    words, named = _vocabulary()
    announced = bool(_ANNOUNCED.search(match["paren"] + match["rest"]))
    line = "\n" in match["gap"]
    if heading.style == "d":
        boxed = first and flat[heading.start : heading.start + 1] == "["  # 【职业素养】 on a line
        if not (boxed or (announced and match["paren"]) or named.fullmatch(match["name"].strip(" #*[]"))):
            return None
    if heading.place == WORD and not (announced or named.fullmatch(match["name"].strip())):
        return None
    if match["rest"]:
        rest = match["rest"]
        plain = announced or _REMARK.match(rest) or rest.startswith("(") or _instructs(rest.partition("。")[0])
        if not plain or _asks(match["rest"]):
            return None
    elif not (announced or line or (words.search(match["name"]) and len(match["name"]) <= 24)):
        return None
    if heading.style in "ac" and heading.place != LINE and "," in match["name"]:
        return None
    start, end = match.span("name")
    name = text[start:end].strip(" \t#*[]【】、.:：")
    return section(flat[heading.start : at], name)
