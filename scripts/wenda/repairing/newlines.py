"""Stray newlines and doubled labels. Where a newline may be meant, it stays: splitting does not mind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenda import edits
from wenda.model import Edit, Step

# 答案:答案:B, Q2：Q2：, from the first colon on; and 【解析】【解析】.
# It begins with one class of characters, so that the search runs in C to the next of them.
_DOUBLED = re.compile(
    r"[:：【](?:(?<!【)\s*(?=(?P<label>[\u4e00-\u9fff]{1,6}|[QA]\d{0,2})[ \t]*(?P<colon>[:：]))"
    r"|(?<=【)(?P<name>[^】\n]{1,8})】(?P<too>(?:\s*【(?P=name)】)+))"
)
# What an option's second line does not begin with; in both scripts, for this comes before simplification.
_LABEL = "参考|參考|答案|正确答案|正確答案|解析|分析|评分|評分|考察|题目|題目|情景"

_HAN = "\u3400-\u9fff"
_MARKER = (
    r"[ \t]*(?:[-•·*●■◆#>]|[(（【\[]|\d+[.、．:：)）]|[A-Za-z]\d*[.、．:：)）]"
    rf"|[一二三四五六七八九十]+[、.．]|第[\d一二三四五六七八九十]+|[{_HAN}]{{1,8}}[:：])"
)
# Both begin with the newline, so that the search runs in C to the next one; what stands before it is looked at then.
# The line goes on with what cannot begin one: 客户\n，…
_BROKEN = re.compile(r"\n[ \t]*(?=[，。、；：？！”’）》】,;?]|!(?!\[))")
# It ends in a comma, and the next one has no marker: 先道歉，\n再核实。
_COMMA = re.compile(rf"\n(?!{_MARKER})[ \t]*(?=[{_HAN}“])")
_BEFORE_COMMA = re.compile(rf"[{_HAN}”）)][，、,]")
_STOP = re.compile("[。；？！;?!]")
# Where a line that may be one begins: with the newline first, as above.
_LETTER = re.compile(r"\n[ \t]*[A-G][.、．)）:：]")
_OPTION = re.compile(r"[ \t]*(?P<letter>[A-G])[.、．)）:：](?P<text>[^\n]*[^\s。；;.])[ \t]*\n")
_REST = re.compile(
    rf"(?!{_MARKER}|[ \t]*(?:{_LABEL}))[ \t]*(?=\S)(?P<rest>[^\n]{{1,60}})\n[ \t]*(?P<letter>[B-H])[.、．)）:：]"
)


def mend_lines(text: str) -> Step:
    """Return the step that takes out doubled labels and stray newlines.

    >>> mend_lines("答案:答案:B").after
    '答案:B'
    >>> mend_lines("A.先安抚\\n客户\\nB.上报").after
    'A.先安抚客户\\nB.上报'
    >>> mend_lines("A.先安抚\\nB.上报").edits
    ()
    """
    made: list[Edit] = []
    for edit in sorted([*_doubled(text), *_stray(text)], key=lambda edit: edit.start):
        if made and edit.start < made[-1].end:  # 答案:\n答案: is both
            made[-1] = made[-1]._replace(end=max(edit.end, made[-1].end))
        else:
            made.append(edit)
    return edits.step("repair", text, made)


def _doubled(text: str) -> Iterator[Edit]:
    for match in _DOUBLED.finditer(text):
        if match["name"]:
            yield Edit(start=match.start("too"), end=match.end(), rule="doubled-label")
        elif text.endswith(match["label"], 0, match.start()):
            yield Edit(start=match.start() + 1, end=match.end("colon"), rule="doubled-label")


def _stray(text: str) -> Iterator[Edit]:
    """Yield removals of stray newlines with the blanks around them.

    After a comma only a line counts that comes to a stop, by itself or with what belongs to it: the text may
    have been cut off there, and the next line be the site's.
    """
    broken = ((start, end) for start, end in _breaks(text, _BROKEN) if not text[start - 1 : start].isspace())
    found = {*_in_options(text), *(span for span in broken if span[0])}
    joined = {text.index("\n", start) for start, _ in found}
    commas = [
        span for span in _breaks(text, _COMMA) if _BEFORE_COMMA.fullmatch(text, max(0, span[0] - 2), span[0])
    ]
    for start, after in reversed(commas):
        end = text.find("\n", after)
        if end in joined or _STOP.search(text, after, len(text) if end < 0 else end):
            found.add((start, after))
            joined.add(text.index("\n", start))
    return (Edit(start=start, end=end, rule="stray-newline") for start, end in found)


def _breaks(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the line breaks that a pattern finds, with the blanks before and after them."""
    for match in pattern.finditer(text):
        start = match.start()
        while start and text[start - 1] in " \t":
            start -= 1
        yield start, match.end()


def _in_options(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line breaks inside an option: a short line without a marker between A. and B."""
    for line in _LETTER.finditer("\n" + text):
        option = _OPTION.match(text, line.start())
        rest = option and _REST.match(text, option.end())
        if option and rest and ord(rest["letter"]) == ord(option["letter"]) + 1:
            yield option.end("text"), rest.start("rest")
