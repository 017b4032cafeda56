"""What runs of characters say about kind and topic, learned from the labelled questions in training/.

rules/weights.tsv holds for each run of one to three characters how much it speaks for or against each kind and topic;
training/fit.py makes it, and says how. A question's score for one of them is the sum over its runs, above the mean of
all of them. The score has no unit: those of the training questions spread by ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.errors import RulesError

FILE = "weights.tsv"
LONGEST = 3
"""Characters of the longest run."""
LEVELS = 15
"""A weight is a whole number from -LEVELS to LEVELS."""
_ZERO = "P"
_DIGITS = re.compile(r"\d+")
_HALF = str.maketrans(
    {",": "，", "?": "？", "!": "！", ":": "：", ";": "；", "“": '"', "”": '"', "您": "你", "^": "", "$": ""}
)
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The kinds and topics in the order of their letters, the score of one level, and the coded weights by run."""

    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    level: float
    runs: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A kind's or topic's id, its score, and the runs that speak for it most, the heaviest first."""

    id: str
    score: float
    found: tuple[str, ...]


def of_kinds(text: str) -> tuple[Score, ...]:
    """Return the scores of the kinds that can be learned for a question, the highest first.

    >>> of_kinds("什么是净推荐值？")[0].id
    'knowledge'
    """
    return _scores(text, weights().kinds, 0)


def of_topics(text: str) -> tuple[Score, ...]:
    """Return the scores of all topics for a question, the highest first."""
    return _scores(text, weights().topics, len(weights().kinds))


def runs(text: str) -> list[str]:
    """Return the different runs of a text, in the order in which they come: `^` is its beginning, `$` its end.

    >>> runs("您呢?")
    ['^', '^你', '^你呢', '你', '你呢', '你呢？', '呢', '呢？', '呢？$', '？', '？$', '$']
    """
    plain = _DIGITS.sub("0", "".join(text.lower().translate(_HALF).split()))
    whole = f"^{plain}$"
    return list(
        dict.fromkeys(
            whole[start : start + length]
            for start in range(len(whole))
            for length in range(1, min(LONGEST, len(whole) - start) + 1)
        )
    )


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
    lines = resources.files("wenda").joinpath("rules", FILE).read_text("utf-8").split("\n")
    head = {key: value for key, _, value in (line[2:].partition(": ") for line in lines[:5])}
    try:
        found = Weights(
            kinds=tuple(head["kinds"].split()),
            topics=tuple(head["topics"].split()),
            level=float(head["level"]),
            runs=dict(_entries(lines[5:])),
        )
    except (KeyError, ValueError) as error:
        raise RulesError(f"rules/{FILE}: damaged ({error}); `make weights` makes it anew") from None
    return found


def _entries(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if line:
            run, codes = line.split("\t")
            yield run, codes


def _scores(text: str, ids: tuple[str, ...], first: int) -> tuple[Score, ...]:
    known = weights()
    said: list[list[tuple[int, str]]] = [[] for _ in ids]
    low, high, zero = ord(letter(first)), ord(letter(first + len(ids))), ord(_ZERO)
    for run in runs(text):
        codes = known.runs.get(run, "")
        for at in range(0, len(codes), 2):
            if low <= ord(codes[at]) < high:
                said[ord(codes[at]) - low].append((ord(codes[at + 1]) - zero, run))
    sums = [sum(level for level, _ in found) for found in said]
    mean = sum(sums) / len(sums)
    scores = (
        Score(id=each, score=known.level * (total - mean), found=_heaviest(found))
        for each, total, found in zip(ids, sums, said, strict=True)
    )
    return tuple(sorted(scores, key=lambda score: -score.score))


def _heaviest(found: list[tuple[int, str]]) -> tuple[str, ...]:
    ranked = sorted(
        (-level, -len(run), at, run) for at, (level, run) in enumerate(found) if level > 0 and run.isalnum()
    )
    shown: list[str] = []
    for *_, run in ranked:
        if not any(run in other or other in run for other in shown):
            shown.append(run)
    return tuple(shown[:_SHOWN])
