"""The structure that a plain answer announces, as Markdown. Text is structured, never reworded."""

from __future__ import annotations

from wenda.markdown import escape


def reflow(text: str) -> str:
    """Return the answer as Markdown: a paragraph for each line."""
    return "\n\n".join(escape(line) for line in text.split("\n") if line.strip())
