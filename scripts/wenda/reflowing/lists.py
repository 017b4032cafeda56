"""From candidates to lists: a sequence that counts up is one, all other numbers and dashes are text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wenda.reflowing.item_marks import in_run, marks
from wenda.reflowing.labels import TURN
from wenda.reflowing.mark import NONE, STOP, Mark

_MOST_PASSES = 12
_INDENT = ("   ", "\t")


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """The characters from `start` to `end`; `line` says that it began on a line of its own."""

    start: int
    end: int
    line: bool = False


@dataclass(slots=True, kw_only=True)
class Item:
    """One item of a list: its mark and what it holds."""

    mark: Mark
    blocks: list[Paragraph | List] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class List:
    """Items that count up, or that begin with the same mark; labels of one group are a list too."""

    family: str
    items: list[Item] = field(default_factory=list)
    ended: bool = False

    @property
    def style(self) -> str:
        """The style of its marks."""
        return self.items[0].mark.style


Block = Paragraph | List


def outline(text: str) -> list[Block]:
    """Return the blocks of a text in order: paragraphs and (nested) lists.

    Marks that make no list are taken out and the rest is read again, until every list has two items.
    """
    accepted: Sequence[Mark] = marks(text)
    for _ in range(_MOST_PASSES):
        blocks = _Parser(text, accepted).parse()
        wrong = _wrong(blocks)
        if not wrong:
            return _lifted(text, blocks)
        accepted = [mark for mark in accepted if mark.start not in wrong]
    return _Parser(text, ()).parse()


class _Parser:
    """One reading of a text with the marks that are believed in so far."""

    def __init__(self, text: str, accepted: Sequence[Mark]) -> None:
        self.text = text
        self.accepted = accepted
        self.blocks: list[Block] = []
        self.stack: list[List] = []
        self.cursor = 0
        self.runs = in_run(text)
        self.again = Counter(mark.word for mark in accepted if mark.style == "label")

    def parse(self) -> list[Block]:
        for index, mark in enumerate(self.accepted):
            level = self.level(mark, index)
            if level is not None:
                self.flush(mark.start)
                self.cursor = mark.end
                self.place(mark, level)
        self.flush(len(self.text))
        return self.blocks

    def level(self, mark: Mark, index: int) -> int | None:
        """Return how many lists stay open around the mark's own, or None where it is text."""
        at = next(
            (i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].family == mark.family), None
        )
        if mark.style == "label":
            return self.label_level(mark, at)
        if mark.style == "dash":
            return self.dash_level(mark, at, index)
        if at is not None and self.continues(self.stack[at], mark):
            return at
        # `首先，…。首先是听，…`: the second opens no list.
        weak = mark.style == "word" and self.text.startswith(("是", "要"), mark.end + len(mark.word))
        if mark.number != 1 or (at is not None and weak) or (at is not None and mark.before < STOP):
            return None
        # `1.沟通（1）…（2）…2.协调（1）…（2）…`: without a stop before it only below another list.
        if mark.inner and not self.stack:
            return None
        return len(self.stack) if at is None else at

    def continues(self, open_: List, mark: Mark) -> bool:
        if mark.style == "word":
            return mark.number != 1 and not open_.ended
        last = open_.items[-1].mark.number
        return last is not None and mark.number == last + 1

    def dash_level(self, mark: Mark, at: int | None, index: int) -> int | None:
        if mark.before >= STOP:
            return len(self.stack) if at is None else at
        if at is None or at != len(self.stack) - 1:
            return None
        if mark.start in self.runs:
            return at
        # Unpunctuated items, `-抗压能力突出,曾…专业度-学习能力强,3个月…`: not `流量质量-转化设计-售后体验`.
        so_far = self.text[self.cursor : mark.start]
        coming = self.text[mark.end : mark.end + 16]
        fits = len(so_far) >= 6 and not re.search("[。；;]", so_far) and re.search("[，,：:（(]", coming)
        return at if fits else None

    def label_level(self, mark: Mark, at: int | None) -> int | None:
        if self.stack and not self.text[self.cursor : mark.start].strip() and self.stack[-1].style != "label":
            return None  # `1.优点:`: the lead-in of the item
        if at is not None:
            return at
        if (self.again[mark.word] < 2 and mark.family != TURN) or not self.stack:
            return 0
        inner = len(self.stack)
        while inner and self.stack[inner - 1].style == "dash":
            inner -= 1
        return inner

    def flush(self, end: int) -> None:
        """Put the text from the cursor to `end` into the innermost item, a paragraph a line."""
        for match in re.compile(r"\S[^\n]*").finditer(self.text, self.cursor, end):
            line = match.start() > self.cursor or self.cursor == 0
            self.container().append(Paragraph(start=match.start(), end=match.end(), line=line))

    def place(self, mark: Mark, level: int) -> None:
        goes_on = level < len(self.stack) and self.stack[level].family == mark.family
        if goes_on and mark.style in ("number", "heading", "word") and mark.number == 1:
            goes_on = False
        del self.stack[level + goes_on :]
        if not goes_on:
            new = List(family=mark.family)
            self.container().append(new)
            self.stack.append(new)
        self.stack[-1].items.append(Item(mark=mark))
        self.stack[-1].ended = mark.style == "word" and mark.number == 0

    def container(self) -> list[Block]:
        return self.stack[-1].items[-1].blocks if self.stack else self.blocks


def _wrong(blocks: list[Block]) -> set[int]:
    """Return the starts of the marks of lists that are none: one item, an empty item, no text before a nested one."""
    wrong: set[int] = set()
    previous: Block | None = None
    for block in blocks:
        if isinstance(block, List):
            if not _is_list(block) or _merges(previous, block):
                wrong |= {item.mark.start for item in block.items}
            else:
                for item in block.items:
                    wrong |= _wrong(item.blocks)
        previous = block
    return wrong


def _is_list(block: List) -> bool:
    if block.style == "label":
        return True
    if not all(item.blocks and isinstance(item.blocks[0], Paragraph) for item in block.items):
        return False
    if len(block.items) < 2:
        return block.family.startswith("-@")  # a dash indented below another says enough
    if block.items[0].mark.inner:
        return True
    # A beginning in the middle of a sentence (`…匹配度验证1.调取…`) is believed when it goes on at a stop or counts to three.
    return block.items[0].mark.before > NONE or len(block.items) > 2 or block.items[1].mark.before >= STOP


def _merges(previous: Block | None, block: List) -> bool:
    """Whether Markdown would take two lists for one and count on."""
    return isinstance(previous, List) and previous.style == block.style == "number"


def _lifted(text: str, blocks: list[Block]) -> list[Block]:
    """Take lines after the last item of a list, which are none of its own, out of it."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if not isinstance(block, List):
            continue
        for item in block.items:
            item.blocks = _lifted(text, item.blocks)
        if block.style != "label":
            found += _tail(text, block)
    return found


def _tail(text: str, block: List) -> list[Block]:
    """Remove and return the paragraphs of the last item beyond the lines that the other items have.

    A line that Markdown's own indentation puts into the item stays.
    """
    lines = [_lines(item) for item in block.items]
    allowed = min(lines[:-1], default=0)
    last = block.items[-1].blocks
    tail: list[Block] = []
    while lines[-1] - len(tail) > allowed and isinstance(last[-1], Paragraph) and last[-1].line:
        if text.endswith(_INDENT, block.items[-1].mark.end, last[-1].start):
            break
        tail.insert(0, last.pop())
    return tail


def _lines(item: Item) -> int:
    return sum(isinstance(block, Paragraph) and block.line for block in item.blocks[1:])
