"""Stray newlines and doubled labels. Where a newline may be meant, it stays: splitting does not mind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenda import edits
from wenda.model import Edit, Step

# 答案:答案:B, 【解析】【解析】; in both scripts, for this comes before simplification.
_LABEL = "参考答案|參考答案|答案要点|答案要點|答案解析|答案示例|答案|参考解析|參考解析|解析|分析|评分标准|評分標準|评分要点|評分要點|问题|問題|题目|題目|情景|考察点|考察點|问|問|答"
_DOUBLED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?=参考|參考|答案|解析|评分|評分))"
    rf"(?P<label>{_LABEL})[ \t]*[:：](?P<again>(?:\s*(?P=label)[ \t]*[:：])+)"
    rf"|【(?P<name>{_LABEL})】(?P<too>(?:\s*【(?P=name)】)+)"
)

_HAN = "\u3400-\u9fff"
_MARKER = (
    r"[ \t]*(?:[-•·*●■◆#>]|[(（【\[]|\d+[.、．:：)）]|[A-Za-z]\d*[.、．:：)）]"
    rf"|[一二三四五六七八九十]+[、.．]|第[\d一二三四五六七八九十]+|[{_HAN}]{{1,8}}[:：])"
)
_STRAY = re.compile(
    # The line goes on with what cannot begin one: 客户\n，…
    r"(?<=[^\s])[ \t]*\n[ \t]*(?=[，。、；：？！”’）》】,;?])"
    # It ends in a comma, and the next one, no marker, goes on to a full stop: 先道歉，\n再核实。
    rf"|(?<=[{_HAN}”）][，、,])[ \t]*\n(?!{_MARKER})[ \t]*(?=[{_HAN}“][^\n]*[。；？！][^\n]*(?:\n|$))"
)
_OPTION = re.compile(
    r"^[ \t]*(?P<letter>[A-G])[.、．)）:：](?P<text>[^\n]*[^\s。；;.])[ \t]*\n", re.MULTILINE
)
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
    made = list(_doubled(text))
    inside = [(edit.start, edit.end) for edit in made]
    for start, end in sorted({*_stray(text), *_in_options(text)}):
        if not any(a < end and start < b for a, b in inside):
            made.append(Edit(start=start, end=end, rule="stray-newline"))
    made.sort(key=lambda edit: edit.start)
    return edits.step("repair", text, made)


def _doubled(text: str) -> Iterator[Edit]:
    for match in _DOUBLED.finditer(text):
        start, end = match.span("again" if match["again"] else "too")
        yield Edit(start=start, end=end, rule="doubled-label")


def _stray(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _STRAY.finditer(text))


def _in_options(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line breaks inside an option: a short line without a marker between A. and B."""
    for option in _OPTION.finditer(text):
        rest = _REST.match(text, option.end())
        if rest and ord(rest["letter"]) == ord(option["letter"]) + 1:
            yield option.end("text"), rest.start("rest")
