"""The numbers that may number a question, in all their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wenda.splitting.heading import NUMERALS, POINTS, numeral
from wenda.splitting.marks import GLUED, LINE, SIGN, UNLIKELY, WORD, Mark, begins
from wenda.splitting.shapes import pattern

_NUMBER = rf"\d{{1,3}}|[{NUMERALS}]{{1,3}}"
_PLAIN = re.compile(r"[0-9][0-9]{0,5}(?P<separator>\s{0,2}[.、)]|:(?!\d)|[ \t]+(?=[^\W\d_]))[ \t*]*")
# One sign for the number and what goes with it: ① ⑴ ⒈ ❶, each the first of a row; and 【1】
_SIGNS = {"①": 20, "⑴": 20, "❶": 10, "⒈": 20}
_SIGN = re.compile(
    "[" + "".join(f"{s}-{chr(ord(s) + n - 1)}" for s, n in _SIGNS.items()) + r"]\s?[、.:]?[ \t*]*"
)
_BOXED = re.compile(r"\[[ \t]?(?P<digits>[1-9]\d{0,2})[ \t]?\][、.:]?[ \t*]*")
_TAG = re.compile(r"[\[(](?:[单多]项?选?|不定项选?|判断|填空|简答|问答|论述|选择)择?题?[\])][ \t]*$")
_DECIMAL = re.compile(r"\d{1,3}\.\d")  # 1.2.5吨
_YEAR = re.compile(r"20\d\d")
# The search looks for its first character, so that it runs at the speed of C; the form is told apart afterwards.
_HINT = re.compile(rf"[题面试案情场问第Qq考真思例Nn][题目试案景境例问考uestionO. ]{{0,8}}(?:{_NUMBER})")
_EXPLICIT = re.compile(
    rf"(?:(?P<ti>题目|面试题|试题|考题|真题|思考题|例题|案例|情景|情境|场景|题)\s?(?P<n1>{_NUMBER})(?=\s?[\](:、.\n]| )"
    rf"|(?P<glued>题目|试题|面试题)\s?(?P<n5>\d{{1,3}})(?:(?=20\d\d年)|(?![\d月日年号分个种类道条点和与至到~-]))"
    rf"|(?P<wen>问题|问)\s?(?P<n2>{_NUMBER})(?=\s?[\](:、.])"
    rf"|第\s?(?P<n3>{_NUMBER})\s?(?:道题|个问题|题|问)(?=\s?[\](:、.,\n]| )"
    rf"|第(?P<n6>\d{{1,2}}|[{NUMERALS}]{{1,2}})题(?=[^\W\d_]|20\d\d年)(?![的是中里和与跟及或到至比要为在目型干库集])"
    r"|(?P<no>[Nn][Oo]\.?\s?)(?P<n7>\d{1,2})(?=[\s:、.])"
    r"|(?P<q>[Qq]|Question\s?)(?P<n4>\d{1,3})(?=\s?[(:.、\]])"
    r")\s?\]?(?:\s?" + POINTS + r")?\s?[:、.]?[ \t*]*"
)
_CHINESE = re.compile(rf"[{NUMERALS}][{NUMERALS}]{{0,2}}\s?[、.)](?![{NUMERALS}]{{1,3}}、)[ \t*]*")


def numbers(flat: str) -> list[Mark]:
    """Return the candidates in order of place; numbers that directly follow one another are joined."""
    return _merged(flat, sorted([*_plain(flat), *_signs(flat), *_explicit(flat), *_chinese(flat)]))


def _plain(flat: str) -> list[Mark]:
    """Return numbers such as 1. 2、 3) (4), and the ends of numbers that an option may hide: D.362、"""
    found = []
    for match in _PLAIN.finditer(flat):
        separator = match["separator"].strip()
        at, digits = match.start(), flat[match.start() : match.start("separator")]
        bracketed = flat[at - 1 : at] == "(" and separator == ")"
        if bracketed and flat[at - 2 : at - 1].isascii() and flat[at - 2 : at - 1].islower():
            continue  # alert(1)
        start, place = begins(flat, at - bracketed)
        if tag := _TAG.search(flat, max(0, start - 10), start):
            start, place = begins(flat, tag.start())  # [单选题]1.
        end = match.end()
        if separator in ("", ":") and place != LINE:
            continue
        if flat[end : end + 1].isdecimal() and not _YEAR.match(flat, end) and not _DECIMAL.match(flat, end):
            # 4.8分 is a number, 1.2025年 a question that begins with a year, 1.1.2 a version
            if flat[at - 1 : at] == "." and flat[at - 2 : at - 1].isdecimal():
                continue
            place = UNLIKELY if place == WORD else WORD
        style = "()" if bracketed else separator or " "
        padded = len(digits) == 2 and digits[0] == "0" < digits[1]
        padded = padded and place >= WORD and flat[at - 1 : at] not in (".", ":")  # 01. but not 9:05、
        if padded or (len(digits) <= 3 and digits[0] != "0"):
            found.append(Mark(start, end, "number", int(digits), style, place))
        if place in (WORD, UNLIKELY) and not bracketed:
            # D.362、 is option 36 and question 2
            found += [
                Mark(at + len(digits) - width, end, "number", int(digits[-width:]), style, GLUED)
                for width in range(1, min(3, len(digits)))
                if digits[-width] != "0"
            ]
    return found


def _signs(flat: str) -> Iterator[Mark]:
    """Yield numbers such as ① ⑴ ⒈ and 【1】."""
    for match in _SIGN.finditer(flat):
        first = max(sign for sign in _SIGNS if sign <= match[0][0])
        value = ord(match[0][0]) - ord(first) + 1
        start, place = begins(flat, match.start())
        yield Mark(start, match.end(), "number", value, "." if first == "⒈" else SIGN, place)
    for match in _BOXED.finditer(flat):
        start, place = begins(flat, match.start())
        yield Mark(start, match.end(), "number", int(match["digits"]), "[]", place)


def _explicit(flat: str) -> list[Mark]:
    """Return numbers with a word: 题目3(8分) 问题2: 第一题, 【第二题】 Q4:"""
    found = []
    for hint in _HINT.finditer(flat):
        match = next((m for at in range(*hint.span()) if (m := _EXPLICIT.match(flat, at))), None)
        if match is None:
            continue
        value = numeral(next(match[f"n{n}"] for n in range(1, 8) if match[f"n{n}"]))
        style = (
            match["ti"]
            or match["glued"]
            or match["wen"]
            or (match["no"] and "No")
            or ("Q" if match["q"] else "第")
        )
        boxed = flat[match.start() - 1 : match.start()] == "["
        start, place = begins(flat, match.start() - boxed)
        worth = match["points"] or match["worth"]
        if place == WORD and not (worth or match["n6"]) and flat[match.end() - 1] not in ":]":
            place = UNLIKELY  # 如题目3所示
        if not value or (style == "题" and place == UNLIKELY):
            continue  # 二、开放题3.请说说…
        found.append(Mark(start, match.end(), "number", value, style, place))
    return found


def _chinese(flat: str) -> list[Mark]:
    """Return numerals such as 一、 that are no sections': some documents number their questions with them."""
    found = []
    section = _section_pattern()
    for match in _CHINESE.finditer(flat):
        bracketed = flat[match.start() - 1 : match.start()] == "("
        start, place = begins(flat, match.start() - bracketed)
        if place == WORD or section.match(flat, match.end()):
            continue
        if value := numeral(match[0].rstrip(" \t*.、)")):
            found.append(Mark(start, match.end(), "number", value, "一", place))
    return found


