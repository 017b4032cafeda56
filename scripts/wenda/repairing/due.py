"""What is due at a place: the next number, option letter or label, the closing quotation mark, the full stop.

For a character of which a byte is lost, that is often enough to say what it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenda.repairing.shift import Gap

_PUNCTUATION = 0xA1  # the first byte of 。、”“—…
_TWICE = {0xAA: "——", 0xAD: "……", None: "——"}
_NEXT = re.compile(r"(\d{0,2})([、.:)])")
_MARKER = re.compile(r"(?<![\dA-Za-z.])(\d{1,3}|[A-H])([、.:)])")
_LABEL = re.compile(r"([QA])(\d{1,3}):")


def sign_due(before: str, after: str) -> str:
    """Return the digit or letter that is due before `after`, which goes on with a marker; "" for none.

    >>> sign_due("2、甲乙", "、丙"), sign_due("A.甲B.乙", ".丙"), sign_due("9.甲", "0.乙"), sign_due("Q1:甲A1:乙", "2:丙")
    ('3', 'C', '1', 'Q')
    """
    following = _NEXT.match(_halved(after))
    if not following:
        return ""
    before = _halved(before)
    digits, mark = following.groups()
    labels = _LABEL.findall(before) if mark == ":" and digits else []
    if labels:
        label, number = labels[-1]
        other = "A" if label == "Q" else "Q"
        return other if int(digits) == int(number) + (label == "A") else ""
    values = [value for value, each in _MARKER.findall(before) if each == mark]
    if values and "A" <= values[-1] < "D" and not digits:
        return chr(ord(values[-1]) + 1)
    numbers = [int(value) + 1 for value in values if value.isdigit()]
    return str(numbers[-1])[0] if numbers and str(numbers[-1])[1:] == digits else ""


def _halved(text: str) -> str:
    # Translating costs ten times as much.
    return text.replace("．", ".").replace("：", ":").replace("）", ")")


def mark_due(group: Sequence[Gap], before: str, after: str, sign: str) -> str:
    """Return the mark that is due where a lost character began with A1, as 。”“—— do; `sign` is what follows it.

    >>> mark_due([Gap(at=0, lead=0xA1)], "他說:“慢點。", "\\n", ""), mark_due([Gap(at=0, lead=0xA1)], "慢點", "\\n", "")
    ('”', '。')
    >>> mark_due([Gap(at=0, lead=0xA1), Gap(at=1), Gap(at=2, trail=0xD5)], "慢點。”", "說", "")
    '——'
    """
    if group[0].lead != _PUNCTUATION:
        return ""
    if len(group) > 1 and not group[1].single:  # A1AA A1AA, A1AD A1AD: no character begins with AA A1
        return _TWICE.get(group[1].trail, "") if group[1].trail or len(group) > 2 else ""
    if sign.isalpha():  # a letter is swallowed only by the second bytes of 、 and 。
        return "。"
    ends = after[:1] in ("", "\n")
    if before.rfind("“") > max(before.rfind("”"), before.rfind("\n")) or (ends and before[-1:] in "。？！"):
        return "”"
    return "。" if ends else ""
