"""Closing remarks behind the last item of a list, as paragraphs of their own where that can be told."""

from __future__ import annotations

import re

from wenda.reflowing.brackets import Spans, enclosed, sentences
from wenda.reflowing.labels import TURN
from wenda.reflowing.lists import Block, List, Paragraph
from wenda.reflowing.mark import NONE, SOFT, before
from wenda.reflowing.structure import structure

_PLACE = re.compile(r"(?<=[。！!？?；;”’」』）)\"])(?=[\u4e00-\u9fff])")
_TURN = re.compile("[^：:\n]{1,5}[：:]“[^“”\n]*”")
_STOP = re.compile("[。；;]")
# A remark keeps this much of the item before it; there may be two (`最终使投诉率下降…关键在于变被动为主动`).
_SHORTEST = 5
_LEAST = 2
_MOST = 2
_NUMERALS = {numeral: number for number, numeral in enumerate("二三四五六七八九十", 2)} | {"两": 2}
_SUM = re.compile(
    r"(?P<by>通过|做到|做完|走完|有了|经过)?(?:这|以上|上述)(?P<count>[两二三四五六七八九十])个?(?:步|点|条|项|招|方面|环节|阶段|(?(by)[样件]|(?!)))"
    r"|(?<=[。！!？?；;])(?P<of>[两二三四五六七八九十])者"
    r"|其中[，,]?(?P<most>最(?:重要|关键|要紧|难)的[^，,。；;：:\n]{0,4}?是)?"
    r"(?:(?P<place>第[一二三四五六七八九十](?:步|点|条|项|招))|(?P<what>[^，,。；;：:\n]{2,8}?))"
    r"(?(most)(?=[，,。；;（(\n]|$)|[是又才也，,]{0,2}最(?:重要|关键|要紧|难))"
)


def lift(text: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with the remarks behind a list's last item taken out of it.

    A remark begins like one (rules/structure.toml, closing) at a sentence, behind a closing bracket or quote, or,
    in an item without a full stop, anywhere with one of the words that only remarks have.
    """
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, List):
            found += _remarks(text, block)
    return found


def _remarks(text: str, block: List) -> list[Block]:
    last = block.items[-1].blocks
    if not last:
        return []
    inner = last[-1]
    if isinstance(inner, List):
        return _remarks(text, inner)
    if block.family == TURN and (end := _said(text, block)):
        rest = Paragraph(start=end, end=inner.end, line=True)
        inner.end = end
        return [rest]
    if block.style == "label" and len(last) == 1:
        return []
    if (block.style in ("word", "heading") or block.family == "；") and (end := _one_sentence(text, block)):
        rest = Paragraph(start=end, end=inner.end, line=True)
        inner.end = end
        return [rest]
    remarks: list[Block] = []
    while len(remarks) < _MOST and (at := _begin(text, inner, block)) is not None:
        inner.end, inner = at, Paragraph(start=at, end=inner.end, line=True)
        remarks.append(inner)
    return remarks


def _one_sentence(text: str, block: List) -> int | None:
    """Return where the first sentence of the last item ends, if all others are one sentence and it is more.

    `一是…；二是…。挂了以后我在工单写：…`: what goes on is no part of the second.
    """
    *others, last = [item.blocks for item in block.items]
    if len(last) > 1 or any(len(blocks) > 1 for blocks in others):
        return None
    places = [_sentences(text, blocks[0]) for blocks in (*others, last) if isinstance(blocks[0], Paragraph)]
    if any(len(place) > 1 for place in places[:-1]) or len(places[-1]) < 2:
        return None
    return places[-1][0][1]


def _said(text: str, block: List) -> int | None:
    """Return where the quotation of the last turn ends, if each turn is one quotation and the last is more."""
    goes_on, end = False, 0
    for item in block.items:
        turn = item.blocks[0]
        match = _TURN.match(text, turn.start, turn.end) if isinstance(turn, Paragraph) else None
        if goes_on or match is None or isinstance(turn, List) or len(item.blocks) > 1:
            return None
        end = match.end()
        goes_on = bool(text[end : turn.end].strip())
    return end if goes_on else None


def _sentences(text: str, paragraph: Paragraph | List) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph; a semicolon ends none."""
    assert isinstance(paragraph, Paragraph)
    part = text[paragraph.start : paragraph.end].rstrip()
    found: list[tuple[int, int]] = []
    start = 0
    for _, end in sentences(part, enclosed(part)):
        if part[end - 1] not in "；;" or end == len(part):
            found.append((paragraph.start + start, paragraph.start + end))
            start = end
    return found


def _begin(text: str, paragraph: Paragraph, block: List) -> int | None:
    part = text[paragraph.start : paragraph.end]
    rules = structure()
    own = rules.closing.match(part)
    shortest = max(_SHORTEST, own.end() + 1 if own and paragraph.line else 0)
    spans = enclosed(part)
    sum_ = _sum(text, block, part, spans)
    for place in _PLACE.finditer(part):
        at = place.start()
        if at == sum_:
            return paragraph.start + at
        if at < shortest or spans.inside(at):
            continue
        # Behind a bracket in the middle of a sentence: `…（例）的表现最终…` goes on, `…（例）需体现…` does not.
        if rules.closing.match(part, at) and (before(part, at) > SOFT or not _STOP.search(part[:at])):
            return paragraph.start + at
    stop = _STOP.search(part)
    for match in rules.glued.finditer(part, shortest, stop.start() if stop else len(part)):
        if before(part, match.start()) == NONE and not spans.inside(match.start()):
            return paragraph.start + match.start()
    return None if sum_ is None else paragraph.start + sum_


def _sum(text: str, block: List, part: str, spans: Spans) -> int | None:
    """Return where a remark counts or weighs the items: `通过这三步，…` behind three, `其中守时最重要` where one is 守时."""
    openings: frozenset[str] | None = None
    for match in _SUM.finditer(part, _LEAST):
        stand = before(part, match.start())
        if spans.inside(match.start()) or stand == SOFT:
            continue
        if counted := match["count"] or match["of"]:
            fits = len(block.items) == _NUMERALS[counted] and (stand > SOFT or match["by"] == "通过")
        else:
            openings = _openings(text, block) if openings is None else openings
            fits = match["place"] is not None or match["what"] in openings
        if fits:
            return match.start()
    return None


def _openings(text: str, block: List) -> frozenset[str]:
    """Return what the items of a list begin with, in two to eight characters."""
    found: set[str] = set()
    for item in block.items:
        at = item.mark.end + (0 if item.mark.style in ("number", "dash") else len(item.mark.word))
        at += len(text[at : at + 2]) - len(text[at : at + 2].lstrip("：:，, "))
        found |= {text[at : at + length] for length in range(2, 9)}
    return frozenset(found)
