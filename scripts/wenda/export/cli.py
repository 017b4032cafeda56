"""The command that takes questions along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wenda.cli.options import DOCS
from wenda.export.forms import SUFFIXES

if TYPE_CHECKING:
    from wenda.record.page import Page

Chosen = tuple[Sequence["Page"], str, str]
"""Questions, the name of their list, the stem of its file."""


@click.command()
@click.argument("form", metavar="anki|json|markdown", type=click.Choice(list(SUFFIXES)))
@click.option("--role", metavar="R", help="Questions of one role alone, by id or Chinese name.")
@click.option("--pack", metavar="P", help="Questions of one pack alone: packs/P.toml, or a path to one.")
@DOCS
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; dist/wenda[-ROLE|-pack-PACK].apkg (.json, .md) by default.",
)
@click.option("--public", is_flag=True, help="Leave out what a source forbids to publish and nobody cleared.")
def export(form: str, role: str | None, pack: str | None, docs: Path, out: Path | None, public: bool) -> None:
    """Write questions as a deck for Anki, as JSON (rules/export.schema.json) or as Markdown."""
    from wenda import files
    from wenda.errors import WendaError
    from wenda.export.downloads import write
    from wenda.importing import rights
    from wenda.record.folder import pages

    if role and pack:
        raise click.UsageError("either --role or --pack")
    every = list(pages(docs))
    found, name, stem = _of_pack(pack, docs, every) if pack else _of_role(role, every)
    found = [page for page in found if rights.public(page) or not public]
    if not found:
        raise WendaError(
            f"{docs}: has no question to export, so nothing is written; is --docs the right folder?"
        )
    path = out or Path("dist") / f"{stem}.{SUFFIXES[form]}"
    with files.writer(path, "export"):
        write(path, form, found, name, ordered=bool(pack))
    click.echo(f"{path}: {len(found)} questions")


def _of_role(role: str | None, every: Sequence[Page]) -> Chosen:
    from wenda.classifying import taxonomy

    listed = [page for page in every if page.listed]
    if not role:
        return listed, "客服面试题", "wenda"
    role = {term.name: term.id for term in taxonomy.roles()}.get(role, role)
    found = [page for page in listed if role in page.roles]
    if not found:
        raise click.UsageError(f"no question has the role {role}")
    return found, taxonomy.name(taxonomy.roles(), role) + "面试题", f"wenda-{taxonomy.slug(role)}"


def _of_pack(pack: str, docs: Path, every: Sequence[Page]) -> Chosen:
    from wenda.record import packs

    path = Path(pack) if pack.endswith(".toml") else packs.folder_of(docs) / f"{pack}.toml"
    if not path.is_file():
        raise click.UsageError(f"there is no pack {path}")
    found = packs.read(path)
    members = packs.members(found, {page.id: page for page in every})
    return [page for page in members if page.listed], found.name, f"wenda-pack-{found.slug}"


COMMANDS = (export,)
