"""Questions that may be one: proposed to a person, never merged unasked.

Two texts are compared by what is left when the words that only ask are gone and synonyms are one word. They
are alike when nearly all of it is common, and when what is not common stands on one side only: `…要求退款…`
and `…要求换货…` put one thing in the place of another, `…在工作中…` is only added. Numbers, opposites, negations
and options decide against, whatever else is common. The words are in `duplicates.toml`; the thresholds are
justified by the labelled pairs of tests/cases/pairs.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz.fuzz import ratio

from wenda.errors import RulesError
from wenda.record import wording
from wenda.record.ids import normalise
from wenda.record.page import Page, parse

ALIKE = 0.6
"""Share of what is said that must be common."""
SWAPPED = 1.6
"""Characters without a counterpart that may stand on both sides: two of them are a word for another word."""
ANOTHER_ASK = 3.0
"""Characters without a counterpart in a last clause by which it asks something of its own, not `怎么处理`."""
OPTION = 80.0
"""How alike (rapidfuzz ratio, 0–100) an option must be to its counterpart."""

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_NUMBER = re.compile(
    r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>万?)|(?P<words>[零〇一二两三四五六七八九十百千万]+)"
)
_NO_NUMBER = re.compile(
    r"十分|万一|千万|一般|一定|一直|统一|一旦|一样|一起|一些|一下|一来|一上来|一方面|万分|七上八下|三心二意|百分之?"
)
_UNITS = {"日": "天", "块": "元"}
_CLAUSE = re.compile(r"[，,。；;？?！!：:\n]")
_LEAD = re.compile(r"^第\d+题|\(?\d+分\)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question made ready for comparison.

    `whole` is its text folded, `essence` what it says, `ask` what its last clause says where there are `many`.
    """

    id: str
    text: str
    whole: str
    essence: str
    ask: str
    many: bool
    pairs: frozenset[str]
    numbers: frozenset[str]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two questions that may be one; `score` is the share that they have in common, 0 to 1."""

    a: Asked
    b: Asked
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The words of `duplicates.toml`."""

    fold: re.Pattern[str]
    stands_for: dict[str, str]
    opposed: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    polar: re.Pattern[str]


def proposals(pages: Iterable[Page]) -> list[Pair]:
    """Return the pairs of listed pages that may ask the same, most alike first.

    Pages that somebody said are distinct (`distinct` in either) are left out.
    """
    listed = [page for page in pages if page.listed]
    distinct = {frozenset((page.id, other)) for page in listed for other in page.distinct}
    every = [
        asked(page.id, wording.question_text(body), wording.options(body))
        for page in listed
        if (body := parse(page.body))
    ]
    found = []
    for a, b in candidates(every):
        if frozenset((a.id, b.id)) not in distinct and (score := likeness(a, b)) is not None:
            found.append(Pair(a=a, b=b, score=score))
    return sorted(found, key=lambda pair: (-pair.score, pair.a.id, pair.b.id))


def asked(question_id: str, text: str, options: Sequence[str] = ()) -> Asked:
    """Return a question made ready for comparison."""
    whole = _LEAD.sub("", normalise(text))
    essence = _essence(whole)
    clauses = [each for each in _CLAUSE.split(text) if normalise(each)]
    return Asked(
        id=question_id,
        text=text,
        whole=whole,
        essence=essence,
        ask=_essence(normalise(clauses[-1])) if len(clauses) > 1 else "",
        many=len(clauses) > 1,
        pairs=frozenset(essence[i : i + 2] for i in range(len(essence) - 1)) or frozenset({essence}),
        numbers=_numbers(whole),
        options=tuple(map(normalise, options)),
    )


