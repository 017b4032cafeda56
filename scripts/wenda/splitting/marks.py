"""Candidates for markers: what they are, and what stands around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

LINE, SENTENCE, WORD = 2, 1, 0  # what a marker begins: a line, a sentence, nothing
SIGN = "①"  # the style of numbers that are one sign: they seldom number questions
GLUED, UNLIKELY = -1, -2  # it is the end of another number; it reads like a quantity or a reference
_CLOSING = "。?!;…)]”’」』\"'》_"
_BULLETS = " \t*#>-•·→●■◆▶✅❓💡~"


class Mark(NamedTuple):
    """A candidate. A tuple, because a document of 2 MB has a hundred thousand of them.

    `end` is where the text after it begins. `value` is the number, or the letter's place from A = 0.
    `style` tells markers apart that look different; of labels it is the word.
    """

    start: int
    end: int
    kind: str
    value: int
    style: str
    place: int
    bare: bool = False


def worded(style: str) -> bool:
    """Return whether a number has a word beside it, so that it can hardly be the item of a list: 题目3 Q3 第3题."""
    return style in "Q第" or (len(style) > 1 and style not in ("()", "[]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All candidates of a flat text by kind, each in order of place."""

    flat: str
    numbers: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    letters: tuple[Mark, ...]
    headings: tuple[Mark, ...]


def between(marks: tuple[Mark, ...], start: int, end: int) -> tuple[Mark, ...]:
    """Return the marks that begin in start:end."""
    return marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))]


def before(marks: tuple[Mark, ...], at: int) -> Mark | None:
    """Return the last mark that begins before a place."""
    index = bisect_left(marks, (at,))
    return marks[index - 1] if index else None


def head(marks: Marks, end: int) -> Marks:
    """Return the text up to `end` with its candidates."""
    return Marks(
        flat=marks.flat[:end],
        numbers=between(marks.numbers, 0, end),
        labels=between(marks.labels, 0, end),
        letters=between(marks.letters, 0, end),
        headings=between(marks.headings, 0, end),
    )


def lines(flat: str, start: int, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where each line of flat[start:end] that has text begins and ends.

    >>> list(lines("one\\n  \\n two", 0))
    [(0, 3), (7, 11)]
    """
    end = len(flat) if end is None else end
    while start < end:
        stop = flat.find("\n", start, end)
        stop = end if stop < 0 else stop
        if not flat[start:stop].isspace() and start < stop:
            yield start, stop
        start = stop + 1


def begins(flat: str, start: int) -> tuple[int, int]:
    """Return where a marker at `start` begins with its bullets and arrows, and what it begins."""
    at, floor = start, max(0, start - 12)
    while at > floor and flat[at - 1] in _BULLETS:
        at -= 1
    if at == 0 or flat[at - 1] == "\n":
        return at, LINE
    # A bullet or an arrow inside a line goes with the marker: D.退货地址→答案:C
    return at, SENTENCE if flat[at - 1] in _CLOSING else WORD
