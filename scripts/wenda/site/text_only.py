"""Markdown extension: what looks like HTML in a question page is text, whoever wrote it.

The site's own lists are HTML blocks and the pages written by hand may hold some: the hook opens those, so that a
page that nobody thought of is closed.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

NAME = "wenda.site.text_only"


class TextOnly(Extension):
    """Leave raw HTML, in blocks and in lines, as the characters it is."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"html": [False, "Whether this page's raw HTML is HTML."]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Take out what reads raw HTML; Python-Markdown then escapes it as it does all text."""
        if not self.getConfig("html"):
            md.preprocessors.deregister("html_block")
            md.inlinePatterns.deregister("html")


def makeExtension(**kwargs: Any) -> TextOnly:
    """Return the extension that mkdocs.yml names."""
    return TextOnly(**kwargs)
