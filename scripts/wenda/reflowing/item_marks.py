"""Where a text may begin an item: numbers, dashes, counting words and labels, as candidates.

Whether a candidate is one is decided in `lists`: a sequence must count up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from wenda.needed import Search
from wenda.reflowing.announced import announced
from wenda.reflowing.brackets import CLOSERS, enclosed
from wenda.reflowing.fused import fused
from wenda.reflowing.indents import depths
from wenda.reflowing.labels import labels, turns
from wenda.reflowing.mark import LINE, NONE, STOP, Mark, before
from wenda.reflowing.structure import structure

_HAN = "一二三四五六七八九十"
_NUMBER = Search(
    re.compile(
        r"(?P<a>[0-9０-９]{1,2})(?P<p>[.．、])\s*"
        r"|[（(]\s*(?P<b>[0-9０-９]{1,2})\s*[）)][、.．]?\s*"
        r"|(?P<c>[0-9０-９]{1,2})[）)]\s*"
        r"|(?P<d>[①-⑳])[、.．]?\s*"
    )
)
# `按第(2)款`, `《手册》（2）中的`: a number in brackets that is named, where others go on without a stop: `（1）道歉（2）查单`.
_NAMED_BEFORE = re.compile(r"[第款见件表图册注式例》A-Za-z0-9+*/=]")
_NAMED = re.compile("[款条项中里和与及、章节号]")
# `3.24小时内…` is item 3, `1.5小时` and `3.15` are not: two digits and a unit of time or count.
_COUNTED_BEFORE = re.compile(rf"[第周期拜初月日号楼班线组上下其之零百千万之和与或、{_HAN}0-9A-Za-z]")
_UNIT = re.compile(r"[0-9]{2,4}\s*(?:小时|分钟|天|日|周|个|年|月|人|名|次|点)")
_DASH = re.compile(r"[-–—－•·●▪◆■◇★*◦](?![-–—－*])\s*")
# Short items without a stop between them: `查清原因：-调出录音-询问同事2.`, `准备：•报表•录音`; not `路径：申请-审核`.
_RUN = Search(
    re.compile(
        r"(?<=[：:])(?:(?:[-－]\s?[\u4e00-\u9fff]{3,14}){2,}|(?:[•●▪]\s?[\u4e00-\u9fff]{2,14}){2,})(?=\d{1,2}[.．、)）]|[①-⑳]|[。；;\n]|$)"
    )
)
_FORMS = (
    rf"(?P<a>[{_HAN}]{{1,2}})、(?![{_HAN}]、)"
    rf"|[（(](?P<b>[{_HAN}]{{1,2}})[）)][、.]?"
    rf"|第(?P<c>[{_HAN}1-9])(?P<u>步骤|步|阶段|层次|层面|层|点|类|方面|轮|周|天|个月|季度|招|关|条|部分|原则|次|回|遍|批)?(?P<t>是)?(?=(?P<q>[，,、：:（( ])|(?P<x>.))"
    rf"|(?P<d>[{_HAN}])是(?=[^{_HAN}])"
    rf"|其(?P<e>[{_HAN}])(?=[，,、：:是])"
    # `A.电话：…；B.邮件：…`; not `A、B两组`, `A：` of STAR.
    r"|(?<![A-Za-z0-9])(?P<g>[A-H])[.．、)）]\s?(?=[\u4e00-\u9fff“])"
)
# `步骤一：…`, `Step 1：…`: any words may stand there, so it is tried only in texts that have a numeral before a colon.
_WORDED = rf"(?P<n>[\u4e00-\u9fff]{{2,4}}?|Step|STEP|step)\s?(?P<f>[{_HAN}]|[1-9])\s?[：:]"
_NUMERAL_COLON = re.compile(rf"[{_HAN}1-9]\s?[：:]")
_HEADING = re.compile(rf"{_FORMS}|{_WORDED}")
_PLAIN_HEADING = Search(re.compile(_FORMS))
# `我回访了三次。第一次…；第二次…`, `试岗期两个月：第一个月…`: counted where the number was said, else a story.
_TIMES = ("次", "回", "遍", "批")
_COUNTED = (*_TIMES, "个月", "周", "天", "轮", "季度")


def marks(text: str) -> tuple[Mark, ...]:
    """Return the candidates of a text, in order, none overlapping; nothing inside quotes or brackets."""
    spans = enclosed(text)
    deep = depths(text)
    found = [*_numbers(text, deep), *_dashes(text, deep), *_headings(text), *_words(text)]
    found += [*turns(text, spans), *labels(text, spans)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not spans.inside(mark.start) and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    kept += announced(text, spans, kept)
    return tuple(fused(sorted(kept, key=lambda m: m.start)))


def _numbers(text: str, deep: dict[int, int]) -> Iterator[Mark]:
    numbers = list(_NUMBER.finditer(text))
    inner = _restarting(text, numbers)
    for match in numbers:
        at, kind = match.start(), match.lastgroup
        stand = before(text, at)
        digits = match["a"] or match["b"] or match["c"] or match["d"]
        number = int(unicodedata.normalize("NFKC", digits))
        if kind == "p":
            family = "1" + unicodedata.normalize("NFKC", match["p"])
            fits = _plain_number(text, match, stand)
        else:
            family = {"b": "(1)", "c": "1)", "d": "①"}[str(kind)]
            # A circled number means nothing else; `①和②都要` names two.
            joined = text[at - 1 : at] in tuple("和与及或至到、~-")
            fits = stand >= STOP or at in inner
            if number > 1:
                fits = not joined and (kind == "d" or not _named(text, match))
        family += "@" * deep.get(at, 0)
        if fits and match.end() < len(text) and number:
            yield Mark(
                start=at, end=match.end(), family=family, style="number", before=stand,
                number=number, inner=at in inner and stand < STOP,
            )  # fmt: skip


def _named(text: str, match: re.Match[str]) -> bool:
    before_ = _NAMED_BEFORE.search(text, max(0, match.start() - 1), match.start())
    return before_ is not None or _NAMED.match(text, match.end()) is not None


def _restarting(text: str, numbers: list[re.Match[str]]) -> frozenset[int]:
    """Return where each (1) stands, where they count up twice or more: `1.沟通（1）听（2）说2.协调（1）…（2）…`."""
    runs: list[list[re.Match[str]]] = []
    for match in (m for m in numbers if m["b"]):
        number = int(match["b"])
        if number != 1 and (not runs or number != len(runs[-1]) + 1):
            return frozenset()
        if number == 1:
            runs.append([])
        runs[-1].append(match)
    fits = all(len(run) > 1 and not any(_named(text, match) for match in run) for run in runs)
    return frozenset(run[0].start() for run in runs) if fits and len(runs) > 1 else frozenset()


def _plain_number(text: str, match: re.Match[str], stand: int) -> bool:
    after = text[match.end("p")] if match.end("p") < len(text) else ""
    if after.isdigit():
        return (stand == LINE and match["p"] != "、") or (
            stand == STOP and bool(_UNIT.match(text, match.end("p")))
        )
    previous = text[match.start() - 1] if match.start() else ""
    return stand > NONE or not (
        previous.isdigit() or previous in "第.．-–~～/+*×" or (previous.isascii() and previous.isalpha())
    )


@lru_cache(maxsize=1)  # asked again for each reading of a text
def in_run(text: str) -> frozenset[int]:
    """Return where the dashes of runs of short items stand."""
    return frozenset(
        run.start() + dash.start() for run in _RUN.finditer(text) for dash in re.finditer("[-－•●▪]", run[0])
    )


def _dashes(text: str, deep: dict[int, int]) -> Iterator[Mark]:
    runs = in_run(text)
    depth = 0
    for match in _DASH.finditer(text):
        stand = before(text, match.start())
        previous = text[match.start() - 1] if match.start() else ""
        depth = deep.get(match.start(), depth)
        mark, after = match[0][0], text[match.end() : match.end() + 1]
        if not after or after == "\n" or (previous and previous in "-–—－*"):
            continue
        weak = (
            mark in "-－"
            and (previous in CLOSERS or "\u4e00" <= previous <= "\u9fff")
            and not after.isdigit()
        )
        if (
            stand == LINE
            or (stand == STOP and mark not in "*·")
            or (weak and previous)
            or match.start() in runs
        ):
            yield Mark(
                start=match.start(), end=match.end(), family="-" + "@" * depth, style="dash", before=stand
            )


def _behind_dash(text: str, at: int) -> int:
    """Return where the dash stands that begins the line of a word at `at` directly before it, or the word's own place."""
    start = at
    while start and text[start - 1] in " \t":
        start -= 1
    dash = _DASH.match(text, start - 1) if start else None
    return start - 1 if dash and dash.end() == at and before(text, start - 1) == LINE else at


