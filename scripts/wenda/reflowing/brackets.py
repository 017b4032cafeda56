"""What stands in quotes or brackets, and where sentences end outside of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_PAIRS = {
    "”": "“",
    "’": "‘",
    "」": "「",
    "』": "『",
    "》": "《",
    "）": "（(",
    ")": "(（",
    "】": "【",
    "]": "[",
    "］": "［",
}
_OPENING = frozenset("“‘「『《（(【[［")
_MARK = re.compile(r'[“”‘’「」『』《》（）()【】\[\]［］"\n]')
# How far up the stack of open brackets a closing one looks for its own: enough for real nesting, and it keeps a
# hostile text linear.
_NESTING = 8

STOPS = "。；;！!？?：:…"
CLOSERS = '”’」』》）)】]］"'
_SENTENCE = re.compile(r"[。！!？?；;…]+[”’」』》）)】\"]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Disjoint stretches of a text in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def inside(self, offset: int) -> bool:
        """Whether the character at `offset` stands inside a stretch and does not open it."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and self.starts[index] < offset < self.ends[index]


def enclosed(text: str) -> Spans:
    """Return what is in quotes or brackets, with the marks; a mark without its partner in the line encloses nothing.

    >>> enclosed("甲（乙“丙”）丁“戊").starts
    (1,)
    """
    found: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    straight = -1
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            open_.clear()
            straight = -1
        elif mark == '"':
            if straight >= 0:
                found.append((straight, at + 1))
            straight = at if straight < 0 else -1
        elif mark in _OPENING:
            open_.append((mark, at))
        else:
            for back in range(1, min(_NESTING, len(open_)) + 1):
                if open_[-back][0] in _PAIRS[mark]:
                    found.append((open_[-back][1], at + 1))
                    del open_[-back:]
                    break
    return _merged(found)


def sentences(text: str, spans: Spans) -> list[tuple[int, int]]:
    """Return the places of the sentences; a stop inside quotes or brackets ends none unless it closes them.

    >>> [("甲。“乙。丙。”丁。"[a:b]) for a, b in sentences("甲。“乙。丙。”丁。", enclosed("甲。“乙。丙。”丁。"))]
    ['甲。', '“乙。丙。”', '丁。']
    """
    found, start = [], 0
    for match in _SENTENCE.finditer(text):
        end = match.end()
        if end < len(text) and not spans.inside(end):
            found.append((start, end))
            start = end
    if start < len(text):
        found.append((start, len(text)))
    return found


def _merged(found: list[tuple[int, int]]) -> Spans:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(found):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Spans(starts=tuple(starts), ends=tuple(ends))
