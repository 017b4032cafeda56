"""The way of a document through the stages, read top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from wenda import simplify
from wenda.classifying import classify
from wenda.model import Document, Source, Step
from wenda.repairing import repair
from wenda.splitting import split
from wenda.stripping import strip

ROUNDS = 4
"""Cleaning is done again while it changes something, at most so often: chrome taken out of the middle of a line
can bring a pair of brackets together that repair could not see before (a page chunk, `(分数：2.0⏎2、0)`)."""


def process(source: Source) -> Document:
    """Return the document that a source holds. Pure: nothing is read or written."""
    traditional = simplify.is_traditional(source.text)
    steps = clean(source.text, traditional=traditional)
    outline = split.split(steps[-1].after if steps else source.text)
    return Document(
        source=source,
        steps=(source.step, *steps),
        script="traditional" if traditional else "simplified",
        outline=outline,
        roles=classify.title_roles(outline.title),
    )


def clean(text: str, *, traditional: bool) -> tuple[Step, ...]:
    """Return the steps from a decoded text to the clean one; cleaning that again changes nothing.

    Repair comes before everything that looks for a marker, because markers are corrupted too; notes are
    readings of traditional characters, so it also comes before simplification.
    """
    steps: list[Step] = []
    for _ in range(ROUNDS):
        done = [step for step in _round(text, traditional) if step.edits or step.warnings]
        steps += done
        if not any(step.edits for step in done):
            break
        text = done[-1].after
        traditional = simplify.is_traditional(text)
    return tuple(steps)


def _round(text: str, traditional: bool) -> Iterator[Step]:
    for step in repair.repair(text, traditional=traditional):
        yield step
        text = step.after
    if traditional:
        step = simplify.simplify(text)
        yield step
        text = step.after
    yield strip.strip(text)
