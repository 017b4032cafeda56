"""A note across a character boundary: 談談 is D584 D584, contains 務 = 84D5, and shows as 談?wù)勀…."""

from __future__ import annotations

import re
from functools import partial

from wenda.model import Edit
from wenda.repairing import gaps, gbk
from wenda.repairing.guess import Guess, best, gain, proved
from wenda.repairing.pinyin import NOTED, is_reading, noted
from wenda.repairing.plausible import Evidence
from wenda.repairing.shift import LOST, row, runs

_NOTE_BEFORE = re.compile(rf"\(({NOTED})\)$")


def split_note(text: str, at: int, end: int, reading: str, known: Evidence, *, before: str = "") -> Edit:
    """Undo a note that fell between the halves of two characters; `?wù)` stands from `at` to `end`.

    The noted character has for its first byte the trail of the character before the `?`; its second byte is
    the lead that was lost. What has no reading is marked as lost.

    >>> from wenda.repairing.plausible import evidence
    >>> text = "談?wù)勀銥槭裁催x擇"
    >>> split_note(text, 1, 5, "wù", evidence(text, traditional=True)).after
    '談你為什么選'
    """
    head = before or text[max(0, at - gaps.WINDOW) : at]
    place, own = _before(text, at)
    guesses = []
    for char in row(_trail(text, place), reading):
        for run in runs(text, end, lead) if (lead := gbk.code(char)[1]) >= 0x80 else ():
            notes = [(char, reading), *run.notes, *([(text[place], own)] if own else [])]
            new = gaps.fill(run, text, at, known, head)
            right = partial(proved, gbk.wide(text[place]) + new, text[place : run.end], notes, orphans=False)
            more = gain(text, at, run.end, new, known) + _witness(char, reading, known) - run.strain
            guesses.append(
                Guess(end=run.end, text=new, gain=more, proof=right, doubtful=bool(run.gaps or run.strain))
            )
    found = best(guesses)
    if found is None:
        return Edit(start=at, end=end, after=LOST, rule="split-note", doubtful=True)
    return Edit(start=at, end=found.end, after=found.text, rule="split-note", doubtful=found.doubtful)


def note_after_latin(text: str, at: int, end: int, reading: str) -> Edit | None:
    """Remove a note that a trail byte and the letter at `at` after it called for.

    答B. is B4F0 42 2E and contains 養 = F042; so the mirror has 答B(yǎng).

    >>> note_after_latin("回答B(yǎng).", 2, 9, "yǎng").start
    3
    """
    char = gbk.pair(_trail(text, _before(text, at)[0]), ord(text[at]))
    if char is None or not noted(char) or not is_reading(char, reading):
        return None
    return Edit(start=at + 1, end=end, rule="split-note")


def _before(text: str, at: int) -> tuple[int, str]:
    """Return the offset of the character before `at`, -1 for none, and the reading of its note, if it has one."""
    note = _NOTE_BEFORE.search(text, max(0, at - 9), at)
    return (note.start() - 1, note[1]) if note else (at - 1, "")


def _trail(text: str, at: int) -> int:
    """Return the trail byte of the character at an offset, 0 where it has none."""
    found = gbk.code(gbk.wide(text[at])) if at >= 0 else b""
    return found[1] if len(found) == 2 else 0


def _witness(char: str, reading: str, known: Evidence) -> float:
    """Return what speaks for a character having been noted: a mirror noted it everywhere or nowhere."""
    if (char, reading) in known.notes:
        return 2.0
    return -2.0 if char in known.text else 0.0
