"""What a question is about, of what kind it is and whom it is for, each with the rule that decided.

The words are in rules/roles.toml, kinds.toml, wording.toml and topics.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.classifying.taxonomy import Term, kinds, roles, topics
from wenda.errors import RulesError
from wenda.model import Question

# ROLE in a title, after CATALOGUE "Titles": (2025年)(行业)ROLE(岗位|岗|职位)(招聘)面试(题|…); also 招聘N人笔试.
_TITLE_ROLE = re.compile(
    r"^(?:20\d\d年?)?(?P<role>.+?)(?:岗位|岗|职位)?(?:招聘)?(?:\d+人)?(?:结构化)?(?:面试|笔试|模拟题|试题|题库)"
)
_CHOICE = ("single-choice", "multiple-choice")
_MANY = re.compile("多选|不定项|哪些|哪几|有（|有\\(|包括")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"")
# `行为面试题` and `情景模拟` name a kind of question, `自我认知与动机` what they are about.
_NAMES_KIND = re.compile("(?<!问)题|面试|模拟|测试|开放")
_VERDICTS = {"对", "错", "正确", "错误", "√", "×", "是", "否"}
MOST_TOPICS = 3
# A word of the question weighs its length, from two to four; all the words of an answer together weigh less than one.
_LONGEST_WEIGHT = 4
_LEAST_IN_ANSWER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An id, the rule that gave it (file and entry), and the words in which the rule was found."""

    value: str
    rule: str
    found: tuple[str, ...]


def title_roles(title: str) -> tuple[str, ...]:
    """Return the role that a document's title names: an id of the rules, or the name as it stands there.

    >>> title_roles("2025年客户服务经理招聘面试模拟题及答案"), title_roles("2025年高铁站务员面试题库与解析")
    (('manager',), ('高铁站务员',))
    """
    return tuple(decision.value for decision in decide_roles(title))


def kind(question: Question) -> str | None:
    """Return the kind of a question: by its options and answer, then its section, then its wording."""
    decision = decide_kind(question)
    return decision.value if decision else None


def question_topics(question: Question, most: int = MOST_TOPICS) -> tuple[str, ...]:
    """Return at most `most` topics, the one that weighs most first."""
    return tuple(decision.value for decision in decide_topics(question, most))


def decide_roles(title: str) -> tuple[Decision, ...]:
    """Return the role of a title with the rule that gave it."""
    for role in roles():
        for word in role.words:
            if word in title:
                return (Decision(value=role.id, rule=f"roles.toml: {role.id}", found=(word,)),)
    match = _TITLE_ROLE.match(title)
    if not match:
        return ()
    return (
        Decision(
            value=match["role"], rule="the name in the title; no role has its words", found=(match["role"],)
        ),
    )


def decide_kind(question: Question) -> Decision | None:
    """Return the kind of a question with the rule that gave it, or None where no rule fits."""
    return next(_kinds(question), None)


def decide_topics(question: Question, most: int = MOST_TOPICS) -> tuple[Decision, ...]:
    """Return the topics of a question with the words that called for them."""
    scored = _scored(question.text, 1)
    if not scored:
        answer = " ".join(filter(None, (question.answer, question.analysis, *question.options)))
        scored = _scored(answer, _LEAST_IN_ANSWER)
    return tuple(decision for _, _, decision in sorted(scored, key=lambda each: each[:2])[:most])


def _kinds(question: Question) -> Iterator[Decision]:
    section = question.section or ""
    if question.options:
        yield _choice(question, section)
    if _NAMES_KIND.search(section):
        yield from _sections(section)
    answer = (question.answer or "").strip("。. ")
    if answer in _VERDICTS:
        yield Decision(value="true-false", rule="the answer is right or wrong", found=(answer,))
    yield from _worded(question.text, firm=True)
    yield from _sections(section)
    yield from _worded(question.text)


def _sections(section: str) -> Iterator[Decision]:
    for term in kinds():
        if term.id not in _CHOICE and any(word in section for word in term.sections):
            yield Decision(value=term.id, rule=f"kinds.toml: sections of {term.id}", found=(section,))


def _worded(text: str, *, firm: bool = False) -> Iterator[Decision]:
    outside = _QUOTED.sub("“”", text)
    for wording in wordings():
        match = wording.pattern.search(text if wording.quotes else outside)
        if match and (wording.firm or not firm):
            yield Decision(value=wording.kind, rule=f"wording.toml: {wording.id}", found=(match[0],))


def _choice(question: Question, section: str) -> Decision:
    if len(question.options) == 2 and set(question.options) <= _VERDICTS:
        return Decision(value="true-false", rule="the options are right and wrong", found=question.options)
    letters = "".join(c for c in question.answer or "" if c.isascii() and c.isupper())
    if len(letters) > 1:
        return Decision(
            value=_CHOICE[1], rule="options, and more than one letter in the key", found=(letters,)
        )
    if "多" in section or "不定项" in section:
        return Decision(value=_CHOICE[1], rule="options, and the section", found=(section,))
    if not letters and (match := _MANY.search(question.text)):
        return Decision(value=_CHOICE[1], rule="options, no key, and the wording", found=(match[0],))
    return Decision(value=_CHOICE[0], rule="options, and one letter in the key", found=(letters,))


def _scored(text: str, least: int) -> list[tuple[float, int, Decision]]:
    found: list[tuple[float, int, Decision]] = []
    for order, term in enumerate(topics()):
        words = _words_in(term, text)
        if len(words) >= least:
            weight = sum(min(len(word), _LONGEST_WEIGHT) for word in words)
            found.append(
                (-weight, order, Decision(value=term.id, rule=f"topics.toml: {term.id}", found=words))
            )
    return found


def _words_in(term: Term, text: str) -> tuple[str, ...]:
    """Return the words of a topic in a text; of words one within the other only the longest."""
    words = [word for word in term.words if word in text]
    return tuple(word for word in words if not any(word != other and word in other for other in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A pattern in a question's own words that tells its `kind`; `quotes`: in quoted speech too."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    quotes: bool
    firm: bool


@cache
def wordings() -> tuple[Wording, ...]:
    """Return the patterns of rules/wording.toml in the order in which they are tried; raises RulesError."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules", "wording.toml").read_text("utf-8"))
    known = {term.id for term in kinds()}
    found: list[Wording] = []
    for number, entry in enumerate(data.get("wording", ()), 1):
        if (
            set(entry) - {"quotes", "firm"} != {"id", "kind", "pattern", "sample"}
            or entry["kind"] not in known
        ):
            raise RulesError(
                f"rules/wording.toml: [[wording]] number {number}: needs id, kind (one of kinds.toml), pattern, sample"
            )
        try:
            pattern = re.compile(entry["pattern"])
        except re.error as error:
            raise RulesError(f"rules/wording.toml: {entry['id']}: the pattern is wrong: {error}") from None
        found.append(
            Wording(
                id=entry["id"],
                kind=entry["kind"],
                pattern=pattern,
                quotes=entry.get("quotes", False),
                firm=entry.get("firm", False),
            )
        )
    return tuple(found)
