"""The end of a text that breaks off inside a marker: …,避免再次发生。5 or …\\n答"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenda.splitting.heading import numeral
from wenda.splitting.marks import Mark, Marks

_NUMBER = re.compile(
    r"(?:(?<=[。?!…;)”’」』])|\n)[ \t]*[(\[]?(?P<word>[^\W\d_]{0,3}?)[ \t]?(?P<digits>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个?问?题)?[\])]?[:.、]?\s*\Z"
)
_WORD = re.compile(r"(?:(?<=[。?!…;)”’」』_])|\n)[ \t\-*>#→(\[『]*(?P<word>[^\W_]{1,6})[\])』]?\s*\Z")
_GLUED = re.compile(
    r"(?P<word>题目|问题|试题|面试题)\d{0,3}\s*\Z"
)  # answers without a full stop: …升级契机题目
_BULLET = re.compile(r"\s*\n[ \t]*[-*•#>●■◆▶◇○➤]+\s*\Z")
_OPENED = re.compile(r"\s*(?:[(\[【『][^\W\d_]{0,3}|(?<=\n)[ \t]*-?A)\s*\Z")  # 【参 (A
_LONGEST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """Where a text ends without the beginning of a marker, and whether that was to open a field of the last question."""

    start: int
    inside: bool


def tail(marks: Marks) -> Tail:
    """Return the end of a text without the beginning of a marker that the document breaks off in."""
    flat = marks.flat
    since = max(0, len(flat) - _LONGEST)
    number = _NUMBER.search(flat, since)
    if number and _follows(marks, number["word"], numeral(number["digits"])):
        return Tail(start=number.start(), inside=False)
    glued = _GLUED.search(flat, since)
    if glued and any(mark.style == glued["word"] for mark in marks.numbers[-40:]):
        return Tail(start=glued.start(), inside=False)
    word = _WORD.search(flat, since)
    if word and _begins(word["word"], marks.numbers):
        return Tail(start=word.start(), inside=False)
    if word and _begins(word["word"], marks.labels):
        return Tail(start=word.start(), inside=True)
    opened = _OPENED.search(flat, since)
    if opened and _recurs(flat, opened[0].strip(), opened.start()):
        return Tail(start=opened.start(), inside=len(opened[0].strip()) > 1)
    bullet = _BULLET.search(flat, since)
    return Tail(start=bullet.start() if bullet else len(flat), inside=False)


def _recurs(flat: str, word: str, end: int) -> bool:
    """Return whether the beginning of a marker stands before markers that are whole: a bracket alone, more than once."""
    return flat.count(word, 0, end) > (len(word) == 1)


def _begins(word: str, marks: tuple[Mark, ...]) -> bool:
    """Return whether a word is the beginning of a marker that the document uses."""
    styles = {mark.style for mark in marks[-40:]}
    return any(style.startswith(word) for style in styles if len(style) > 1 or style == "Q")


def _follows(marks: Marks, word: str, value: int) -> bool:
    """Return whether a number is the next of one that looks the same."""
    return any(mark.value == value - 1 and (not word or mark.style == word) for mark in marks.numbers[-40:])
