"""The fields of one question: its text, options, answer and analysis, told apart by labels and letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenda.splitting import choices
from wenda.splitting.drafts import Draft, Span
from wenda.splitting.heading import POINTS
from wenda.splitting.marks import LINE, WORD, Mark, Marks, between, lines
from wenda.splitting.register import MAY_ASK, asks, register, sentences
from wenda.splitting.shapes import pattern

_POINTS = re.compile(POINTS)
_SPACE = " \n\t*"
_BULLETS = ("-", "•", "·", "*", "#", "Q")
# Room for the answer on a line of its own: _ or ( )
_ROOM = re.compile(r"\s*(?:答?:?[ \t]*[_＿]+[_＿\s]*|\([ \t]*\))?\s*")
_LOOSE_LINE = re.compile(r"\s*\n[ \t]*(?:[-•·*#]+|[QＱ])[ \t\n]*\Z")  # a bullet that the next question lost
# 需说明背景、具体行动、结果。 belongs to what was asked
_ITEM = re.compile(r"[\d(①-⑳•·*-]")
_STEP = re.compile(r"[\W\d]*(?:首?先|立即|立刻|马上|及时)")  # how the items of an answer begin
_WANTED = re.compile(rf"[您你]|{pattern('register', 'asks')}|几")
_DEMAND = re.compile(
    r"(?:需要?|要求|请(?:说明|结合|举例|注意|控制|不要|写|给出|分)|可结合|并|不少于|不超过|至少|限|字数|\()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the document does in most of its questions, to read a single one by.

    `weak` are the words of labels that are believed because they recur; `labelled` says that answers have labels.
    """

    weak: frozenset[str]
    labelled: bool


def parse(marks: Marks, start: int, body: int, end: int, number: int | None, habits: Habits) -> Draft:
    """Return the question whose marker begins at `start` and whose text is body:end."""
    parts = _parts(marks, body, end, number, habits)
    told = [part for part in parts if part.field in ("answer", "analysis")]
    asked, points = _without_points(marks.flat, parts[: len(parts) - len(told)])
    spans = choices.split(marks, asked)
    if not habits.labelled and len(spans) == len(asked) and not any(part.field == "answer" for part in told):
        spans = _unlabelled(marks, spans)
    trimmed = [_trim(marks.flat, span) for span in choices.settle(marks.flat, [*spans, *told])]
    kept = tuple(span for span in trimmed if span.start < span.end)
    return Draft(start=start, end=end, number=number, spans=kept, points=points, labelled=bool(told))


def habits(marks: Marks, blocks: list[tuple[int, int]]) -> Habits:
    """Return what the questions, given as places of their texts, have in common."""
    count: dict[str, int] = {}
    answered = 0
    for start, end in blocks:
        labels = between(marks.labels, start, end)
        for word in {label.style for label in labels}:
            count[word] = count.get(word, 0) + 1
        answered += any(label.kind in ("answer", "both", "approach") for label in labels)
    often = max(1, len(blocks) / 2)
    return Habits(
        weak=frozenset(word for word, many in count.items() if many >= often),
        labelled=answered > 0,
    )


def _parts(marks: Marks, body: int, end: int, number: int | None, habits: Habits) -> list[Span]:
    """Return text:end cut at its labels, which are left out; the parts are text, options, answer and analysis."""
    labels = between(marks.labels, body, end)
    plain = {label.kind for label in labels if not label.bare}
    parts: list[Span] = []
    state, at = "text", body
    for label in labels:
        if label.start < at:
            continue
        empty = not marks.flat[at : label.start].strip(_SPACE + ":")
        opens = _opens(label, state, parts, empty=empty, plain=plain, habits=habits, number=number)
        if opens is None:
            continue
        if not empty:
            parts.append(Span(state, at, label.start))
        state, at = opens, label.end
    parts.append(Span(state, at, end))
    return parts


def _opens(
    label: Mark,
    state: str,
    parts: list[Span],
    *,
    empty: bool,
    plain: set[str],
    habits: Habits,
    number: int | None,
) -> str | None:
    """Return the field that a label opens where the text is in `state`; None when it is but a word there."""
    answered = (state == "answer" and not empty) or any(part.field == "answer" for part in parts)
    kind = label.kind
    if kind == "approach":
        kind = "analysis" if "answer" in plain or answered else "answer"
    if kind == "both":
        kind = "analysis" if answered else "answer"
    if label.bare and label.kind in plain:
        return None
    if kind in ("stem", "situation", "asker"):
        return "text" if state == "text" and (empty or label.place != WORD) else None
    if kind == "options":
        return "options" if state == "text" else None
    if kind in ("answer", "answerer"):
        if label.value > 0 and number and label.value != number and label.style[0] == "A":
            return None
        return None if answered else "answer"
    if kind in ("analysis", "note"):
        if label.place == WORD and state == "analysis" and not empty:
            return None
        return "analysis" if _believed(label, state, habits) else None
    return None


def _believed(label: Mark, state: str, habits: Habits) -> bool:
    """A word such as 分析: also heads a paragraph of an answer; it is a label where most questions have it."""
    if label.kind == "analysis" and (len(label.style) > 2 or label.style == "解析"):
        return True
    return state != "answer" or (label.place == LINE and label.kind == "note") or label.style in habits.weak


