"""Questions as files: what `wenda export` writes, and the downloads that a build lays beside its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

from wenda import files
from wenda.export import anki, plain
from wenda.export.forms import SUFFIXES
from wenda.record.page import Page

FOLDER = "downloads"
SCHEMA = "export.schema.json"


def write(path: Path, form: str, pages: Sequence[Page], name: str, *, ordered: bool = False) -> None:
    """Write `pages` to `path` in a form of SUFFIXES; `name` heads the Markdown, which keeps their order if `ordered`."""
    if form == "anki":
        anki.write_deck(path, pages)
    else:
        files.write_pieces(
            path, plain.to_json(pages) if form == "json" else plain.to_markdown(pages, name, ordered=ordered)
        )


def write_all(site: Path, sets: Iterable[tuple[str, str, Sequence[Page], bool]]) -> None:
    """Write each of `sets` (stem, name, pages, ordered) in every form below a built `site`, and the JSON's schema."""
    folder = site / FOLDER
    offered = [each for each in sets if each[2]]
    if offered:
        anki.write_decks([(folder / f"{stem}.{SUFFIXES['anki']}", pages) for stem, _, pages, _ in offered])
    for stem, name, pages, ordered in offered:
        for form, suffix in SUFFIXES.items():
            if form != "anki":
                write(folder / f"{stem}.{suffix}", form, pages, name, ordered=ordered)
    folder.mkdir(exist_ok=True)
    with resources.as_file(resources.files("wenda").joinpath("rules", SCHEMA)) as schema:
        shutil.copyfile(schema, folder / SCHEMA)
