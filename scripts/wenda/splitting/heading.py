"""Titles of documents, headings of sections, and the points that headings and questions name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wenda.splitting.marks import lines
from wenda.splitting.shapes import pattern, shapes

NUMERALS = "一二三四五六七八九十"
# (8分) [本题10分] (分数: 2.00); a bare (8) may be anything
POINTS = (
    r"[(\[]\s?(?:(?:分[数值]|满分|总分|计分)\s?:?\s?(?P<points>\d{1,3}(?:\.\d{1,2})?)\s?分?"
    r"|(?:本小?题|该题|共计?|计|每[小]?题)?\s?(?P<worth>\d{1,3}(?:\.\d{1,2})?)\s?分)\s?[)\]]"
)
_POINTS = re.compile(POINTS)
_HEAD_LINES = 12
_SUFFIX = re.compile(r"\.(?:docx?|pdf|pptx?|txt|md|html?)(?:VIP|_第\d+页)?$|VIP$|_第\d+页$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_EACH = re.compile(
    r"(?:每[ ]?(?:道|个|小)?(?:题|空|问|道)|各)[ ]?(?:各|计|为|得|占|值)?[ ]?:?[ ]?(?P<points>\d{1,3}(?:\.\d{1,2})?)[ ]?分"
    r"|(?P<per>\d{1,3}(?:\.\d)?)[ ]?分[ ]?/[ ]?(?:每)?[题道]|[×x*][ ]?(?P<times>\d{1,3}(?:\.\d)?)[ ]?分"
)
_COUNT = re.compile(
    r"(?:共|总题数|合计|计|本部分有|题量|题数)\s?[:]?\s?(?P<many>\d{1,3})\s?(?:道|个|小)*(?:题|问|$|[,)])(?!\s?分)|(?<![\d第])(?P<bare>\d{1,3})\s?(?:道|个|小)*题"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title of a document and where it stands; the places of lines that only repeat it come with it.

    `promises` says that it speaks of questions, `advises` that it speaks of how to do something.
    """

    text: str
    year: int | None
    spans: tuple[tuple[int, int], ...]
    promises: bool
    advises: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section's name without numeral and brackets, its points a question and how many questions it announces."""

    name: str
    points: float | None
    count: int | None


