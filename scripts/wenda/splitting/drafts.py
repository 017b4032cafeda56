"""Questions as places in the text, between reading them and writing them out."""

from __future__ import annotations

from typing import NamedTuple

from wenda.splitting.heading import Section


class Span(NamedTuple):
    """A part of the text that belongs to a field: text, option, answer or analysis."""

    field: str
    start: int
    end: int


class Draft(NamedTuple):
    """A question as places in the text. `start` and `end` enclose its marker and all its fields.

    `lead` is where the heading before it begins, `section` what that or an earlier heading says. A tuple like
    Span, because both are made and changed by the ten thousand.
    """

    start: int
    end: int
    number: int | None
    spans: tuple[Span, ...]
    lead: int | None = None
    section: Section | None = None
    points: float | None = None
    labelled: bool = False

    def has(self, field: str) -> bool:
        """Return whether the question has a field of that name."""
        return any(span.field == field for span in self.spans)
