"""Applying edits to a text, and following a place in the result back to the text before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from wenda.model import Edit, Step


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with the edits made; they must be in order and not overlap.

    >>> apply("服務(wù)好", [Edit(start=2, end=6, rule="note")])
    '服務好'

    Raises ValueError for edits out of order, overlapping or outside the text.
    """
    parts: list[str] = []
    done, length = 0, len(text)
    for edit in edits:
        start, end, _, after, _ = edit
        if not done <= start <= end <= length:
            raise ValueError(f"edit {edit} is out of order or outside a text of {length} characters")
        parts += text[done:start], after
        done = end
    parts.append(text[done:])
    return "".join(parts)


def step(stage: str, before: str, edits: Iterable[Edit], warnings: Iterable[str] = ()) -> Step:
    """Return the step that makes `edits` in `before`."""
    kept = tuple(edits)
    return Step(
        stage=stage,
        before=before,
        after=apply(before, kept) if kept else before,
        edits=kept,
        warnings=tuple(warnings),
    )


def origin(steps: Sequence[Step], offset: int) -> int:
    """Return where the character at `offset` of the last text stood in the first step's `before`.

    A place inside a replacement goes back to the replacement's start.
    """
    for each in reversed(steps):
        shifts: list[tuple[int, int, int, int]] = []  # start after, end after, start before, end before
        shift = 0
        for edit in each.edits:
            start = edit.start + shift
            shifts.append((start, start + len(edit.after), edit.start, edit.end))
            shift += len(edit.after) - (edit.end - edit.start)
        index = bisect_right(shifts, offset, key=lambda s: s[0]) - 1
        if index < 0:
            continue
        _, end_after, start_before, end_before = shifts[index]
        offset = start_before if offset < end_after else end_before + (offset - end_after)
    return offset


def forward(steps: Sequence[Step], offset: int) -> int:
    """Return where the character at `offset` of the first step's `before` stands in the last text.

    A place inside something replaced or removed goes to where its replacement begins.
    """
    for each in steps:
        shift = 0
        for edit in each.edits:
            if edit.start > offset:
                break
            if offset < edit.end:
                offset = edit.start
                break
            shift += len(edit.after) - (edit.end - edit.start)
        offset += shift
    return offset
