"""Texts as arrays of letters: folded as `wenda.search.text.fold` does it, many texts at once.

A letter's number is its own for one index only. Folding a character costs a look in a table in place of a call.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wenda.search.text import fold

BITS = 18
"""Bits of a letter's number: Unicode has some 150,000 characters."""

# What a character may fold to in place of one letter: the first numbers are theirs.
_GONE, _SEVERAL, _NEW = range(3)
_CODES = 0x110000


class Letters:
    """The letters of an index, each with its number."""

    def __init__(self) -> None:
        self._folded: NDArray[np.uint32] = np.full(_CODES, _NEW, np.uint32)
        self._numbers: dict[str, int] = {}
        self._letters = ["", "", ""]

    def number(self, letter: str) -> int:
        """Return the number of a folded letter, which it has from now on."""
        if letter not in self._numbers:
            self._numbers[letter] = len(self._letters)
            self._letters.append(letter)
        return self._numbers[letter]

    def key(self, pair: str) -> int:
        """Return the number of a pair of letters."""
        return self.number(pair[0]) << BITS | self.number(pair[1])

    def letter(self, number: int) -> str:
        """Return the letter of a number."""
        return self._letters[number]

    def pair(self, key: int) -> str:
        """Return the pair of letters of a number that `key` gave it."""
        return self._letters[key >> BITS] + self._letters[key & (1 << BITS) - 1]

    @property
    def alphanumeric(self) -> NDArray[np.bool_]:
        """Whether each letter, by number, is a letter or digit as `str.isalnum` has it."""
        return np.array([letter.isalnum() for letter in self._letters], np.bool_)

    def fold(self, parts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the numbers of the letters that texts fold to, one text after the other, and for each whose it is."""
        text = "".join(parts)
        found = self._looked_up(text)
        if (several := np.flatnonzero(found == _SEVERAL)).size:
            # Few characters fold to several, and those fold to themselves: ㎏ is kg.
            for wide in {text[at] for at in several.tolist()}:
                parts = [part.replace(wide, fold(wide)) for part in parts]
            found = self._looked_up("".join(parts))
        whose = np.repeat(np.arange(len(parts)), list(map(len, parts)))
        here = found != _GONE
        return found[here], whose[here]

    def _looked_up(self, text: str) -> NDArray[np.uint32]:
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        found = self._folded[codes]
        if (found == _NEW).any():
            for code in np.unique(codes[found == _NEW]).tolist():
                folded = fold(chr(code))
                several = _SEVERAL if folded else _GONE
                self._folded[code] = self.number(folded) if len(folded) == 1 else several
            found = self._folded[codes]
        return found
