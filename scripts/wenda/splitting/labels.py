"""The words that may open a field: boxed, before a colon, alone on a line, or bare where a sentence begins."""

from __future__ import annotations

import re
from functools import cache

from wenda.splitting.heading import numeral
from wenda.splitting.marks import SENTENCE, WORD, Mark, begins
from wenda.splitting.shapes import NUMBER, Label, shapes

_LONG = 4  # characters of a word that opens comments wherever it stands before a colon: …都是命题意图:
_SECTION = re.compile(r"(?:\(?[一二三四五六七八九十]{1,2}[、)]|第[一二三四五六]部分[ :、]?)$")
_BOXED = re.compile(r"[\[『「<][ \t]?([^\[\]『』「」<>\n]{1,14}?)[ \t]?[\]』」>][ \t]?:?[ \t*]*")
_COLON = re.compile(r":[ \t*]*")
_ASIDE = re.compile(r"(?:\([^()\n:]{1,12}\))?\**[ \t]?$")
_ALONE = re.compile(
    r"\n[ \t#*>—=~-]*(?:\(?[一二三四五六七八九十]{1,2}[、)]|第[一二三四五六]部分[ :、]?|附[:、 ]?)?([^\s:*][^\n:*]{0,15}?)[ \t*—=~-]*(?=\n|\Z)"
)
# 答案B needs no colon, for nobody says it otherwise
_LETTERED = re.compile(r"答案(?P<letters>)[ \t]?(?=[A-H]{1,6}(?![A-PR-Za-z]|Q\D)|[√×✓✗])")
# Q1.… A1.…: the number tells that the point is no option's
_NUMBERED = re.compile(r"(?P<word>A|答|Answer ?)(?P<digits>\d{1,3})[ \t]?[.、](?!\d)[ \t*]*")
_NUMBERED_Q = re.compile(r"(?:Q|问|Question ?)\d")
_OPTION_B = re.compile(r"(?<![A-Za-z])B[ \t]?:(?!\d)")
_VERDICT = re.compile(r"[A-H]{1,6}(?![A-Za-z])|[√×✓✗]")  # D.退货地址答:C
_KEY = re.compile(
    r"[ \t(\[]*(?:[A-H][A-H、, ]*|[√×✓✗]|正确|错误|对|错)[ \t)\]。.;]*"
)  # the whole of an answer


@cache
def _bare_words() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words that need no colon where a sentence begins, and what finds where they may."""
    words = frozenset(word for word, label in shapes().words.items() if label.bare)
    firsts = re.escape("".join(sorted({word[0] for word in words})))
    # Begins with one class of characters, so that the search runs in C to the next of them.
    before = r"[。?!;…)\]”\"'_\n、](?:(?<!、)|(?<=[一二三四五六七八九十]、))"
    return words, re.compile(rf"{before}[ \t]*(?=[{firsts}])")


def _named(word: str) -> Label | None:
    """Return the rule of a word, with or without the number that may follow it."""
    known = shapes().words
    if word and word[-1].isdecimal():
        return known.get(word.rstrip("0123456789") + NUMBER)
    return known.get(word)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return how long the words are that end in a character, longest first; "" stands for all that take a number."""
    found: dict[str, set[int]] = {"": set()}
    for word in shapes().words:
        if word.endswith(NUMBER):
            found[""] |= {len(word) + n for n in range(3)}
        else:
            found.setdefault(word[-1], set()).add(len(word))
    return {last: tuple(sorted(lengths, reverse=True)) for last, lengths in found.items()}


def _before_colon(flat: str, floor: int, end: int) -> tuple[int, Label] | None:
    """Return where the longest label begins that ends at `end`, before its colon."""
    last = flat[end - 1 : end]
    for length in _lengths().get("" if last.isdecimal() else last, ()):
        start = end - length
        if start >= floor and (label := _named(flat[start:end])) is not None:
            return start, label
    return None


def _words(flat: str) -> list[tuple[int, int, int, Label, str]]:
    """Return all words that may open a field: their places, where the text after them begins, rule and form."""
    found: list[tuple[int, int, int, Label, str]] = []
    for match in _BOXED.finditer(flat):
        if label := _named(match[1]):
            found.append((match.start(), match.end(1), match.end(), label, "boxed"))
    last, known = 0, shapes().words
    for match in _COLON.finditer(flat):
        stop = match.start()
        if flat[stop - 1 : stop] in ("*", ")", " ", "\t"):
            # A6(示例): **答案** :
            aside = _ASIDE.search(flat, max(last, stop - 18), stop)
            stop = aside.start() if aside else stop
        if said := _before_colon(flat, last, stop):
            found.append((said[0], stop, match.end(), said[1], "colon"))
        last = match.end()
    for match in _ALONE.finditer(flat):
        if label := _named(match[1]):
            found.append((match.start(1), match.end(1), match.end(), label, "alone"))
    for match in _LETTERED.finditer(flat):
        if said := _before_colon(flat, max(0, match.start() - 6), match.start("letters")):
            found.append((said[0], match.start("letters"), match.end(), said[1], "letters"))
    for match in _NUMBERED.finditer(flat) if _NUMBERED_Q.search(flat) else ():
        if label := known.get(match["word"] + NUMBER):
            found.append((match.start(), match.end("digits"), match.end(), label, "colon"))
    words, bare = _bare_words()
    for match in bare.finditer(flat):
        at = match.end()
        width = next((n for n in range(10, 1, -1) if flat[at : at + n] in words), 0)
        if width:
            found.append((at, at + width, at + width, known[flat[at : at + width]], "bare"))
    return sorted(found, key=lambda each: (each[0], -each[2]))


def labels(flat: str, counted: list[Mark]) -> list[Mark]:
    """Return the labels; where the numbers `counted` end something begins: 1.题干:…"""
    bodies = {mark.end for mark in counted}
    found: list[Mark] = []
    for at, stop, end, label, form in _words(flat):
        last = found[-1] if found else None
        if last and at < last.end:
            continue
        start, place = begins(flat, at)
        if start in bodies or at in bodies:
            start, place = at, max(place, SENTENCE)
        if label.kind in ("answer", "both") and (numbered := _SECTION.search(flat, max(0, start - 6), start)):
            start = numbered.start()  # 二、参考答案
        if flat[start - 1 : start] == "(" and form in ("colon", "letters"):
            start -= 1  # (答案:B)
        if (
            place == WORD
            and last
            and last.kind in ("answer", "both")
            and _KEY.fullmatch(flat, last.end, start)
        ):
            place = SENTENCE  # 答案:C点评:…
        if place == WORD and label.kind == "stem" and flat[start - 1 : start] == "题":
            place = SENTENCE  # 一、综合题问:…
        weak = label.place == "boundary" and not (label.kind in ("analysis", "note") and stop - at >= _LONG)
        if form == "colon" and place == WORD and weak and not _VERDICT.match(flat, end):
            continue
        kind = label.kind
        doubled = last and (kind == last.kind or {kind, last.kind} == {"answer", "both"})
        if last and doubled and not flat[last.end : start].strip(" \n-*"):
            # 答案:答案:B, 【选项】【选项】: a label said twice
            found[-1] = last._replace(end=end)
            continue
        word = flat[at:stop].strip("[]『』「」<> ")
        found.append(Mark(start, end, kind, numeral(re.sub(r"\D", "", word)), word, place, form == "bare"))
    asked = any(mark.style == "Q" for mark in (*found, *counted))
    # Without Q: it is option A, and beside B: as well
    return [
        mark
        for mark in found
        if mark.style != "A" or (asked and not _OPTION_B.search(flat, mark.end, mark.end + 80))
    ]
