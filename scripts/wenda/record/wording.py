"""What a page asks, as plain text: its question and its options."""

from __future__ import annotations

import re

from wenda.record.markdown import unescape
from wenda.record.page import Body

_OPTION = re.compile(r"^- [A-Z]+\. ", re.MULTILINE)


def question_text(body: Body) -> str:
    """Return the question of a page as plain text, its paragraphs on lines."""
    return unescape(re.sub(r"\n{2,}", "\n", body.question))


def options(body: Body) -> tuple[str, ...]:
    """Return the options of a page as plain text, without letters."""
    return tuple(unescape(each.strip()) for each in _OPTION.split(body.parts.get("options", ""))[1:])
