"""The headings that open sections: which of the candidates directly precede a question."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from wenda.splitting.heading import Section, section
from wenda.splitting.marks import LINE, WORD, Mark, Marks
from wenda.splitting.register import asks
from wenda.splitting.shapes import pattern, shapes

_LONGEST = 260  # a heading with its notes, in characters
_DEEP = 12  # candidates for a heading and what stands in it
_FIELDS = ("answer", "both", "approach", "analysis")
_ANNOUNCED = re.compile(r"\d\s?(?:道|个|小)?[题分]|题数|分数")
_KEY = re.compile("答案|参考作答")  # 二、参考答案 heads no questions
_REMARK = re.compile(r"[^\n:。]{2,8}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A heading that directly precedes a question: where it begins, and what it says of the section."""

    start: int
    section: Section


_TEXT = re.compile(
    r"\s?[#*\[ \t]*(?P<name>[^。?!;\n(:\[]{1,40}?)(?=[(:\s\]\[]|$)[ \t*\]]*"
    r"(?P<paren>(?:\s?[(\[][^()\[\]\n]{1,80}[)\]])*)(?P<gap>[\s:*#\]]*)(?P<rest>.*)",
    re.DOTALL,
)


@cache
def _remarks() -> frozenset[str]:
    return frozenset(
        word for word, label in shapes().words.items() if label.kind in ("remark", "note", "situation")
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
    index = bisect_left(marks.headings, (at,))
    floor = max(floor, at - _LONGEST)
    if not index or marks.headings[index - 1].start < floor:
        return None
    floor = max(floor, _last_field(marks, at))
    found: Lead | None = None
    style = ""
    for heading in reversed(marks.headings[max(0, index - _DEEP) : index]):
        if heading.start < floor:
            break
        joined = _joined(marks, text, heading, found, style, at, first=first)
        if joined is not None:
            found, style = joined, heading.style if style in ("", "d", "e") else style
    return found


def _joined(
    marks: Marks, text: str, heading: Mark, found: Lead | None, style: str, at: int, *, first: bool
) -> Lead | None:
    """Return the lead with one more heading before it; `style` is how the last of it looks. None if it is no heading."""
    if found is None:
        said = _read(marks, text, heading, at, first=first)
        return Lead(start=heading.start, section=said) if said else None
    if heading.style not in "abc":
        return None
    if heading.end >= found.start:
        return Lead(start=heading.start, section=found.section)
    if style in "de" and (said := _read(marks, text, heading, at, first=first)):
        # 一、开放问答题(共2题): the known kind 问答题(共2题) is but a part of the heading
        return Lead(start=heading.start, section=said)
    said = _read(marks, text, heading, found.start, first=first)
    # 一、专业知识(一)基础: the inner one names the section, unless only the outer one gives points
    return Lead(start=heading.start, section=_inner(found.section, said)) if said else None


def _last_field(marks: Marks, at: int) -> int:
    """Return where the last number, option or answer before `at` begins: no heading reaches over one."""
    last = max(0, at - _LONGEST)
    for row in (marks.numbers, marks.letters, marks.labels):
        index = bisect_left(row, (at,)) - 1
        while index >= 0 and row[index].start >= last:
            if _is_field(row[index], at):
                last = row[index].start + 1
                break
            index -= 1
    return last


def _is_field(mark: Mark, at: int) -> bool:
    if mark.kind == "number":
        return mark.place >= WORD and mark.end <= at and mark.style != "一"
    return mark.kind == "letter" or mark.kind in _FIELDS


def _asks(rest: str) -> bool:
    """Return whether questions stand between a heading and the marker, not only words on how to answer."""
    lines = re.split(r"\n|(?<=。)", rest)
    return any(asks(line) and not _instructs(line) and not _REMARK.match(line) for line in lines)


def _instructs(line: str) -> bool:
    return bool(re.search(pattern("section", "instruction"), line))


def _inner(inner: Section, outer: Section) -> Section:
    return Section(name=inner.name, points=inner.points or outer.points, count=inner.count)


def _read(marks: Marks, text: str, heading: Mark, at: int, *, first: bool) -> Section | None:
    """Return what a heading says, if the text from it up to `at` reads like one with its sums and remarks."""
    flat = marks.flat
    match = _TEXT.fullmatch(flat, heading.end, at)
    if match is None or _KEY.search(match["name"]):
        return None
    start, end, rest = *match.span("name"), match["rest"]
    if not match["paren"] and rest and match["gap"].startswith(":"):
        # 一、情景题题型说明:…: the remark is glued to the name
        cut = next((n for n in range(min(8, end - start - 1), 1, -1) if flat[end - n : end] in _remarks()), 0)
        end, rest = end - cut, flat[end - cut : end] + ":" + rest if cut else rest
    announced = bool(_ANNOUNCED.search(match["paren"] + rest))
    name = flat[start:end].strip(" \t#*[]")
    if not (announced or _named(heading, name, boxed=first and flat[heading.start] == "[")):
        return None
    if heading.style == "d" and not match["paren"] and announced and not _named(heading, name, boxed=False):
        return None
    if rest:
        if not (announced or _remarks_on(rest)) or _asks(rest):
            return None
    elif not (announced or "\n" in match["gap"] or (_vocabulary()[0].search(name) and len(name) <= 24)):
        return None
    if heading.style in "ac" and heading.place != LINE and "," in name:
        return None
    return section(flat[heading.start : at], text[start:end].strip(" \t#*[]【】、.:："))


def _named(heading: Mark, name: str, *, boxed: bool) -> bool:
    """Return whether a name may head a section without sums: by its numeral at a line, by its words, 【in a box】."""
    if _vocabulary()[1].fullmatch(name):
        return True
    if heading.style == "d":
        return boxed and name not in shapes().words
    return heading.place != WORD


def _remarks_on(rest: str) -> bool:
    """Return whether what stands between a heading and the first question speaks of how to answer."""
    return bool(_REMARK.match(rest)) or rest.startswith("(") or _instructs(rest.partition("。")[0])
