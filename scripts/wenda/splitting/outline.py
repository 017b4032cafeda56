"""Questions as places in the text, written out: their fields, what is in none of them, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wenda.model import Edit, Outline, Question
from wenda.splitting.drafts import Draft
from wenda.splitting.heading import Title
from wenda.splitting.register import sentences
from wenda.splitting.shapes import pattern

_HAS_TEXT = re.compile(r"[^\W_]")
_CLOSED = re.compile(r"(?:[。.!?…]|分(?=\)))[”’」』)\]】》\"']*\s*$")
_WORD = 8  # characters of an answer that is no sentence
_FEWEST = 4  # letters that make a question
_LETTERS = re.compile(r"[A-H\s、,，;；/和与及]+")
_OPEN = re.compile(r"[,、:;(“‘的把被和与或在将从向]\s*$|.{8}\d\s*$")


def outline(text: str, flat: str, title: Title, drafts: tuple[Draft, ...], *, broken: bool) -> Outline:
    """Return the outline of a text whose questions are `drafts`; `broken` says that its last field is missing."""
    drafts = without_closing(flat, drafts)
    drafts = tuple(draft for draft in drafts if _asks_something(flat, draft))
    if len(drafts) > 1 and _torn(flat, drafts[-1]):
        drafts = drafts[:-1]
    last = len(drafts) - 1
    questions = tuple(
        _question(text, draft, at, truncated=at == last and (broken or _truncated(flat, drafts)))
        for at, draft in enumerate(drafts)
    )
    return Outline(
        title=title.text,
        year=title.year,
        questions=questions,
        removed=_removed(flat, title, drafts),
        warnings=tuple(_warnings(questions, drafts)),
    )


def _asks_something(flat: str, draft: Draft) -> bool:
    return any(span.field == "text" and _HAS_TEXT.search(flat, span.start, span.end) for span in draft.spans)


def _torn(flat: str, draft: Draft) -> bool:
    """Return whether the text breaks off after the first characters of its last question: …答案:A4.客户"""
    if draft.has("answer") or draft.has("option"):
        return False
    said = "".join(flat[span.start : span.end] for span in draft.spans)
    return not _CLOSED.search(said) and len(_HAS_TEXT.findall(said)) < _FEWEST


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
    return (*drafts[:-1], drafts[-1]._replace(spans=spans))


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


def _question(text: str, draft: Draft, at: int, *, truncated: bool) -> Question:
    section = draft.section
    fields = _fields(text, draft)
    answer = "\n".join(fields["answer"])
    if fields["option"] and _LETTERS.fullmatch(answer):
        answer = "".join(c for c in answer if c.isalpha() and c.isascii())
    return Question(
        ordinal=at + 1,
        text="\n".join(fields["text"]),
        start=draft.start,
        end=draft.end,
        number=None if draft.number is None else str(draft.number),
        section=section.name or None if section else None,
        points=draft.points if draft.points is not None else section.points if section else None,
        options=tuple(fields["option"]),
        answer=answer or None,
        analysis="\n".join(fields["analysis"]) or None,
        truncated=truncated,
    )


def _fields(text: str, draft: Draft) -> dict[str, list[str]]:
    """Return the texts of the fields, by field, without blanks around them."""
    fields: dict[str, list[str]] = {"text": [], "option": [], "answer": [], "analysis": []}
    for field, start, end in draft.spans:
        part = text[start:end].strip()
        if field == "option_end" and fields["option"]:
            fields["option"][-1] += part
        elif part:
            fields[field].append(part)
    return fields


def _truncated(flat: str, drafts: tuple[Draft, ...]) -> bool:
    """Return whether the text breaks off inside its last question.

    It does when its last field does not end as the same field of the others does, or when fields are missing
    that the others of its section have.
    """
    last = drafts[-1]
    choice = last.has("option")
    others = [d for d in drafts[:-1] if _same(d, last) or (choice and d.has("option"))]
    final = max(last.spans, key=lambda span: span.end)
    if any(final.end < span.start for d in drafts for span in d.spans):
        return False  # a key follows: the text goes on after this question
    short = bool(last.section and last.section.count and _in_section(drafts, last) < last.section.count)
    missing = [f for f in ("answer", "analysis") if not last.has(f) and _usual(others, f)]
    if missing:
        return True
    if final.field in ("option", "option_end"):
        return _options_of(last) < min((_options_of(d) for d in others if d.has("option")), default=0)
    if _CLOSED.search(flat[final.start : final.end]) or flat[final.end : final.end + 1] == ")":
        return False
    if final.field == "answer" and last.has("option"):
        return False
    same = [span for d in others for span in d.spans if span.field == final.field]
    open_ = sum(not _CLOSED.search(flat[s.start : s.end]) for s in same)
    if short and open_ == len(same) > 0 and final.end - final.start < _WORD:
        return False  # 答案:急救: no answer here is a sentence
    if short or 2 * open_ < len(same) or not same:
        return True
    # No answer here ends in a full stop: only what is plainly unfinished tells
    least = min(s.end - s.start for s in same)
    unfinished = _OPEN.search(flat[final.start : final.end])
    return 4 * (final.end - final.start) < least or bool(
        unfinished and not any(_OPEN.search(flat[s.start : s.end]) for s in same)
    )


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
    at = index = 0
    for start, end in [*kept, (len(flat), len(flat))]:
        while at < start:
            while changes[index + 1][0] <= at:
                index += 1
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
    return [*changes, (length + 1, "note")]
