"""Parts between semicolons that a number announces: `分三类：…；…；…。`, as candidates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from wenda.reflowing.brackets import Spans
from wenda.reflowing.mark import STOP, Mark

_NUMERALS = {numeral: number for number, numeral in enumerate("二三四五六七八九十", 2)} | {"两": 2}
_ANNOUNCED = re.compile(
    r"(?P<number>[两二三四五六七八九十])(?:[类种条点步层样件项块招段]|方面|部分|大类|"
    r"个(?:方面|层面|层次|层级|维度|部分|环节|阶段|步骤|原因|问题|要点|重点|关键|目标|指标|动作|原则|办法|方法|方向|角度|类型|情况|习惯))"
    r"[^。；;：:！!？?\n“”]{0,12}[：:](?!\n)"
)
_BEGIN = re.compile("\\s?[\u4e00-\u9fff“A-Za-z]")
_END = re.compile("[。；;！!？?\n]|$")
_LONGEST = 400
# Shorter than this it reads well as a sentence: `看三样：单号；日期；金额。`
_SHORTEST, _PART = 30, 4


def announced(text: str, spans: Spans, others: list[Mark]) -> Iterator[Mark]:
    """Yield the parts of sentences that say how many they have; `others` are marks, of which a part has none."""
    starts = [mark.start for mark in others]
    after = 0
    for match in _ANNOUNCED.finditer(text):
        if match.start() < after or spans.inside(match.start()):
            continue
        places, end = _parts(text, match.end(), spans)
        parts = [b - a for a, b in zip(places, [*places[1:], end], strict=True)]
        if (
            len(places) == _NUMERALS[match["number"]]
            and end - match.end() >= _SHORTEST
            and min(parts) > _PART
            and all(_BEGIN.match(text, at) for at in places)
            and bisect_left(starts, match.end()) == bisect_left(starts, end)
        ):
            after = end
            for at in places:
                yield Mark(start=at, end=at, family="；", style="dash", before=STOP)


def _parts(text: str, start: int, spans: Spans) -> tuple[list[int], int]:
    """Return where the parts of a sentence begin, and where it ends."""
    places = [start]
    for match in _END.finditer(text, start, min(len(text), start + _LONGEST)):
        if spans.inside(match.start()):
            continue
        if match[0] not in ("；", ";"):
            return places, match.start()
        if match.end() != len(text) and text[match.end()] != "\n":
            places.append(match.end())
    return [], start
