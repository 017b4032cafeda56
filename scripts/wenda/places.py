"""Places in a text as a person's editor shows them: line and column, from 1."""

from __future__ import annotations

import re
from bisect import bisect_right


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        """Find where the lines of `text` begin."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> str:
        """Return the place of a character as line:column.

        >>> Lines("甲\\n乙丙").at(3)
        '2:2'
        """
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"

    def span(self, start: int, end: int) -> str:
        """Return the places of the first and the last character of a stretch."""
        return f"{self.at(start)}–{self.at(max(start, end - 1))}"
