"""A cleaned text as an outline: its title, and its questions with all that belongs to them.

The text is read in every way that fits it (`readings`, `numbering`, `dialogue`); the reading that explains the
most of its labels, options and questions wins. Fields are places in the text, and what is in none of them is
returned as removed: nothing can be lost between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wenda.model import Outline
from wenda.splitting import dialogue, fields, keys, numbering, readings, tails
from wenda.splitting.drafts import Draft
from wenda.splitting.evidence import answer_labels
from wenda.splitting.heading import Title, points, title
from wenda.splitting.markers import scan
from wenda.splitting.marks import WORD, Marks, begins, head
from wenda.splitting.outline import outline
from wenda.splitting.quotes import unquoted
from wenda.splitting.register import ASKS, MAY_ASK, register, sentences
from wenda.splitting.sections import Lead, lead
from wenda.splitting.shapes import flatten

Start = tuple[int, int, int | None]  # where the marker begins, where the text after it begins, the number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the document, and how much of it that explains."""

    drafts: tuple[Draft, ...]
    score: float
    asks: float
    missed: int


def split(text: str) -> Outline:
    """Return the title and the questions of a cleaned, simplified text, and what belongs to neither.

    >>> found = split("2025年客服专员面试题及答案\\n1.您怎样安抚客户?\\n答案:先听他说完。")
    >>> found.title, [(q.text, q.answer) for q in found.questions]
    ('2025年客服专员面试题及答案', [('您怎样安抚客户?', '先听他说完。')])
    """
    flat = flatten(text)
    named = title(text, flat)
    floor = max((end for _, end in named.spans), default=0)
    marks = scan(flat, floor)
    tail = tails.tail(marks)
    marks = head(marks, max(floor, tail.start))
    drafts = _keyed(marks, text, named, floor)
    if drafts is None:
        drafts = keys.gather(marks, _read(marks, text, named, floor))
    drafts = unquoted(flat, drafts)
    return outline(text, flat, named, drafts, broken=tail.inside)


def _keyed(marks: Marks, text: str, named: Title, floor: int) -> tuple[Draft, ...] | None:
    """Return the questions of a document that lists all answers after them; None if it is none."""
    label = keys.place(marks)
    if label is None:
        return None
    drafts = _read(head(marks, label.start), text, named, floor)
    return keys.answer(marks, drafts, label) if drafts else None


def _read(marks: Marks, text: str, named: Title, floor: int) -> tuple[Draft, ...]:
    """Return the questions of the reading that explains the most; none when none is to be believed."""
    best: Reading | None = None
    for ways in (_spoken, _numbered, _labelled, _spoken_by_names, _answered, _lined, _told):
        drafts = ways(marks, text, floor, named)
        if not drafts:
            continue
        reading = _judged(marks, drafts, floor)
        if not _believable(reading, named):
            continue
        if best is None or reading.score > 1.2 * best.score:
            best = reading
        if not reading.missed:
            break
    return best.drafts if best else ()