def _headings(text: str) -> Iterator[Mark]:
    worded = _NUMERAL_COLON.search(text) is not None
    for match in (_HEADING if worded else _PLAIN_HEADING).finditer(text):
        stand = before(text, _behind_dash(text, match.start()))
        digits = next(match[g] for g in ("abcdefg" if worded else "abcdeg") if match[g])
        number = int(digits) if digits.isdigit() else (_HAN + "ABCDEFGH").index(digits[-1]) % 10 + 1
        inner = stand < STOP and number == 1 and match["b"] is not None
        if (stand < STOP and not _follows(text, match, number)) or len(digits) > 1:
            continue
        if match["c"]:
            unit = match["u"] or ""
            announced = unit in _COUNTED and re.search(f"[两二三四五六七八九十]{unit}", text[: match.start()])
            loose = match["q"] or match["t"] or unit in ("步", "阶段", "步骤")
            if not announced and (unit in _TIMES or not loose):
                continue
            family = "第" + unit
        elif worded and match["n"]:
            family = "n" + match["n"]
        else:
            family = {"a": "一、", "b": "(一)", "d": "一是", "e": "其一", "g": "A."}[str(match.lastgroup)]
        yield Mark(
            start=match.start(), end=match.start(), family=family, style="heading", before=stand,
            number=number, inner=inner, word=text[match.start() : match.start("t") if match["t"] else match.end()].rstrip("：:、"),
        )  # fmt: skip


