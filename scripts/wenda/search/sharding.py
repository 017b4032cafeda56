"""Which file of the index a key's list lies in: its sound says it, so that homophones lie together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_BASIS, _PRIME = 0x811C9DC5, 0x01000193


def shard_of(key: str, sounds: Mapping[str, str], count: int) -> int:
    """Return the shard of a pair, character or concept among `count`, a power of two: FNV-1a of how it sounds.

    http://www.isthe.com/chongo/tech/comp/fnv/ — over code points, as the browser does it.
    """
    spoken = key if key.startswith("§") else " ".join(sounds.get(c, c) for c in key)
    digest = _BASIS
    for character in spoken:
        digest = (digest ^ ord(character)) * _PRIME & 0xFFFFFFFF
    return (digest ^ digest >> 15) & count - 1


def shards_of(keys: Sequence[str], sounds: Mapping[str, str], count: int) -> list[int]:
    """Return what `shard_of` does for each of many keys, which are all of one length."""
    if not keys:
        return []
    written = _codes(keys)
    characters = np.unique(written)
    spoken = _codes([sounds.get(c, c) for c in map(chr, characters.tolist())])
    numbers = np.searchsorted(characters, written)
    digest = np.full(len(keys), _BASIS, np.uint32)
    for at in range(numbers.shape[1]):
        if at:
            between = written[:, 0] != ord("§")
            digest = np.where(between, _step(digest, np.full(len(keys), ord(" "), np.uint32)), digest)
        for codes in spoken[numbers[:, at]].T:
            digest = np.where(codes > 0, _step(digest, codes), digest)
    found: list[int] = ((digest ^ digest >> np.uint32(15)) & np.uint32(count - 1)).tolist()
    return found


def _step(digest: NDArray[np.uint32], codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (digest ^ codes) * np.uint32(_PRIME)


def _codes(words: Sequence[str]) -> NDArray[np.uint32]:
    """Return the code points of words, a row for each, with noughts behind them."""
    longest = max(map(len, words))
    text = "".join(word.ljust(longest, "\0") for word in words)
    return np.frombuffer(text.encode("utf-32-le"), np.uint32).reshape(len(words), longest)
