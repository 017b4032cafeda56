"""How Chinese a short text reads, to choose among readings of broken bytes.

No model of the language is needed for that: bytes that are read out of step come out as rare characters,
foreign letters and symbols (勀銥槭裁催, У男氯硕, Α跋嚷), which running text does not have, and what a document
is about it says more than once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
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
# Begins with the bracket, so that the search runs in C to the next one. A closing one before it is another note's.
_NOTED = re.compile(rf"\((?<=([^\n)])\()({NOTED})\)")


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
def _words() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The words of two characters, simplified, that the conversion of scripts knows, by the first and by the second."""
    lines = (files("opencc") / "dictionary" / "STPhrases.txt").read_text("utf-8").splitlines()
    after: defaultdict[str, set[str]] = defaultdict(set)
    before: defaultdict[str, set[str]] = defaultdict(set)
    for word in (line.partition("\t")[0] for line in lines):
        if len(word) == 2:
            after[word[0]].add(word[1])
            before[word[1]].add(word[0])
    return dict(after), dict(before)


def words_after(char: str) -> set[str]:
    """Return what the second character of a word that begins with a simplified character may be.

    >>> "台" in words_after("后"), "后" in words_before("台")
    (True, True)
    """
    return _words()[0].get(char, set())


def words_before(char: str) -> set[str]:
    """Return what the first character of a word that ends in a simplified character may be."""
    return _words()[1].get(char, set())


class _Weights(dict[str, float]):
    """What each simplified character weighs, worked out when it is met first."""

    def __missing__(self, char: str) -> float:
        self[char] = weight = _weight(char)
        return weight


_weights = _Weights()


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
    """What a document says of itself: how often pairs of characters and notes occur in it.

    `halved` is its text with half-width marks. Pairs are those of `simple`, the beginning of that in simplified
    characters and without notes.
    """

    text: str
    halved: str
    simple: str
    pairs: Mapping[str, int]
    notes: Mapping[tuple[str, str], int]
    traditional: bool

    @cached_property
    def twice(self) -> Mapping[str, str]:
        """Of the pairs that the document has more than once, the second characters by the first."""
        found: dict[str, str] = {}
        for pair in [pair for pair, count in self.pairs.items() if count > 1]:
            found[pair[0]] = found.get(pair[0], "") + pair[1]
        return found

    @cached_property
    def after(self) -> Callable[[str], set[str]]:
        """Return the characters that the document has after a simplified character."""
        text = f"{self.simple}\0"  # and not self, which would keep itself in memory
        return cache(lambda char: {rest[:1] or char for rest in text.split(char)[1:]} - {"\0"})

    @cached_property
    def before(self) -> Callable[[str], set[str]]:
        """Return the characters that the document has before a simplified character."""
        text = f"\0{self.simple}"
        return cache(lambda char: {rest[-1:] or char for rest in text.split(char)[:-1]} - {"\0"})


def evidence(text: str, *, traditional: bool) -> Evidence:
    """Return the evidence in a text; pairs are of simplified characters, notes of (character, reading).

    For pairs the first 200,000 characters are evidence enough.
    """
    halved = gbk.halve(text)
    begin = halved[:_ENOUGH]
    simple = plain(_NOTE.sub("", begin) if traditional else begin)
    return Evidence(
        text=text,
        halved=halved,
        simple=simple,
        pairs=Counter(map(add, simple, simple[1:])),
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
    total = 0.0
    if known.traditional and not _simplified().isdisjoint(text):
        total = -2.0 * sum(map(_simplified().__contains__, text))
    text, weight = _weighed(text)
    total += weight
    pairs = known.pairs
    if not pairs:
        return total
    found = filter(pairs.__contains__, map(add, text, text[1:]))
    # Not the ?, of ?,F(xiàn).
    return sum([pairs[pair] >= least and pair[0] > "\x7f" < pair[1] for pair in found], total)


@lru_cache(maxsize=1 << 8)  # a reading is scored without the document's evidence, and again with it
def _weighed(text: str) -> tuple[str, float]:
    """Return a text in simplified characters with half-width marks, and what its characters and marks weigh."""
    text = plain(gbk.halve(text))
    return text, sum(map(_weights.__getitem__, text)) - 3.0 * len(_ODD.findall(text))
