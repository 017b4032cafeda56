"""Everything in a text that may be a marker, each kind in one pass: numbers, labels, option letters, headings.

What is found are candidates only. `numbering` and the readings decide which of them mark a question.
"""

from __future__ import annotations

import re
from functools import cache

from wenda.splitting.heading import NUMERALS
from wenda.splitting.labels import labels
from wenda.splitting.marks import WORD, Mark, Marks, begins
from wenda.splitting.numbers import numbers
from wenda.splitting.shapes import pattern

_LETTER = re.compile(r"[A-Ha-h](?P<separator>[ \t]{0,2}[.、:)\]]|[ \t]+(?=\S))[.、:]?[ \t*]*")
_OPENING = {")": "(", "]": "["}
_NUMBER = f"[{NUMERALS}]{{1,3}}"
_SECTION = re.compile(rf"[{NUMERALS}][{NUMERALS}]{{0,2}}(?:[ \t]?[、.](?!{_NUMBER}、)|\))")
# Begins with one class of characters, so that the search runs in C to the next of them.
_PART = re.compile(
    rf"[第模板单环部P](?:(?<=第)[ \t]?(?:{_NUMBER}|\d{{1,2}})[ \t]?(?:部分|章|节|篇|单元|模块|大题|板块|环节|类|卷|轮)[:、.\s]?"
    rf"|(?:(?<=模)块|(?<=板)块|(?<=单)元|(?<=环)节|(?<=部)分|(?<=P)art|(?<=P)ART)[ \t]?(?:{_NUMBER}|\d{{1,2}})[:、.\s])"
)
_ANNOUNCED = re.compile(r"\([^()\n]{0,60}\d\s?(?:道|个|小)?[题分][^()\n]{0,60}\)")


def scan(flat: str, floor: int = 0) -> Marks:
    """Return the candidates in a flat text that stand after its title, which ends at `floor`."""
    # The title is blanked out: what directly follows it begins a line, …及答案面试官:您好
    flat = "\n" * floor + flat[floor:]
    counted = numbers(flat)
    return Marks(
        flat=flat,
        numbers=tuple(counted),
        labels=tuple(labels(flat, counted)),
        letters=tuple(_letters(flat)),
        headings=tuple(_headings(flat)),
    )


def _letters(flat: str) -> list[Mark]:
    """Return the letters that may mark options: A. B、 C) (D) -A."""
    found = []
    for match in _LETTER.finditer(flat):
        at, separator = match.start(), match["separator"].strip()
        opening = flat[at - 1 : at]
        boxed = bool(opening) and _OPENING.get(separator) == opening
        start, place = begins(flat, at - boxed)
        if (flat[at].islower() and not boxed) or (separator == "]" and not boxed):
            continue
        if (not separator and place == WORD) or (not separator and begins(flat, at)[1] != 2):
            continue
        style = "()" if boxed else separator or " "
        found.append(Mark(start, match.end(), "letter", ord(flat[at].upper()) - ord("A"), style, place))
    return found


@cache
def _kinds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words, kinds = pattern("section", "words"), pattern("section", "kinds")
    name, announced = (
        r"[^。?!;:,\n\[\]]",
        r"[(\[][^()\[\]\n]*(?:\d[ \t]?(?:道|个|小)?[题分]|题数|分数)[^()\[\]\n]*[)\]]",
    )
    line = (
        rf"\n[ \t#*\[]*(?:{name}{{0,14}}(?:{words})[\]*]*[ \t]?(?:\([^()\n]*\)){{0,2}}"
        rf"|\[{name}{{2,14}}\]|{name}{{2,20}}?[\]*]*[ \t]?{announced})[: \t*]*(?=\n|$)"
    )
    return re.compile(line), re.compile(rf"(?:{kinds})$")


def _headings(flat: str) -> list[Mark]:
    """Return what may head a section, by form: a 一、 b 第一部分 c (一) d a line, e a known kind with its sums."""
    line, kind = _kinds()
    found = []
    for match in _SECTION.finditer(flat):
        at, bracketed = match.start(), flat[match.start() - 1 : match.start()] == "("
        if flat[at - 1 : at] != "第" and bracketed == match[0].endswith(")"):
            start, place = begins(flat, at - bracketed)
            found.append(Mark(start, match.end(), "heading", 0, "c" if bracketed else "a", place))
    for match in _PART.finditer(flat):
        start, place = begins(flat, match.start())
        found.append(Mark(start, match.end(), "heading", 0, "b", place))
    for match in line.finditer(flat):
        start, place = begins(flat, match.start() + 1)
        found.append(Mark(start, start, "heading", 0, "d", place))
    for match in _ANNOUNCED.finditer(flat):
        stop = match.start() - (flat[match.start() - 1 : match.start()] == "]")  # [单选题](共8题)
        before = kind.search(flat, max(0, stop - 14), stop)
        if before:
            boxed = flat[before.start() - 1 : before.start()] == "["
            start, place = begins(flat, before.start() - boxed)
            found.append(Mark(start, start, "heading", 0, "e", place))
    return sorted(found)
