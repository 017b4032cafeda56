"""Commands by which a curator asks what the machine did and why."""

from __future__ import annotations

from pathlib import Path

import click

from wenda.cli.options import DOCS

_PATHS = click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
_SOURCES = (Path("sources"),)


@click.command()
@click.argument("page_id", metavar="ID")
@DOCS
def explain(page_id: str, docs: Path) -> None:
    """Say which rule gave a page its roles, kind and topics."""
    from wenda.importing.explain import explain as lines_of
    from wenda.importing.trace import load_page

    for line in lines_of(load_page(docs, page_id)):
        click.echo(line)


@click.command()
@click.argument("page_id", metavar="ID")
@_PATHS
@DOCS
def trace(page_id: str, paths: tuple[Path, ...], docs: Path) -> None:
    """Show the stretch of each source that a page came from; sources are looked for in PATH (sources/)."""
    from wenda.importing.trace import load_page
    from wenda.importing.trace import trace as origins_of

    page = load_page(docs, page_id)
    click.echo(f"{page.id}  {page.title}")
    origins = origins_of(page, paths or _SOURCES)
    for origin in origins:
        name = f"{origin.path or origin.source.file} question {origin.source.ordinal} ({origin.source.digest[:12]})"
        click.echo(f"\n{name}  {origin.missing or f'{origin.place}, characters {origin.start}–{origin.end}'}")
        if origin.text:
            click.echo(origin.text)
    if not origins:
        click.echo("written by hand: no source")


@click.command("preview-rules")
@_PATHS
@click.option(
    "--rules",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with changed rules files to try; without it the rules as they are now are compared with --since.",
)
@click.option(
    "--since", default="HEAD", show_default=True, metavar="REVISION", help="Git revision of the rules before."
)
def preview_rules(paths: tuple[Path, ...], rules: Path | None, since: str) -> None:
    """Show as a diff what changed rules would change in the sources at PATH (sources/); write nothing."""
    from wenda.importing.loading import sources
    from wenda.importing.rulesdiff import compare

    places = [path for path, _ in sources([path for path in paths or _SOURCES if path.exists()])]
    changed = False
    for line in compare(places, rules=rules, since=since):
        changed = True
        click.echo(line)
    if not changed:
        click.echo(f"Nothing would change in {len(places)} documents.")


COMMANDS = (explain, trace, preview_rules)
