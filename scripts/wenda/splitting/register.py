"""Whether a sentence asks the candidate something or answers: what is left when a document has no markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wenda.splitting.shapes import pattern

ASKS, MAY_ASK, NEUTRAL, TELLS = 2, 1, 0, -1
_SPACE = " \n\t*#>-•·●■◆▶◇○➤✅"
_QUOTATION = 200  # the longest quotation with several sentences, in characters
_EMPTY = re.compile(r"\(\s*\)")
_SPOKEN = re.compile(r"[“\"][^”\"]*(?:[。!?][^”\"]*[”\"]|$)")
_END = re.compile(r"[。?!…“「『”」』\"\n](?:(?<=[。?!])[。?!]*[”’」』')\]》]*\"?|(?<=…)…+)?")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = ("please", "imperative", "verb", "asks", "addressee", "situation", "case", "answers")
    get = {name: pattern("register", name) for name in names}
    return {
        "imperative": re.compile(f'[“"]?(?:{get["please"]}|{get["imperative"]})'),
        "please": re.compile(f",(?:{get['please']})[^,]*$"),
        "verb": re.compile(f'[“"]?{get["verb"]}'),
        "asks": re.compile(get["asks"]),
        "addressee": re.compile(get["addressee"]),
        "situation": re.compile(f'[“"]?(?:{get["situation"]})'),
        "case": re.compile(f'[“"]?(?:{get["case"]})'),
        "answers": re.compile(f'[“"]?(?:{get["answers"]})'),
    }


def sentences(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where each sentence of flat[start:end] begins and ends; a line break ends one, a quoted mark does not.

    >>> flat = "有人说:“先听完。”再开口。请谈谈?"
    >>> [flat[a:b] for a, b in sentences(flat, 0, len(flat))]
    ['有人说:“先听完。”再开口。', '请谈谈?']
    """
    found: list[tuple[int, int]] = []
    for stop in (*_ends(flat, start, end), end):
        if flat[start:stop].strip(_SPACE):
            found.append((start, stop))
        start = stop
    return found


def _ends(flat: str, begin: int, end: int) -> Iterator[int]:
    """Yield where sentences end. A quotation that is never closed must not swallow the rest of the document."""
    inside, opened = False, begin
    for match in _END.finditer(flat, begin, end):
        mark, at = match[0], match.start()
        if mark in "“「『" or (mark == '"' and not inside):
            inside, opened = True, at
        elif mark in '”」』"':
            inside = False
        elif inside and mark != "\n" and at - opened < _QUOTATION:
            inside = mark[-1] not in '”」』"'
            # “……?” alone is a sentence; 他说“……。”然后 is not over yet
            if not inside and not flat[begin:opened].strip(_SPACE):
                begin = match.end()
                yield begin
        else:
            inside, begin = False, match.end()
            yield begin


def register(sentence: str) -> int:
    """Return how much a sentence, flat, sounds like a question to the candidate: ASKS, MAY_ASK, NEUTRAL, TELLS.

    >>> [register(s) for s in ("您怎么处理?", "请分享一次经历。", "先把工单按楼栋分开。", "退货流程")]
    [2, 2, -1, 0]
    """
    sentence = sentence.strip(_SPACE)
    is_ = _patterns()
    if sentence.rstrip("”\"'」』) ").endswith("?"):
        return NEUTRAL if is_["answers"].match(sentence) and not is_["addressee"].search(sentence) else ASKS
    if is_["imperative"].match(sentence):
        return ASKS
    if is_["please"].search(sentence) and not is_["answers"].match(sentence):
        return ASKS  # 停水通知贴错了楼,请写一段更正。
    addressed, asks = is_["addressee"].search(sentence), is_["asks"].search(sentence)
    if addressed and (asks or is_["verb"].match(sentence)):
        return MAY_ASK if not is_["answers"].match(sentence) else TELLS
    if is_["answers"].match(sentence):
        return TELLS
    if "____" in sentence or _EMPTY.search(sentence):
        return MAY_ASK
    if is_["verb"].match(sentence) or (asks and len(sentence) < 40):
        return NEUTRAL
    return TELLS if sentence.endswith(("。", "!")) else NEUTRAL


def leads_in(sentence: str) -> bool:
    """Return whether a sentence tells a situation that a question may follow: 某地铁站连着三天停梯。"""
    return bool(_patterns()["situation"].match(sentence.strip(_SPACE)))


def sets_out(sentence: str) -> bool:
    """Return whether a sentence in running text begins a case: 假设…, 某…; it is no part of what is said before it."""
    return bool(_patterns()["case"].match(sentence.strip(_SPACE))) and "我" not in sentence


def asks(line: str) -> bool:
    """Return whether a line asks: one of its sentences does, and only what leads to it tells."""
    if _SPOKEN.match(line.strip(_SPACE)):
        return False  # “您着急用,我听明白了。” is what somebody says to a customer
    told = [(register(line[a:b]), a, b) for a, b in sentences(line, 0, len(line))]
    first = next((i for i, (each, a, b) in enumerate(told) if each == ASKS or _blank(each, line[a:b])), None)
    if first is None or any(each < 0 for each, _, _ in told[first:]):
        return False
    return all(each >= 0 or leads_in(line[a:b]) for each, a, b in told[:first])


def _blank(told: int, sentence: str) -> bool:
    return told == MAY_ASK and ("__" in sentence or _EMPTY.search(sentence) is not None)
