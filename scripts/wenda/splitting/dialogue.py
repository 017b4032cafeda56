"""Interviews written as dialogues: turns of speakers, with the small talk between them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from wenda.splitting.drafts import Draft, Span
from wenda.splitting.marks import LINE, Mark, Marks
from wenda.splitting.register import MAY_ASK, register, sentences, sets_out
from wenda.splitting.shapes import pattern, shapes

_SPACE = " \n\t"
_LEAD_WITHIN = 80  # characters of a turn in which 第二题, may still lead to the question
_CLAUSE = re.compile(r"\s*([^,:、。?!“”]{1,16})[,、]")
_ASSENT = re.compile(r"那么?|[您你]好|[好嗯行对是]的?|嗯+|明白了?|了解了?|不错|很好|谢谢|没错|OK|ok|Ok")
_SPEAKER = re.compile(
    r"(?:^|(?<=[。?!…”]))[『「\[]?(?P<name>[^\s:。,;、?!“”\d()\[\]『』「」]{1,8})[』」\]]?\s?:", re.MULTILINE
)


@cache
def _talk() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(f"(?:{pattern('talk', name)})")
        for name in ("lead", "small", "chat", "aside", "serious")
    }


def speakers(marks: Marks) -> tuple[Mark, ...]:
    """Return the places where a speaker's turn begins; empty unless one side asks and the other answers."""
    said = [mark for mark in marks.labels if mark.kind in ("asker", "answerer", "usher")]
    sides = {mark.kind for mark in said}
    if "asker" not in sides and "usher" in sides:  # 主持人: asks where nobody else does
        said = [mark._replace(kind="asker") if mark.kind == "usher" else mark for mark in said]
        sides = {mark.kind for mark in said}
    return tuple(said) if "asker" in sides and "answerer" in sides else ()


def with_partner(marks: Marks) -> tuple[Mark, ...]:
    """Return the turns of a dialogue in which one side is known, and who speaks with it: 面试官:… 小李:…"""
    said = [mark for mark in marks.labels if mark.kind in ("asker", "answerer")]
    if len(said) < 2 or len({mark.kind for mark in said}) > 1:
        return ()
    found = _partner(marks, said)
    return tuple(sorted([*said, *found])) if found else ()


def _partner(marks: Marks, said: list[Mark]) -> list[Mark]:
    known = {mark.start for mark in said}
    turns = [
        m for m in _SPEAKER.finditer(marks.flat) if m.start() not in known and m["name"] not in shapes().words
    ]
    kind = "answerer" if said[0].kind == "asker" else "asker"
    count = Counter(turn["name"] for turn in turns).most_common(1)
    if not count or count[0][1] < 2 or 2 * count[0][1] < len(said):
        return []
    return [
        Mark(turn.start(), turn.end(), kind, 0, turn["name"], LINE)
        for turn in turns
        if turn["name"] == count[0][0]
    ]


def names(marks: Marks) -> tuple[Mark, ...]:
    """Return the turns of a dialogue between names: 王经理: … 小李: …, told apart by who asks."""
    if any(mark.kind in ("answer", "both", "analysis") for mark in marks.labels):
        return ()
    said = [mark for mark in marks.labels if mark.kind in ("asker", "answerer", "usher")]
    lines = [(m.start(), m.end(), m["name"]) for m in _SPEAKER.finditer(marks.flat)]
    names = [name for name, many in Counter(name for _, _, name in lines).most_common(3) if many > 1]
    known = {marks.flat[m.start : m.end].strip(" :[]『』「」") for m in said}
    if len(names) < 2 or len(names) - len(known & set(names)) > 2:
        return ()
    turns = [turn for turn in lines if turn[2] in names]
    asking: Counter[str] = Counter()
    for at, (_, start, name) in enumerate(turns):
        end = turns[at + 1][0] if at + 1 < len(turns) else len(marks.flat)
        asking[name] += any(
            register(marks.flat[a:b]) >= MAY_ASK for a, b in sentences(marks.flat, start, end)
        )
    count = Counter(name for _, _, name in turns)
    share = {name: asking[name] / count[name] for name in names}
    askers = {name for name in names if share[name] >= 0.6}
    if not askers or not set(names) - askers or max(share[n] for n in set(names) - askers) > 0.34:
        return ()
    kinds = {name: "asker" if name in askers else "answerer" for name in names}
    return tuple(Mark(a, b, kinds[name], 0, name, LINE) for a, b, name in turns)


