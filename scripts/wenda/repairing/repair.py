"""Repairing what happened to a text on its way through mirrors and converters: one step for each kind.

The order is that of the kinds undone last first. Notes and lost bytes were made on the bytes, so they are
undone before anything is read as punctuation; a note across a boundary has no opening parenthesis and goes
before plain notes; line ends and labels are mended before marks are widened, which makes them unlike the
markers that splitting looks for in no case: 1. A. and Q1: keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from wenda.model import Step
from wenda.repairing.newlines import mend_lines
from wenda.repairing.notes import remove_notes
from wenda.repairing.punctuation import widen
from wenda.repairing.step_back import step_back

_ROUNDS = 8


def repair(text: str, *, traditional: bool) -> tuple[Step, ...]:
    """Return the steps that repair a decoded text, those that changed something or have something to say.

    The rules are `split-note`, `lost-lead-byte`, `note`, `doubled-label`, `stray-newline` and `half-width`. A
    doubtful edit had to choose, or holds □ for a character that is lost. Only a traditional document has notes.

    >>> steps = repair("談?wù)勀銥槭裁催x擇服務(wù),好嗎?", traditional=True)
    >>> [edit.rule for step in steps for edit in step.edits]
    ['split-note', 'note', 'half-width', 'half-width']
    >>> steps[-1].after
    '談談你為什么選擇服務，好嗎？'
    """
    return tuple(step for step in _passes(text, traditional) if step.edits or step.warnings)


def _passes(text: str, traditional: bool) -> Iterator[Step]:
    step = step_back(text, traditional=traditional)
    yield step
    for _ in range(_ROUNDS):  # what was brought back may tell of what was in doubt
        if step.edits:
            step = step_back(step.after, traditional=traditional)
            yield step
    if traditional:
        step = remove_notes(step.after, shown=text)
        yield step
    step = mend_lines(step.after)
    yield step
    step = widen(step.after)
    yield step
    step = mend_lines(step.after)
    if step.edits:  # a comma that was widened showed a line to be broken
        yield step
        yield widen(step.after)
