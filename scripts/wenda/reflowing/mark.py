"""A place where a text may begin an item, and what stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wenda.reflowing.brackets import CLOSERS, STOPS

Style = Literal["number", "dash", "word", "heading", "label"]

LINE, STOP, SOFT, NONE = 3, 2, 1, 0
"""What stands before a mark: the beginning of a line, a stop or colon, a comma or closing bracket, anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A candidate at `start`; its text begins at `end`. Words, headings and labels are part of that text: `end` is `start`.

    `number` is its place in the sequence; None for dashes, labels and for words that only go on. `inner` says that it
    can only begin a list below another.
    """

    start: int
    end: int
    family: str
    style: Style
    before: int
    number: int | None = None
    word: str = ""
    inner: bool = False


_TERMINALS = "。；;！!？?"


def before(text: str, at: int) -> int:
    """Return what stands before the character at `at`.

    >>> [before("甲。乙，丙丁", at) for at in (0, 2, 4, 5)]
    [3, 2, 1, 0]
    """
    while at and text[at - 1] in " \t　":
        at -= 1
    if not at or text[at - 1] == "\n":
        return LINE
    last = text[at - 1]
    if last in STOPS:
        return STOP
    if last in CLOSERS:
        return STOP if at > 1 and text[at - 2] in _TERMINALS else SOFT
    return SOFT if last in "，,、" else NONE
