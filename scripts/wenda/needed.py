"""What a text must hold for a pattern to match: most of many patterns are ruled out before they are searched for.

A search tries a pattern at every place. What every match of it holds is worked out from the pattern itself, as the
parser of `re` reads it; of what is unknown here nothing is needed, so that it costs time and no match.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import add
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 80
# One Han character of a question in twenty is a given common one; a given pair is much rarer.
_COST = {1: 1.0, 2: 0.05}
_NO_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def needed(pattern: str, flags: int = 0) -> frozenset[str] | None:
    """Return characters and pairs of characters, of which every match holds at least one; None for no such set.

    >>> sorted(needed("(?:什么|怎[么样])是?.{2}") or ()), needed("a?")
    (['什么', '怎么', '怎样'], None)
    """
    parsed = parser.parse(pattern, flags)
    if parsed.state.flags & re.IGNORECASE:  # the literals are not what is matched
        return None
    found = _sequence(parsed)
    return frozenset(found) if found else None


class Choice:
    """Which of many patterns may match a text, told by one look at its characters and pairs of characters."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        """Take the patterns; they are known by their place from here on."""
        self._always: list[int] = []
        self._by: defaultdict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            found = needed(pattern.pattern, pattern.flags)
            if not found:
                self._always.append(number)
            for literal in found or ():
                self._by[literal].append(number)

    def among(self, *texts: str) -> list[int]:
        """Return in order the patterns that may match one of some texts."""
        found = set(self._always)
        held = set().union(*texts, *(map(add, text, text[1:]) for text in texts))
        for literal in self._by.keys() & held:
            found.update(self._by[literal])
        return sorted(found)


class Search:
    """`finditer` of a pattern of many forms: `re` tries each form at every place, here only where one may begin.

    Worth it where few places are such; each costs more than it costs `re`.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Take a pattern that matches no empty text; raise ValueError where it may begin with any character."""
        self._match = pattern.match
        self._needed = tuple(needed(pattern.pattern, pattern.flags) or ("",))  # "" is in every text
        self._first = re.compile(f"[{beginning(pattern.pattern, pattern.flags)}]")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern's `finditer` does."""
        if not any(map(text.__contains__, self._needed)):
            return
        done = 0
        for place in self._first.finditer(text):
            at = place.start()
            if at >= done and (match := self._match(text, at)):
                done = match.end()
                yield match


def beginning(pattern: str, flags: int = 0) -> str:
    """Return characters, as a class of a pattern has them, of which every match begins with one.

    Raises ValueError where a match may begin with any character, or be empty.

    >>> beginning("(?:甲乙|[a-c]?\\\\d)")
    '\\\\da-c甲'
    """
    parsed = parser.parse(pattern, flags)
    first = None if parsed.state.flags & re.IGNORECASE else _first(parsed)
    if first is None:
        raise ValueError(f"{pattern} may begin with anything")
    return "".join(sorted(first))


def _first(parts: Sequence[tuple[Any, Any]]) -> set[str] | None:
    """Return the characters and ranges that a sequence may begin with, as a class has them; None for any character."""
    found: set[str] = set()
    for kind, value in parts:
        if kind in _NO_WIDTH:
            continue
        here = _first_of(kind, value)
        if here is None:
            return None
        found |= here
        if kind not in _REPEATS or value[0]:
            return found
    return None  # it may be empty


def _first_of(kind: Any, value: Any) -> set[str] | None:
    if kind is op.LITERAL:
        return {re.escape(chr(value))}
    if kind is op.IN:
        return _class(value)
    if kind is op.SUBPATTERN:
        _, flags, _, inner = value
        return None if flags & re.IGNORECASE else _first(inner)
    if kind is op.ATOMIC_GROUP:
        return _first(value)
    if kind in _REPEATS:
        return _first(value[2])
    if kind is op.BRANCH:
        branches = [_first(branch) for branch in value[1]]
        return None if None in branches else set().union(*filter(None, branches))
    return None


def _class(items: Sequence[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(re.escape(chr(value)))
        elif kind is op.RANGE:
            found.add("-".join(re.escape(chr(end)) for end in value))
        elif kind is op.CATEGORY:
            found.add(_CATEGORIES[value])
        else:
            return None
    return found


def _sequence(parts: Sequence[tuple[Any, Any]]) -> set[str]:
    """Return what the parts of a sequence need: the rarest of what each, or where two meet, need."""
    best: set[str] = set()
    before: set[str] = set()
    for part in parts:
        pairs = {a + b for a in before for b in _end(part, 0)}
        for found in (pairs, _part(part)):
            if found and len(found) <= _MOST and (not best or _cost(found) < _cost(best)):
                best = found
        before = _end(part, -1)
    return best


def _cost(found: set[str]) -> float:
    return sum(_COST[len(literal)] for literal in found)


def _end(part: tuple[Any, Any], at: int) -> set[str]:
    """Return the characters that a part may begin (0) or end (-1) with; none where it may be empty, or anything."""
    kind, value = part
    if kind is op.LITERAL:
        return {chr(value)}
    if kind is op.IN:
        return set() if any(each[0] is not op.LITERAL for each in value) else {chr(code) for _, code in value}
    if kind is op.SUBPATTERN:
        _, flags, _, inner = value
        return set() if flags & re.IGNORECASE else _end_of_one([inner], at)
    if kind is op.BRANCH:
        return _end_of_one(value[1], at)
    return set()


def _end_of_one(branches: Iterable[Sequence[tuple[Any, Any]]], at: int) -> set[str]:
    ends = [_end(branch[at], at) if len(branch) else set() for branch in branches]
    return set().union(*ends) if all(ends) else set()


def _part(part: tuple[Any, Any]) -> set[str]:
    """Return what a part of a sequence needs."""
    kind, value = part
    if kind in (op.LITERAL, op.IN):
        return _end(part, 0)
    if kind is op.SUBPATTERN:
        _, flags, _, inner = value
        return set() if flags & re.IGNORECASE else _sequence(inner)
    if kind is op.ATOMIC_GROUP:
        return _sequence(value)
    if kind is op.ASSERT:
        return _sequence(value[1])
    if kind in _REPEATS:
        least, _, repeated = value
        return _sequence(repeated) if least else set()
    if kind is op.BRANCH:
        branches = [_sequence(branch) for branch in value[1]]
        return set().union(*branches) if all(branches) else set()
    return set()
