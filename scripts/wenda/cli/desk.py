"""The curator's commands: what each says to a terminal; what each does is in the module of its name."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

import click

from wenda.cli.options import DOCS, NEW_DOCS, text_of


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    try:
        return datetime.date.fromisoformat(value).isoformat() if value else datetime.date.today().isoformat()
    except ValueError:
        raise click.BadParameter(f"{value} is no day like 2026-01-31") from None


_ON = click.option("--on", metavar="DATE", callback=_day, help="Day to note, 2026-01-31; today by default.")


@click.command()
@DOCS
def check(docs: Path) -> None:
    """Check pages, links, published addresses and rules; exit 1 where something is wrong."""
    from wenda.desk.check import check as found_in

    findings = found_in(docs)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(not finding.note for finding in findings)
    click.echo(f"check: {errors} errors, {len(findings) - errors} notes", err=True)
    if errors:
        sys.exit(1)


@click.command()
@DOCS
@click.option(
    "--distinct", nargs=2, metavar="A B", help="Say that two pages ask different things: no longer proposed."
)
def duplicates(docs: Path, distinct: tuple[str, str] | None) -> None:
    """List pages that may ask the same, with both texts, most alike first; nothing is merged."""
    from wenda import files
    from wenda.desk.desk import call_distinct
    from wenda.desk.duplicates import proposals
    from wenda.record.folder import pages

    if distinct:
        with files.writer(docs, "duplicates"):
            call_distinct(docs, *distinct)
        click.echo(f"{' and '.join(distinct)}: no longer proposed for merging")
        return
    pairs = proposals(pages(docs))
    for pair in pairs:
        click.echo(f"{pair.score:.2f}  wenda merge {pair.a.id} {pair.b.id}")
        for each in (pair.a, pair.b):
            click.echo(f"  {each.id}  {' '.join(each.text.split())}")
            for option in each.options:
                click.echo(f"            · {option}")
    click.echo(f"duplicates: {len(pairs)} pairs proposed", err=True)


@click.command()
@click.argument("gone", metavar="A")
@click.argument("kept", metavar="B")
@DOCS
@_ON
def merge(gone: str, kept: str, docs: Path, on: str) -> None:
    """Make one page of A and B: B holds all of both, A sends its readers there."""
    from wenda import files
    from wenda.desk.merge import merge as merged

    with files.writer(docs, "merge"):
        page = merged(docs, gone, kept, on=on)
    click.echo(f"{gone} → {kept}: {page.title}")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--reason",
    required=True,
    callback=text_of,
    help="rights, wrong, outdated, or your own words: readers see them.",
)
@DOCS
@_ON
def withdraw(ids: tuple[str, ...], reason: str, docs: Path, on: str) -> None:
    """Take questions back: their text goes, their addresses say why, no import brings them back."""
    from wenda import files
    from wenda.desk.links import naming
    from wenda.desk.withdraw import withdraw as withdrawn

    with files.writer(docs, "withdraw"):
        for page_id in ids:
            notice = withdrawn(docs, page_id, reason, on=on)
            click.echo(f"{page_id}: withdrawn ({notice.withdrawn.reason if notice.withdrawn else reason})")
        places = [place for page_id in ids for place in naming(docs, page_id)]
    for place in places:
        click.echo(f"{place}: links to it, with words of the question perhaps; take them out", err=True)
    click.echo(
        "The text is still in sources/ and in the history of git; build again to take it off the site."
    )


@click.command()
@DOCS
def publish(docs: Path) -> None:
    """Add the addresses that readers can reach now to published.txt: from then on each must answer."""
    from wenda import files
    from wenda.desk.publish import publish as published
    from wenda.desk.publish import unanswered
    from wenda.errors import WendaError
    from wenda.record.folder import pages

    with files.writer(docs, "publish"):
        every = list(pages(docs))
        silent = unanswered(docs, {page.id: page for page in every})
        if silent:
            raise WendaError(
                "published before and silent now:\n"
                + "\n".join(f"  {address}: {why}" for address, why in silent)
            )
        new = published(docs, every)
    click.echo(f"Published: {len(new)} new addresses")


@click.command()
@DOCS
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def review(docs: Path, form: str) -> None:
    """List the pages that wait for a person, worst first, with file and line."""
    from wenda.desk.review import queue

    waiting = queue(docs)
    if form == "json":
        rows = [
            {
                "id": page.id,
                "path": str(page.path),
                "title": page.title,
                "weight": page.weight,
                "needs": [{"need": n.need, "line": n.line, "message": n.message} for n in page.needs],
            }
            for page in waiting
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for page in waiting:
        for need in page.needs:
            click.echo(f"{page.path}:{need.line}: {need.need}: {need.message}")
    click.echo(f"review: {len(waiting)} pages wait", err=True)


@click.command()
@click.argument("source")
@DOCS
@_ON
def unimport(source: str, docs: Path, on: str) -> None:
    """Take back what SOURCE brought: a file, its recorded name, or the beginning of its digest."""
    from wenda import files
    from wenda.desk.unimport import unimport as taken_back

    with files.writer(docs, "unimport"):
        done = taken_back(docs, source, on=on)
    for ids, what in (
        (done.deleted, "deleted"),
        (done.noticed, "a notice now, since links lead there; the next import lifts it"),
        (done.shortened, "kept without this source: others ask it too"),
        (done.kept, "kept: somebody edited it; `wenda withdraw` it if it must go"),
    ):
        for page_id in ids:
            click.echo(f"{page_id}: {what}")


@click.command()
@click.argument("question", callback=text_of)
@click.option(
    "--option",
    "-o",
    "options",
    multiple=True,
    callback=text_of,
    help="An option of a choice question; repeat.",
)
@click.option("--roles", default="", callback=text_of, metavar="ID,ID", help="Roles, by id or name.")
@click.option("--kind", help="Kind, by id.")
@NEW_DOCS
def new(question: str, options: tuple[str, ...], roles: str, kind: str | None, docs: Path) -> None:
    """Make a page for a QUESTION of your own, to be filled in."""
    from wenda import files
    from wenda.desk import desk

    with files.writer(docs, "new"):
        path = desk.new(docs, question, options=options, roles=_ids(roles), kind=kind)
    click.echo(path)


@click.command()
@click.argument("page_id", metavar="ID")
@click.option(
    "--roles", required=True, callback=text_of, metavar="ID,ID", help="The roles it is for from now on."
)
@DOCS
@_ON
def mv(page_id: str, roles: str, docs: Path, on: str) -> None:
    """Move a page to other roles; its address stays."""
    from wenda import files
    from wenda.desk import desk

    with files.writer(docs, "mv"):
        page = desk.assign(docs, page_id, _ids(roles), on=on)
    click.echo(f"{page_id}: {', '.join(page.roles)}")


def _ids(text: str) -> list[str]:
    return [each for each in (part.strip() for part in text.replace("，", ",").split(",")) if each]


COMMANDS = (check, duplicates, merge, withdraw, publish, review, unimport, new, mv)
