"""Postings: which pages hold a pair of letters, in which fields and how often.

A page has some thousand pairs: they are counted as arrays, many pages at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenda.errors import WendaError
from wenda.search.letters import BITS, Letters
from wenda.search.lists import PAGE_BITS, Lists, Packed, firsts, pack, write
from wenda.search.text import ASKED, QUESTION, TITLE, Text

BODY = 16
"""A posting's flags are the fields of search_text, plus 16, 32 or 48 for once, twice or more in the body.

8 is for the names of a page's roles, kind and topics: the browser adds it, from meta.js."""

_IN_BATCH = 16
_ACROSS = 0  # in place of a field: from the end of one to the start of the next
_FIELDS = (_ACROSS, TITLE, ASKED, QUESTION, BODY)
_CONCEPT = "§"


class _Batch(NamedTuple):
    """The letters of some pages one after the other; for each its text, its page in the batch, and its field."""

    letters: NDArray[np.uint32]
    part_of: NDArray[np.int64]
    owner_of: NDArray[np.int64]
    field_of: NDArray[np.int64]


class Postings:
    """All postings of an index; pages are added in the order of their numbers."""

    def __init__(self, concepts: Sequence[tuple[str, ...]]) -> None:
        """Note, beside pairs and characters, which pages speak of which of `concepts` (groups of folded words)."""
        self.letters = Letters()
        self.batch = 400
        """Pages that are counted at once: arrays of some megabytes."""
        self._starts = _starts(concepts, self.letters)
        self._longest = max((len(word) for words in concepts for word in words), default=0)
        self._grams, self._characters = _Growing(), _Growing()
        self._pages: list[tuple[int, int, Text]] = []
        self._count = 0

    def add(self, slot: int, text: Text) -> None:
        """Add a page; raises WendaError for a slot that postings have no bits for."""
        if slot >> PAGE_BITS:
            raise WendaError(
                f"the search has room for {1 << PAGE_BITS:,} questions and the space between them"
            )
        self._pages.append((slot, self._count, text))
        self._count += 1
        if len(self._pages) == self.batch:
            self._note()

    def grams(self) -> Lists:
        """Return the lists of pairs and concepts, which name pages by their slots."""
        self._note()
        return write(self._grams.sorted())

    def characters(self) -> Lists:
        """Return the lists of single characters, which name pages by their place among all."""
        self._note()
        return write(self._characters.sorted())

    def _note(self) -> None:
        """Note the postings of the pages that wait."""
        if not self._pages:
            return
        owners: list[int] = []
        fields: list[int] = []
        parts: list[str] = []
        for owner, (_, _, text) in enumerate(self._pages):
            said = [(TITLE, text.title), (QUESTION, text.question), (BODY, text.body)]
            for field, part in (*said, *((ASKED, each) for each in text.asked)):
                owners.append(owner)
                fields.append(_FIELDS.index(field))
                parts.append(part)
        letters, part_of = self.letters.fold(parts)
        batch = _Batch(letters, part_of, np.array(owners)[part_of], np.array(fields)[part_of])
        slots, places = (np.array([each[n] for each in self._pages], np.uint64) for n in (0, 1))
        for noted in (self._pairs(batch), self._spoken_of(batch)):
            keys, owned, flags = _flagged(noted)
            self._grams.add(pack(keys, flags, slots[owned]))
        heard = (batch.field_of == _FIELDS.index(BODY)).astype(np.uint64)
        said_by = _distinct(_grouped(letters, batch.owner_of) << np.uint64(1) | heard)
        first = firsts(said_by >> np.uint64(1))
        keys, owned = _parted(said_by[first] >> np.uint64(1))
        flags = np.where(said_by[first] & np.uint64(1), np.uint64(BODY), np.uint64(QUESTION))
        self._characters.add(pack(keys, flags, places[owned]))
        self._pages.clear()

    def _pairs(self, batch: _Batch) -> Packed:
        """Return pair, page of the batch and field of every two letters or digits that stand side by side, sorted.

        What stands across the end of one field and the start of the next is found as well, but for other phrasings.
        """
        letters, part_of, owner_of, field_of = batch
        known = self.letters.alphanumeric[letters]
        within = part_of[1:] == part_of[:-1]
        asked = _FIELDS.index(ASKED)
        across = (owner_of[1:] == owner_of[:-1]) & (field_of[1:] != asked) & (field_of[:-1] != asked)
        here = known[1:] & known[:-1] & (within | across)
        left, right = letters[:-1][here].astype(np.uint64), letters[1:][here].astype(np.uint64)
        field = np.where(within, field_of[1:], _ACROSS)[here]
        pairs = _fields(_grouped(left << np.uint64(BITS) | right, owner_of[1:][here]), field)
        pairs.sort()
        return pairs

    def _spoken_of(self, batch: _Batch) -> Packed:
        """Return concept, page of the batch and field of every word that pages have, sorted."""
        if not self._starts:
            return np.empty(0, np.uint64)
        letters, part_of, owner_of, field_of = batch
        longest = self._longest
        text = np.concatenate((letters, np.zeros(longest, np.uint32)))
        whose = np.concatenate((part_of, np.full(longest, -1)))
        starts = np.array([pair for pair, _ in self._starts], np.uint64)
        pairs = letters.astype(np.uint64) << np.uint64(BITS) | text[1 : len(letters) + 1]
        nearest = np.minimum(np.searchsorted(starts, pairs), len(starts) - 1)
        places = np.flatnonzero(starts[nearest] == pairs)
        order = np.argsort(nearest[places], kind="stable")
        places = places[order]
        bounds = np.searchsorted(nearest[places], np.arange(len(starts) + 1)).tolist()
        found: list[tuple[int, int, NDArray[np.intp]]] = []
        for (_, words), low, high in zip(self._starts, bounds, bounds[1:], strict=False):
            for key, word in words if low < high else ():
                held = places[low:high]
                for at, letter in enumerate(word[2:], 2):
                    held = held[text[held + at] == letter]
                if held.size:
                    found.append((key, len(word), held))
        if not found:
            return np.empty(0, np.uint64)
        counts = [len(held) for _, _, held in found]
        keys, lengths = (np.repeat(np.array([each[n] for each in found], np.uint64), counts) for n in (0, 1))
        first = np.concatenate([held for _, _, held in found])
        whole = whose[first] == whose[first + lengths.astype(np.intp) - 1]
        first = first[whole]
        return _distinct(_fields(_grouped(keys[whole], owner_of[first]), field_of[first]))


