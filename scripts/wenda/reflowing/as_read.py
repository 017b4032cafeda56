"""A text as it is read: ASCII stops and quotes that stand for Chinese ones, in a copy of the same length."""

from __future__ import annotations

import re

_HAN = "\u4e00-\u9fff"
# `当天报数.2.再排班`, `打电话.以上三步`; not `工单.xlsx`, `9.9元`, `一.先`, `...`.
_STOP = re.compile(
    rf"(?<=[{_HAN}%％”’」』）)】》'\"])(?<!^[一二三四五六七八九十])(?<![^{_HAN}][一二三四五六七八九十])"
    rf"\.(?=\s*(?:[{_HAN}“‘《【（(①-⑳\"'-]|\d{{1,2}}[.．、)）](?!\d)|$))",
    re.MULTILINE,
)
# `'是我们慢了'`; not the apostrophes of `It's`.
_QUOTES = re.compile(rf"(?<![A-Za-z0-9])'(?=[^'\n]{{0,3}}[{_HAN}])([^'\n]{{1,80}})'(?![A-Za-z])")


def as_read(text: str) -> str:
    """Return the text with the ASCII stops and single quotes of Chinese sentences as `。` and `‘’`.

    >>> as_read("1.先说:'我在查'.2.再查9.9元的单.")
    '1.先说:‘我在查’。2.再查9.9元的单。'
    """
    if "'" in text:  # most texts have neither: not worth a search that looks around at every place
        text = _QUOTES.sub(r"‘\1’", text)
    return _STOP.sub("。", text) if "." in text else text
