"""Answers that stand apart from their questions: keys at the end of a section or of the document."""

from __future__ import annotations

import re
from collections import defaultdict, deque

from wenda.splitting import choices, fields
from wenda.splitting.drafts import Draft, Span
from wenda.splitting.evidence import groups
from wenda.splitting.marks import LINE, SENTENCE, Mark, Marks, before, between
from wenda.splitting.register import asks

_KEY = re.compile(
    r"(?P<number>[1-9]\d{0,2})[ \t]?[.、:)]?[ \t]?[(\[]?[ \t]?(?P<letters>[A-H]{1,8}|[√×✓✗✔✘]|正确|错误|对|错)"
    r"[ \t]?[)\]]?(?![A-Za-z])[.。;,、]?"
)
_RANGE = re.compile(
    r"(?P<first>\d{1,3})[ \t]?[-—–~至]{1,2}[ \t]?(?P<last>\d{1,3})[ \t]?题?[ \t]?[.:、]?\s*(?P<letters>(?:[A-H√×]\s?){2,})"
)
_LOOSE = " \n\t。.;,、"
_NEAR = 60  # characters between the label of a key and its first answer: a heading may stand there
_HABITS = fields.Habits(weak=frozenset(), labelled=True)

Item = tuple[int, tuple[Span, ...]]


def place(marks: Marks) -> Mark | None:
    """Return the label of a key for the whole document: the first answer, with all questions before it.

    No question has its answer beside it then, and what follows are numbered answers, not questions.
    """
    label = next((mark for mark in marks.labels if mark.kind in ("answer", "both")), None)
    if label is None or not _opens_key(marks, label) or any(start > label.start for start in groups(marks)):
        return None
    items = _items(marks, label, len(marks.flat))
    asking = sum(asks(marks.flat[span.start : span.end]) for _, spans in items for span in spans)
    return label if len(items) > 1 and 3 * asking <= len(items) else None


def _opens_key(marks: Marks, label: Mark) -> bool:
    """Return whether at least two numbered things stand before a label, and a number directly after it."""
    two = sum(mark.place >= SENTENCE for mark in marks.numbers[:8] if mark.start < label.start) > 1
    return two and bool(re.compile(r"[^1-9]{0,60}[1-9]").match(marks.flat, label.end))


def answer(marks: Marks, drafts: tuple[Draft, ...], label: Mark) -> tuple[Draft, ...] | None:
    """Return the questions with the answers of a key that follows them all; None if it is not theirs."""
    items = _items(marks, label, len(marks.flat))
    numbers = {draft.number for draft in drafts}
    known = sum(number in numbers for number, _ in items)
    if len(drafts) < 2 or known < max(2, 0.6 * len(items), 0.5 * len(drafts)):
        return None
    found = list(drafts)
    _give(marks.flat, found, list(range(len(found))), items)
    return tuple(found)


