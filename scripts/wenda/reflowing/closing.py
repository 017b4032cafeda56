"""Closing remarks behind the last item of a list, as paragraphs of their own where that can be told."""

from __future__ import annotations

import re

from wenda.reflowing.brackets import enclosed, sentences
from wenda.reflowing.lists import Block, List, Paragraph
from wenda.reflowing.mark import NONE, SOFT, before
from wenda.reflowing.structure import structure

_PLACE = re.compile(r"(?<=[。！!？?；;”’」』）)\"])(?=[\u4e00-\u9fff])")
_STOP = re.compile("[。；;]")
# A remark keeps this much of the item before it; there may be two (`最终使投诉率下降…关键在于变被动为主动`).
_SHORTEST = 5
_MOST = 2


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
    if block.style == "label" and len(last) == 1:
        return []
    if block.style in ("word", "heading") and (end := _one_sentence(text, block)):
        rest = Paragraph(start=end, end=inner.end, line=True)
        inner.end = end
        return [rest]
    remarks: list[Block] = []
    while len(remarks) < _MOST and (at := _begin(text, inner)) is not None:
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


def _begin(text: str, paragraph: Paragraph) -> int | None:
    part = text[paragraph.start : paragraph.end]
    own = structure().closing.match(part)
    shortest = max(_SHORTEST, own.end() + 1 if own and paragraph.line else 0)
    spans = enclosed(part)
    rules = structure()
    for place in _PLACE.finditer(part):
        at = place.start()
        if at < shortest or spans.inside(at):
            continue
        # Behind a bracket in the middle of a sentence: `…（例）的表现最终…` goes on, `…（例）需体现…` does not.
        if rules.closing.match(part, at) and (before(part, at) > SOFT or not _STOP.search(part[:at])):
            return paragraph.start + at
    stop = _STOP.search(part)
    for match in rules.glued.finditer(part, shortest, stop.start() if stop else len(part)):
        if before(part, match.start()) == NONE and not spans.inside(match.start()):
            return paragraph.start + match.start()
    return None
