"""Plain text to Markdown that shows exactly its characters."""

from __future__ import annotations

import html
import re

# `&` and `<` become entities (Python-Markdown knows no escape for them); the others take a backslash.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;"})
_SPECIAL = re.compile(r"[\\`*_\[\]{}|]")
# Marks that mean something at the start of a line only: headings, quotes, lists, rules, setext underlines,
# definition lists and admonitions.
_ESCAPED = re.compile(r"\\([\\`*_\[\]{}|#>+\-.:)!])|&(?:amp|lt|#\d+);")
_LINE_START = re.compile(r"^(?P<digits>\d*)(?P<mark>[#>+\-.:)!?=~])", re.MULTILINE)


def escape(text: str) -> str:
    r"""Return `text` with everything that Markdown would take for markup escaped; lines stay lines.

    >>> print(escape("1. <b>不是*标签*</b>"))
    1\. &lt;b>不是\*标签\*&lt;/b>
    """
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = _SPECIAL.sub(r"\\\g<0>", text.translate(_ENTITIES))
    return _LINE_START.sub(_escape_start, text)


def _escape_start(match: re.Match[str]) -> str:
    digits, mark = match["digits"], match["mark"]
    if mark in "=~:?)" or (digits and mark != "."):
        # No backslash escape in Python-Markdown: a numeric reference shows the same character.
        return match[0] if digits else f"&#{ord(mark)};"
    return f"{digits}\\{mark}"


def unescape(markdown: str) -> str:
    r"""Return the text that `escape` was given.

    >>> unescape(escape("1. a<b & *c*"))
    '1. a<b & *c*'
    """
    return _ESCAPED.sub(lambda m: m[1] or html.unescape(m[0]), markdown)
