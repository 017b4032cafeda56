"""Bringing documents into the library: every question of each is reconciled with the pages that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenda.errors import WendaError
from wenda.importing import loading
from wenda.importing.loading import NO_MORE, Imported
from wenda.reading import read
from wenda.record import combine, family
from wenda.record.family import Family
from wenda.record.ids import normalise
from wenda.record.library import Change, Library
from wenda.record.page import parse
from wenda.stripping import strip

FEWER = 0.5
"""Share of the questions found in a document before that a later import finds at least, unless it is meant."""


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
        for imported in loading.loaded(places, caps):
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
