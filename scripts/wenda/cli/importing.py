"""What an import says in the end: a table, and in a line each what a person may want to look into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from wenda.importing.importer import Report

SHOWN = 5
"""Of what there may be many of, so many are named without --verbose."""


def show(report: Report, docs: Path, *, dry_run: bool, verbose: bool) -> None:
    """Print warnings and errors to standard error and the table to standard output."""
    from wenda.classifying.taxonomy import slug
    from wenda.terminal import table

    for role, count in sorted(report.unknown_roles.items()):
        report.warnings.append(
            f"role {role!r} ({count} documents) is not in rules/roles.toml; listed as {slug(role)}"
        )
    for warning in _doubts(report, verbose) + _some(report.warnings, verbose) + _news(report, docs, verbose):
        click.echo(f"warning: {warning}", err=True)
    for error in report.errors:
        click.echo(f"error: {error}", err=True)
    table("Would be imported" if dry_run else "Imported", _rows(report))


def _doubts(report: Report, verbose: bool) -> list[str]:
    if verbose or len(report.details) <= SHOWN:
        return report.details
    path, count = report.doubts.most_common(1)[0]
    return [
        f"{report.doubts.total()} warnings about {len(report.doubts)} documents, of what was lost or is in doubt "
        f"(most about {path}: {count}); --verbose lists them, --report FILE.html shows them"
    ]


def _some(warnings: list[str], verbose: bool) -> list[str]:
    if verbose or len(warnings) <= SHOWN:
        return warnings
    return [*warnings[:SHOWN], f"{len(warnings) - SHOWN} more warnings; --verbose lists them"]


def _news(report: Report, docs: Path, verbose: bool) -> list[str]:
    """Return what to say of edited pages, which are kept, whose sources say something new."""
    from wenda.importing import kept

    paths = [str(docs / "questions" / f"{change.id}.md") for change in kept.news(report.changes)]
    if not paths:
        return []
    named = ", ".join(paths if verbose else paths[:SHOWN])
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN and not verbose else ""
    return [
        f"kept as edited though a source says something new, which is told this once: {named}{more}; "
        "--report FILE.html shows what it is"
    ]


def _rows(report: Report) -> list[tuple[str, object]]:
    outcomes = report.outcomes
    rows: list[tuple[str, object]] = [
        ("documents refused", len(report.errors)),
        ("questions unchanged", outcomes["unchanged"]),
        ("questions updated", outcomes["updated"]),
        ("questions found again elsewhere", outcomes["duplicate"]),
        ("pages joined to another", outcomes["moved"]),
        ("questions kept because edited", outcomes["edited"]),
        ("questions kept withdrawn", outcomes["withdrawn"]),
        *((f"characters removed by {stage}", n) for stage, n in sorted(report.removed.items())),
        *((f"repairs: {kind}", n) for kind, n in sorted(report.repairs.items())),
        ("warnings", len(report.warnings) + len(report.details)),
    ]
    always: list[tuple[str, object]] = [("documents", report.documents), ("questions new", outcomes["new"])]
    return always + [row for row in rows if row[1]]
