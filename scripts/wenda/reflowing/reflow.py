"""The structure that a plain answer announces, as Markdown. Text is structured, never reworded."""

from __future__ import annotations

import re
from itertools import zip_longest

from wenda.record.markdown import escape
from wenda.reflowing import closing
from wenda.reflowing.as_read import as_read
from wenda.reflowing.brackets import enclosed, sentences
from wenda.reflowing.lists import Block, Item, List, Paragraph, outline
from wenda.reflowing.structure import structure

INDENT = " " * 4
"""Python-Markdown nests by four spaces."""

# A lead-in is short and says what the item is about; `我对他说:“…”` is speech.
_LEAD = re.compile(
    r"(?P<lead>[^：:。；;！!？?，,（(\n]{1,24})(?:[（(][^（(）)\n]{1,60}[）)])?[：:](?P<more>\s*\S)?"
)
_SPEECH = re.compile(r"[我他她您你]|(?:说|问道|说道|回答|是)$|^(?:例|例如|如|比如|注|即)$|^\d|[“\"‘]")
# `痛点:` before a list is a label; `分三块:` and `原因有三:` are sentences.
# A stage on a line of its own is a heading even where the answer breaks off before the second.
_STAGE = re.compile("第[一二三四五六](?:步|阶段|部分|层)[^。；;！!？?\n]{0,36}[^。；;：:，,]")
_SHORT = re.compile("(?!.*(?:如下|所示|包括))[^是有分要等为在一二三四五六七八九十两几]{2,4}")
# `第三步：激励策略结合沉默原因…：`, a heading that has lost its line end, where other steps have theirs.
_RUN_ON = re.compile(
    "第[一二三四五六1-9](?:步|阶段)[：:][^。；;！!？?：:，,、“”（(]{4,20}?(?=(?:调取|根据|结合|针对|通过|梳理|建立)[^。；;\n]{4,}[：:]$)"
)
_HEAD = re.compile("[、：:]?[^，,。；;：:！!？?“”]{2,12}(?<![说问答是道下括])[：:]\\s*")
_QUOTES = re.compile(r"[：:]\s*[“\"]")
# A lead-in as long as this that introduces speech is a sentence; `先认：“…”` is a label.
_SENTENCE = 5
_FIRST = re.compile(r"[^。；;！!？?\n]{2,28}?[。！!？?](?=.)")
_MORE = 12
# Prose longer than this is parted; a part is at least this long.
LONG, PART = 150, 45


def reflow(text: str) -> str:
    """Return the answer as Markdown: paragraphs, lists with bold lead-ins, parts with bold labels.

    Letters, digits and Han characters stay as they are and where they are; dashes and the brackets of numbers
    become Markdown's own.
    """
    if not text or text.isspace():  # an analysis that is not there
        return ""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    seen = as_read(text)
    return "\n\n".join(_Writer(text, seen).blocks(closing.lift(seen, outline(seen))))


