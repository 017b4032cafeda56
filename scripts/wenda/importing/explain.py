"""Why a page has its title, roles, kind and topics: the rule that decided each, and what a person changed."""

from __future__ import annotations

from wenda.classifying import classify
from wenda.classifying.classify import Decision
from wenda.model import Question
from wenda.record import family, wording
from wenda.record.markdown import unescape
from wenda.record.page import Page, edited
from wenda.record.page import parse as parse_body


def explain(page: Page) -> list[str]:
    """Return lines to read: for each property its value, the rule and the words in which the rule was found."""
    body = parse_body(page.body)
    leading = family.from_page(page).versions[0].sources or page.sources
    answer = unescape(body.parts.get("answer", "")) or None
    asked = Question(
        ordinal=1,
        text=wording.question_text(body),
        start=0,
        end=0,
        section=leading[0].section if leading else None,
        options=wording.options(body),
        answer=answer,
    )
    lines = [f"{page.id}  {page.title}"]
    roles = [role for source in page.sources for role in classify.decide_roles(source.title or "")]
    lines += _said("role", page.roles, roles)
    kind = classify.decide_kind(asked)
    lines += _said("kind", (page.kind,) if page.kind else (), [kind] if kind else [])
    lines += _said("topic", page.topics, classify.decide_topics(asked))
    if edited(page):
        lines.append("edited: a person has changed this page since the import")
    return lines


def _said(what: str, values: tuple[str, ...], decisions: list[Decision] | tuple[Decision, ...]) -> list[str]:
    rules = {decision.value: decision for decision in decisions}
    lines = []
    for value in values:
        decision = rules.pop(value, None)
        if decision is None:
            lines.append(f"{what}: {value}  set by hand, or by rules that have changed since")
        else:
            lines.append(f"{what}: {value}  {decision.rule}  in: {'、'.join(decision.found)}")
    for decision in rules.values():
        lines.append(
            f"{what}: the rules of today say {decision.value}  {decision.rule}  in: {'、'.join(decision.found)}"
        )
    if not values and not rules:
        lines.append(f"{what}: none  no rule fits")
    return lines
