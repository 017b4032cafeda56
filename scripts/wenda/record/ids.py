"""The id of a question: made once from its text, published for ever."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Crockford's base 32: no i, l, o or u, so an id can be read aloud. https://www.crockford.com/base32.html
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8


@lru_cache(maxsize=1 << 11)  # an import asks for each phrasing of a page again with each document
def normalise(text: str) -> str:
    """Return what identity is decided by: letters, digits and Han characters, width and case folded.

    >>> normalise("您为什么选择 Ｃ端客服？")
    '您为什么选择c端客服'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()


def question_id(text: str, options: Iterable[str] = ()) -> str:
    """Return the id of a question with its options: eight characters, the same on every machine.

    The order of the options does not matter; the answer is no part of it.

    >>> question_id("您为什么选择客服？") == question_id("您为什么选择客服?")
    True
    """
    identity = "\n".join([normalise(text), *sorted(map(normalise, options))])
    value = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:5], "big")
    return "".join(ALPHABET[value >> shift & 31] for shift in range(35, -1, -5))
