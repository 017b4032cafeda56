"""The end of a text that breaks off inside a marker: …,避免再次发生。5 or …\\n答"""

from __future__ import annotations

import re

from wenda.marks import Marks

_NUMBER = re.compile(
    r"(?:(?<=[。?!…;)”’」』])|\n)[ \t]*(?P<word>[^\W\d_]{0,3}?)[ \t]?(?P<digits>\d{1,3})[.、]?\s*\Z"
)
_WORD = re.compile(r"(?:(?<=[。?!…;)”’」』_])|\n)[ \t\-*>#→(\[『]*(?P<word>[^\W_]{1,6})[\])』]?\s*\Z")
_BULLET = re.compile(r"\s*\n[ \t]*[-*•#>]+\s*\Z")
_LONGEST = 24


def end(marks: Marks) -> int:
    """Return where the text ends without the beginning of a marker that the document breaks off in."""
    flat = marks.flat
    since = max(0, len(flat) - _LONGEST)
    number = _NUMBER.search(flat, since)
    if number and _follows(marks, number["word"], int(number["digits"])):
        return number.start()
    word = _WORD.search(flat, since)
    if word and _begins(marks, word["word"]):
        return word.start()
    bullet = _BULLET.search(flat, since)
    return bullet.start() if bullet else len(flat)


def _follows(marks: Marks, word: str, value: int) -> bool:
    """Return whether a number is the next of one that looks the same."""
    return any(mark.value == value - 1 and (not word or mark.style == word) for mark in marks.numbers[-40:])


def _begins(marks: Marks, word: str) -> bool:
    """Return whether a word is the beginning of a label that the document uses."""
    styles = {mark.style for mark in marks.labels[-40:]} | {mark.style for mark in marks.numbers[-40:]}
    return any(style.startswith(word) for style in styles if len(style) > 1 or style == "Q")
