"""The command that takes questions along."""

from __future__ import annotations

from pathlib import Path

import click

from wenda.cli.options import DOCS

_SUFFIXES = {"anki": "apkg", "json": "json", "markdown": "md"}


@click.command()
@click.argument("form", metavar="anki|json|markdown", type=click.Choice(list(_SUFFIXES)))
@click.option("--role", metavar="R", help="Questions of one role alone, by id or Chinese name.")
@DOCS
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; dist/wenda[-ROLE].apkg (.json, .md) by default.",
)
@click.option("--public", is_flag=True, help="Leave out what a source forbids to publish and nobody cleared.")
def export(form: str, role: str | None, docs: Path, out: Path | None, public: bool) -> None:
    """Write questions as a deck for Anki, as JSON (rules/export.schema.json) or as Markdown."""
    from wenda import files
    from wenda.classifying import taxonomy
    from wenda.errors import WendaError
    from wenda.export import anki, plain
    from wenda.importing import rights
    from wenda.record.library import pages

    found = [page for page in pages(docs) if page.listed and (rights.public(page) or not public)]
    name, stem = "客服面试题", "wenda"
    if role:
        known = {term.name: term.id for term in taxonomy.roles()}
        role = known.get(role, role)
        found = [page for page in found if role in page.roles]
        if not found:
            raise click.UsageError(f"no question has the role {role}")
        name, stem = taxonomy.name(taxonomy.roles(), role) + "面试题", f"wenda-{taxonomy.slug(role)}"
    if not found:
        raise WendaError(
            f"{docs}: has no question to export, so nothing is written; is --docs the right folder?"
        )
    path = out or Path("dist") / f"{stem}.{_SUFFIXES[form]}"
    with files.writer(path, "export"):
        if form == "anki":
            anki.write_deck(path, found)
        else:
            files.write_text(path, plain.to_json(found) if form == "json" else plain.to_markdown(found, name))
    click.echo(f"{path}: {len(found)} questions")


COMMANDS = (export,)
