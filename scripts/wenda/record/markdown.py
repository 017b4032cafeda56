"""Plain text to Markdown that shows exactly its characters."""

from __future__ import annotations

import html
import re

_SPECIAL = re.compile(r"[\\`*_\[\]{}|]")
# Marks that mean something at the start of a line only: headings, quotes, lists (where a space follows), rules and
# setext underlines, definition lists and admonitions. `3.15晚会` and `-5℃` stay as they are.
_LINE_START = re.compile(
    r"^(?:(?P<digits>\d+)(?=\.(?:\s|$))|(?P<mark>[#>:!=~?]|[-+](?=[\s\-]|$)))", re.MULTILINE
)
_ESCAPED = re.compile(r"\\([\\`*_\[\]{}|#>+\-.:)!])|&(?:amp|lt|#\d+);")


def escape(text: str) -> str:
    r"""Return `text` with everything that Markdown would take for markup escaped; lines stay lines.

    >>> print(escape("1. <b>不是*标签*</b>"))
    1\. &lt;b>不是\*标签\*&lt;/b>
    """
    text = "\n".join(line.strip() for line in text.split("\n"))
    # `&` and `<` become entities (Python-Markdown knows no escape for them); the others take a backslash.
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _LINE_START.sub(_escape_start, text)


def _escape_start(match: re.Match[str]) -> str:
    if match["digits"]:
        return match[0] + "\\"
    # Python-Markdown has no backslash escape for some marks: a numeric reference shows the same character.
    return f"&#{ord(match[0])};" if match[0] in ":=~?" else "\\" + match[0]


def unescape(markdown: str) -> str:
    r"""Return the text that `escape` was given.

    >>> unescape(escape("1. a<b & *c*"))
    '1. a<b & *c*'
    """
    return _ESCAPED.sub(lambda m: m[1] or html.unescape(m[0]), markdown)
