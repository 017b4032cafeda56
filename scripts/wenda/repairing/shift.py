"""Reading on from a lost byte: text that is a byte out of step, back to what it was.

Once a byte is lost, the decoder takes the trail of one character and the lead of the next for a character:
談[你為什么選]擇 shows as 勀銥槭裁催x. With the byte that was lost in front, the bytes of what is shown are
the original bytes, so reading them in pairs again gives the text, until both readings end at the same byte:
there the text falls back into step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wenda.repairing import gbk
from wenda.repairing.pinyin import NOTED, is_reading, noted

LOST = "□"
"""Stands for one character that cannot be recovered (the 虚缺号 of GB/T 15834)."""

REACH = 240
"""How many characters a run of shifted text may have before it is given up."""

_BRANCHES = 48
_GAPS = 12
_STRAIN = 20.0
_MARK = 8.0
_BYTE_80 = 2.5
_SWALLOWED = 3.0
_MARK_LEFT = 1.0
_IN_STEP = ",，:：;；"
_NOTE = re.compile(rf"\(({NOTED})\)")
_CUT_NOTE = re.compile(rf"\?({NOTED})\)")


class Gap(NamedTuple):
    """A character that is lost: where it stands in the run, and the one of its two bytes that is known, if any.

    `single` tells that it was one byte below 40 (hex): a digit, a space or one of !"#$%&'()*+,-./:;<=>?
    `reading` is what its note says, where that is known.
    """

    at: int
    lead: int | None = None
    trail: int | None = None
    single: bool = False
    reading: str = ""


class Run(NamedTuple):
    """What a run of shifted text was: `text` ends where the shown text is in step again, at offset `end`.

    A tuple, because a document makes thousands, each from the one before it.

    `notes` are those that lay in it: the noted character and its reading. `strain` tells how far `?`
    were taken for what shifted text seldom has: question marks (A3 BF), the byte 80, a swallowed digit.
    """

    end: int
    text: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = ()
    strain: float = 0.0

    def add(
        self,
        end: int,
        char: str | None,
        lead: int | None,
        trail: int | None,
        *,
        single: bool = False,
        reading: str = "",
        strain: float = 0.0,
    ) -> Run:
        """Return the run with one more character, or with a gap of which the given is known."""
        gaps = self.gaps
        if not char:
            gaps += (Gap(at=len(self.text), lead=lead, trail=trail, single=single, reading=reading),)
        return Run(end, self.text + (char or LOST), self.notes, gaps, self.strain + strain)

    def note(self, end: int, char: str, reading: str) -> Run:
        """Return the run with one more note."""
        return self._replace(end=end, notes=(*self.notes, (char, reading)))


def runs(text: str, at: int, lead: int) -> Iterator[Run]:
    """Yield every way in which the shown `text` from offset `at` on can be read after the lost byte `lead`.

    >>> [run.text for run in runs("勀銥槭裁催x擇", 0, 0xD5)]
    ['談你為什么選']
    >>> [run.text for run in runs("勀鷮?duì)", 0, 0xD5)]
    ['談您對']
    """
    todo: list[tuple[Run, int | None]] = [(Run(end=at), lead)]
    found = 0
    while todo and found < _BRANCHES:
        done, further = _step(text, *todo.pop())
        yield from done
        found += len(done)
        todo += (
            (run, byte)
            for run, byte in further
            if run.end < at + REACH and len(run.gaps) <= _GAPS and run.strain <= _STRAIN
        )


def _step(text: str, run: Run, lead: int | None) -> tuple[list[Run], list[tuple[Run, int | None]]]:
    """Read one more shown character; return the runs that end with it, and those that go on, with their byte."""
    at = run.end
    if text[at : at + 1] in ("", "\n"):  # the text was cut half a character before its end
        return [run.add(at, None, lead, None)], []
    shown = text[at]
    note = _NOTE.match(text, at) if shown == "(" else None
    if note and run.text and _fits(text[at - 1], note[1]):
        return [], [(run.note(note.end(), text[at - 1], note[1]), lead)]
    cut = _CUT_NOTE.match(text, at) if shown == "?" else None
    if cut and lead is not None and (whole := row(lead, cut[1])):
        return [run.add(cut.end(), char, lead, None).note(cut.end(), char, cut[1]) for char in whole], []
    if cut and lead is None:
        return [run.add(cut.end(), None, None, None, reading=cut[1])], []
    done, further = _question(text, run, lead) if shown in "?？" else ([], [])
    found = gbk.code(gbk.wide(shown))
    char = found and lead and gbk.pair(lead, found[0])
    if not found or found[0] < 0x40 or (lead and not char):
        return done, further
    run = run.add(at + 1, char or None, lead, found[0], strain=_MARK * (shown in "?？"))
    if len(found) == 1:
        return [*done, run], further
    if found[1] < 0x80:
        return [*done, run.add(at + 1, chr(found[1]), None, None)], further
    return done, [(run, found[1]), *further]


def _question(text: str, run: Run, lead: int | None) -> tuple[list[Run], list[tuple[Run, int | None]]]:
    """Return, like `_step`, the ways in which a shown `?` stands for bytes that made no character."""
    past = run.end + 1
    # The byte 80, which is no lead: 個 is 8280.
    char = gbk.pair(lead, 0x80) if lead else None
    done = [run.add(past, char, None, 0x80, strain=_BYTE_80)] if char or not lead else []
    run = run.add(past, None, lead, None)
    if text[past : past + 1] in ("", "\n"):
        return [*done, run], []
    if lead and text[past] in _IN_STEP:  # a decoder that leaves such a mark where it is: F7 2C
        done.append(run._replace(strain=run.strain + _MARK_LEFT))
    # A lead and a byte below 40, which was swallowed (…。”3、: B1 33); or the trail of one character and the
    # lead of the next, on which GBK has no character (→答: FA B4).
    swallowed = run.add(past, None, None, None, single=True, strain=_SWALLOWED)
    return [*done, swallowed], [(run, None)]


def _fits(char: str, reading: str) -> bool:
    return noted(char) and is_reading(char, reading)


@cache
def row(lead: int, reading: str) -> tuple[str, ...]:
    """Return the characters with a given lead byte that a mirror may have given a note with this reading.

    >>> row(0x84, "wù")
    ('務',)
    """
    return tuple(char for char in _noted(lead) if is_reading(char, reading))


@cache
def _noted(lead: int) -> tuple[str, ...]:
    trails = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    found = (gbk.pair(lead, trail) for trail in trails)
    return tuple(char for char in found if char and noted(char))