@cache
def _section_pattern() -> re.Pattern[str]:
    kinds = pattern("section", "kinds")
    return re.compile(
        r"[^。?!;:\n(]{1,30}[ \t]*\([^()\n]*(?:\d\s?(?:道|个|小)?[题分]|题数|分数)"
        rf"|(?:{kinds})[ \t:]*(?:\n|\(|$)"
    )


def _decimal(flat: str, mark: Mark) -> bool:
    """Return whether a number is but the beginning of a decimal."""
    return mark.style == "." and flat[mark.end : mark.end + 1].isdecimal() and not _YEAR.match(flat, mark.end)


def _merged(flat: str, marks: list[Mark]) -> list[Mark]:
    merged: list[Mark] = []
    for mark in marks:
        last = merged[-1] if merged else None
        if last and last.start <= mark.start < last.end:
            # 题目3: holds 3: as a plain number
            if last.end < mark.end:
                merged[-1] = last._replace(end=mark.end)
            # 二、开放性问题1.请分享: the word may be the heading's
            keep = (
                mark.place == GLUED if last.style in ".、):()" else last.place <= WORD and mark.place > GLUED
            )
            if not keep:
                continue
        elif last and last.end == mark.start and _decimal(flat, mark):
            continue  # 2、2.5吨
        elif (
            last
            and last.end == mark.start
            and last.value == mark.value
            and mark.style not in (last.style, SIGN)
        ):
            # 1.题1(8分): says its number twice
            merged[-1] = last._replace(end=mark.end)
            continue
        merged.append(mark)
    return merged
