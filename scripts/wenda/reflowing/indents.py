"""How deep the dashes and numbers at the beginnings of lines stand, by their indentation."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"^(?P<indent>[ \t　]*)(?:(?P<dash>[-–—－•·●▪◆■◇★*◦](?![-–—－*]))|(?P<number>[0-9]{1,2})[.．、)）])",
    re.MULTILINE,
)
_WIDTHS = {"\t": 4, "　": 2}
_STEP = 2
"""What a line must stand deeper to be below another: a single space is carelessness."""


def depths(text: str) -> dict[int, int]:
    """Return the depth of each dash and number that begins a line, by where it stands; the outermost is 0.

    The first line of an answer has often lost its indentation, so it stands as far out as any other. A number below
    others begins with 1: `  2.` behind `1.` goes on.

    >>> depths("-甲\\n  -乙\\n  -丙\\n-丁")
    {0: 0, 5: 1, 10: 1, 13: 0}
    """
    found: dict[int, int] = {}
    lines = list(_LINE.finditer(text))
    widths = [
        sum(_WIDTHS.get(c, 1) for c in line["indent"]) + _STEP * (line["dash"] == "◦") for line in lines
    ]
    if lines and not text[: lines[0].start()].strip():
        widths[0] = min(widths[1:], default=widths[0])
    open_: list[int] = []
    for line, width in zip(lines, widths, strict=True):
        while len(open_) > 1 and width <= open_[-1] - _STEP:
            open_.pop()
        if not open_ or (width >= open_[-1] + _STEP and (line["dash"] or line["number"] == "1")):
            open_.append(width)
        found[line.end("indent")] = len(open_) - 1
    return found
