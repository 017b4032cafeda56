"""What runs of characters say about kind and topic, learned from the labelled questions in training/.

rules/weights.tsv holds for each run of one to three characters how much it speaks for or against each kind and topic;
training/fit.py makes it, and says how. A question's score for one of them is the sum over its runs, above the mean of
all of them. The score has no unit: those of the training questions spread by ten.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import add, methodcaller
from typing import NamedTuple

from wenda.errors import RulesError

FILE = "weights.tsv"
LONGEST = 3
"""Characters of the longest run."""
LEVELS = 15
"""A weight is a whole number from -LEVELS to LEVELS."""
_ZERO = "P"
_LANE = 4
# Bytes of a sum: enough for any text, a run adding less than a hundred.
_DIGITS = re.compile(r"\d+")
_FIELDS = methodcaller("split", "\t")
_ALIKE = (
    (",", "，"), ("?", "？"), ("!", "！"), (":", "："), (";", "；"), ("“", '"'), ("”", '"'), ("您", "你"), ("^", ""), ("$", "")
)  # fmt: skip
_SHOWN = 5
_KEPT = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The kinds and topics in the order of their letters, the score of one level, and the coded weights by run."""

    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    level: float
    runs: dict[str, str]


class Score(NamedTuple):
    """A kind's or topic's id and its score."""

    id: str
    score: float


def of_kinds(text: str) -> tuple[Score, ...]:
    """Return the scores of the kinds that can be learned for a question, the highest first.

    >>> of_kinds("什么是净推荐值？")[0].id
    'knowledge'
    """
    return _ranked(weights().kinds, _levels(text)[: len(weights().kinds)])


def of_topics(text: str) -> tuple[Score, ...]:
    """Return the scores of all topics for a question, the highest first."""
    return _ranked(weights().topics, _levels(text)[len(weights().kinds) :])


def speaking_for(text: str, wanted: str) -> tuple[str, ...]:
    """Return the runs of a question that speak most for a kind or topic, the heaviest first; none within another.

    >>> speaking_for("您怎么排班？", "workforce")[0]
    '排班'
    """
    known = weights()
    sign = letter((known.kinds + known.topics).index(wanted))
    found = []
    for at, run in enumerate(runs(text)):
        codes = known.runs.get(run, "")
        place = codes[::2].find(sign)
        if place >= 0 and codes[2 * place + 1] > _ZERO and run.isalnum():
            found.append((-ord(codes[2 * place + 1]), -len(run), at, run))
    shown: list[str] = []
    for *_, run in sorted(found):
        if not any(run in other or other in run for other in shown):
            shown.append(run)
    return tuple(shown[:_SHOWN])


def runs(text: str) -> list[str]:
    """Return the different runs of a text, in the order in which they come: `^` is its beginning, `$` its end.

    >>> runs("您呢?")
    ['^', '^你', '^你呢', '你', '你呢', '你呢？', '呢', '呢？', '呢？$', '？', '？$', '$']
    """
    whole = _marked(text)
    return list(
        dict.fromkeys(
            whole[start : start + length]
            for start in range(len(whole))
            for length in range(1, min(LONGEST, len(whole) - start) + 1)
        )
    )


def _marked(text: str) -> str:
    text = text.lower()
    for one, other in _ALIKE:  # translating costs ten times as much
        text = text.replace(one, other)
    return f"^{_DIGITS.sub('0', ''.join(text.split()))}$"


def _distinct(text: str) -> set[str]:
    """Return the same runs in no order: each is the one before it in its place and one character more, added in C."""
    whole = _marked(text)
    row = list(whole)
    found = set(row)
    for length in range(1, LONGEST):
        row = list(map(add, row, whole[length:]))
        found.update(row)
    return found


def letter(number: int) -> str:
    """Return the letter of the kind or topic of a number, in the file."""
    return chr(ord("A") + number)


def coded(level: int) -> str:
    """Return a weight as one character of the file.

    >>> coded(-15), coded(0), coded(15)
    ('A', 'P', '_')
    """
    return chr(ord(_ZERO) + level)


@cache
def weights() -> Weights:
    """Return what rules/weights.tsv holds; raise RulesError where it does not follow its form."""
    return parse(resources.files("wenda").joinpath("rules", FILE).read_text("utf-8"))


def parse(text: str) -> Weights:
    """Return the weights that a text in the form of rules/weights.tsv holds; raise RulesError where it has another."""
    forget()
    lines = text.split("\n")
    head = {key: value for key, _, value in (line[2:].partition(": ") for line in lines[:5])}
    try:
        found = Weights(
            kinds=tuple(head["kinds"].split()),
            topics=tuple(head["topics"].split()),
            level=float(head["level"]),
            runs=dict(map(_FIELDS, filter(None, lines[5:]))),
        )
    except (KeyError, ValueError) as error:
        raise RulesError(f"rules/{FILE}: damaged ({error}); `make weights` makes it anew") from None
    return found


def forget() -> None:
    """Forget what was added up with other weights."""
    _packed.clear()
    _levels.cache_clear()


@lru_cache(maxsize=1 << 4)  # a question is asked for its kind, and then for its topics
def _levels(text: str) -> tuple[int, ...]:
    """Return the sums over a question's runs, of kinds and topics in the order of their letters.

    All sums are added at once, as lanes of one long number: a question has a hundred runs of thirty weights. The
    last lane counts the runs that have any.
    """
    known = weights()
    count = len(known.kinds) + len(known.topics)
    found = _distinct(text)
    if len(_packed) > _KEPT:
        _packed.clear()
    new = found.difference(_packed)
    for run, codes in zip(new, map(known.runs.get, new), strict=True):
        _packed[run] = _pack(codes, count) if codes else 0
    sums = sum(map(_packed.__getitem__, found))
    *lanes, told = struct.unpack(f"<{count + 1}I", sums.to_bytes(_LANE * (count + 1), "little"))
    offset = ord(_ZERO) * told
    return tuple(lane - offset for lane in lanes)


_packed: dict[str, int] = {}
"""The weights of the runs that were met of late, packed; 0 for a run without. Few of all there are come often."""


def _pack(codes: str, count: int) -> int:
    """Return a run's coded weights, each in a lane of its own; of what it says nothing, zero as it is coded.

    In C: the characters of its weights take the places of their letters, and UTF-32 makes each four bytes.
    """
    letters, pairs = _letters(count), codes.encode()
    # Of a letter that is twice in the table's making the last counts.
    table = bytes.maketrans(letters + pairs[::2], _ZERO.encode() * count + pairs[1::2])
    return int.from_bytes((letters.translate(table) + b"\1").decode().encode("utf-32-le"), "little")


@cache
def _letters(count: int) -> bytes:
    return "".join(map(letter, range(count))).encode()


def _ranked(ids: tuple[str, ...], levels: tuple[int, ...]) -> tuple[Score, ...]:
    mean, unit = sum(levels) / len(levels), weights().level
    scores = [unit * (level - mean) for level in levels]
    return tuple(sorted(map(Score, ids, scores), key=lambda score: -score.score))
