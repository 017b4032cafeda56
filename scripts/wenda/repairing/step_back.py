"""Text that fell a byte out of step, and notes that fell on a character boundary: the exact inverse, proved.

Both come from byte-wise replacement in GBK (see `gbk`). What is shown is read back byte by byte (`shift`); of
the readings for which the forward model makes what is shown, the one that reads most Chinese is taken.
This comes before plain notes are removed: `?wù)` has no opening parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from wenda import edits
from wenda.model import Edit, Step
from wenda.repairing import plausible
from wenda.repairing.gaps import WINDOW
from wenda.repairing.lost_lead import lost_lead
from wenda.repairing.pinyin import NOTED
from wenda.repairing.shift import LOST
from wenda.repairing.split_note import note_after_latin, split_note

# Nothing to be read follows a mark that is followed by marks: ?!?!?!
_MARK = r"(?=[,:;?!()，：；？！（）]{1,3}[^,:;?!()，：；？！（） ])"
# Begins with one class of characters, so that the search runs in C to the next of them.
_ANY = re.compile(
    rf"[?-~](?:(?<=\?)(?:(?P<cut>{NOTED})\)|{_MARK})|(?<=[^\x00-(*-\x7f][@-~])\((?P<latin>{NOTED})\))"
)
_LOST_LEAD = re.compile(rf"\?{_MARK}")


def step_back(text: str, *, traditional: bool) -> Step:
    """Return the step that brings shifted text back.

    In a simplified document there are no notes, and only what leaves no doubt is changed.

    >>> step_back("談?wù)勀銥槭裁催x擇", traditional=True).after
    '談談你為什么選擇'
    >>> step_back("他說:“慢點?!蓖瑫r", traditional=True).after
    '他說:“慢點。”同時'
    >>> step_back("回答B(yǎng).", traditional=True).after
    '回答B.'
    """
    made = list(_edits(text, traditional))
    return edits.step("repair", text, made, _warnings(text, made))


def _edits(text: str, traditional: bool) -> Iterator[Edit]:
    known = cache(lambda: plausible.evidence(text, traditional=traditional))
    done, before = 0, ""  # up to which offset the text is repaired, and the end of it
    for site in (_ANY if traditional else _LOST_LEAD).finditer(text):
        at, end = site.span()
        edit: Edit | None
        if at < done:
            continue
        head = (before + text[done:at])[-WINDOW:]
        if site.lastgroup is None:
            edit = lost_lead(text, at, known, traditional=traditional, before=head)
        elif site.lastgroup == "cut":
            edit = split_note(text, at, end, site["cut"], known(), before=head)
        else:
            edit = note_after_latin(text, at, end, site["latin"])
        if edit:
            before = (before + text[done : edit.start] + edit.after)[-WINDOW:]
            done = edit.end
            yield edit


def _warnings(text: str, made: Iterable[Edit]) -> Iterator[str]:
    line, counted = 1, 0
    for edit in made:
        if not edit.doubtful:
            continue
        line += text.count("\n", counted, edit.start)
        counted = edit.start
        lost = edit.after.count(LOST)
        shown = text[max(0, edit.start - 6) : edit.end + 4].replace("\n", " ")
        what = f"lost {lost} characters" if lost else "in doubt"
        yield f"line {line}: {what}: {shown!r}, of which the broken part is read as {edit.after!r}"
