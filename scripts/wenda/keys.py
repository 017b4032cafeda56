"""Answers that stand apart from their questions: keys at the end of a section or of the document."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import replace

from wenda import choices, fields
from wenda.drafts import Draft, Span
from wenda.marks import LINE, Mark, Marks, between

_KEY = re.compile(
    r"(?P<number>\d{1,3})\s?[.、:)]?\s?[(\[]?\s?(?P<letters>[A-H]{1,8}|[√×✓✗✔✘]|正确|错误|对|错)\s?[)\]]?(?![A-Za-z])[.。;,、]?"
)
_RANGE = re.compile(
    r"(?P<first>\d{1,3})\s?[-—–~至]{1,2}\s?(?P<last>\d{1,3})\s?题?\s?[.:、]?\s*(?P<letters>(?:[A-H√×]\s?){2,})"
)
_LOOSE = " \n\t。.;,、"

_HABITS = fields.Habits(weak=frozenset(), labelled=True)

Item = tuple[int, tuple[Span, ...]]


def gather(marks: Marks, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the questions with the answers of keys moved to where they belong."""
    return _merged(_keyed(marks, drafts))


def _keyed(marks: Marks, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    found = list(drafts)
    for at, draft in enumerate(drafts):
        last = at + 1 == len(drafts) or drafts[at + 1].lead is not None
        if not last or (not draft.labelled and not draft.has("option")):
            continue
        for label in between(marks.labels, draft.start, draft.end):
            if label.kind not in ("answer", "both", "analysis"):
                continue
            items = _items(marks, label, draft.end)
            open_ = [i for i in range(at + 1) if not found[i].has("answer") or i == at]
            wanted = {found[i].number for i in open_}
            if len(items) < 2 or sum(number in wanted for number, _ in items) < max(2, 0.6 * len(items)):
                continue
            if len(open_) < 2:
                continue
            found[at] = _cut(found[at], label.start)
            _give(marks.flat, found, open_, items)
            break
    return tuple(found)


def _cut(draft: Draft, at: int) -> Draft:
    """Return the draft without what stands after a place."""
    spans = tuple(s._replace(end=min(s.end, at)) for s in draft.spans if s.start < at)
    return replace(draft, spans=spans)


def _give(flat: str, found: list[Draft], open_: list[int], items: list[Item]) -> None:
    """Add the answers to the questions with their numbers; numbers that begin again go to the next section."""
    waiting: dict[int | None, deque[int]] = defaultdict(deque)
    for i in open_:
        waiting[found[i].number].append(i)
    for number, spans in items:
        if waiting[number]:
            i = waiting[number].popleft()
            asked = [span for span in found[i].spans if span.field != "answer"]
            found[i] = replace(found[i], spans=tuple(choices.settle(flat, [*asked, *spans])), labelled=True)


def _items(marks: Marks, label: Mark, end: int) -> list[Item]:
    """Return the answers of a key that a label opens, by number: letters first, else numbered texts."""
    flat = marks.flat
    items: list[Item] = []
    for match in _RANGE.finditer(flat, label.end, end):
        letters = [m.start() for m in re.compile(r"[A-H√×]").finditer(flat, *match.span("letters"))]
        first, last = int(match["first"]), int(match["last"])
        if last - first + 1 == len(letters):
            items += [(first + i, (Span("answer", at, at + 1),)) for i, at in enumerate(letters)]
    return items or _lettered(marks, label.end, end) or _numbered(marks, label.end, end)


def _lettered(marks: Marks, start: int, end: int) -> list[Item]:
    flat = marks.flat
    matches = list(_KEY.finditer(flat, start, end))
    run: list[re.Match[str]] = []
    for match in matches:
        number = int(match["number"])
        if not run and flat[start : match.start()].strip(" \n\t:*#-") and number != 1:
            continue
        if not run or number in (int(run[-1]["number"]) + 1, 1):
            run.append(match)
    if not run or len(flat[start : run[0].start()].strip()) > 30:
        return []
    items: list[Item] = []
    for match, following in zip(run, [*run[1:], None], strict=True):
        stop = following.start() if following else end
        spans = [Span("answer", *match.span("letters"))]
        a, b = match.end(), stop
        b = min([b] + [heading.start for heading in between(marks.headings, a, b) if heading.place == LINE])
        while a < b and flat[a] in _LOOSE + ":":
            a += 1
        while b > a and flat[b - 1] in " \n\t":
            b -= 1
        if flat[a:b].startswith("(") and flat[a:b].endswith(")"):
            a, b = a + 1, b - 1
        said = re.compile(r"\[?(?:解析|分析)\]?\s?:?\s?").match(flat, a, b)
        if said:
            a = said.end()
        if flat[a:b].strip(_LOOSE):
            spans.append(Span("analysis", a, b))
        items.append((int(match["number"]), tuple(spans)))
    return items


def _numbered(marks: Marks, start: int, end: int) -> list[Item]:
    """Return the texts of a key whose answers are sentences: 参考答案 1.… 2.…"""
    run: list[Mark] = []
    for mark in between(marks.numbers, start, end):
        if mark.place >= 0 and mark.value == (run[-1].value + 1 if run else 1):
            run.append(mark)
    if not run or marks.flat[start : run[0].start].strip(" \n\t:*#-"):
        return []
    items: list[Item] = []
    for mark, following in zip(run, [*run[1:], None], strict=True):
        stop = following.start if following else end
        said = fields.parse(marks, mark.start, mark.end, stop, mark.value, _HABITS)
        told = tuple(span for span in said.spans if span.field in ("answer", "analysis"))
        items.append((mark.value, told or tuple(span._replace(field="answer") for span in said.spans)))
    return items


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
            found[at] = replace(found[at], spans=(*found[at].spans, *draft.spans), labelled=True)
    return tuple(found)