def candidates(every: Sequence[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """Yield the pairs worth a comparison: those that have enough pairs of characters in common to be alike."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(every):
        common: dict[int, int] = defaultdict(int)
        for pair in each.pairs:
            for other in holders[pair]:
                common[other] += 1
            holders[pair].append(number)
        for other, count in common.items():
            if 2.5 * count >= min(len(each.pairs), len(every[other].pairs)):
                yield every[other], each


def likeness(a: Asked, b: Asked) -> float | None:
    """Return how much of two questions is common, 0 to 1, or None where they are not one question."""
    if bool(a.options) != bool(b.options) or not _options_alike(a.options, b.options):
        return None
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return None
    if _opposed(a.whole, b.whole):
        return None
    asks = _uncommon(a.ask, b), _uncommon(b.ask, a)
    if bool(a.ask) != bool(b.ask) and a.many and b.many and max(asks) >= ANOTHER_ASK:
        return None
    left = _uncommon(a.essence, b) + asks[0]  # what is asked counts twice: scenes are often shared
    right = _uncommon(b.essence, a) + asks[1]
    score = 1 - (left + right) / max(1, len(a.essence) + len(b.essence))
    if min(left, right) > SWAPPED or score < ALIKE:
        return None
    return score


def _uncommon(essence: str, other: Asked) -> float:
    """Return how many characters have no counterpart in `other`; one out of its company counts a half."""
    missing = 0.0
    for i, character in enumerate(essence):
        if essence[i : i + 2] in other.pairs or (i and essence[i - 1 : i + 1] in other.pairs):
            continue
        missing += 0.5 if character in other.essence else 1
    return missing


def _options_alike(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) != len(b):
        return False
    left = list(b)
    for option in a:
        best = max(left, key=lambda each: ratio(option, each))
        same_numbers = re.findall(r"\d+", option) == re.findall(r"\d+", best)
        if not same_numbers or (
            ratio(option, best) < OPTION and not (len(option) <= 2 and ratio(option, best) >= 50)
        ):
            return False
        left.remove(best)
    return True


def _opposed(a: str, b: str) -> bool:
    rules = load()
    for one, other in rules.opposed:
        in_a, in_b = (bool(one.search(t)) - bool(other.search(t)) for t in (a, b))
        if in_a * in_b < 0:
            return True
    negated = [{m["word"]: bool(m["no"]) for m in rules.polar.finditer(t)} for t in (a, b)]
    return any(negated[1].get(word, no) != no for word, no in negated[0].items())


def _essence(whole: str) -> str:
    rules = load()
    return rules.fold.sub(lambda match: rules.stands_for.get(match[0], ""), whole)


def _numbers(whole: str) -> frozenset[str]:
    text = _NO_NUMBER.sub("", whole)
    found = set()
    for match in _NUMBER.finditer(text):
        if match["words"] == "一" and text[match.end() : match.end() + 1] not in (
            "天",
            "周",
            "年",
            "月",
            "步",
        ):
            continue  # 一位, 一名, 一封 count nothing
        value = (
            float(match["digits"]) * (10_000 if match["scale"] else 1)
            if match["digits"]
            else _value(match["words"])
        )
        unit = text[match.end() : match.end() + 1]
        found.add(f"{value:g}{_UNITS.get(unit, unit)}")
    return frozenset(found)


def _value(words: str) -> float:
    total, digit = 0, 0
    for character in words:
        if character in _SCALES:
            scale = _SCALES[character]
            total = (total + digit) * scale if scale == 10_000 else total + (digit or 1) * scale
            digit = 0
        else:
            digit = _CHINESE[character]
    return total + digit


@cache
def load() -> Rules:
    """Return the words of `duplicates.toml`; raises RulesError where the file does not follow its form."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules/duplicates.toml").read_text("utf-8"))
    if set(data) != {"drop", "same", "opposed", "polar"}:
        raise RulesError("rules/duplicates.toml: needs drop, same, opposed and polar, and nothing else")
    stands_for = dict.fromkeys(data["drop"], "")
    for group in data["same"]:
        for word in group:
            if word != group[0] and stands_for.get(word):
                raise RulesError(f"rules/duplicates.toml: {word} stands for two words in `same`")
            stands_for[word] = group[0]
    longest = sorted(stands_for, key=len, reverse=True)
    return Rules(
        fold=re.compile("|".join(map(re.escape, longest))),
        stands_for=stands_for,
        opposed=tuple((_any(one), _any(other)) for one, other in data["opposed"]),
        polar=re.compile(rf"(?P<no>[不没未非无])?(?P<word>{'|'.join(map(re.escape, data['polar']))})"),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
