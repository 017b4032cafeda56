"""Documents on their way into the library: read, taken apart, their questions with what their source is.

Many are loaded in several processes, in the order in which they are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wenda import edits, pipeline
from wenda.errors import SourceError
from wenda.importing import rights
from wenda.model import Document, Question
from wenda.processes import in_order, processors
from wenda.reading import read
from wenda.record import family
from wenda.record.family import Family
from wenda.record.ids import question_id
from wenda.record.page import SourceRef

# Below this many bytes in all, starting a second process costs more than it saves.
PARALLEL_FROM = 400_000

# So many documents for each process are on their way: enough to keep it busy, not so many that they fill the memory.
AHEAD = 12

# What a site adds stands within so many lines of either end, and is no longer than this.
EDGE, LONGEST_LINE = 12, 60

NO_MORE = read.Caps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one document came to: characters removed by stage, repairs by kind, warnings."""

    removed: Counter[str]
    repairs: Counter[str]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One document on its way into the library; `error` stands in for all else where it was refused."""

    path: str
    title: str = ""
    roles: tuple[str, ...] = ()
    digest: str = ""
    families: tuple[Family, ...] = ()
    labels: tuple[tuple[Question, family.Labels], ...] = ()
    """How its questions are titled and classified, where another process found that out already."""
    tally: Tally | None = None
    edges: str = ""
    error: str | None = None


def sources(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return the files that `paths` (files or folders) stand for, each with the name it is recorded under: one line.

    Hidden files and README files in a folder are passed over; a file that is named is taken whatever its name.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
                if not hidden and not each.is_dir() and not each.name.upper().startswith("README"):
                    found.setdefault(each, read.shown(each.relative_to(path).as_posix()))
        else:
            found.setdefault(path, read.shown(path.name))
    return list(found.items())


def load(place: tuple[Path, str], caps: read.Caps = NO_MORE, *, label: bool = False) -> Imported:
    """Return one file read and taken apart; what is wrong with it is its `error`.

    `label`: classified too, for a process that brings what others load into the library.
    """
    path, name = place
    try:
        source = read.read(str(path), cap=caps.file)
        document = pipeline.process(source)
        caps.check(str(path), source.text, len(document.outline.questions))
    except SourceError as error:
        return Imported(path=read.shown(str(path)), error=str(error))
    notice = rights.notice(document)
    families = tuple(_family(document, question, name, notice) for question in document.outline.questions)
    asked = (family.asked(each, each.versions[0]) for each in families) if label else ()
    return Imported(
        path=read.shown(str(path)),
        title=document.outline.title,
        roles=document.roles,
        digest=source.digest,
        families=families,
        labels=tuple((each, family.classified(each)) for each in asked),
        tally=_tally(document),
        edges=_edges(document.text, document.outline.title),
    )


def _edges(text: str, title: str) -> str:
    """Return the short lines at both ends of a cleaned text, where what a site adds would stand: its title is none."""
    lines = [line for line in text.split("\n") if line.strip() and line.strip() != title]
    ends = lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]
    return "\n".join(line for line in ends if len(line) <= LONGEST_LINE)


def loaded(places: Sequence[tuple[Path, str]], caps: read.Caps = NO_MORE) -> Iterator[Imported]:
    """Yield the files at `places` as `load` gives them, in their order; many are read in several processes."""
    size = sum(path.stat().st_size for path, _ in places if path.is_file())
    workers = min(processors(), len(places))
    if workers < 2 or size < PARALLEL_FROM:
        yield from (load(place, caps) for place in places)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from in_order(pool, partial(load, caps=caps, label=True), places, most=AHEAD * workers)


def _family(document: Document, question: Question, name: str, notice: str | None) -> Family:
    source = SourceRef(
        file=name,
        digest=document.source.digest,
        ordinal=question.ordinal,
        title=document.outline.title or None,
        number=question.number,
        section=question.section,
        year=document.outline.year,
        points=question.points,
        truncated=question.truncated,
        rights=notice,
    )
    return family.from_question(
        question_id(question.text, question.options), question, source, _doubtful(document, question)
    )


def _doubtful(document: Document, question: Question) -> tuple[str, ...]:
    """Return the doubtful repairs inside the question, as the text around them reads now."""
    text = document.text[question.start : question.end]
    found = []
    for index, step in enumerate(document.steps):
        shift = 0
        for edit in step.edits:
            start = edit.start + shift
            shift += len(edit.after) - (edit.end - edit.start)
            if edit.doubtful:
                around = step.after[max(0, start - 6) : start + len(edit.after) + 6]
                place = edits.forward(document.steps[index + 1 :], start)
                if question.start <= place < question.end:
                    found.append(" ".join(f"{edit.rule}: {around}".split()))
    return tuple(sorted(set(found))) if text else ()


def _tally(document: Document) -> Tally:
    removed: Counter[str] = Counter()
    repairs: Counter[str] = Counter()
    for step in document.steps:
        if step.stage == "simplify":
            continue
        for edit in step.edits:
            if edit.after:
                repairs[edit.rule] += 1
            else:
                removed[step.stage] += edit.end - edit.start
    removed["split"] += sum(edit.end - edit.start for edit in document.outline.removed)
    return Tally(removed=removed, repairs=repairs, warnings=document.warnings)
