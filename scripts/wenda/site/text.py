"""Markdown of a page as plain text, for descriptions and citations."""

from __future__ import annotations

import re

from wenda.record.markdown import unescape

# Brackets that are escaped are text; none inside, or a text of 20,000 of them takes seconds.
_LINK = re.compile(r"!?(?<!\\)\[([^\[\]]*)(?<!\\)\]\([^()]*\)")
_MARKUP = re.compile(r"(?<!\\)(?:\*\*?|`+)|^[ \t]*(?:#{1,6} |>|[-+*] |\d+\. )|\{#[a-z0-9-]+\}", re.MULTILINE)
_TABLE = re.compile(r"^\|.*$", re.MULTILINE)
_ENOUGH = 4  # characters of Markdown for one that is shown, and more
_SPACE = re.compile(r"\s+")


def plain(markdown: str, *, limit: int) -> str:
    """Return the text of `markdown` on one line, cut with … after at most `limit` characters.

    >>> plain("**先听**，再[答](x.md)。\\n\\n- 一\\n- 二", limit=9)
    '先听，再答。 一…'
    """
    # All markup but a link ends in its line, so that whole lines show the same whatever follows.
    enough = markdown.rfind("\n", 0, _ENOUGH * limit) if "[" not in markdown else -1
    text = _shown(markdown[:enough]) if enough > 0 else ""
    if len(text) <= limit:
        text = _shown(markdown)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _shown(markdown: str) -> str:
    text = _MARKUP.sub("", _TABLE.sub(" ", _LINK.sub(r"\1", markdown)))
    return _SPACE.sub(" ", unescape(text)).strip()