class _Growing:
    """Packed postings as they come, in one array."""

    def __init__(self) -> None:
        self._held: Packed = np.empty(0, np.uint64)
        self._size = 0

    def add(self, more: Packed) -> None:
        end = self._size + len(more)
        if end > len(self._held):
            # In place: what is asked for and not yet written takes no memory, a copy would.
            self._held.resize(end * 3 // 2, refcheck=False)
        self._held[self._size : end] = more
        self._size = end

    def sorted(self) -> Packed:
        """Return all of them in order."""
        held = self._held[: self._size]
        held.sort()
        return held


def concept(number: int) -> str:
    """Return the key under which the pages that speak of a concept are listed, two characters as a pair has."""
    return _CONCEPT + chr(0xE000 + number)


def _starts(
    concepts: Sequence[tuple[str, ...]], letters: Letters
) -> list[tuple[int, list[tuple[int, list[int]]]]]:
    """Return the words of concepts, as letters and with their concept's key, by the pair that they begin with.

    One with a sign in that pair is left out: 9.9 would be found in 99.9%.
    """
    starts: dict[int, list[tuple[int, list[int]]]] = {}
    for number, words in enumerate(concepts):
        for word in words:
            if word[:2].isalnum():
                spelled = list(map(letters.number, word))
                entry = (letters.key(concept(number)), spelled)
                starts.setdefault(letters.key(word[:2]), []).append(entry)
    return sorted(starts.items())


def _grouped(keys: NDArray[np.uint32] | Packed, owners: NDArray[np.int64]) -> Packed:
    return keys.astype(np.uint64) << np.uint64(_IN_BATCH) | owners.astype(np.uint64)


def _fields(grouped: Packed, fields: NDArray[np.int64]) -> Packed:
    return grouped << np.uint64(3) | fields.astype(np.uint64)


def _distinct(values: Packed) -> Packed:
    values.sort()
    return values[firsts(values)]


def _parted(grouped: Packed) -> tuple[Packed, Packed]:
    return grouped >> np.uint64(_IN_BATCH), grouped & np.uint64((1 << _IN_BATCH) - 1)


def _flagged(grams: Packed) -> tuple[Packed, Packed, Packed]:
    """Return pair, page of the batch and flags of each pair of each page."""
    field = (grams & np.uint64(7)).astype(np.intp)
    grouped = grams >> np.uint64(3)
    first = firsts(grouped)
    bits = np.array([0, TITLE, ASKED, QUESTION, 0], np.uint64)[field]
    if not len(first):
        return grouped, grouped, grouped
    times = np.add.reduceat((field == _FIELDS.index(BODY)).astype(np.uint64), first)
    flags = np.bitwise_or.reduceat(bits, first) | np.minimum(times, np.uint64(3)) * np.uint64(BODY)
    keys, owners = _parted(grouped[first])
    return keys, owners, np.where(flags, flags, np.uint64(BODY))
