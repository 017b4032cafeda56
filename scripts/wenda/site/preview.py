"""A preview that shows an edited question at once: only its page is built again, where nothing else has changed.

MkDocs' dirty build leaves out each page that is older than what was built of it. What it cannot know is decided here:
whether lists and data have to be made anew. They have where a file came or went, or one that is no question changed;
then the folder is emptied, so that all of it is built. After an edit of questions alone the lists, the search and the
pages beside it stay as the last whole build made them; `wenda build`, which never comes here, makes all of them.
"""

from __future__ import annotations

import dataclasses
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.exceptions import PluginError

from wenda.errors import PageError
from wenda.record.folder import page_at
from wenda.record.page import Page
from wenda.site.index import GENERATED, Catalog, Listing, catalog

_logger = logging.getLogger("mkdocs.wenda")
_Stamps = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """The files of docs, with the time of their change and their size, and what was read of them."""

    stamps: _Stamps
    catalog: Catalog


_states: dict[Path, _State] = {}
_dirty: list[bool] = []


def start(dirty: bool) -> None:
    """Remember whether a preview begins, in which pages may be built one by one; forget the one before."""
    _states.clear()
    _dirty[:] = [dirty]


def read_docs(docs: Path, site: Path) -> tuple[Catalog, bool]:
    """Return the lists of `docs`, and whether the whole site is to be built.

    Raises PageError for a page that does not follow the format; a preview raises MkDocs' PluginError with its words,
    which its server prints and goes on. What was built stays.
    """
    if not any(_dirty):
        return catalog(docs), True
    try:
        return _read_changed(docs, site)
    except PageError as error:
        raise PluginError(str(error)) from None


def _read_changed(docs: Path, site: Path) -> tuple[Catalog, bool]:
    stamps, before = _stamps(docs), _states.get(docs)
    found = _edited(docs, before, stamps) if before else None
    whole = found is None
    if found is None:
        found = catalog(docs)
        for path in site.iterdir() if before and site.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _states[docs] = _State(stamps=stamps, catalog=found)
    return found, whole


def _edited(docs: Path, before: _State, stamps: _Stamps) -> Catalog | None:
    """Return the lists with the edited questions in them, or None where more than questions has changed."""
    changed = [name for name in stamps if stamps[name] != before.stamps.get(name)]
    if stamps.keys() != before.stamps.keys() or not all(name.startswith("questions/") for name in changed):
        return None
    if not changed:
        return None  # MkDocs' settings have, or somebody wants all of it
    new = {page.id: page for page in (page_at(docs / name) for name in changed)}
    old = {page.id: page for page in before.catalog.pages}
    if any(not page.listed or page.id not in old for page in new.values()):
        return None
    _logger.info(f"Built again: {', '.join(changed)}; lists and search are those of the last whole build")
    known = before.catalog
    return dataclasses.replace(
        known,
        pages=tuple(new.get(page.id, page) for page in known.pages),
        roles=tuple(_with(each, new) for each in known.roles),
        topics=tuple(_with(each, new) for each in known.topics),
        kinds=tuple(_with(each, new) for each in known.kinds),
    )


def _with(listing: Listing, new: Mapping[str, Page]) -> Listing:
    return dataclasses.replace(listing, pages=tuple(new.get(page.id, page) for page in listing.pages))


def _stamps(docs: Path) -> _Stamps:
    """Return what changes when a file that somebody writes does; what the index writes is left out."""
    made = {*GENERATED, "assets/data"}
    found = {}
    for path in docs.rglob("*"):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and not any(name.startswith(f"{each}/") for each in made):
            said = path.stat()
            found[name] = (said.st_mtime_ns, said.st_size)
    return found
