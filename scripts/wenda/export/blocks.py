"""Markdown of a page as blocks of plain text, for what shows it without a Markdown reader.

Of the markup only paragraphs, headings, lists, tables and bold are kept: no HTML is made here, so none can get in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenda.search.text import plain, shows_itself

Inline = list[str]
"""Runs of text, plain and bold by turns, the first plain."""

Block = list[object]
"""`["p" | "h", Inline]`, `["ul" | "ol", [Inline, …]]` or `["table", [[Inline, …], …]]`, its head the first row."""

_BETWEEN = re.compile(r"\n[ \t]*\n")
_BOLD = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*")
_ITEM = re.compile(r"^[ \t]*(?:(?P<bullet>[-*+])|\d+\.)[ \t]+(?P<text>.*)$")
_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_CELL = re.compile(r"(?<!\\)\|")


def blocks(markdown: str) -> list[Block]:
    """Return the blocks of a part of a page, in their order.

    >>> blocks("先**听**，再答。\\n\\n- 一\\n- **二**")
    [['p', ['先', '听', '，再答。']], ['ul', [['一'], ['', '二']]]]
    """
    pieces = [piece.strip("\n") for piece in _BETWEEN.split(markdown)]
    if shows_itself(markdown):  # most do
        return [_shown(piece) for piece in pieces if piece and not piece.isspace()]
    return [block for piece in pieces for block in _blocks(piece)]


def inline(markdown: str) -> Inline:
    """Return the runs of one stretch of text."""
    runs = [_run(run) for run in _BOLD.split(markdown)]
    while runs and not runs[-1]:
        runs.pop()
    return runs


def _run(markdown: str) -> str:
    """Return the text of a run with the space at its ends, which parts Latin words."""
    return _between_ends(markdown, plain(markdown))


def _between_ends(markdown: str, text: str) -> str:
    before = " " if markdown[:1] == " " and text else ""
    after = " " if markdown[-1:] == " " and text else ""
    return before + text + after


def _blocks(piece: str) -> Iterator[Block]:
    if shows_itself(piece):
        if piece and not piece.isspace():
            yield _shown(piece)
        return
    lines = piece.split("\n")
    if len(lines) > 1 and _RULE.match(lines[1].strip()) and "|" in lines[0]:
        yield ["table", [_cells(line) for line in (lines[0], *lines[2:]) if line.strip()]]
        return
    text: list[str] = []
    items: list[str] = []
    kind = "ul"
    for line in lines:
        match = _ITEM.match(line)
        if match:
            if text:
                yield _text("\n".join(text))
                text = []
            kind = "ul" if match["bullet"] else "ol"
            items.append(match["text"])
        elif items:
            items[-1] += "\n" + line.strip()
        elif line.strip():
            text.append(line)
    if text:
        yield _text("\n".join(text))
    if items:
        yield [kind, [inline(item) for item in items]]


def _shown(piece: str) -> Block:
    """Return the paragraph of a piece without markup."""
    said = [line for line in piece.split("\n") if line and not line.isspace()]
    return ["p", [_between_ends("\n".join(said), "\n".join(map(str.strip, said)))]]


def _text(markdown: str) -> Block:
    return ["h" if markdown.startswith("#") else "p", inline(markdown)]


def _cells(line: str) -> list[Inline]:
    return [inline(cell.strip()) for cell in _CELL.split(line.strip().strip("|"))]
