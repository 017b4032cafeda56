"""How Chinese a short text reads, to choose among readings of broken bytes.

No model of the language is needed for that: bytes that are read out of step come out as rare characters,
foreign letters and symbols (勀銥槭裁催, У男氯硕, Α跋嚷), which running text does not have, and what a document
is about it says more than once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from operator import add

from wenda.repairing import gbk
from wenda.repairing.pinyin import NOTED
from wenda.repairing.shift import LOST
from wenda.simplify import plain

# As of text with half-width marks, for a text may have either.
_MARKS = frozenset("。、“”‘’《》〈〉【】「」『』—…·→①②③④⑤⑥％×≥≤ \n,:;?!()\"'-")
_ENOUGH = 200_000
_ODD = re.compile(
    "[。、,;:][。、,;:?!]|[?!][。、,;:]|[。!?][”』」][。!?]"  # 。。 ?, 。”。
    "|[“(《【][,。、;:?!”)》】]"  # “。
    "|[\u4e00-\u9fff][a-z](?![a-z])"  # 瑫r, 槭走x
    r"|\?[!?,:;](?=\?)|(?<=\?[!?,:;])\?"  # ?!?, twice as odd
)
_NOTE = re.compile(rf"\({NOTED}\)")
_NOTED = re.compile(rf"(.)\(({NOTED})\)")


def _rows(first: int, last: int) -> frozenset[str]:
    trails = range(0xA1, 0xFF)
    return frozenset(
        filter(None, (gbk.pair(lead, trail) for lead in range(first, last + 1) for trail in trails))
    )


@cache
def _common() -> frozenset[str]:
    """The commonest characters: rules/common.txt."""
    lines = (files("wenda") / "rules" / "common.txt").read_text("utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@cache
def _usual() -> frozenset[str]:
    """The 3,755 characters of GB 2312's first level."""
    return _rows(0xB0, 0xD7) - {gbk.pair(0xD7, trail) for trail in range(0xFA, 0xFF)}


@cache
def _rare() -> frozenset[str]:
    """The 3,008 characters of its second level."""
    return _rows(0xD8, 0xF7)


@cache
def _simplified() -> frozenset[str]:
    """Characters that traditional text does not have; the mirrors' conversion left 么 and 并 as they were."""
    lines = (files("opencc") / "dictionary" / "STCharacters.txt").read_text("utf-8").splitlines()
    rows = (line.strip().split("\t") for line in lines if line.strip())
    return frozenset(char for char, forms in rows if char not in forms.split(" ")) - {"么", "并"}


@cache
def words() -> frozenset[str]:
    """The words of two characters, simplified, that the conversion of scripts knows."""
    lines = (files("opencc") / "dictionary" / "STPhrases.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if len(word := line.partition("\t")[0]) == 2)


@cache
def _weight(char: str) -> float:
    if char in _MARKS or char in _common():
        return 0.0
    if char in _usual():
        return -1.0
    if char in _rare():
        return -3.0
    if char == LOST:
        return -2.5
    return -0.3 if char.isascii() else -5.0


# No slots, for they leave no room for what is worked out when asked for; equal to itself alone, so that it can be a key.
@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """What a document says of itself: how often pairs of characters and notes occur in it, and its characters."""

    pairs: Mapping[str, int]
    chars: frozenset[str]
    notes: Mapping[tuple[str, str], int]
    traditional: bool

    @cached_property
    def twice(self) -> Mapping[str, str]:
        """Of the pairs that the document has more than once, the second characters by the first."""
        found: dict[str, str] = {}
        for pair, count in self.pairs.items():
            if count > 1:
                found[pair[0]] = found.get(pair[0], "") + pair[1]
        return found


def evidence(text: str, *, traditional: bool) -> Evidence:
    """Return the evidence in a text; pairs are of simplified characters, notes of (character, reading).

    For pairs the first 200,000 characters are evidence enough.
    """
    simple = plain(gbk.halve(text[:_ENOUGH]))
    if traditional:
        simple = _NOTE.sub("", simple)
    return Evidence(
        pairs=Counter(map(add, simple, simple[1:])),
        chars=frozenset(text),
        notes=Counter(_NOTED.findall(text)) if traditional else {},
        traditional=traditional,
    )


def score(text: str, known: Evidence, *, least: int = 1) -> float:
    """Return how Chinese a text reads: 0 for common characters, less for others, more for known pairs.

    A pair is known that the document has at least `least` times.

    >>> new, shown = (score(text, evidence("", traditional=True)) for text in ("談你為什么選", "勀銥槭裁催x"))
    >>> new > shown + 10
    True
    """
    total = -2.0 * sum(map(_simplified().__contains__, text)) if known.traditional else 0.0
    text = plain(gbk.halve(text))
    total += sum(map(_weight, text)) - 3.0 * len(_ODD.findall(text))
    for pair in map(add, text, text[1:]) if known.pairs else ():
        total += known.pairs.get(pair, 0) >= least and pair[0] > "\x7f" < pair[1]  # not the ?, of ?,F(xiàn)
    return total