def _without_points(flat: str, parts: list[Span]) -> tuple[list[Span], float | None]:
    """Return the parts without marks such as (10分) at the ends of lines, and the points these give."""
    points: float | None = None
    kept: list[Span] = []
    for part in parts:
        at = part.start
        if flat.find("分", part.start, part.end) < 0:
            kept.append(part)
            continue
        for match in _POINTS.finditer(flat, part.start, part.end):
            head = flat[at : match.start()].strip(_SPACE) == "" and at == part.start
            tail = (
                flat[match.end() : min(part.end, match.end() + 40)]
                .split("\n", 1)[0]
                .strip(_SPACE + "_。.:()")
            )
            if not (head or tail == "" or choices.opens(tail)):
                continue
            points = points if points is not None else float(match["points"] or match["worth"])
            kept.append(part._replace(start=at, end=match.start()))
            at = match.end()
        kept.append(part._replace(start=at))
    return [part for part in kept if flat[part.start : part.end].strip()], points


def _unlabelled(marks: Marks, spans: list[Span]) -> list[Span]:
    """Return the spans with the last text parted into what asks and what answers, where no label says so."""
    index = next((i for i in reversed(range(len(spans))) if spans[i].field == "text"), None)
    if index is None:
        return spans
    start, end = spans[index].start, spans[index].end
    flat = marks.flat
    cut = _asked_lines(flat, start, end) if "\n" in flat[start:end].strip() else _asked(flat, start, end)
    rest = flat[cut:end].strip(_SPACE)
    if not rest or (len(rest) < 25 and _DEMAND.match(rest)):
        return spans
    return [*spans[:index], Span("text", start, cut), Span("answer", cut, end), *spans[index + 1 :]]


def _asked(flat: str, start: int, end: int) -> int:
    """Return where in one line the question ends: after its first run of sentences that ask."""
    asked = False
    for a, b in sentences(flat, start, end):
        now = register(flat[a:b]) >= MAY_ASK
        if asked and not now:
            return a
        asked = asked or now
    return end


def _asked_lines(flat: str, start: int, end: int) -> int:
    """Return where in several lines the question ends, in whole lines where it can."""
    said = list(lines(flat, start, end))
    asking = [asks(flat[a:b]) for a, b in said]
    first = next((i for i, asks in enumerate(asking[:4]) if asks), 0)
    last = first
    while last + 1 < len(said) and asking[last + 1]:
        last += 1
    rest = [flat[a:b].strip() for a, b in said[last + 1 :]]
    # 1.当时的情形 2.您做的事 3.怎样收场 say what to tell; they tell nothing
    if _hints(rest):
        return end
    if last + 1 == len(said) == 1:
        return _asked(flat, start, end)
    return said[last][1]


def _hints(items: list[str]) -> bool:
    """Return whether lines say what to tell: 1.当时的情形 2.您做的事 3.怎样收场 tell nothing themselves."""
    listed = len(items) > 1 or (items and _ITEM.match(items[0]))
    if not listed or any(len(item) > 24 or item[-1] in "。!;" for item in items):
        return False
    wanted = sum(bool(_WANTED.search(item)) for item in items)
    return 2 * wanted >= len(items) if _STEP.match(items[0]) else wanted > 0


def _before_room(flat: str, start: int, end: int) -> int:
    """Return where a text ends without the lines at its end that only leave room for an answer."""
    while end > start:
        cut = max(start, flat.rfind("\n", start, end))
        if not _ROOM.fullmatch(flat, cut, end):
            return end
        end = cut
    return end


def _trim(flat: str, span: Span) -> Span:
    """Return a span without the blanks and loose marks at its ends."""
    start, end = span.start, span.end
    head, tail = _SPACE + ":", _SPACE
    if span.field == "option":
        head, tail = head + ".、", tail + ";-•·→"
    if span.field == "text":
        head = head + ".、,"
        end = _before_room(flat, start, end)
    while start < end and flat[start] in head:
        start += 1
    while end > start and flat[end - 1] in tail:
        end -= 1
    if flat[end - 1 : end] in _BULLETS and (last := _LOOSE_LINE.search(flat, max(start, end - 16), end)):
        end = last.start()
    return Span(span.field, start, end)


# 1.运营岗问:您…? 答:… names who asks, but 1.客户在线上问:“…”你怎么回? tells a case; 1.题目您会给吗?参考答案不给
# has lost its colons; 1.【单选题】 and 2.(判断) say what kind of question it is
_ASKER = re.compile(
    r"\s*(?:(?:[^\W\d_]{0,6}(?:岗|部|官|方|组|司|班|科|系|院|所|中心|经理|主管|总监|人事|专业|方向|学科|老师|教授|导师|评委|委员|考官|专家|校长|园长|院长|主任|处长|科长|书记|店长|老板|HR))?(?:追|提)?问\s?:(?!\s?[“\"‘'])"
    r"|(?:题目|题干)(?=[^\W\d_]|20\d\d年)(?![所的中里要是类意])"
    r"|[\[(]\s?(?:[单多]项?选?择?|不定项选?择?|判断|填空|简答|问答|论述|选择|情景|情境|行为|案例|案例分析|开放|综合|必答|选答|必考)题?\s?[\])])\s*"
)


def asker(marks: Marks, body: int) -> int:
    """Return where the text of a question begins after a number and a word that belongs to the marker."""
    match = _ASKER.match(marks.flat, body)
    return match.end() if match else body
