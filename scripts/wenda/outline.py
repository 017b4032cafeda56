"""Questions as places in the text, written out: their fields, what is in none of them, and what is missing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from wenda.drafts import Draft
from wenda.heading import Title
from wenda.model import Edit, Outline, Question
from wenda.register import sentences
from wenda.shapes import pattern

_HAS_TEXT = re.compile(r"[^\W_]")
_CLOSED = re.compile(r"(?:[。.!?…]|分(?=\)))[”’」』)\]】》\"']*\s*$")
_OPEN = re.compile(r"[,、:;(“‘的把被和与或在将从向]\s*$")


def outline(text: str, flat: str, title: Title, drafts: tuple[Draft, ...]) -> Outline:
    """Return the outline of a text whose questions are `drafts`."""
    drafts = without_closing(flat, drafts)
    drafts = tuple(draft for draft in drafts if _HAS_TEXT.search(_joined(text, draft, "text")))
    questions = tuple(_question(text, flat, drafts, at) for at in range(len(drafts)))
    return Outline(
        title=title.text,
        year=title.year,
        questions=questions,
        removed=_removed(flat, title, drafts),
        warnings=tuple(_warnings(questions, drafts)),
    )


def without_closing(flat: str, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the drafts without what a site says after the last answer: 以上内容仅供参考,祝大家面试顺利!"""
    if not drafts or not drafts[-1].spans:
        return drafts
    closing = re.compile(pattern("section", "closing"))
    last = max(drafts[-1].spans, key=lambda span: span.end)
    end = last.end
    for start, stop in reversed(sentences(flat, last.start, last.end)[1:]):
        if not closing.match(flat[start:stop].strip(" \n\t*-")):
            break
        end = start
    if end == last.end:
        return drafts
    while end > last.start and flat[end - 1] in " \n\t":
        end -= 1
    spans = tuple(span._replace(end=end) if span is last else span for span in drafts[-1].spans)
    return (*drafts[:-1], replace(drafts[-1], spans=spans))


def _warnings(questions: tuple[Question, ...], drafts: tuple[Draft, ...]) -> Iterable[str]:
    if not questions:
        yield "no questions found: nothing in the text looks like an interview question with or without an answer"
        return
    many: dict[tuple[str, int], int] = {}
    for draft in drafts:
        if draft.section and draft.section.count:
            key = (draft.section.name, draft.section.count)
            many[key] = many.get(key, 0) + 1
    for (name, count), found in many.items():
        if found != count:
            yield f"section {name}: announces {count} questions, {found} were found"


def _question(text: str, flat: str, drafts: tuple[Draft, ...], at: int) -> Question:
    draft = drafts[at]
    section = draft.section
    return Question(
        ordinal=at + 1,
        text=_joined(text, draft, "text"),
        start=draft.start,
        end=draft.end,
        number=None if draft.number is None else str(draft.number),
        section=section.name or None if section else None,
        points=draft.points if draft.points is not None else section.points if section else None,
        options=_options(text, draft),
        answer=_answer(text, draft),
        analysis=_joined(text, draft, "analysis") or None,
        truncated=at + 1 == len(drafts) and _truncated(flat, drafts),
    )


def _joined(text: str, draft: Draft, field: str) -> str:
    parts = [text[s.start : s.end].strip() for s in draft.spans if s.field == field]
    return "\n".join(part for part in parts if part)


def _options(text: str, draft: Draft) -> tuple[str, ...]:
    found: list[str] = []
    for span in draft.spans:
        if span.field == "option":
            found.append(text[span.start : span.end].strip())
        elif span.field == "option_end" and found:
            found[-1] += text[span.start : span.end].strip()
    return tuple(found)


def _answer(text: str, draft: Draft) -> str | None:
    answer = _joined(text, draft, "answer")
    if draft.has("option") and re.fullmatch(r"[A-H\s、,，;；/和与及]+", answer):
        return re.sub(r"[^A-H]", "", answer)
    return answer or None


def _truncated(flat: str, drafts: tuple[Draft, ...]) -> bool:
    """Return whether the text breaks off inside its last question.

    It does when its last field does not end as the same field of the others does, or when fields are missing
    that the others of its section have.
    """
    last = drafts[-1]
    others = [d for d in drafts[:-1] if _same(d, last)]
    final = max(last.spans, key=lambda span: span.end)
    if any(final.end < span.start for d in drafts for span in d.spans):
        return False  # a key follows: the text goes on after this question
    short = bool(last.section and last.section.count and _in_section(drafts, last) < last.section.count)
    missing = [f for f in ("answer", "analysis") if not last.has(f) and _usual(others, f)]
    if missing and (others[1:] or short):
        return True
    if final.field in ("option", "option_end"):
        return _options_of(last) < min((_options_of(d) for d in others if d.has("option")), default=0)
    if _CLOSED.search(flat[final.start : final.end]) or flat[final.end : final.end + 1] == ")":
        return False
    if final.field == "answer" and last.has("option"):
        return False
    same = [span for d in others for span in d.spans if span.field == final.field]
    open_ = sum(not _CLOSED.search(flat[s.start : s.end]) for s in same)
    if short or 2 * open_ < len(same) or not same:
        return True
    # No answer here ends in a full stop: only what is plainly unfinished tells
    least = min(s.end - s.start for s in same)
    return 4 * (final.end - final.start) < least or bool(_OPEN.search(flat[final.start : final.end]))


def _same(draft: Draft, last: Draft) -> bool:
    return (draft.section.name if draft.section else "") == (last.section.name if last.section else "")


def _in_section(drafts: tuple[Draft, ...], last: Draft) -> int:
    return sum(_same(draft, last) for draft in drafts)


def _usual(others: list[Draft], field: str) -> bool:
    return bool(others) and sum(draft.has(field) for draft in others) > 0.8 * len(others)


def _options_of(draft: Draft) -> int:
    return sum(span.field == "option" for span in draft.spans)


def _removed(flat: str, title: Title, drafts: tuple[Draft, ...]) -> tuple[Edit, ...]:
    """Return what is in no field, with the reason: the rest of the text, cut where the reason changes."""
    kept = sorted((span.start, span.end) for draft in drafts for span in draft.spans)
    reasons = [(a, b, "title") for a, b in title.spans]
    reasons += [(draft.lead, draft.start, "heading") for draft in drafts if draft.lead is not None]
    reasons += [(draft.start, draft.end, "label") for draft in drafts]
    changes = _changes(sorted(reasons), len(flat))
    found: list[Edit] = []
    at = 0
    for start, end in [*kept, (len(flat), len(flat))]:
        while at < start:
            index = bisect_right(changes, at, key=lambda change: change[0]) - 1
            stop = min(start, changes[index + 1][0])
            if _HAS_TEXT.search(flat, at, stop):
                found.append(Edit(start=at, end=stop, rule=changes[index][1]))
            at = stop
        at = max(at, end)
    return tuple(found)


def _changes(reasons: list[tuple[int, int, str]], length: int) -> list[tuple[int, str]]:
    """Return where the reason changes, and to what: what has no reason is a note."""
    changes: list[tuple[int, str]] = [(0, "note")]
    at = 0
    for start, end, rule in reasons:
        start = max(start, at)
        if start < end:
            changes += [(start, rule), (end, "note")]
            at = end
    return [*changes, (length, "note")]
