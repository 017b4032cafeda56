"""Filling the gaps that broken bytes left, where the document itself says what stood there.

What is filled stays in doubt; what is not stays □.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product

from wenda import gbk
from wenda.pinyin import NOTED, is_reading, noted
from wenda.plausible import Evidence, plain
from wenda.shift import LOST, Gap, Run

WINDOW = 2_500
"""How far around a gap the document is asked, in characters."""

_QUOTES = 1_000
_TWICE = {0xAA: "——", 0xAD: "……", None: "——"}
_MARKS = 0xA3  # the first byte of full-width marks
_BYTES = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_NOTE = re.compile(rf"\(({NOTED})\)")
_NUMBER = re.compile(r"(?<![\d.])(\d{1,3})(?=([、.．]))")
_NEXT_NUMBER = re.compile(r"(\d*)([、.．])")


def fill(run: Run, text: str, at: int, known: Evidence) -> str:
    """Return the run's text with the gaps filled that can be; the run begins at offset `at` of `text`.

    A gap is filled by the closing quotation mark that is due, by the number that is due, or by the only
    characters with the bytes that are left that stand in the same words elsewhere in the document.
    """
    filled = run.text
    for group in _groups(run.gaps):
        first, last = group[0].at, group[-1].at + 1
        before = text[max(0, at - _QUOTES) : at] + filled[:first]
        behind = filled[last:] + text[run.end : run.end + 2]
        quote = _quote(group, before, behind)
        group, before = group[len(quote) :], before + quote
        note = _NOTE.match(text, run.end) if last == len(filled) else None
        found = _number(group, text, at, run.end) or _elsewhere(group, before, behind, text, at)
        if not found:
            right = text[note.end() : note.end() + 1] if note else behind[:1]
            found = _by_pairs(group, before[-1:], right, note, known)
        filled = filled[:first] + quote + found + filled[first + len(quote + found) :]
    return filled


def _groups(gaps: Sequence[Gap]) -> list[list[Gap]]:
    groups: list[list[Gap]] = []
    for gap in gaps:
        if groups and groups[-1][-1].at == gap.at - 1:
            groups[-1].append(gap)
        else:
            groups.append([gap])
    return groups


def _quote(group: Sequence[Gap], before: str, behind: str) -> str:
    """Return the mark that is due where the lost character began with A1, as 。”“—— do.

    >>> _quote([Gap(at=0, lead=0xA1)], "他說:“慢點。", "\\n"), _quote([Gap(at=0, lead=0xA1)], "慢點", "\\n")
    ('”', '。')
    >>> _quote([Gap(at=0, lead=0xA1), Gap(at=1), Gap(at=2, trail=0xD5)], "慢點。”", "說")
    '——'
    """
    if group[0].lead != 0xA1:
        return ""
    quoted = before.rfind("“") > max(before.rfind("”"), before.rfind("\n"))
    if (
        len(group) > 1 and not group[1].single
    ):  # ——, …… are A1AA A1AA, A1AD A1AD: no character begins with AA A1
        return _TWICE.get(group[1].trail, "") if group[1].trail or len(group) > 2 else ""
    if quoted or (before[-1:] in "。？！" and behind[:1] in ("", "\n")):
        return "”"
    return "。" if behind[:1] in ("", "\n") else ""


def _number(group: Sequence[Gap], text: str, at: int, end: int) -> str:
    """Return the first digit of the number that is due, where the lost byte was one.

    >>> _number([Gap(at=0, single=True)], "2、甲乙??、丙", 5, 6)
    '3'
    """
    after = _NEXT_NUMBER.match(text, end)
    if len(group) != 1 or not group[0].single or not after:
        return ""
    due = [int(n) + 1 for n, mark in _NUMBER.findall(text[max(0, at - WINDOW) : at]) if mark == after[2]]
    return str(due[-1])[0] if due and str(due[-1])[1:] == after[1] else ""


def _elsewhere(group: Sequence[Gap], before: str, after: str, text: str, at: int) -> str:
    """Return the characters that fit a gap and stand before or after the same two characters elsewhere."""
    if not group or any(gap.single for gap in group):
        return ""
    around = _around(text, at)
    lost = f"(.{{{len(group)}}})"
    before, after = gbk.halve(before[-2:]), gbk.halve(after[:2])
    for context, pattern in ((after, lost + re.escape(after)), (before, re.escape(before) + lost)):
        if len(context) == 2 and LOST not in context:
            found: set[str] = set(re.findall(pattern, around))
            fitting = {each for each in found if _fit(each, group)}
            if len(fitting) == 1:
                return fitting.pop()
    return ""


@lru_cache(maxsize=2)
def _around(text: str, at: int) -> str:
    return gbk.halve(text[max(0, at - WINDOW) : at + WINDOW])


def _fit(chars: str, group: Sequence[Gap]) -> bool:
    """Tell whether characters have the bytes that are left of them.

    The bytes between two of them make no character, as with →答 = A1[FA B4]F0, or they would be shown.
    """
    codes = [gbk.code(gbk.wide(char)) for char in chars]
    return (
        all(len(code) == 2 for code in codes)
        and all(g.lead in (None, c[0]) and g.trail in (None, c[1]) for c, g in zip(codes, group, strict=True))
        and not any(gbk.pair(a[1], b[0]) for a, b in pairwise(codes))
    )


def _by_pairs(
    group: Sequence[Gap], left: str, right: str, note: re.Match[str] | None, known: Evidence
) -> str:
    """Return the one or two characters that fit a gap and make pairs with their neighbours that are known.

    A lost mark is taken for a comma (A3 AC), the one that is lost time and again: no character begins with AC
    and goes on with the first byte of a common one. `note` is the note of the last character, if it has one,
    and says enough without pairs.
    """
    if not 1 <= len(group) <= 2 or any(gap.single or gap.lead is gap.trail is None for gap in group):
        return ""
    lasts = [
        (char, simple)
        for char, simple in _candidates(group[-1].lead, group[-1].trail)
        if note is None or (noted(char) and is_reading(char, note[1]))
    ]
    pairs, left, right = known.pairs, plain(gbk.halve(left)), plain(gbk.halve(right))
    sure = note is not None and len(lasts) == 1
    if not sure:
        lasts = [(char, simple) for char, simple in lasts if char == "，" or simple + right in pairs]
    firsts = [
        (char, simple)
        for char, simple in _candidates(group[0].lead, group[0].trail)
        if char == "，" or left + simple in pairs
    ]
    if len(group) == 1:
        fitting = {char for char, _ in (lasts if sure else {*firsts} & {*lasts})}
        return fitting.pop() if len(fitting) == 1 else ""
    both = {a + b for (a, x), (b, y) in product(firsts, lasts) if x + y in pairs and _fit(a + b, group)}
    if len(both) == 1:
        return both.pop()
    return ("，" if group[0].lead == _MARKS else LOST) + (lasts[0][0] if sure else LOST)


@cache
def _candidates(lead: int | None, trail: int | None) -> tuple[tuple[str, str], ...]:
    """Return the characters with the byte that is left of a lost one, each with its simplified form."""
    if lead == _MARKS:
        return (("，", ","),)
    leads = (lead,) if lead else range(0x81, 0xFF)
    trails = (trail,) if trail else _BYTES
    chars: Iterable[str] = filter(None, (gbk.pair(*each) for each in product(leads, trails)))
    return tuple((char, plain(char)) for char in chars)
