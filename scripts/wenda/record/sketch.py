"""A sketch of a text: enough to know the text again when it comes back a little changed, too little to read it.

MinHash over pairs of neighbouring characters, one byte a hash (b-bit minwise hashing, Li and König 2010).
"""

from __future__ import annotations

import hashlib

from wenda.record.ids import normalise

HASHES = 64
# Share of equal hashes. A text with one character in ten changed keeps about two thirds of its pairs; of two
# questions in the same words (`…怎么处理？`) not half agree. The error of 64 hashes is about 0.06.
ALIKE = 0.55


def sketch(text: str) -> str:
    """Return the sketch of a text as 128 hexadecimal digits; marks, width and case do not matter.

    >>> len(sketch("您为什么选择客服？")), sketch("您为什么选择客服？") == sketch("您为什么选择客服")
    (128, True)
    """
    letters = normalise(text)
    pairs = {letters[i : i + 2] for i in range(max(1, len(letters) - 1))}
    lowest = [b"\xff" * 8] * HASHES
    for pair in pairs:
        # Eight digests of 64 bytes hold the 64 values of 8 bytes each.
        stream = b"".join(
            hashlib.blake2b(pair.encode(), digest_size=64, salt=bytes([round_])).digest()
            for round_ in range(HASHES // 8)
        )
        lowest = [min(low, stream[i * 8 : i * 8 + 8]) for i, low in enumerate(lowest)]
    return bytes(low[-1] for low in lowest).hex()


def likeness(sketched: str, text: str) -> float:
    """Return the estimated share of common pairs between a sketched text and another, 0 to 1."""
    one, other = bytes.fromhex(sketched), bytes.fromhex(sketch(text))
    return sum(a == b for a, b in zip(one, other, strict=False)) / HASHES


def alike(sketched: str, text: str) -> bool:
    """Whether `text` is the sketched text again, a little changed.

    >>> alike(sketch("客户三次来电都没有解决，您先说什么？"), "客户三次來电都没有解决,您先说什么")
    True
    >>> alike(sketch("客户三次来电都没有解决，您先说什么？"), "仓库缺货三天，您怎么告诉客户？")
    False
    """
    return likeness(sketched, text) >= ALIKE