def gather(marks: Marks, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the questions with the answers of keys that end their sections moved to where they belong."""
    found = list(drafts)
    since = 0
    for at, draft in enumerate(drafts):
        since = at if draft.lead is not None else since
        if at + 1 == len(drafts):
            _gather(marks, found, 0, at)  # a key at the end may answer all sections
        elif drafts[at + 1].lead is not None and since < at:
            _gather(marks, found, since, at)
    return _merged(tuple(found))


def _gather(marks: Marks, found: list[Draft], since: int, at: int) -> None:
    """Give the answers of a key that stands in the question `at` to the questions from `since` on."""
    draft = found[at]
    for label in between(marks.labels, draft.start, draft.end):
        if label.kind not in ("answer", "both", "analysis"):
            continue
        items = _items(marks, label, draft.end)
        if len(items) < 2:
            continue
        waiting = [i for i in range(since, at + 1) if i == at or not found[i].has("answer")]
        numbers = {found[i].number for i in waiting}
        if len(waiting) > 1 and sum(number in numbers for number, _ in items) >= max(2, 0.6 * len(items)):
            spans = (
                Span(s.field, s.start, min(s.end, label.start)) for s in draft.spans if s.start < label.start
            )
            found[at] = draft._replace(spans=tuple(spans))
            _give(marks.flat, found, waiting, items)
            return


def _give(flat: str, found: list[Draft], waiting: list[int], items: list[Item]) -> None:
    """Add the answers to the questions with their numbers; a number that comes again is the next section's."""
    by_number: dict[int | None, deque[int]] = defaultdict(deque)
    for i in waiting:
        by_number[found[i].number].append(i)
    for number, spans in items:
        if by_number[number]:
            i = by_number[number].popleft()
            asked = [span for span in found[i].spans if span.field != "answer"]
            found[i] = found[i]._replace(spans=tuple(choices.settle(flat, [*asked, *spans])), labelled=True)


def _items(marks: Marks, label: Mark, end: int) -> list[Item]:
    """Return the answers of a key that a label opens, by number: ranges, letters, else numbered texts."""
    flat = marks.flat
    items: list[Item] = []
    for match in _RANGE.finditer(flat, label.end, end):
        letters = [m.start() for m in re.compile(r"[A-H√×]").finditer(flat, *match.span("letters"))]
        first, last = int(match["first"]), int(match["last"])
        if last - first + 1 == len(letters):
            items += [(first + i, (Span("answer", at, at + 1),)) for i, at in enumerate(letters)]
    return items or _lettered(marks, label.end, end) or _numbered(marks, label.end, end)


def _lettered(marks: Marks, start: int, end: int) -> list[Item]:
    """Return the items of a key of letters or verdicts: 1.A 2.C(…) 3.√"""
    flat = marks.flat
    run: list[re.Match[str]] = []
    for match in _KEY.finditer(flat, start, end):
        number = int(match["number"])
        if number == (int(run[-1]["number"]) + 1 if run else 1) or (run and number == 1):
            run.append(match)
    if len(run) < 2 or run[0].start() - start > _NEAR:
        return []
    items: list[Item] = []
    for at, match in enumerate(run):
        stop = run[at + 1].start() if at + 1 < len(run) else end
        said = _said(marks, match.end(), _before_heading(marks, match.end(), stop))
        items.append((int(match["number"]), (Span("answer", *match.span("letters")), *said)))
    return items


def _said(marks: Marks, start: int, end: int) -> tuple[Span, ...]:
    """Return what a key says beside a letter: (…) or 解析:…, without brackets and label."""
    label = next(iter(between(marks.labels, start - 1, start + 3)), None)
    span = choices.unwrapped(marks.flat, Span("analysis", max(start, label.end) if label else start, end))
    return (span,) if marks.flat[span.start : span.end].strip(_LOOSE) else ()


def _before_heading(marks: Marks, start: int, end: int) -> int:
    return min([end, *(mark.start for mark in between(marks.headings, start, end) if mark.place == LINE)])


def _numbered(marks: Marks, start: int, end: int) -> list[Item]:
    """Return the texts of a key whose answers are sentences: 参考答案 1.… 2.…"""
    run: list[Mark] = []
    for mark in between(marks.numbers, start, end):
        if (
            mark.style == "一"
            or (mark.place < SENTENCE and mark.start > start)
            or not _follows(marks, run, mark)
        ):
            continue
        run.append(mark)
    if not run or run[0].start - start > _NEAR:
        return []
    items: list[Item] = []
    for at, mark in enumerate(run):
        stop = _before_heading(marks, mark.end, run[at + 1].start if at + 1 < len(run) else end)
        said = fields.parse(marks, mark.start, mark.end, stop, mark.value, _HABITS)
        # Without a label of its own the answer reads like a question
        text = "text" if said.has("answer") else "answer"
        spans = (s._replace(field=text) if s.field == "text" else s for s in said.spans)
        items.append((mark.value, tuple(s for s in spans if s.field in ("answer", "analysis"))))
    return items


def _follows(marks: Marks, run: list[Mark], mark: Mark) -> bool:
    if not run:
        return mark.value == 1
    if run[0].place == LINE != mark.place:
        return False
    heading = before(marks.headings, mark.start)
    return mark.value == run[-1].value + 1 or (
        mark.value == 1 and heading is not None and heading.start >= run[-1].end
    )


def _merged(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the drafts without those that only answer a question with the same number before them."""
    found: list[Draft] = []
    waiting: dict[int | None, deque[int]] = defaultdict(deque)
    for draft in drafts:
        if draft.number is None or draft.has("text") or not draft.spans or not waiting[draft.number]:
            if draft.has("text") and not draft.has("answer"):
                waiting[draft.number].append(len(found))
            found.append(draft)
        else:
            at = waiting[draft.number].popleft()
            found[at] = found[at]._replace(spans=(*found[at].spans, *draft.spans), labelled=True)
    return tuple(found)
