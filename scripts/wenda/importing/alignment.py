"""All edits of all stages as one: which stretch of the source became which stretch of the last text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from wenda.model import Edit, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before[start:end]` of the first text became `after[new_start:new_end]` of the last, by `rules` in order."""

    start: int
    end: int
    new_start: int
    new_end: int
    rules: tuple[tuple[str, str], ...]
    """Stage and rule of each edit that had a part in it."""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Changes in order, none overlapping; everything between them is the same in both texts."""

    before: str
    after: str
    changes: tuple[Change, ...]

    def origin(self, offset: int) -> int:
        """Return where the character at `offset` of the last text stood in the first; see `edits.origin`."""
        index = bisect_right(self.changes, offset, key=lambda change: change.new_start) - 1
        if index < 0:
            return offset
        change = self.changes[index]
        return change.start if offset < change.new_end else change.end + offset - change.new_end

    def origin_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the first text that a stretch of the last came from, without what ends beside it."""
        first = self.origin(start)
        return first, max(first, self.origin(end - 1) + 1) if end > start else first


def align(steps: Sequence[Step]) -> Alignment:
    """Return the changes of all steps together. Linear in the number of edits.

    >>> one = Step(stage="a", before="甲(jiǎ)乙", after="甲乙", edits=(Edit(start=1, end=6, rule="note"),))
    >>> two = Step(stage="b", before="甲乙", after="甲丙", edits=(Edit(start=1, end=2, after="丙", rule="t2s"),))
    >>> [(c.start, c.end, c.new_start, c.new_end) for c in align([one, two]).changes]
    [(1, 6, 1, 1), (6, 7, 1, 2)]
    """
    changes: tuple[Change, ...] = ()
    for step in steps:
        if step.edits:
            changes = _composed(changes, step)
    return Alignment(before=steps[0].before, after=steps[-1].after, changes=changes)


def _composed(changes: Sequence[Change], step: Step) -> tuple[Change, ...]:
    """Join what was changed before with the edits of one more step; what overlaps becomes one change."""
    found: list[Change] = []
    i = j = 0
    done = shift = 0  # lengths gained so far by the changes before, and by the edits of this step
    edits = step.edits
    while i < len(changes) or j < len(edits):
        taken = i, j
        start, end = _next(changes, edits, i, j)
        while True:
            if i < len(changes) and _meets(
                start, end, changes[i].new_start, changes[i].new_end, first=(i, j) == taken
            ):
                end = max(end, changes[i].new_end)
                i += 1
            elif j < len(edits) and _meets(start, end, edits[j].start, edits[j].end, first=(i, j) == taken):
                end = max(end, edits[j].end)
                j += 1
            else:
                break
        old, new = changes[taken[0] : i], edits[taken[1] : j]
        gained = sum((c.new_end - c.new_start) - (c.end - c.start) for c in old)
        grown = sum(len(e.after) - (e.end - e.start) for e in new)
        rules = [rule for change in old for rule in change.rules] + [(step.stage, e.rule) for e in new]
        found.append(
            Change(
                start=start - done,
                end=end - done - gained,
                new_start=start + shift,
                new_end=end + shift + grown,
                rules=tuple(dict.fromkeys(rules)),
                doubtful=any(c.doubtful for c in old) or any(e.doubtful for e in new),
            )
        )
        done += gained
        shift += grown
    return tuple(found)


def _next(changes: Sequence[Change], edits: Sequence[Edit], i: int, j: int) -> tuple[int, int]:
    places = [(changes[i].new_start, changes[i].new_end)] if i < len(changes) else []
    return min([*places, *([(edits[j].start, edits[j].end)] if j < len(edits) else [])])


def _meets(start: int, end: int, other_start: int, other_end: int, *, first: bool) -> bool:
    """Whether a stretch belongs to the one that is growing: it is its first, or shares a character with it."""
    if first:
        return (other_start, other_end) == (start, end)
    return other_start < end and (other_end > start or other_start > start)
