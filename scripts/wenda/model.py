"""The values that pass between the stages.

Every text stage is a pure function from a text to one or more `Step`s: the text after it, and the edits that
made it.
An edit that puts nothing in its place is a removal, any other a repair. Because a step is nothing but its
edits, "nothing disappears unlogged" can be counted, and a place in the result can be followed back to the
place in the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Script = Literal["simplified", "traditional"]


class Edit(NamedTuple):
    """One change to a text: `text[start:end]` became `after` because of `rule`.

    A tuple, because a noted document has ten thousand, and a frozen dataclass takes twice as long to make.

    Offsets count characters (code points) of the text before the step. `doubtful` marks a repair that had
    to choose, or a loss that could not be made good.
    """

    start: int
    end: int
    rule: str
    after: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one stage did to a text; edits are in order and do not overlap."""

    stage: str
    before: str
    after: str
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as it was read: `digest` is SHA-256 of its bytes in hex, `step` what decoding changed."""

    path: str
    digest: str
    encoding: str
    step: Step

    @property
    def text(self) -> str:
        """The decoded text."""
        return self.step.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a document, in plain text without labels and markers.

    `ordinal` counts from 1 in the order of the document; `number` is the number printed there, if any.
    For multiple choice `answer` holds the letters alone. `start` and `end` enclose the question with its
    answer in the cleaned text.
    """

    ordinal: int
    text: str
    start: int
    end: int
    number: str | None = None
    section: str | None = None
    points: float | None = None
    options: tuple[str, ...] = ()
    answer: str | None = None
    analysis: str | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What split found in a cleaned text; `removed` are labels, headings, small talk and markers."""

    title: str
    year: int | None
    questions: tuple[Question, ...]
    removed: tuple[Edit, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source after all stages. `steps` are the stages in order, reading first; `outline` is of the last text."""

    source: Source
    steps: tuple[Step, ...]
    script: Script
    outline: Outline
    roles: tuple[str, ...]

    @property
    def text(self) -> str:
        """The cleaned text, to which the questions' offsets refer."""
        return self.steps[-1].after

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know, in the order of the stages."""
        return tuple(w for step in self.steps for w in step.warnings) + self.outline.warnings
