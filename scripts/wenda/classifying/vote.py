"""The topics that a text calls for, weighed: by the words of rules/topics.toml, and for a question by what was learned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import add, attrgetter

from wenda.classifying import learned
from wenda.classifying.plain import ends
from wenda.classifying.taxonomy import topics

STRONG, WORD, WEAK = 6.0, 3.0, 1.0
"""Weights of a word that names a topic, of one that belongs to it, of one that leans towards it."""
_FURTHER = 0.6
LEARNED = 0.5
"""What a learned score weighs beside the words.

With 1.0 one question in a hundred more of authors who were left out gets a right topic, with 0.5 two more of
tests/cases/labelled.toml, whose words curators chose.
"""
_LEAST_LEARNED = 6.0
# `您怎么办？` scores 1.6, `请给出三条建议` 5.7, and neither speaks of anything.
# How far apart in a sentence the parts of `自称…查` may stand.
_GAP = "[^。？！?!]{0,16}?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A topic's id, what speaks for it weighs together, and its words, the heaviest first."""

    topic: str
    weight: float
    found: tuple[str, ...]


def weigh(text: str, *, kind: str | None = None, least: int = 1) -> tuple[Weighed, ...]:
    """Return the topics that at least `least` words of a text call for, the heaviest first.

    Of words of equal weight each further one says less than the one before it. A topic to which the `kind` of
    the question gives weight needs no word.
    """
    found = _found(text)
    weighed: list[tuple[float, int, Weighed]] = []
    for order, term in enumerate(topics()):
        given = dict(term.kinds).get(kind or "", 0.0) if term.kinds else 0.0
        if len(found.get(term.id, ())) < least and not given:
            continue
        words = sorted(found.get(term.id, {}).items(), key=lambda each: -each[1])
        weight = given + sum(each * _FURTHER**n for n, (_, each) in enumerate(words))
        said = tuple(word for word, _ in words) or (f"kind {kind}",)
        weighed.append((-weight, order, Weighed(topic=term.id, weight=weight, found=said)))
    return tuple(each for _, _, each in sorted(weighed, key=lambda each: each[:2]))


def weigh_question(text: str, *, kind: str | None = None) -> tuple[Weighed, ...]:
    """Return the topics of a question, the heaviest first: what its words weigh and what was learned, together.

    None where neither speaks for any.
    """
    text = ends(text)
    by_words = {each.topic: each for each in weigh(text, kind=kind)}
    found = []
    for score in learned.of_topics(text):
        words = by_words.get(score.id)
        weight = LEARNED * max(0.0, score.score) + (words.weight if words else 0.0)
        if weight > 0 and (words or score.score >= _LEAST_LEARNED):
            found.append(Weighed(topic=score.id, weight=weight, found=words.found if words else ()))
    return tuple(sorted(found, key=lambda each: -each.weight))


def _found(text: str) -> dict[str, dict[str, float]]:
    """Return the words found, by topic, with their weights; a word that stands only within longer ones is left out."""
    words = _words()
    # Most words are not there: of those that begin with two characters of the text, most are.
    tried = [
        word
        for start in words.keys() & {*text, *map(add, text, text[1:])}
        for word in words[start]
        if word.begins in text
    ]
    tried.sort(key=attrgetter("order"))
    spans = [(m.start(), m.end(), word) for word in tried for m in word.pattern.finditer(text)]
    inner = set(_within({(start, end) for start, end, word in spans if "…" not in word.word}))
    found: dict[str, dict[str, float]] = {}
    for start, end, word in spans:
        if "…" in word.word or (start, end) not in inner:
            found.setdefault(word.topic, {})[word.word] = word.weight
    return found


def _within(spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield those of the spans that lie within another one."""
    reached = 0  # what holds a span comes before it
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= reached:
            yield start, end
        reached = max(reached, end)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a topic, in the order of the rules; `begins` is it, or its part before the first `…`."""

    order: int
    topic: str
    word: str
    weight: float
    begins: str
    pattern: re.Pattern[str]


@cache
def _words() -> dict[str, list[_Word]]:
    """Return the words by the two characters that they begin with, or by one where a `…` comes next."""
    found: dict[str, list[_Word]] = {}
    for order, (topic, word, weight) in enumerate(_of_rules()):
        parts = word.split("…")
        pattern = re.compile(_GAP.join(map(re.escape, parts)))
        found.setdefault(parts[0][:2], []).append(_Word(order, topic, word, weight, parts[0], pattern))
    return found


def _of_rules() -> Iterator[tuple[str, str, float]]:
    for term in topics():
        for words, weight in ((term.strong, STRONG), (term.words, WORD), (term.weak, WEAK)):
            for word in words:
                yield term.id, word, weight