def _numbered(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    found = numbering.chain(marks, text)
    return _built(marks, [(m.start, m.end, m.value) for m in found.marks], found.leads)


def _spoken(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    turns = dialogue.speakers(marks) or (dialogue.with_partner(marks) if named.promises else ())
    return tuple(dialogue.read(marks, turns))


def _spoken_by_names(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    return tuple(dialogue.read(marks, dialogue.names(marks))) if named.promises else ()


def _labelled(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    return _headed(marks, text, _marked(marks, readings.by_labels(marks, floor)), floor)


def _answered(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    return _headed(marks, text, _marked(marks, readings.by_answers(marks, floor)), floor)


def _lined(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    starts = readings.by_lines(marks, floor, promised=named.promises)
    return _headed(marks, text, _marked(marks, starts), floor)


def _told(marks: Marks, text: str, floor: int, named: Title) -> tuple[Draft, ...]:
    if not named.promises:
        return ()
    return _headed(marks, text, _marked(marks, readings.by_sentences(marks, floor)), floor)


def _marked(marks: Marks, starts: list[tuple[int, int]]) -> list[Start]:
    """Return the starts with the numbers that stand there, though they count nothing."""
    near = {m.start: m for m in marks.numbers if m.place >= 0} | {
        m.end: m for m in marks.numbers if m.place >= 0
    }
    found: list[Start] = []
    for start, body in starts:
        mark = near.get(start)
        found.append(
            (min(start, mark.start), max(body, mark.end), mark.value) if mark else (start, body, None)
        )
    return found


def _headed(marks: Marks, text: str, starts: list[Start], floor: int) -> tuple[Draft, ...]:
    """Return the questions that begin at `starts`, with the headings before them."""
    floors = [floor, *(body for _, body, _ in starts)]
    leads = [
        lead(marks, text, start, floor=after) for (start, _, _), after in zip(starts, floors, strict=False)
    ]
    return _built(marks, starts, leads)


def _built(marks: Marks, starts: list[Start], leads: Sequence[Lead | None]) -> tuple[Draft, ...]:
    """Return the questions that begin at `starts`, each up to the next one or to the heading before that."""
    if not starts:
        return ()
    ends = [each.start if each else start for (start, _, _), each in zip(starts, leads, strict=True)]
    after = lead(
        marks, marks.flat, len(marks.flat), floor=starts[-1][1]
    )  # a heading, and no question any more
    end = after.start if after and (after.section.points or after.section.count) else len(marks.flat)
    blocks = [
        (start, fields.asker(marks, body), end, number)
        for (start, body, number), end in zip(starts, [*ends[1:], end], strict=True)
    ]
    habits = fields.habits(marks, [(body, end) for _, body, end, _ in blocks])
    drafts: list[Draft] = []
    section = None
    for (start, body, end, number), headed in zip(blocks, leads, strict=True):
        draft = fields.parse(marks, start, body, end, number, habits)
        worth = points(marks.flat[start:body])
        section = headed.section if headed else section
        drafts.append(
            draft._replace(
                lead=headed.start if headed else None,
                section=section,
                points=draft.points if worth is None else worth,
            )
        )
    return tuple(drafts)


def _judged(marks: Marks, drafts: tuple[Draft, ...], floor: int) -> Reading:
    """Return a reading with what it explains: two for a question that asks and is answered."""
    score, asking = 0.0, 0
    for draft in drafts:
        asks = _asks(marks, draft)
        asking += asks
        fields = {span.field for span in draft.spans}
        answered = sum(span.end - span.start for span in draft.spans if span.field == "answer")
        # An answer that no label opens is worth less: it may be the next question
        score += asks + (min(1, answered) if draft.labelled else 0.5 * (answered > 8))
        score += ("option" in fields) + 0.5 * ("analysis" in fields) - 3 * ("text" not in fields)
    missed = _missed(marks, drafts, floor)
    return Reading(drafts=drafts, score=score - missed, asks=asking / len(drafts), missed=missed)


def _asks(marks: Marks, draft: Draft) -> bool:
    said = [span for span in draft.spans if span.field == "text"]
    if any(marks.flat[span.end - 1] == "?" for span in said):
        return True
    return any(
        register(marks.flat[a:b]) >= MAY_ASK
        for span in said
        for a, b in sentences(marks.flat, span.start, span.end)
    )


def _missed(marks: Marks, drafts: tuple[Draft, ...], floor: int) -> int:
    """Return how many labels of answers open none, and how many sentences ask before the first question."""
    end = len(marks.flat.rstrip())
    labels = sum(start + 8 < end for start in answer_labels(marks))
    first = min((draft.lead or draft.start) for draft in drafts)
    unanswered = max(0, labels - sum(draft.has("answer") for draft in drafts))
    begun = drafts[0].number == 1 and (drafts[0].lead is not None or begins(marks.flat, first)[1] != WORD)
    if begun or dialogue.speakers(marks) or dialogue.with_partner(marks):
        return unanswered  # small talk asks too, and so does what introduces number 1
    return unanswered + sum(register(marks.flat[a:b]) >= ASKS for a, b in sentences(marks.flat, floor, first))


def _all_answered(drafts: tuple[Draft, ...]) -> bool:
    """Return whether all questions have answers; the document may break off in the last one."""
    return all(draft.has("answer") for draft in (drafts[:-1] if len(drafts) > 2 else drafts))


def _believable(reading: Reading, named: Title) -> bool:
    """Return whether a reading is more than the accident that a text has numbers or a question mark in it."""
    many = len(reading.drafts)
    strong = sum(d.labelled or sum(s.field == "option" for s in d.spans) > 1 for d in reading.drafts)
    if 2 * strong >= many:
        return named.promises or reading.asks >= 0.5
    if named.promises:
        return reading.asks >= 0.4 or (not named.advises and _all_answered(reading.drafts))
    return reading.asks >= 0.6 and many >= 3
