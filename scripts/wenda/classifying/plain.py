"""A question on one line, as a title wants it: full-width punctuation, without numbers, blanks and enclosing quotes."""

from __future__ import annotations

import re

from wenda.reflowing.brackets import enclosed, sentences

_MOST = 2000
_HALF = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "：", "(": "（", ")": "）"})
_BY_HAN = re.compile(r"(?<=[\u4e00-\u9fff”’》）%])\s*[,?!;:()]|[,?!;:()](?=[\u4e00-\u9fff“‘《（])")
_LEAD = re.compile(
    r"^\s*\d{1,2}[.、](?!\d)\s*|(?:^|(?<=。))(?:情景|情境|场景|背景|问题|题目|小组讨论|案例)：|^(?:您好|你好|好的?|请问|那么|第.个问题|下一个问题|最后一个问题)[，！。]\s*"
)
_POINTS = re.compile(r"\n\s*(?:\d{1,2}[.、)）]|[-•①-⑳])[^\n]*")
_BLANK = re.compile(r"（\s*）|_{2,}|(?<=[。？！])\s*[_＿]+\s*$|\s+")
# `（如：财务部）` only helps to answer; `（或电商行业）` widens the question.
_EXAMPLE = re.compile("（(?:例?如|比如|譬如)[^（）]*）")
# Straight quotes around Chinese.
_STRAIGHT = re.compile(r'"([^"\n]*[\u4e00-\u9fff][^"\n]*)"')
_BRACKETS = re.compile(r"（[^（）]*）")
# What only says or explains it again; `（或称…）` is another name.
_ASIDES = re.compile(r"（(?!(?:或|以及|及其?)(?!称|叫|者?说|名))[^（）]*）")
ASKS = re.compile(
    "如何|怎么|怎样|怎么样|什么|哪|为何|吗|多少|(?<![十好])几[个次步点种]|是否|能否|可否|谁|呢|有没有|会不会|该不该|对不对|的是|应(?:当|该)?是$|是$"
)


def ends(question: str) -> str:
    """Return a text's beginning and end where it is too long for a question: title and kind are wanted all the same, and soon."""
    return question if len(question) <= _MOST else question[: _MOST // 2] + question[-_MOST // 2 :]


def plain(question: str) -> str:
    """Return the question on one line with full-width punctuation, without its list of points and its blanks."""
    text = _POINTS.sub("", ends(question).strip()).strip()
    text = _BY_HAN.sub(lambda m: m[0].strip().translate(_HALF), text)
    text = _EXAMPLE.sub("", _STRAIGHT.sub(r"“\1”", text)).replace("；", "，")
    text = re.sub(r"(?<=[^。？！；：，])\s*\n+\s*", "。", text)
    text = _BLANK.sub(lambda m: " " if m[0].isspace() and "\n" not in m[0] else "", text)
    while (shorter := _LEAD.sub("", text)) != text:
        text = shorter
    return _unquoted(text.strip()).rstrip("。；：，.").removeprefix("，")


def without_asides(text: str, *, widening: bool) -> str:
    """Return the text without its brackets, or with those that ask about more than the words before them.

    >>> without_asides("夜班（或周末班）的新人（三个月内）", widening=True)
    '夜班（或周末班）的新人'
    """
    return (_ASIDES if widening else _BRACKETS).sub("", text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences; a mark within brackets or quotes ends none."""
    return [text[start:end].strip() for start, end in sentences(text, enclosed(text))]


def clauses_of(sentence: str) -> list[str]:
    """Return the clauses without the marks at their ends."""
    spans = enclosed(sentence)
    cuts = [m.start() for m in re.finditer("[，：；]|？(?=.)", sentence) if not spans.inside(m.start())]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [sentence[a:b].strip("，：；。？ ") for a, b in zip(starts, [*cuts, len(sentence)], strict=True)]


def _unquoted(text: str) -> str:
    """Return a question that stands in quotes whole, as in a dialogue that quotes every turn, without them."""
    spans = enclosed(text)
    whole = spans.starts[:1] == (0,) and spans.ends[0] == len(text)
    return text[1:-1] if whole and text[0] in "“「" and ASKS.search(text) else text
