"""Half-width punctuation in Chinese text, made full-width again; numbers, Latin text and markers keep theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wenda import edits
from wenda.model import Edit, Step
from wenda.repairing import gbk

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇□"
_MARKS = re.compile("[,:;?!]+")
_BEFORE = re.compile(f"[{_HAN}，。、；：？！）”’》〉】〕」』…—→·]")
_AFTER = re.compile(f" *[{_HAN}①-⑳（“‘《〈【〔「『]")
_LABEL = re.compile(rf".*(?:[A-Za-z]{{2}}|[%％]|[{_HAN}]\d{{1,3}})", re.DOTALL)
_CLAUSE_ENDS = re.compile(r" *(?:[\n)）\"']|$|[A-Z0-9]{1,3}[.、:：])")
_CHINESE = re.compile(f"[{_HAN}]")
_CLAUSE = 30
_BRACKETS = re.compile("[()（）]")
_CHINESE_BEFORE = re.compile(f"[{_HAN}”’》】」』][,:;?!，。：；？！]*$")
_MARKER = re.compile(r"[A-Za-z]|\d{1,2}")


def widen(text: str) -> Step:
    """Return the step that makes half-width `,:;?!()` full-width where the text is Chinese.

    >>> widen("您好,比例1:1,共1,000元(含税)是吗?").after
    '您好，比例1:1，共1,000元（含税）是吗？'
    >>> widen("Q1:某APP(iOS)在8:30打不开,见http://a.cn/?b=1,2").after
    'Q1:某APP(iOS)在8:30打不开，见http://a.cn/?b=1,2'
    """
    brackets = dict(_brackets(text))
    seen = _with(text, brackets) if brackets else text
    made = [Edit(at, at + 1, "half-width", new) for at, new in brackets.items()]
    for match in _MARKS.finditer(seen):
        start, end = match.span()
        # Most stand behind a Han character.
        if (start and "\u3400" <= seen[start - 1] <= "\u9fff") or _chinese(seen, start, end):
            while seen[end : end + 1] == " " and _AFTER.match(seen, end):
                end += 1
            made.append(Edit(start, end, "half-width", _widened(match[0])))
    made.sort(key=lambda edit: edit.start)
    return edits.step("repair", text, made)


@lru_cache(maxsize=1 << 6)
def _widened(marks: str) -> str:
    return "".join(map(gbk.wide, marks))


def _with(text: str, changed: dict[int, str]) -> str:
    """Return the text with single characters replaced, so that a mark sees the brackets beside it as they will be."""
    chars = list(text)
    for at, new in changed.items():
        chars[at] = new
    return "".join(chars)


def _chinese(text: str, start: int, end: int) -> bool:
    """Tell whether marks belong to Chinese text.

    After it they do: 您好, 答案:B 时间:8:30. Before it, too, except colons, which may end a marker:
    50%,转 but not Q1:某; a Latin word or 挑战1 before one makes it a label: KPI:指. A question ends where its line, a
    bracket or the next marker comes: 什么是CRM?A. but not Why us?
    """
    if _BEFORE.match(text, start - 1) if start else False:
        return True
    marks = text[start:end]
    if _AFTER.match(text, end):
        return ":" not in marks or (marks == ":" and bool(_LABEL.fullmatch(text, max(0, start - 4), start)))
    if marks.strip("?!") or not _CLAUSE_ENDS.match(text, end):
        return False
    line = max(text.rfind("\n", max(0, start - _CLAUSE), start), start - _CLAUSE, 0)
    return _CHINESE.search(text, line, start) is not None


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of half-width brackets that are to be full-width, with what they become."""
    opened: list[int] = []
    line = -1  # where the line of the bracket before ends
    for match in _BRACKETS.finditer(text):
        at, char = match.start(), match[0]
        if at > line:
            yield from _cut_off(text, opened)
            opened.clear()
            line = text.find("\n", at) % (len(text) + 1)  # the end of the text where there is none
        if char in "(（":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if text[start] == "（" or char == "）" or _chinese_brackets(text, start, at):
                if text[start] == "(":
                    yield start, "（"
                if char == ")":
                    yield at, "）"
    yield from _cut_off(text, opened)


def _cut_off(text: str, opened: list[int]) -> Iterator[tuple[int, str]]:
    """Yield what becomes of brackets that their line cuts off before they close: 深度访谈(覆盖高、中."""
    return ((start, "（") for start in opened if text[start] == "(" and _between(text, start))


def _between(text: str, at: int) -> bool:
    return bool(_CHINESE_BEFORE.search(text, max(0, at - 1), at) and _CHINESE.match(text, at + 1))


def _chinese_brackets(text: str, start: int, end: int) -> bool:
    """Tell whether a pair of brackets belongs to Chinese: (含税), 管理(CLM)中; not (A), (1), f(x)."""
    if _CHINESE.search(text, start + 1, end):
        return True
    if _MARKER.fullmatch(text, start + 1, end):
        return False
    if _CHINESE_BEFORE.search(text, max(0, start - 4), start):
        return True
    return _CHINESE.match(text, end + 1) is not None and not text[start - 1 : start].isalnum()
