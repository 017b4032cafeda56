"""The way of a document through the stages, read top to bottom."""

from __future__ import annotations

from wenda import classify, repair, simplify, split, strip
from wenda.model import Document, Source, Step


def process(source: Source) -> Document:
    """Return the document that a source holds. Pure: nothing is read or written."""
    traditional = simplify.is_traditional(source.text)
    steps = clean(source.text, traditional=traditional)
    outline = split.split(steps[-1].after)
    return Document(
        source=source,
        steps=(source.step, *steps),
        script="traditional" if traditional else "simplified",
        outline=outline,
        roles=classify.title_roles(outline.title),
    )


def clean(text: str, *, traditional: bool) -> tuple[Step, ...]:
    """Return the steps from a decoded text to the clean one.

    Repair comes before everything that looks for a marker, because markers are corrupted too; notes are
    readings of traditional characters, so it also comes before simplification.
    """
    steps = list(repair.repair(text, traditional=traditional))
    if traditional:
        steps.append(simplify.simplify(_last(steps, text)))
    steps.append(strip.strip(_last(steps, text)))
    return tuple(steps)


def _last(steps: list[Step], text: str) -> str:
    return steps[-1].after if steps else text
