"""Filling the gaps that broken bytes left, where the document itself says what stood there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenda import gbk
from wenda.shift import LOST, Gap, Run

WINDOW = 5_000
"""How far around a gap the document is asked, in characters."""

_QUOTES = 200
_NUMBER = re.compile(r"(?<![\d.])(\d{1,3})(?=([、.．]))")


def fill(run: Run, text: str, at: int) -> str:
    """Return the run's text with the gaps filled that can be; the run begins at offset `at` of `text`.

    A gap is filled by the closing quotation mark that is due, by the number that is due, or by the only
    characters that have the bytes that are left and stand before the same words elsewhere in the document.
    """
    filled = list(run.text)
    for group in _groups(run.gaps):
        found = _quote(group, filled, text, at) or _number(group, text, at, run.end)
        first = group[0].at
        if found and len(found) < len(group):
            filled[first : first + len(found)] = found
            group = group[len(found) :]
            first, found = group[0].at, _number(group, text, at, run.end)
        found = found or _elsewhere(group, "".join(filled), text, at, run.end)
        if found:
            filled[first : first + len(found)] = found
    return "".join(filled)


def _groups(gaps: Sequence[Gap]) -> list[list[Gap]]:
    groups: list[list[Gap]] = []
    for gap in gaps:
        if groups and groups[-1][-1].at == gap.at - 1:
            groups[-1].append(gap)
        else:
            groups.append([gap])
    return groups


def _quote(group: Sequence[Gap], filled: Sequence[str], text: str, at: int) -> str:
    """Return ” where a quotation is open and the lost character began with A1, as ” does."""
    if group[0].lead != 0xA1 or (len(group) > 1 and not group[1].single):  # ” and any byte are a character
        return ""
    before = text[max(0, at - _QUOTES) : at] + "".join(filled[: group[0].at])
    line = before[before.rfind("\n") + 1 :]
    return "”" if line.rfind("“") > line.rfind("”") else ""


def _number(group: Sequence[Gap], text: str, at: int, end: int) -> str:
    """Return the first digit of the number that is due, where the lost byte was one.

    >>> _number([Gap(at=0, single=True)], "2、甲乙??、丙", 5, 6)
    '3'
    """
    after = re.compile(r"(\d*)([、.．])").match(text, end)
    if len(group) != 1 or not group[0].single or not after:
        return ""
    due = [int(n) + 1 for n, mark in _NUMBER.findall(text[max(0, at - WINDOW) : at]) if mark == after[2]]
    if not due or str(due[-1])[1:] != after[1]:
        return ""
    return str(due[-1])[0]


def _elsewhere(group: Sequence[Gap], filled: str, text: str, at: int, end: int) -> str:
    """Return the characters that fit a gap and stand before the same two characters elsewhere."""
    following = gbk.halve(filled[group[-1].at + 1 :] + text[end : end + 2])[:2]
    if len(following) < 2 or LOST in following or any(gap.single for gap in group):
        return ""
    around = gbk.halve(text[max(0, at - WINDOW) : at] + "\n" + text[end : end + WINDOW])
    seen = set(re.findall(f"(.{{{len(group)}}}){re.escape(following)}", around))
    fitting = {each for each in seen if all(map(_fits, each, group)) and _unpaired(each)}
    return fitting.pop() if len(fitting) == 1 else ""


def _fits(char: str, gap: Gap) -> bool:
    found = gbk.code(gbk.wide(char))
    return len(found) == 2 and gap.lead in (None, found[0]) and gap.trail in (None, found[1])


def _unpaired(chars: str) -> bool:
    """Tell whether what is shown for these characters' inner bytes is no character, as with →答 (A1FA B4F0)."""
    data = b"".join(gbk.code(gbk.wide(char)) for char in chars)[1:-1]
    return all(gbk.pair(data[i], data[i + 1]) is None for i in range(0, len(data), 2))