def numeral(text: str) -> int:
    """Return the number that up to two Chinese numerals or Arabic digits say, 0 for none.

    >>> [numeral(n) for n in ("三", "十", "十二", "二十", "7", "")]
    [3, 10, 12, 20, 7, 0]
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = NUMERALS.find(ones) + 1 if ones else 0
    return value + (10 * (NUMERALS.find(tens) + 1 if tens else 1) if ten else 0)


def points(flat: str) -> float | None:
    """Return the points that a mark such as (8分), (分数: 2.00) or [本题10分] gives."""
    match = _POINTS.search(flat)
    return float(match["points"] or match["worth"]) if match else None


def section(flat: str, name: str) -> Section:
    """Return what a heading says of its section; `name` is its wording in the document.

    >>> section("二、应变题(共3题,每题6分,总分18分)", "应变题")
    Section(name='应变题', points=6.0, count=3)
    """
    each, many = _EACH.search(flat), _COUNT.search(flat)
    return Section(
        name=name,
        points=float(each["points"] or each["per"] or each["times"]) if each else None,
        count=int(many["many"] or many["bare"]) if many else None,
    )


@cache
def _title_pattern() -> re.Pattern[str]:
    head, body, tail, extra = (pattern("title", name) for name in ("head", "body", "tail", "extra"))
    return re.compile(rf"[^\n。?!;]{{0,40}}?(?=(?:{head}))(?:{body}){tail}{extra}")


def title(text: str, flat: str) -> Title:
    """Return the title of a document, and where it stands; an empty one when the document has none.

    Sites repeat the title above the text without its year and with `.docx`: the one in the text is the better
    one. In run-on documents the text follows on the same line: 2025年客服面试题及答案一、情景题Q1:…
    """
    head = _head_lines(flat)
    found = [span for start, end in head if (span := _title_in(flat, start, end))]
    found = [each for each in found if _alike(flat, found[0], each)]
    spans = tuple((start, end) for start, end, _ in found)
    if found:
        start, end, _ = max(found, key=lambda each: (bool(_YEAR.search(flat, each[0], each[1])), each[0]))
    else:
        start, end = _plain_title(flat, head)
        spans = ((start, end),) if end > start else ()
    words = text[start:end].strip(" 　《》#*\t")
    year = _YEAR.search(words)
    said = flat[start:end]
    return Title(
        text=_SUFFIX.sub("", words),
        year=int(year[1]) if year else None,
        spans=spans,
        promises=bool(re.search(pattern("title", "promises"), said)),
        advises=bool(re.search(pattern("title", "advises"), said)),
    )


def _head_lines(flat: str) -> list[tuple[int, int]]:
    """Return the first lines that have text, up to the first long one or the first marker."""
    found: list[tuple[int, int]] = []
    for start, end in lines(flat, 0):
        if found and _NO_TITLE.match(flat[start:end].lstrip(" #*-")):
            break
        found.append((start, end))
        if len(found) == _HEAD_LINES or end - start > 120:
            break
    return found


def _alike(flat: str, first: tuple[int, int, bool], each: tuple[int, int, bool]) -> bool:
    """Return whether a line repeats the title that stands first, with or without its year and punctuation."""
    one, other = (re.sub(r"20\d\d年?|[\W_]", "", _SUFFIX.sub("", flat[a:b])) for a, b, _ in (first, each))
    return one in other or other in one


_MARKER = re.compile(r"(?:题目|问题|面试题|试题|案例|题)$")
_BEFORE_TITLE = re.compile(r"(?:\d{1,2}[、.]\s?)?[\s#*《]*")
_NO_TITLE = re.compile(
    rf"\(?[{NUMERALS}]{{1,3}}[)、]|\(\d{{1,3}}\)|[{NUMERALS}]{{1,3}}、|\d{{1,3}}[、.](?!\s?20\d\d)|[QＱ]\d|题目|问题|[Nn][Oo]\.?\s?\d|(?:面试题|试题|考题|真题|思考题|例题|案例|情景|情境|场景|题|问)\s?(?:\d{{1,3}}|[{NUMERALS}])\s?[:：.、(]|第[{NUMERALS}\d]"
)


def _title_in(flat: str, start: int, end: int) -> tuple[int, int, bool] | None:
    """Return where in a line a title stands that reads like one, and whether it is the whole line."""
    before = _BEFORE_TITLE.match(flat, start, end)
    begin = before.end() if before else start
    if _NO_TITLE.match(flat, begin, end) or (begin - start > 3 and _NO_TITLE.match(flat, start, end)):
        return None
    match = _title_pattern().match(flat, begin, end)
    if match is None:
        return None
    stop = match.end()
    if flat[stop : stop + 1].isdecimal() and (word := _MARKER.search(flat, begin, stop)):
        stop = word.start()  # …面试题库题目1(2分)
    rest = flat[stop:end].strip(" 》*#")
    whole = not rest or bool(_SUFFIX.fullmatch(rest))
    if rest.startswith(":"):
        return None  # 试题解析:…
    if not whole and len(rest) <= 12 and not re.search(r"[。?!:;.、]", rest):
        return (begin, end, True)  # a title with a tail that the rules do not know
    return (begin, end if whole else stop, whole)


def _plain_title(flat: str, head: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the first line when it can be a title: short, and no sentence."""
    if not head:
        return 0, 0
    start, end = head[0]
    line = flat[start:end].strip()
    if (
        len(line) > 60
        or line[-1] in "。?!;:,"
        or _NO_TITLE.match(line)
        or line.partition(":")[0] in shapes().words
    ):
        return 0, 0
    return start, end
