"""Plain pinyin notes: 服務(wù) in text that a mirror noted character by character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from wenda import edits
from wenda.model import Edit, Step
from wenda.repairing.pinyin import NOTED, is_reading, noted, readings
from wenda.repairing.shift import LOST

# Both begin with the bracket, so that the search runs in C to the next one; what stands before it is looked at then.
_NOTES = re.compile(rf"\((?<=([^\x00-\x7f])\()({NOTED})\)")
_CUT_OFF = re.compile(rf"\((?<=(?P<char>[^\x00-\x7f])\()(?P<start>{NOTED})$", re.MULTILINE)


def remove_notes(text: str, *, shown: str) -> Step:
    """Return the step that removes the notes of a mirror from a traditional text.

    A note goes if it is a reading of the character before it, a traditional one, and if `shown` (the text
    before any repair) bears out that a machine put it there: that gave each of its characters one and the
    same note wherever it stands. What a person noted is noted once (埋(mán)怨), or in several readings
    (給(gěi)他、給(jǐ)予), or stands behind the machine's note. The note of a character that is lost goes, too.

    >>> remove_notes("服務(wù)與客戶(hù)、埋(mán)怨", shown="服務(wù)與客戶(hù)、埋(mán)怨").after
    '服務與客戶、埋(mán)怨'
    >>> text = "還(huán)款時還說還沒到"
    >>> remove_notes(text, shown=text).after == text
    True
    """
    found = [(match.span(), match.groups()) for match in _NOTES.finditer(text)]
    tally: dict[str, dict[str, int]] = {}
    for (char, note), count in Counter(groups for _, groups in found).items():
        if _fits(char, note):
            tally.setdefault(char, {})[note] = count
    standing = Counter(shown) if tally else {}
    machine = {char: note for char, counts in tally.items() if (note := _machine(counts, standing[char]))}
    made = [
        Edit(start, end, "note")
        for (start, end), (char, note) in found
        if machine.get(char) == note or char == LOST
    ]
    made += _cut_off(text, machine)
    return edits.step("repair", text, sorted(made, key=lambda edit: edit.start))


def _fits(char: str, note: str) -> bool:
    return noted(char) and is_reading(char, note)


def _machine(counts: dict[str, int], standing: int) -> str | None:
    """Return the note that a machine gave a character that stands in the text `standing` times, if one did."""
    most = max(counts.values())
    often = [note for note, count in counts.items() if count == most]
    return often[0] if 2 * most >= standing and len(often) == 1 else None


def _cut_off(text: str, machine: dict[str, str]) -> Iterator[Edit]:
    """Yield removals of notes that were cut off with their line: …的服務(w, where others have theirs whole."""
    for match in _CUT_OFF.finditer(text) if machine else ():
        char, start = match["char"], match["start"]
        whole = {machine[char]} if char in machine else readings(char) if noted(char) else ()
        if any(reading.startswith(start) for reading in whole):
            yield Edit(*match.span(), "note")
