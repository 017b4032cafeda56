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
FIRST = re.compile(
    r"\s*(?:1\s*[.．]\D|[(（]?一[、)）]|[QA]1|(?:问题|题目|第)[1一]|面试官|主?考官|问\s*[:：])"
)
"""How a text begins under a title that has a line of its own."""
UNFINISHED = re.compile(r"[\w,，、“‘《(（]\s*$")


def markers(lines: Sequence[str], *, host: bool) -> list[tuple[int, int]]:
    """Return (index of the line, length of the marker) for each chunk, or nothing if these are no chunks.

    `lines` are those of the text itself; `host` says that a site is known to have served it, because its chrome
    stood around. Then the title at the beginning is evidence enough; else sentences must be broken as well.
    Where the title has its own line, the first chunk must begin with the numbering of the text.

    >>> markers(["1、客服面试题1.您怎样看加班？答案：先看原", "2、因。2.您会几门方言？"], host=False)
    [(0, 2), (1, 2)]
    >>> markers(["1、您怎样看加班？", "2、您会几门方言？"], host=True)
    []
    """
    first = MARKER.match(lines[1]) if len(lines) > 2 and TITLE.fullmatch(lines[0]) else None
    if first and first[1] == "1" and FIRST.match(lines[1], first.end()):
        headed = f"{first[0]}{lines[0]}{lines[1][first.end() :]}"
        return [(i + 1, length) for i, length in markers([headed, *lines[2:]], host=host)]
    matches = [MARKER.match(line) for line in lines]
    numbers = [int(match[1]) if match else 0 for match in matches]
    if not lines or numbers[0] > 1 or (numbers[0] == 0 and (1 in numbers or numbers[1:2] != [2])):
        return []
    found: list[tuple[int, int]] = []
    for i, match in enumerate(matches):
        if match and numbers[i] == (numbers[found[-1][0]] + 1 if found else 2 - (i == 0)):
            found.append((i, match.end()))
    if not _begins(lines[0][matches[0].end() if matches[0] else 0 :], lines):
        return []
    joints = [lines[i - 1] for i, _ in found if i]
    broken = sum(bool(UNFINISHED.search(before)) for before in joints)
    every = len(found) + (numbers[0] == 0) == len(lines)  # no line but begins a chunk
    enough = 0 if host and every and numbers[0] == 1 else max(1, (len(joints) + 1) // 2)
    return found if broken >= enough else []


def _begins(text: str, lines: Sequence[str]) -> bool:
    """Whether the first chunk begins with the title, and some chunk holds a numbering of its own."""
    title = TITLE.match(text)
    return bool(title) and any(INNER.search(MARKER.sub("", line, count=1)) for line in lines)