class _Writer:
    """Markdown of one text's blocks, each a string of one or more lines: decided by the text as read, written as typed."""

    def __init__(self, typed: str, seen: str) -> None:
        self.typed = typed
        self.text = seen

    def blocks(self, blocks: list[Block]) -> list[str]:
        found: list[str] = []
        lines = [b for b in blocks if isinstance(b, Paragraph)]
        led = sum(self.lead(block) is not None for block in lines if block.line)
        leads = led > 1 and led * 2 >= len(lines)
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, List):
                found += self.flat(block) if self.is_flat(block) else [self.bullets(block)]
            else:
                heads = (
                    isinstance(following, List) and self.text[block.start : block.end].rstrip()[-1:] in "：:"
                )
                short = heads and _SHORT.fullmatch(self.text[block.start : block.end].rstrip("：: "))
                bold = self.lead(block, more=True) if (leads and block.line) or short else None
                if following is not None and block.line:
                    stage = _STAGE.fullmatch(self.text[block.start : block.end].rstrip())
                    bold = stage.end() if stage else bold
                found += self.paragraphs(block, bold=bold or 0)
        return found

    def is_flat(self, block: List) -> bool:
        """Labels, and headings that hold lists, stand as paragraphs: nesting costs a phone half its width."""
        if block.style == "label":
            return True
        return block.style == "heading" and any(
            isinstance(part, List) for item in block.items for part in item.blocks
        )

    def flat(self, block: List) -> list[str]:
        found: list[str] = []
        bare = any(
            isinstance(p := item.blocks[0], Paragraph)
            and len(self.text[p.start : p.end].rstrip()) == self.heading(item, p) > len(item.mark.word)
            for item in block.items
            if item.blocks
        )
        for item in block.items:
            first, rest = self.divide(item)
            run_on = first and bare and _RUN_ON.match(self.text[first.start : first.end].rstrip())
            if first and run_on:
                end = first.start + run_on.end()
                found += self.paragraphs(Paragraph(start=first.start, end=end), bold=run_on.end())
                found += self.paragraphs(Paragraph(start=end, end=first.end))
            else:
                found += self.paragraphs(first, bold=self.heading(item, first)) if first else []
            found += self.blocks(rest)
        return found

    def divide(self, item: Item) -> tuple[Paragraph | None, list[Block]]:
        first = item.blocks[0] if item.blocks else None
        return (first, item.blocks[1:]) if isinstance(first, Paragraph) else (None, item.blocks)

    def bullets(self, block: List) -> str:
        bold = self.bold(block)
        items: list[str] = []
        for number, item in enumerate(block.items, 1):
            first, rest = self.divide(item)
            assert first is not None
            parts = self.paragraphs(first, bold=bold[number - 1]) + self.blocks(rest)
            mark = f"{number}. " if block.style == "number" else "- "
            items.append(
                mark + "\n\n".join(parts).replace("\n", "\n" + INDENT).replace("\n" + INDENT + "\n", "\n\n")
            )
        loose = any("\n" in item for item in items)
        return ("\n\n" if loose else "\n").join(items)

    def bold(self, block: List) -> list[int]:
        """Return for each item how many characters of it are its bold lead-in."""
        firsts = [item.blocks[0] for item in block.items]
        paragraphs = [first for first in firsts if isinstance(first, Paragraph)]
        if block.style in ("word", "heading") and block.family != "A.":
            alike = list(zip(block.items, paragraphs, strict=True))
            sentences_ = [self.opening(item, paragraph) for item, paragraph in alike]
            # The first sentence is a lead-in where all items have one.
            return sentences_ if all(sentences_) else [self.heading(item, p) for item, p in alike]
        leads = [
            self.lead(paragraph, more=len(item.blocks) > 1)
            for item, paragraph in zip(block.items, paragraphs, strict=True)
        ]
        # `与同事沟通：“…”` beside `向同事发送“需求单”：“…”` introduces speech.
        firsts_ = [self.text[paragraph.start : paragraph.end] for paragraph in paragraphs]
        if any(lead is None and _QUOTES.search(first) for lead, first in zip(leads, firsts_, strict=True)):
            leads = [
                None if lead and lead >= _SENTENCE and _QUOTES.match(first, lead) else lead
                for lead, first in zip(leads, firsts_, strict=True)
            ]
        enough = sum(lead is not None for lead in leads) * 2 >= len(leads)
        return [(lead or 0) if enough else 0 for lead in leads]

    def heading(self, item: Item, first: Paragraph) -> int:
        """Return the length of the bold part of an item that begins with a word: `第一步:核实`, `首先`."""
        text = self.text[first.start : first.end]
        word = len(item.mark.word)
        if item.mark.style == "label":
            return word
        whole = len(item.blocks) > 1 and len(text) <= 40 and not re.search(r"[。；;！!？?：:]$", text)
        if whole and not re.search("[，,。；;]", text[word + 1 :]):
            return len(text.rstrip())
        # `一、降低流失：` above a list.
        if len(item.blocks) > 1 and _HEAD.fullmatch(text, word):
            return len(text.rstrip()) - 1
        return 0 if item.mark.family in ("一、", "(一)") else word

    def opening(self, item: Item, first: Paragraph) -> int:
        """Return the length of a short first sentence that more follows; 0 where there is none."""
        text = self.text[first.start : first.end]
        sentence = _FIRST.match(text)
        more = sentence and (len(text) - sentence.end() >= _MORE or len(item.blocks) > 1)
        return sentence.end() - 1 if sentence and more else 0

    def lead(self, paragraph: Paragraph, *, more: bool = False) -> int | None:
        """Return the length of the lead-in that a paragraph begins with; `more` says that something follows it."""
        text = self.text[paragraph.start : paragraph.end]
        match = _LEAD.match(text)
        if match is None or not (match["more"] or more) or _SPEECH.search(match["lead"]):
            return None
        return match.end("lead")

    def paragraphs(self, paragraph: Paragraph, *, bold: int = 0) -> list[str]:
        """Return a paragraph as one or, where it is long, several; its first `bold` characters are bold."""
        text = self.typed[paragraph.start : paragraph.end].rstrip()
        cut = text[:bold].rstrip()
        places = _parts(self.text[paragraph.start : paragraph.end].rstrip())
        parts = [text[start:end] for start, end in places]
        if not cut:
            return [escape(part) for part in parts]
        head = parts[0][len(cut) :]
        return [f"**{escape(cut)}**{_inline(head)}", *(escape(part) for part in parts[1:])]


def _inline(text: str) -> str:
    """Escape what does not stand at the beginning of a line."""
    return escape("甲" + text)[1:]


def _parts(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs that a long stretch of prose is parted into, at sentences that turn."""
    if len(text) <= LONG:
        return [(0, len(text))]
    turns = structure().turns
    found, start = [], 0
    for begin, _end in sentences(text, enclosed(text))[1:]:
        so_far, rest = begin - start, len(text) - begin
        if rest < PART * 2 // 3 or text[begin - 1] in "；;":
            continue
        if (so_far >= PART and turns.match(text, begin)) or so_far >= LONG:
            found.append((start, begin))
            start = begin
    return [*found, (start, len(text))]
