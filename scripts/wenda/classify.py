"""What a question is about and whom it is for, by the words in rules/roles.toml, kinds.toml and topics.toml."""

from __future__ import annotations

import re
from functools import cache

from wenda.model import Question
from wenda.taxonomy import Term, kinds, roles, topics

# ROLE in a title, after CATALOGUE "Titles": (2025年)(行业)ROLE(岗位|岗|职位)(招聘)面试(题|…); also 招聘N人笔试.
_TITLE_ROLE = re.compile(
    r"^(?:20\d\d年?)?(?P<role>.+?)(?:岗位|岗|职位)?(?:招聘)?(?:\d+人)?(?:结构化)?(?:面试|笔试|模拟题|试题|题库)"
)
_CHOICE = ("single-choice", "multiple-choice")


def title_roles(title: str) -> tuple[str, ...]:
    """Return the role that a document's title names: an id of the rules, or the name as it stands there.

    >>> title_roles("2025年客户服务经理招聘面试模拟题及答案"), title_roles("2025年高铁站务员面试题库与解析")
    (('manager',), ('高铁站务员',))
    """
    for role in roles():
        if any(word in title for word in role.words):
            return (role.id,)
    match = _TITLE_ROLE.match(title)
    return (match["role"],) if match else ()


def kind(question: Question) -> str | None:
    """Return the kind of a question: by its options and answer, then its section, then its wording."""
    if question.options:
        letters = question.answer or ""
        many = sum(c.isascii() and c.isupper() for c in letters) > 1 or "多" in (question.section or "")
        return _CHOICE[many]
    section = question.section or ""
    decided = [k for k in kinds() if k.id not in _CHOICE]
    for term in decided:
        if any(word in section for word in term.sections):
            return term.id
    for term in decided:
        if any(pattern.search(question.text) for pattern in _patterns(term)):
            return term.id
    return None


def question_topics(question: Question, most: int = 3) -> tuple[str, ...]:
    """Return at most `most` topics, best first; a word in the question counts five times one in the answer."""
    found: list[tuple[int, int, str]] = []
    answer = question.answer or ""
    for order, term in enumerate(topics()):
        score = sum(5 * (word in question.text) + (word in answer) for word in term.words)
        if score >= 2:
            found.append((-score, order, term.id))
    return tuple(term_id for _, _, term_id in sorted(found)[:most])


@cache
def _patterns(term: Term) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in term.words)