def read(marks: Marks, turns: tuple[Mark, ...]) -> list[Draft]:
    """Return the questions of a dialogue. What is in none of them is small talk."""
    flat = marks.flat
    drafts: list[Draft] = []
    numbers = {mark.end: mark for mark in marks.numbers}
    prompted = False  # whether the last thing asked belongs to the last question
    for at, turn in enumerate(turns):
        end = turns[at + 1].start if at + 1 < len(turns) else len(flat)
        end = numbers[end].start if end in numbers else end
        if turn.kind == "asker":
            followed = at + 1 < len(turns) and turns[at + 1].kind == "answerer"
            question = _question(flat, turn.end, end, followed=followed)
            prompted = question is not None
            if question:
                drafts.append(Draft(start=turn.start, end=end, number=None, spans=(question,), labelled=True))
            elif drafts and re.search(r"继续|然后呢|接着说", flat[turn.end : end]):
                prompted = True
        elif turn.kind == "answerer" and drafts and prompted:
            start = turn.end + len(flat[turn.end : end]) - len(flat[turn.end : end].lstrip())
            stop = turn.end + len(flat[turn.end : end].rstrip())
            if start < stop:
                spans = (*drafts[-1].spans, Span("answer", start, stop))
                drafts[-1] = drafts[-1]._replace(end=end, spans=spans)
    return drafts


def _question(flat: str, start: int, end: int, *, followed: bool) -> Span | None:
    """Return what a turn asks without the small talk before and after it; None when it asks nothing."""
    start = _led(flat, start, end)
    said = [(a, b) for a, b in sentences(flat, start, end)]
    while said and _small(_bare(flat, *said[0])):
        said.pop(0)
    while said and _small(_bare(flat, *said[-1])):
        said.pop()
    while len(said) > 1 and _aside(_bare(flat, *said[0])):
        if case := _case(flat, *said[0]):
            said[0] = (case, said[0][1])
            break
        said.pop(0)
    if not said:
        return None
    start, end = _clause(flat, said[0][0], said[-1][1]), said[-1][1]
    said[0] = (start, said[0][1])
    asks = any(register(flat[a:b]) >= MAY_ASK for a, b in said)
    told = all(_aside(_bare(flat, *each)) for each in said)
    if not asks and (told or not followed or end - start < 8):
        return None
    while start < end and flat[start] in _SPACE:
        start += 1
    while end > start and flat[end - 1] in _SPACE:
        end -= 1
    return Span("text", start, end)


def _led(flat: str, start: int, end: int) -> int:
    """Return where the question begins after the last 第二题, or 下一个问题是: near the head of a turn."""
    lead = _talk()["lead"]
    limit = min(end, start + _LEAD_WITHIN)
    heads = [start] + [m.end() for m in re.compile(r"[。?!,;:]").finditer(flat, start, limit)]
    for head in reversed(heads):
        match = lead.match(flat, head + len(flat[head:end]) - len(flat[head:end].lstrip(_SPACE)), end)
        if match and flat[match.end() : end].strip(_SPACE):
            return match.end()
    return start


def _clause(flat: str, start: int, end: int) -> int:
    """Return where a sentence begins without the small talk at its head: 好的,换个话题,您……"""
    talk = _talk()
    while match := _CLAUSE.match(flat, start, end):
        if not (_ASSENT.fullmatch(match[1]) or talk["small"].fullmatch(match[1])):
            break
        start = match.end()
    return start


def _small(sentence: str) -> bool:
    """Return whether a sentence is but small talk, as a whole or clause by clause."""
    talk = _talk()
    if talk["serious"].search(sentence):
        return False
    small = talk["small"]
    if small.fullmatch(sentence) or talk["chat"].fullmatch(sentence):
        return True
    return all(small.fullmatch(each) or talk["chat"].fullmatch(each) for each in sentence.split(","))


def _aside(sentence: str) -> bool:
    """Return whether a sentence that asks nothing is said to the candidate and not about a case."""
    told = len(sentence) <= 40 and register(sentence) < MAY_ASK and not sets_out(sentence)
    return told and bool(_talk()["aside"].search(sentence)) and not re.match(r"[您你]刚才", sentence)


def _case(flat: str, start: int, end: int) -> int | None:
    """Return where a case begins behind the clause that leads to it: 我们换个话题,做管理总会有判断失误的时候。"""
    comma = flat.find(",", start, end)
    rest = _bare(flat, comma + 1, end)
    about = re.search(r"[您你咱]|我们|题|面试|环节|时间|分钟", rest)
    return comma + 1 if comma >= 0 and len(rest) >= 8 and not about and not _aside(rest) else None


def _bare(flat: str, start: int, end: int) -> str:
    return flat[start:end].strip(_SPACE).rstrip("。?!…~,")
