"""What a question is about, of what kind it is and whom it is for, each with the rule that decided.

The words are in rules/roles.toml, kinds.toml, wording.toml and topics.toml; beside them stands what was learned from
labelled questions (wenda.classifying.learned).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wenda.classifying import cues, learned, vote
from wenda.classifying.taxonomy import kinds, roles
from wenda.model import Question

# ROLE in a title, after CATALOGUE "Titles": (2025年)(行业)ROLE(岗位|岗|职位)(招聘)面试(题|…); also 招聘N人笔试.
_TITLE_ROLE = re.compile(
    r"^(?:20\d\d年?)?(?P<role>.+?)(?:岗位|岗|职位)?(?:招聘)?(?:\d+人)?(?:结构化)?(?:面试|笔试|模拟题|试题|题库)"
)
_CHOICE = ("single-choice", "multiple-choice")
_MANY = re.compile("多选|不定项|哪些|哪几|有（|有\\(|包括")
# `行为面试题` and `情景模拟` name a kind of question, `自我认知与动机` what they are about.
_NAMES_KIND = re.compile("(?<!问)题|面试|模拟|测试|开放")
_VERDICTS = {"对", "错", "正确", "错误", "√", "×", "是", "否"}
MOST_TOPICS = 2
# A second topic weighs at least this share of the first.
_LEAST_BESIDE = 0.6
_LEAST_IN_ANSWER = 2
# Kinds that have a form of their own; the cues alone know them.
_FORMS = ("true-false", "fill-in")
_CUE = 1.0
"""What a cue weighs beside a learned score."""
# What a question's own words must weigh to decide against a section that names a subject and not a kind.
_FIRM = 4


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


@lru_cache(maxsize=1 << 4)  # a question is asked for its kind, and again for its topics and its title
def kind(question: Question) -> str | None:
    """Return the kind of a question: by its options and answer, then its section, then its wording."""
    decision = next(_kinds(question, tell=False), None)
    return decision.value if decision else None


def question_topics(question: Question, most: int = MOST_TOPICS) -> tuple[str, ...]:
    """Return at most `most` topics, the one that weighs most first."""
    return tuple(each.topic for each in _weighed(question, most))


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
    return next(_kinds(question, tell=True), None)


def decide_topics(question: Question, most: int = MOST_TOPICS) -> tuple[Decision, ...]:
    """Return the topics of a question with the words that called for them."""
    return tuple(
        Decision(
            value=each.topic,
            rule=f"{'topics.toml' if each.found else learned.FILE}: {each.topic} ({each.weight:.1f})",
            found=tuple(dict.fromkeys(each.found + learned.speaking_for(question.text, each.topic))),
        )
        for each in _weighed(question, most)
    )


def _weighed(question: Question, most: int) -> list[vote.Weighed]:
    weighed = vote.weigh_question(question.text, kind=kind(question))
    if not weighed:
        answer = " ".join(filter(None, (question.answer, question.analysis, *question.options)))
        weighed = vote.weigh(answer, least=_LEAST_IN_ANSWER)
    return [each for each in weighed[:most] if each.weight >= _LEAST_BESIDE * weighed[0].weight]


def _kinds(question: Question, *, tell: bool) -> Iterator[Decision]:
    """Yield what decides, the first first; `tell`: with the learned runs, which take as long to find as to add up."""
    section = question.section or ""
    if question.options:
        yield _choice(question, section)
    if _NAMES_KIND.search(section):
        yield from _sections(section)
    answer = (question.answer or "").strip("。. ")
    if answer in _VERDICTS:
        yield Decision(value="true-false", rule="the answer is right or wrong", found=(answer,))
    said = cues.votes(question.text)
    if said and said[0].weight >= _FIRM:
        yield from _worded(question.text, said, tell=tell)
    yield from _sections(section)
    yield from _worded(question.text, said, tell=tell)


def _sections(section: str) -> Iterator[Decision]:
    for term in kinds():
        if term.id not in _CHOICE and any(word in section for word in term.sections):
            yield Decision(value=term.id, rule=f"kinds.toml: sections of {term.id}", found=(section,))


def _worded(text: str, said: tuple[cues.Vote, ...], *, tell: bool) -> Iterator[Decision]:
    """Yield the kind that the question's own words speak for, by the cues and by what was learned together."""
    if said and said[0].kind in _FORMS:
        yield Decision(value=said[0].kind, rule=_cues_of(said[0]), found=said[0].found)
        return
    by_kind = {each.kind: each for each in said}
    weight, best = max(
        (score.score + (_CUE * by_kind[score.id].weight if score.id in by_kind else 0.0), score.id)
        for score in learned.of_kinds(text)
    )
    if weight <= 0:
        return
    cued = by_kind.get(best)
    yield Decision(
        value=best,
        rule=f"{_cues_of(cued)} and " * (cued is not None) + f"{learned.FILE} ({weight:.1f})",
        found=(cued.found if cued else ()) + (learned.speaking_for(text, best) if tell else ()),
    )


def _cues_of(said: cues.Vote | None) -> str:
    return f"wording.toml: {', '.join(said.cues)} ({said.weight:g})" if said else ""


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
