"""Posting lists as short ASCII strings.

A posting is a page's number and its flags. A list is written in groups of the same flags, the numbers of a group as
gaps, a gap as digits that are all printable ASCII, so that gzip sees every number at a character's boundary (base64
would blur them) and no flags between.

While they are collected one posting is one number, of key, flags and page from its upper bits to its lower ones, so
that a sort of all of them brings every list together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

DIGITS = "".join(chr(c) for c in range(0x23, 0x7F) if chr(c) != "\\")
"""The 91 digits: printable ASCII without space, quotation mark and backslash."""
ENDS = 59
"""Digits below this end a number; the 32 above carry five bits each and go on."""

PAGE_BITS, FLAG_BITS = 20, 6
"""Bits of a packed posting's page and flags; its key has what is above them."""

Packed = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Lists:
    """Posting lists: numbers of keys, ascending, and what is written for each."""

    keys: Sequence[int]
    texts: Sequence[str]


def pack(keys: Packed, flags: Packed, pages: Packed) -> Packed:
    """Return postings of keys, flags and pages."""
    return (keys << np.uint64(FLAG_BITS) | flags) << np.uint64(PAGE_BITS) | pages


def firsts(ordered: Packed) -> NDArray[np.intp]:
    """Return where each value of a sorted array stands first."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


@lru_cache(maxsize=1 << 12)  # most gaps are small
def number(value: int) -> str:
    """Return a number in digits, most of them one long.

    >>> number(0), number(58), number(59)
    ('#', '^', '_#')
    """
    digits = []
    while value >= ENDS:
        value -= ENDS
        digits.append(DIGITS[ENDS + value % 32])
        value //= 32
    return "".join(digits) + DIGITS[value]


def gaps(numbers: Sequence[int]) -> str:
    """Return ascending numbers as digits: the first, then how many each leaves out.

    >>> gaps([0, 1, 5])
    '##&'
    """
    return "".join(number(value - before - 1) for before, value in pairwise([-1, *numbers]))


def write(packed: Packed, at_once: int = 1 << 16) -> Lists:
    """Return the lists of sorted postings: groups of the same flags, a digit for the flags, then the gaps.

    Some `at_once` postings are written at a time, for the memory that takes.

    >>> write(pack(*(np.array(each, np.uint64) for each in ([7, 7, 7], [1, 1, 4], [0, 2, 1]))))
    Lists(keys=[7], texts=["$#$!'$"])
    """
    keys: list[int] = []
    texts: list[str] = []
    for part in _parts(packed, at_once):
        more, written = _write(part)
        keys += more
        texts += written
    return Lists(keys, texts)


def _parts(packed: Packed, size: int) -> Iterator[Packed]:
    """Yield sorted postings in parts that hold whole lists."""
    start = 0
    while start < len(packed):
        end = min(start + size, len(packed))
        if end < len(packed):
            key = int(packed[end]) >> FLAG_BITS + PAGE_BITS
            first = int(np.searchsorted(packed, np.uint64(key << FLAG_BITS + PAGE_BITS)))
            after = int(np.searchsorted(packed, np.uint64(key + 1 << FLAG_BITS + PAGE_BITS)))
            end = first if first > start else after
        yield packed[start:end]
        start = end


def _write(packed: Packed) -> tuple[list[int], list[str]]:
    groups = packed >> np.uint64(PAGE_BITS)
    keys = groups >> np.uint64(FLAG_BITS)
    page = (packed & np.uint64((1 << PAGE_BITS) - 1)).astype(np.int64)
    opens, leads = (np.zeros(len(packed), np.bool_) for _ in range(2))
    opens[firsts(groups)] = True
    leads[firsts(keys)] = True
    before = np.concatenate(([-1], page[:-1]))
    before[opens] = -1
    gap = page - before - 1
    parted = opens & ~leads
    width = _width(gap) + opens + parted
    end = np.cumsum(width)
    start = end - width
    out = np.empty(int(end[-1]), np.uint8)
    out[start[parted]] = ord("!")
    digits = np.frombuffer(DIGITS.encode(), np.uint8)
    out[(start + parted)[opens]] = digits[(groups[opens] & np.uint64((1 << FLAG_BITS) - 1)).astype(np.intp)]
    place = start + opens + parted
    while len(gap):
        more = gap >= ENDS
        out[place[~more]] = digits[gap[~more]]
        gap, place = gap[more] - ENDS, place[more]
        out[place] = digits[ENDS + gap % 32]
        gap, place = gap // 32, place + 1
    text = out.tobytes().decode("ascii")
    starts = start[leads].tolist()
    texts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return keys[leads].tolist(), texts


def _width(gap: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many digits each number has."""
    width = np.ones(len(gap), np.int64)
    while (more := gap >= ENDS).any():
        width += more
        gap = np.where(more, (gap - ENDS) // 32, 0)
    return width
