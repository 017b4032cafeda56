"""Filling the gaps that broken bytes left, where the document itself says what stood there.

What is filled stays in doubt; what is not stays □.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product

from wenda.repairing import gbk
from wenda.repairing.due import mark_due, sign_due
from wenda.repairing.pinyin import NOTED, is_reading, noted
from wenda.repairing.plausible import Evidence, words_after, words_before
from wenda.repairing.shift import LOST, Gap, Run
from wenda.simplify import plain

WINDOW = 2_500
"""How far around a gap the document is asked, in characters."""

_MARKS = 0xA3  # the first byte of full-width marks
_COMMON = 0xB0  # that of the common characters; before it stand those with one or two in a row
_BYTES = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_NOTE = re.compile(rf"\(({NOTED})\)")


def fill(run: Run, text: str, at: int, known: Evidence, before: str) -> str:
    """Return the run's text with the gaps filled that can be; the run begins at offset `at` of `text`.

    `before` is what stands before it, repaired as far as it was (at least WINDOW characters, or all).


    A gap is filled by the closing quotation mark that is due, by the number that is due, or by the only
    characters with the bytes that are left that stand in the same words elsewhere in the document.
    """
    filled, head = run.text, before[-WINDOW:]
    for group in _groups(run.gaps):
        first, last = group[0].at, group[-1].at + 1
        before = head + filled[:first]
        sign = sign_due(before, text[run.end : run.end + 4]) if group[-1].single else ""
        mark = mark_due(group, before, filled[last:] + text[run.end : run.end + 1], sign)
        stop = (
            ""
            if mark or len(group) < 2
            else mark_due(group[-1:], before, filled[last:] + text[run.end : run.end + 1], sign)
        )
        body = group[len(mark) : len(group) - group[-1].single - len(stop)]
        note = _NOTE.match(text, run.end) if last == len(filled) else None
        if note and body:
            body = [*body[:-1], body[-1]._replace(reading=note[1])]
        behind = stop + sign + filled[last:] + text[(cut := note.end() if note else run.end) : cut + 2]
        found = _elsewhere(
            body, before + mark, behind, known.halved[max(0, at - WINDOW) : at + WINDOW]
        ) or _by_pairs(body, (before + mark)[-1:], behind[:1], known)
        found = mark + (found or LOST * len(body)) + stop + (sign or LOST * group[-1].single)
        filled = filled[:first] + found + filled[last:]
    return filled


def _groups(gaps: Sequence[Gap]) -> list[list[Gap]]:
    groups: list[list[Gap]] = []
    for gap in gaps:
        if groups and groups[-1][-1].at == gap.at - 1:
            groups[-1].append(gap)
        else:
            groups.append([gap])
    return groups


def _elsewhere(group: Sequence[Gap], before: str, after: str, around: str) -> str:
    """Return the characters that fit a gap and stand before or after the same two characters elsewhere."""
    if not group:
        return ""
    length = len(group)
    for context, shift in ((gbk.halve(after[:2]), -length), (gbk.halve(before[-2:]), 2)):
        if len(context) == 2 and LOST not in context:
            fitting = {each for each in _beside(around, context, shift, length) if _fit(each, group)}
            if len(fitting) == 1:
                return fitting.pop()
    return ""


def _beside(around: str, context: str, shift: int, length: int) -> Iterator[str]:
    """Yield what stands in one line with a context, `shift` characters from its beginning, in `length` characters.

    By `find`: as a regular expression each context would have to be compiled, and one that begins with any
    characters is tried at every place.
    """
    at = around.find(context, max(0, -shift))
    while at >= 0:
        chars = around[at + shift : at + shift + length]
        if len(chars) == length and "\n" not in chars:
            yield chars
        at = around.find(context, at + 1)


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


def _by_pairs(group: Sequence[Gap], left: str, right: str, known: Evidence) -> str:
    """Return the characters that fit a gap, as far as their notes or pairs with their neighbours tell them.

    A lost mark is taken for a comma (A3 AC), the one that is lost time and again: no character begins with AC
    and goes on with the first byte of a common one.
    """
    if not group:
        return ""
    choice = [_options(gap, known) for gap in group]
    left, right = gbk.halve(left), gbk.halve(right)
    if len(group) <= 2:
        first = _after(left, choice[0], known) | ({"，"} if "，" in choice[0] else set())
        last = _before(right, choice[-1], known)
        both = map("".join, product(first, last)) if len(group) == 2 else first.intersection(last)
        fits = {each for each in both if _stands(each, known) and _fit(each, group)}
        if len(fits) != 1:
            fits = _in_words(choice, left, right, known)
        if len(fits) == 1:
            return fits.pop()
    chars = [
        each[0] if len(each) == 1 and (gap.reading or gap.lead == _MARKS) else LOST
        for gap, each in zip(group, choice, strict=True)
    ]
    if chars[0] == LOST and group[0].lead and group[0].lead < _COMMON:
        follow = _after(left, choice[0], known)
        chars[0] = follow.pop() if len(follow) == 1 else LOST
    return "".join(chars) if any(char != LOST for char in chars) else ""


def _in_words(choice: Sequence[str], left: str, right: str, known: Evidence) -> set[str]:
    """Return what fits a gap of one by the words that its neighbours make with it, of two by a pair that recurs."""
    if len(choice) == 1:
        after = _of(words_after(_simple(left)), choice[0]) if left else set()
        return after or (_of(words_before(_simple(right)), choice[0]) if right else set())
    if len(choice) != 2:
        return set()
    # Two bytes that are left allow twenty thousand pairs, of which a text has few twice.
    first, second = map(_forms, choice)
    return {
        first[simple][-1] + second[follower][-1]
        for simple in first.keys() & known.twice.keys()
        for follower in known.twice[simple]
        if follower in second
    }


def _options(gap: Gap, known: Evidence) -> str:
    """Return the characters that may fill a gap by what is left of them; none where too little is."""
    if gap.lead == _MARKS:
        return "，"
    if gap.reading:
        noted_so = "".join(
            char for char, reading in known.notes if reading == gap.reading and _fit(char, [gap])
        )
        if noted_so or gap.lead is gap.trail is None:
            return noted_so
    if gap.lead is gap.trail is None:
        return ""
    found = _candidates(gap.lead, gap.trail)
    if not gap.reading:
        return found
    return "".join(char for char in found if noted(char) and is_reading(char, gap.reading))


def _after(left: str, chars: str, known: Evidence) -> set[str]:
    """Return those of the characters that the document has after `left`; all after nothing."""
    return _of(known.after(_simple(left)), chars) if left else set(chars)


def _before(right: str, chars: str, known: Evidence) -> set[str]:
    """Return those of the characters that the document has before `right`; all before nothing."""
    return _of(known.before(_simple(right)), chars) if right else set(chars)


def _of(simple: set[str], chars: str) -> set[str]:
    """Return those of the characters of which the simplified forms are among some."""
    forms = _forms(chars)
    return {char for form in forms.keys() & simple for char in forms[form]}


def _stands(chars: str, known: Evidence) -> bool:
    """Tell whether the document has a pair of characters; of a single one it need not."""
    return len(chars) < 2 or plain(gbk.halve(chars)) in known.pairs


@lru_cache(maxsize=1 << 10)
def _forms(chars: str) -> dict[str, str]:
    """Return characters by their simplified forms."""
    found: dict[str, str] = {}
    for char, form in zip(chars, plain(chars), strict=True):
        found[form] = found.get(form, "") + char
    return found


@lru_cache(maxsize=1 << 10)
def _simple(char: str) -> str:
    return plain(char)


@cache
def _candidates(lead: int | None, trail: int | None) -> str:
    """Return the characters with the byte that is left of a lost one."""
    leads = (lead,) if lead else range(0x81, 0xFF)
    trails = (trail,) if trail else _BYTES
    return "".join(filter(None, (gbk.pair(*each) for each in product(leads, trails))))
