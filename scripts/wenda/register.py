"""Whether a sentence asks the candidate something or answers: what is left when a document has no markers."""

from __future__ import annotations

import re
from functools import cache

from wenda.shapes import pattern

ASKS, MAY_ASK, NEUTRAL, TELLS = 2, 1, 0, -1
_SPACE = " \n\t*#>-•·"
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
    begin, depth, opened = start, 0, start
    for match in _END.finditer(flat, start, end):
        mark = match[0]
        if mark == '"':
            # Straight quotes do not say whether they open: the second closes the first.
            depth, opened = (0, opened) if depth else (1, match.start())
            continue
        if mark in "“「『":
            # A quotation that is never closed must not swallow the rest of the document.
            depth, opened = depth + 1, match.start()
            continue
        if mark in "”」』":
            depth = max(0, depth - 1)
            continue
        closes = mark[-1] in '”」』"'
        if depth and mark != "\n" and match.start() - opened < 200:
            depth -= closes
            # “……?” alone is a sentence; 他说“……。”然后 is not over yet.
            if not (closes and not depth and not flat[begin:opened].strip(_SPACE)):
                continue
        depth = 0
        if match.end() > begin:
            found.append((begin, match.end()))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    return [(a, b) for a, b in found if flat[a:b].strip(_SPACE)]


def register(sentence: str) -> int:
    """Return how much a sentence, flat, sounds like a question to the candidate: ASKS, MAY_ASK, NEUTRAL, TELLS.

    >>> [register(s) for s in ("您怎么处理?", "请分享一次经历。", "先把差评按时段拆开。", "退货流程")]
    [2, 2, -1, 0]
    """
    sentence = sentence.strip(_SPACE)
    is_ = _patterns()
    if sentence.rstrip("”\"'」』) ").endswith("?"):
        return NEUTRAL if is_["answers"].match(sentence) and not is_["addressee"].search(sentence) else ASKS
    if is_["imperative"].match(sentence):
        return ASKS
    if is_["please"].search(sentence) and not is_["answers"].match(sentence):
        return ASKS  # 评论区一片骂声,请写一条回复。
    addressed, asks = is_["addressee"].search(sentence), is_["asks"].search(sentence)
    if addressed and (asks or is_["verb"].match(sentence)):
        return MAY_ASK if not is_["answers"].match(sentence) else TELLS
    if is_["answers"].match(sentence):
        return TELLS
    if "____" in sentence or re.search(r"\(\s*\)", sentence):
        return MAY_ASK
    if is_["verb"].match(sentence) or (asks and len(sentence) < 40):
        return NEUTRAL
    return TELLS if sentence.endswith(("。", "!")) else NEUTRAL


def leads_in(sentence: str) -> bool:
    """Return whether a sentence tells a situation that a question may follow: 某门店连续两周差评上升。"""
    return bool(_patterns()["situation"].match(sentence.strip(_SPACE)))


def sets_out(sentence: str) -> bool:
    """Return whether a sentence in running text begins a case: 假设…, 某…; it is no part of what is said before it."""
    return bool(_patterns()["case"].match(sentence.strip(_SPACE))) and "我" not in sentence


def asks(line: str) -> bool:
    """Return whether a line asks: one of its sentences does, and only what leads to it tells."""
    told = [(register(line[a:b]), a, b) for a, b in sentences(line, 0, len(line))]
    first = next((i for i, (each, _, _) in enumerate(told) if each >= MAY_ASK), None)
    if first is None or any(each < 0 for each, _, _ in told[first:]):
        return False
    return all(each >= 0 or leads_in(line[a:b]) for each, a, b in told[:first])
