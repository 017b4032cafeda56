"""Dashes directly before words that count, `-首先`, `•（一）`: two marks of one item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from wenda.reflowing.mark import Mark


def fused(found: list[Mark]) -> list[Mark]:
    """Take dash and word for one mark where each dash as deep stands before a word that counts up, else the dash alone."""
    heads = {
        mark.start: (dash, mark)
        for dash, mark in pairwise(found)
        if dash.style == "dash" and dash.end == mark.start and mark.style in ("word", "heading")
    }
    together: dict[int, Mark] = {}
    gone = set(heads)
    for family in {dash.family for dash, _ in heads.values()}:
        pairs = [(dash, mark) for dash, mark in heads.values() if dash.family == family]
        dashes = sum(mark.family == family for mark in found)
        if 2 <= len(pairs) == dashes and _count_up(mark for _, mark in pairs):
            together |= {
                dash.start: replace(mark, start=dash.start, before=dash.before) for dash, mark in pairs
            }
    return [together.get(mark.start, mark) for mark in found if mark.start not in gone]


def _count_up(found: Iterable[Mark]) -> bool:
    last: dict[str, int] = {}
    for mark in found:
        expected = last.get(mark.family, 0) + 1
        number = expected if mark.style == "word" and mark.number != 1 and expected > 1 else mark.number
        if number not in (1, expected):
            return False
        last[mark.family] = number
    return True
