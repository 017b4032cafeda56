"""Undoing the chunks in which some sites (taowenge, mydoc123) serve a text: `1、`, `2、` … at any place of it.

A chunk ends in the middle of a sentence (`时间: 90 分` / `2、钟`), so its marker and the line end before it go.
A numbered list looks much the same; what tells them apart is that chunks hold a numbering of their own, and
that the first one begins with the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKER = re.compile(r"\s*(\d{1,3})、\s*")
INNER = re.compile(r"(?:^|\D)1\s*[.．]\D|一、|[QA]1\s*[:：]|(?:问题|题目|第)[1一]|面试官|[?？][^?？]+[?？]")
TITLE = re.compile(
    r"[^?？。]{2,60}?(?:题库?|问题集?|攻略|试卷|答案|解析|指南|大全|汇总|集)\s*(?=[(（一1第Q题问情面【]|$)"
)
UNFINISHED = re.compile(r"[\w,，、“‘《(（]\s*$")


def markers(lines: Sequence[str], *, host: bool) -> list[tuple[int, int]]:
    """Return (index of the line, length of the marker) for each chunk, or nothing if these are no chunks.

    `lines` are those of the text itself; `host` says that a site is known to have served it, because its chrome
    stood around. Then the title at the beginning is evidence enough; else sentences must be broken as well.

    >>> markers(["1、客服面试题1.您怎样看加班？答案：先看原", "2、因。2.您会几门方言？"], host=False)
    [(0, 2), (1, 2)]
    >>> markers(["1、您怎样看加班？", "2、您会几门方言？"], host=True)
    []
    """
    found: list[tuple[int, int]] = []
    expected = 1
    for i, line in enumerate(lines):
        match = MARKER.match(line)
        if match and int(match[1]) in ({1, 2} if i == 0 else {expected}) and (i or match[1] == "1"):
            found.append((i, match.end()))
            expected = int(match[1]) + 1
        elif i == 0:
            expected = 2  # the first chunk came without its marker
    if not found or not _begins(lines[0][found[0][1] if found[0][0] == 0 else 0 :]):
        return []
    joints = [(lines[i - 1], lines[i][length:]) for i, length in found if i]
    broken = sum(bool(UNFINISHED.search(before)) for before, _ in joints)
    whole = len(found) + (found[0][0] != 0) == len(lines)  # every line is a chunk
    enough = 0 if host and whole and found[0][0] == 0 else max(1, (len(joints) + 1) // 2)
    return found if broken >= enough else []


def _begins(text: str) -> bool:
    """Whether a chunk begins as a document does: with its title, and a numbering of its own after it."""
    title = TITLE.match(text)
    return bool(title and INNER.search(text[title.end() :])) or bool(title and title.end() == len(text))
