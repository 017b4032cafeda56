"""Which numbers of a text number its questions: the sequence that explains the most of its labels and options.

Numbers also stand in answers, options and stems. A sequence of questions counts up (it may begin again in each
section), and each of its numbers is followed by something that asks, by one set of options, by one answer.
`chain` finds the best such sequence by dynamic programming over the candidates; every candidate looks back at
a bounded number of others, so the time is linear in their number.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass

from wenda.splitting.evidence import Evidence
from wenda.splitting.marks import Mark, Marks
from wenda.splitting.sections import Lead

_NEAR = 6  # candidates with the number before that are tried for each number
_RECENT = 24  # candidates that are tried where numbers may begin again


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Numbers of questions in order, each with the heading that directly precedes it."""

    marks: tuple[Mark, ...]
    leads: tuple[Lead | None, ...]


def chain(marks: Marks, text: str) -> Chain:
    """Return the best sequence of numbers, empty when there is none."""
    if not marks.numbers:
        return Chain(marks=(), leads=())
    evidence = Evidence(marks, text)
    best: dict[int, float] = {}
    back: dict[int, int | None] = {}
    seen = _Seen()
    for j, mark in enumerate(marks.numbers):
        if evidence.hopeless(j):
            continue
        value, came, end = (0.0 if mark.value == 1 else -2.0), None, evidence.ends[j]
        headed = evidence.leads[j] is not None
        for i in seen.before(mark, headed=headed):
            before = marks.numbers[i]
            if end < before.end:
                continue
            reached = best[i] + evidence.judge(i, j) - _cost(before, mark, headed=headed)
            if reached > value:
                value, came = reached, i
        best[j], back[j] = value, came
        seen.add(j, mark.value, value)
    return _traced(marks, evidence, best, back)


def _traced(marks: Marks, evidence: Evidence, best: dict[int, float], back: dict[int, int | None]) -> Chain:
    """Return the sequence that ends best, followed back from its last number."""
    if not best:
        return Chain(marks=(), leads=())
    at: int | None = max(best, key=lambda i: best[i] + evidence.judge(i, None))
    found: list[int] = []
    while at is not None:
        found.append(at)
        at = back[at]
    found.reverse()
    return Chain(marks=tuple(marks.numbers[i] for i in found), leads=tuple(evidence.leads[i] for i in found))


class _Seen:
    """The candidates so far that the next one may follow."""

    def __init__(self) -> None:
        self.by_value: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_NEAR))
        self.recent: deque[int] = deque(maxlen=_RECENT)
        self.champion: tuple[float, int] | None = None

    def add(self, j: int, value: int, reached: float) -> None:
        self.by_value[value].append(j)
        self.recent.append(j)
        if self.champion is None or reached >= self.champion[0]:
            self.champion = (reached, j)

    def before(self, mark: Mark, *, headed: bool) -> list[int]:
        """Return the candidates that the next one, `mark`, may follow."""
        found = list(self.by_value[mark.value - 1])
        for value in (mark.value - 2, mark.value):
            if row := self.by_value[value]:
                found.append(row[-1])
        if mark.value == 1:
            found += self.recent if headed else list(self.recent)[-3:]
        if self.champion:
            found.append(self.champion[1])
        return found


def _cost(before: Mark, after: Mark, *, headed: bool) -> float:
    """Return what it costs to believe that a number follows another: that one is lost, or that they begin again."""
    change = 0.0
    if before.style != after.style:
        change = 1.0 if {before.style, after.style} <= {".", "、", " "} else 3.0
    step = after.value - before.value
    if step == 1 or (headed and after.value == 1):
        return change
    if after.value == 1 or step == 0:
        return change + 4
    if step == 2:
        return change + 3
    return change + 5 if step > 0 else 1000