def _follows(text: str, match: re.Match[str], number: int) -> bool:
    """Whether a heading may begin without a stop before it: `一、接线（一）报工号（二）问称呼二、查单`, not `周二、周三`."""
    if match["a"]:
        return number > 1 and not _COUNTED_BEFORE.search(text, max(0, match.start() - 1), match.start()) and (
            text[match.end() : match.end() + 1] not in tuple(_HAN)
        )  # fmt: skip
    if match["b"]:
        return not _named(text, match)
    return match["g"] is not None and number > 1


def _words(text: str) -> Iterator[Mark]:
    for match in _word_pattern().finditer(text):
        family, number = _word_index()[match[0]]
        stand = before(text, _behind_dash(text, match.start()))
        comma = number == 1 and match.start() and text[match.start() - 1] in "，,"
        colon = number != 1 and match.start() and text[match.start() - 1] in "：:"
        if (stand >= STOP and not colon) or comma:
            yield Mark(
                start=match.start(), end=match.start(), family=family, style="word", before=stand,
                number=number, word=match[0],
            )  # fmt: skip


@cache
def _word_index() -> dict[str, tuple[str, int | None]]:
    """Word to its family and number: 1 opens, None goes on, 0 closes."""
    found: dict[str, tuple[str, int | None]] = {}
    for sequence in structure().sequences:
        found |= dict.fromkeys(sequence.first, (sequence.id, 1))
        found |= dict.fromkeys(sequence.middle, (sequence.id, None))
        found |= dict.fromkeys(sequence.last, (sequence.id, 0))
    return found


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _word_index()), key=len, reverse=True)))
