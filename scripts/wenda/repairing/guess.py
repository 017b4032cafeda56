"""Ways to read a broken place in a document: weighing them, proving them, choosing one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations, takewhile

from wenda.repairing import gbk
from wenda.repairing.pinyin import NOTED, is_reading, noted
from wenda.repairing.plausible import Evidence, score
from wenda.repairing.shift import LOST

_MARGIN = 1.0
_QUOTED = 1_000
_AHEAD = 40
_CUT_NOTE = re.compile(rf"\?{NOTED}\)")
_NOTE = re.compile(rf"\(({NOTED})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One way to read a broken place: `text` for what is shown up to offset `end`.

    `gain` tells by how much more Chinese it reads so, `proof` whether the forward model makes of it what is
    shown (asked for only where it matters), `doubtful` whether something in it had to be chosen.
    """

    end: int
    text: str
    gain: float
    proof: Callable[[], bool]
    doubtful: bool


def best(guesses: Sequence[Guess]) -> Guess | None:
    """Return the best guess, in doubt if another comes close; those that the forward model denies are out.

    What holds a lost character cannot be proved.
    """
    ordered = iter(sorted(guesses, key=lambda each: -each.gain))
    found = next(filter(_fits, ordered), None)
    if found is None:
        return None
    near = takewhile(lambda each: each.gain > found.gain - _MARGIN, ordered)
    return (
        replace(found, doubtful=True)
        if any(each.text != found.text and _fits(each) for each in near)
        else found
    )


def _fits(guess: Guess) -> bool:
    return LOST in guess.text or guess.proof()


def proved(clean: str, shown: str, notes: Sequence[tuple[str, str]], *, orphans: bool) -> bool:
    """Tell whether the forward model makes of a clean text what is shown.

    In which order the mirror took its characters is not known; in 我?shì)?huì) 會 was before 視.

    >>> proved("我會", "我?shì)?huì)", [("視", "shì"), ("會", "huì")], orphans=False)
    True
    """
    if LOST in clean:
        return False
    shown = gbk.halve(shown)
    orders = permutations(notes) if len(notes) <= 3 else (notes, notes[::-1])
    return any(gbk.corrupt(clean, order, orphans=orphans) == shown for order in orders)


def gain(text: str, at: int, end: int, new: str, known: Evidence) -> float:
    """Return by how much more Chinese a text reads with `new` for what it shows from `at` to `end`."""
    left, right = text[max(0, at - 2) : at], text[end : end + 2]
    more = score(left + new + right, known) + _around(text, at, end, known)
    if _quoted(text, at):
        more += 6.0 * ("”" in new and "”" not in text[at:end])
    more += 4.0 * len(_CUT_NOTE.findall(text, at + 1, end))  # which nothing else explains
    note = _NOTE.match(text, end)  # ?,F(xiàn): the note is one of 現, not of F
    return more + 4.0 * bool(note and noted(new[-1]) and is_reading(new[-1], note[1]))


@lru_cache(maxsize=1)  # each place is asked for many times, one after the other
def _quoted(text: str, at: int) -> bool:
    """Tell whether a quotation mark is open in the line before a place."""
    before = text[max(0, at - _QUOTED) : at]
    return before.rfind("“") > max(before.rfind("”"), before.rfind("\n"))


@lru_cache(maxsize=64)  # of a hundred ways to read a place many end at the same one
def _around(text: str, at: int, end: int, known: Evidence) -> float:
    """Return by how much less Chinese a text reads as it is shown from `at` to `end`, and what follows there."""
    shown = score(text[max(0, at - 2) : end + 2], known, least=2)
    # What follows is in step, or the reading ended too early: not 我穩幌伦罱 for 我翻一下最近.
    return min(0.0, score(_NOTE.sub("", text[end : end + _AHEAD])[:6], known, least=2)) - shown
