"""Bringing documents into the library: every file through the stages, every question reconciled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from wenda import edits, pipeline
from wenda.errors import SourceError, WendaError
from wenda.importing import rights
from wenda.model import Document, Question
from wenda.processes import in_order, processors
from wenda.reading import read
from wenda.record import combine, family
from wenda.record.family import Family
from wenda.record.ids import normalise, question_id
from wenda.record.library import Change, Library
from wenda.record.page import SourceRef, parse
from wenda.stripping import strip

# Below this many bytes in all, starting a second process costs more than it saves.
PARALLEL_FROM = 400_000

# So many documents for each process are on their way: enough to keep it busy, not so many that they fill the memory.
AHEAD = 12

# What a site adds stands within so many lines of either end, and is no longer than this.
EDGE, LONGEST_LINE = 12, 60

NO_MORE = read.Caps()
FEWER = 0.5
"""Share of the questions found in a document before that a later import finds at least, unless it is meant."""


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


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did, added up as it goes."""

    documents: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    unknown_roles: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    """By document, how many places its stages were in doubt about; `details` says which."""
    details: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    """What was done, or would be, to pages that are kept because somebody edited them; of others texts are not kept."""


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


def import_sources(
    places: Sequence[tuple[Path, str]],
    library: Library,
    *,
    dry_run: bool,
    advance: Callable[[], None],
    allow_fewer: bool = False,
    caps: read.Caps = NO_MORE,
) -> Report:
    """Bring the files at `places` into the library and return what that came to.

    `advance` is called after each file. With `dry_run` nothing is written. Files that cannot be read are
    listed in the report's errors; the others go on. So are files that gave more questions before, unless
    `allow_fewer`: rules that find less than half of them are more likely wrong than right.
    """
    report = Report()
    edges: list[str] = []
    with library.writing_behind():
        for imported in _loaded(places, caps):
            edges.append(imported.edges)
            if imported.error is not None:
                report.errors.append(imported.error)
            elif not allow_fewer and (fewer := _fewer(imported, library)):
                report.errors.append(fewer)
            else:
                reconcile(imported, library, report, dry_run=dry_run)
            advance()
            parse.cache_clear()  # the next document has other questions
    report.errors += library.conflicts
    report.warnings += [
        f"“{each.line}” stands in {each.documents} documents and fits no rule; if it is a site's, add one to "
        "rules/chrome.toml"
        for each in strip.recurring(edges)
    ]
    return report


def _fewer(imported: Imported, library: Library) -> str | None:
    """Return what to say of a document in which so much less is found than before that it is left alone."""
    before = len(library.ids_of(imported.digest))
    if len(imported.families) >= before * FEWER:
        return None
    return (
        f"{imported.path}: {len(imported.families)} questions are found where {before} were before, fewer than "
        f"{FEWER:.0%}: its pages stay. If the rules are right now, add --allow-fewer"
    )


def _loaded(places: Sequence[tuple[Path, str]], caps: read.Caps) -> Iterator[Imported]:
    size = sum(path.stat().st_size for path, _ in places if path.is_file())
    workers = min(processors(), len(places))
    if workers < 2 or size < PARALLEL_FROM:
        yield from (load(place, caps) for place in places)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from in_order(pool, partial(load, caps=caps, label=True), places, most=AHEAD * workers)


def reconcile(imported: Imported, library: Library, report: Report, *, dry_run: bool) -> None:
    """Bring one document into the library and add what that came to to the report."""
    assert imported.tally is not None
    report.documents += 1
    report.removed += imported.tally.removed
    report.repairs += imported.tally.repairs
    report.doubts += Counter({imported.path: len(imported.tally.warnings)})
    report.details += [f"{imported.path}: {warning}" for warning in imported.tally.warnings]
    report.unknown_roles.update(role for role in imported.roles if not role.isascii())
    for question, labels in imported.labels:
        family.remember(question, labels)
    before = library.ids_of(imported.digest)
    try:
        homes = library.homes(imported.families)
    except WendaError as error:
        report.errors.append(f"{imported.path} was not imported: {error}")
        return
    for home, new in _together(imported.families, homes, library):
        try:
            if library.join(new, home, dry_run=dry_run):
                report.outcomes["duplicate"] += len(combine.entries(new))
                continue
            change = library.reconcile(new, home)
            _note(change, library, report, dry_run=dry_run)
        except WendaError as error:
            report.errors.append(str(error))
            continue
        if again := len(combine.entries(new)) - 1:
            written = change.outcome in ("new", "updated", "duplicate")
            report.outcomes["duplicate" if written else change.outcome] += again
    heirs = {_ordinal(each): home for each, home in zip(imported.families, homes, strict=True)}
    for page_id in sorted(before - set(homes)):
        try:
            moved = library.supersede(page_id, imported.digest, heirs)
        except WendaError as error:
            report.errors.append(str(error))
            continue
        if moved:
            _note(moved, library, report, dry_run=dry_run)
        else:
            report.warnings.append(
                f"{imported.path}: the question of page {page_id} is not found any more; its page stays as it is"
            )


def _note(change: Change, library: Library, report: Report, *, dry_run: bool) -> None:
    library.apply(change, dry_run=dry_run)
    report.outcomes[change.outcome] += 1
    if change.outcome == "edited":
        report.changes.append(change)


def _together(
    families: Sequence[Family], homes: Sequence[str], library: Library
) -> Iterator[tuple[str, Family]]:
    """Yield each page's id with all that a document says to its question, which it may ask twice."""
    found: dict[tuple[str, str], Family] = {}
    for each, home in zip(families, homes, strict=True):
        # Two questions that only share a new id are not one: the second is refused when it comes to it.
        key = (home, "" if library.knows(home) else normalise(each.text))
        found[key] = combine.union(found[key], each) if key in found else each
    yield from ((home, each) for (home, _), each in found.items())


def _ordinal(asked: Family) -> int:
    return combine.entries(asked)[0].source.ordinal


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
