"""The one command, `wenda`. Exit status: 0 done, 1 done but something was refused or failed, 2 wrong usage,
3 another process is writing, 130 interrupted.
"""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import click

from wenda.cli import desk
from wenda.cli import record as cli_record
from wenda.cli.options import DOCS, NEW_DOCS
from wenda.export import cli as cli_export

_SITE = click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Folder of the built site.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wenda")
def wenda() -> None:
    """Turn scraped Chinese interview documents into a searchable site, one page a question."""


for _command in (*desk.COMMANDS, *cli_record.COMMANDS, *cli_export.COMMANDS):
    wenda.add_command(_command)


@wenda.command("import")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@NEW_DOCS
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@click.option(
    "--report",
    "record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the cleaning record, one page that shows what was removed, repaired and found.",
)
@click.option(
    "--allow-fewer",
    is_flag=True,
    help="Go on where less than half of a document's questions are found again.",
)
@click.option("-v", "--verbose", is_flag=True, help="List every warning, and every edited page with news.")
@click.option("--max-file", type=click.FloatRange(min=0), default=20, show_default=True, metavar="MB")
@click.option(
    "--max-line", type=click.IntRange(1), default=1_000_000, show_default=True, metavar="CHARACTERS"
)
@click.option("--max-questions", type=click.IntRange(1), default=5_000, show_default=True, metavar="N")
def import_(
    paths: tuple[Path, ...],
    docs: Path,
    dry_run: bool,
    record: Path | None,
    allow_fewer: bool,
    verbose: bool,
    max_file: float,
    max_line: int,
    max_questions: int,
) -> None:
    """Bring documents (files or folders) in: one page a question; edited pages are kept."""
    from wenda import files
    from wenda.cli.importing import show
    from wenda.importing import importer, kept, loading
    from wenda.reading.read import Caps
    from wenda.record.library import Library
    from wenda.terminal import progress

    missing = [path for path in paths if not path.exists() and str(path) != "-"]
    if missing:
        raise click.UsageError(f"there is no file or folder {missing[0]}")
    places = loading.sources(paths)
    empty = [path for path in paths if path.is_dir() and not loading.sources([path])]
    caps = Caps(file=int(max_file * 1e6), line=max_line, questions=max_questions)
    with files.writer(docs, "import"):
        library = Library(docs)
        with progress("Importing", len(places)) as advance:
            report = importer.import_sources(
                places, library, dry_run=dry_run, advance=advance, allow_fewer=allow_fewer, caps=caps
            )
    report.warnings += [f"{path}: holds no file to import" for path in empty]
    show(report, docs, dry_run=dry_run, verbose=verbose)
    if record:
        from wenda.importing.report import load, render

        files.write_text(record, render(list(load(places)), kept.section(report.changes)))
        click.echo(f"Cleaning record: {record}")
    if report.errors:
        sys.exit(1)


@wenda.command()
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
def extract(form: str, paths: tuple[str, ...]) -> None:
    """Print what is found in each FILE, one JSON object a document; write nothing. - is standard input."""
    from wenda import pipeline
    from wenda.errors import SourceError
    from wenda.extract import record
    from wenda.reading import read

    failed = False
    for path in paths:
        try:
            found = record(pipeline.process(read.read(path)))
        except SourceError as error:
            failed = True
            found = {"path": path, "error": str(error)}
        click.echo(json.dumps(found, ensure_ascii=False))
    if failed:
        sys.exit(1)


@wenda.command()
@DOCS
def index(docs: Path) -> None:
    """Write the role, topic and kind pages and the data of the site from the pages."""
    from wenda import files
    from wenda.site.index import write_index

    with files.writer(docs, "index"):
        written = write_index(docs)
    click.echo(f"Index: {written.questions} questions, {written.changed} files changed.")


@wenda.command()
@DOCS
@_SITE
@click.option("--public", is_flag=True, help="Leave out what a source forbids to publish and nobody cleared.")
@click.option(
    "--allow-fewer",
    is_flag=True,
    help="Go on where the new site has less than half of the old one's questions.",
)
def build(docs: Path, site: Path, public: bool, allow_fewer: bool) -> None:
    """Build the site; what was published before stays until the new one is whole."""
    from wenda.site.build import build_site

    built = build_site(docs, site, public=public, allow_fewer=allow_fewer)
    click.echo(f"{'Site built' if built else 'Nothing has changed'}: {site / 'index.html'}")


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"\S+:\d{1,5}", value):
        raise click.BadParameter(f"{value} is no address like 127.0.0.1:8000")
    return value


@wenda.command()
@DOCS
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", callback=_address
)
def serve(docs: Path, address: str) -> None:
    """Serve the site with live preview: an edited page shows by itself."""
    from wenda.site.build import serve_site

    serve_site(docs, address)


@wenda.command()
@DOCS
@_SITE
@click.option(
    "--dist", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True
)
@click.option("--public", is_flag=True, help="Leave out what a source forbids to publish and nobody cleared.")
def offline(docs: Path, site: Path, dist: Path, public: bool) -> None:
    """Build the site and one zip of it to read without network, with SHA256SUMS beside."""
    from wenda.site.zip import offline as make

    path = make(docs, site, dist, public=public)
    click.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB; the site offers it for download")


def main() -> None:
    """Run the command; an error that the package raises on purpose is one line and an exit status."""
    from wenda.errors import BusyError, WendaError

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no text
    try:
        wenda(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("wenda: interrupted; run the command again to go on", err=True)
        sys.exit(130)
    except BusyError as error:
        click.echo(f"wenda: {error}", err=True)
        sys.exit(3)
    except WendaError as error:
        click.echo(f"wenda: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(
            f"wenda: {error.filename or 'a file'}: {error.strerror or error}; nothing was lost", err=True
        )
        sys.exit(1)
