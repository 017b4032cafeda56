"""A lead byte lost before what looked like a full-width mark: 。” is A1A3 A1B1, contains ！ = A3A1, shows as ?!."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources

from wenda.errors import RulesError
from wenda.model import Edit
from wenda.repairing import gaps, gbk
from wenda.repairing.guess import Guess, best, gain, proved
from wenda.repairing.pinyin import NOTED
from wenda.repairing.plausible import Evidence, evidence
from wenda.repairing.shift import LOST, Run, runs
from wenda.simplify import plain

_LEFT = 0xA3  # what is left of a character that lost its lead byte
_CERTAIN = 6.0
_LIKELY = -2.0
_ABSURD = -20.0
_TRIED = 8
_BARE = re.compile(r"\?[!,:;?]\?(?:\n|$)")
_NOTES = re.compile(rf"\({NOTED}\)")
_STOPS = frozenset("，。、；：？！")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words with a character that may have stood before a lost byte: see rules/lost_lead.toml."""

    after: dict[str, str]
    """What may have been lost after a character: 非 → 常. Keys are simplified, values as in GBK."""
    before: dict[str, str]
    """What may have been lost before a character: 护 → 保."""
    whole: frozenset[str]
    """Words after which it was a full stop all the same."""


@cache
def words() -> Words:
    """Return the words of rules/lost_lead.toml; raise RulesError where it does not hold its three lists.

    >>> words().after["确"], words().before["科"]
    ('保', '專')
    """
    found = tomllib.loads((resources.files("wenda") / "rules" / "lost_lead.toml").read_text("utf-8"))
    lists: dict[str, list[str]] = {key: found.pop(key, None) for key in ("ends", "starts", "whole")}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(word, str) and len(word) == 2 for word in value):
            raise RulesError(f"rules/lost_lead.toml: {key} is not a list of words of two characters")
    if found:
        raise RulesError(f"rules/lost_lead.toml: unknown key {next(iter(found))}")
    forms = {simple: char for char, simple in _left_over()}
    try:
        return Words(
            after={word[0]: forms[word[1]] for word in lists["ends"]},
            before={word[1]: forms[word[0]] for word in lists["starts"]},
            whole=frozenset(lists["whole"]),
        )
    except KeyError as error:
        raise RulesError(f"rules/lost_lead.toml: {error.args[0]} has not the trail byte A3 in GBK") from error


def lost_lead(
    text: str, at: int, known: Callable[[], Evidence], *, traditional: bool, before: str = ""
) -> Edit | None:
    """Undo the loss of a lead byte that left `?` at offset `at` and a mark after it; None where none was lost.

    `before` is the text before it, repaired so far. In a simplified document only what leaves no doubt is
    changed: `known` is asked for when a reading is not absurd, so that ordinary ?! and ?) cost little.

    >>> text = "他說:“慢點?!蓖瑫r"
    >>> edit = lost_lead(text, text.index("?"), lambda: evidence(text, traditional=True), traditional=True)
    >>> text[: edit.start] + edit.after + text[edit.end :]
    '他說:“慢點。”同時'
    """
    least = _ABSURD if traditional else 0.0
    rough = [
        (gain(text, at, run.end, "。" + run.text, _nothing()) - run.strain, run) for run in _runs(text, at)
    ]
    rough.sort(key=lambda each: -each[0])
    guesses = []
    for sure, run in rough[:_TRIED]:
        filled = gaps.fill(run, text, at, known(), before) if sure >= least else ""
        first, chosen = (
            _first(_NOTES.sub("", text[max(0, at - 20) : at]), filled[:1], known()) if filled else ("", False)
        )
        if not (first + filled).strip(LOST + "。") and not _BARE.match(text, at):
            continue  # nothing is won; who knows whether anything was lost
        guesses.append(
            Guess(
                end=run.end,
                text=first + filled,
                gain=gain(text, at, run.end, first + filled, known()) - run.strain,
                proof=partial(proved, first + filled, text[at : run.end], run.notes, orphans=True),
                doubtful=chosen or bool(run.gaps or run.strain),
            )
        )
    found = best(guesses)
    if found is None or found.gain < _LIKELY:
        return None
    if not traditional and (found.doubtful or found.gain < _CERTAIN):
        return None
    return Edit(start=at, end=found.end, after=found.text, rule="lost-lead-byte", doubtful=found.doubtful)


def _runs(text: str, at: int) -> Iterator[Run]:
    return runs(text, at + 2, gbk.code(gbk.wide(text[at + 1]))[1])


@cache
def _left_over() -> tuple[tuple[str, str], ...]:
    """The Han characters that end in the byte that is left of one that lost its lead, and their simplified forms."""
    leads = (*range(0xAA, 0xFF), *range(0x81, 0xA1))
    return tuple((char, plain(char)) for lead in leads if (char := gbk.pair(lead, _LEFT)))


@cache
def _by_form() -> dict[str, list[str]]:
    """The same by their simplified forms."""
    found: dict[str, list[str]] = {}
    for char, simple in _left_over():
        found.setdefault(simple, []).append(char)
    return found


@cache
def _nothing() -> Evidence:
    return evidence("", traditional=False)


def _first(before: str, after: str, known: Evidence) -> tuple[str, bool]:
    """Return the character whose lead byte was lost, and whether it had to be chosen.

    >>> nothing = evidence("", traditional=True)
    >>> [_first(*around, nothing)[0] for around in (("找他", "”"), ("很非", "好"), ("答正確", "后"), ("就叫", "，"))]
    ['。', '常', '。', '停']
    """
    left, right = plain(before)[-2:], plain(after)
    if right == "”":
        return "。", False
    char = words().before.get(right)
    if left not in words().whole:
        char = words().after.get(left[-1:], char)
    if char:
        return char, True
    # The document has neither anything beside no character nor beside one that is lost.
    beside = (known.after(left[-1:]) if left else set()) | (
        known.before(right) if right not in ("", LOST) else set()
    )
    fitting = [each for simple in _by_form().keys() & beside for each in _by_form()[simple]]
    if right in _STOPS or left[-1:] in _STOPS:  # no full stop there
        return fitting[0] if len(fitting) == 1 else LOST, True
    return "。", bool(fitting) or left[-1:] + "。" not in known.pairs
