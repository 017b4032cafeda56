"""The pages that an import has in hand: the last ones stay as they were read or made, the others are read again.

However many documents there are, only so many pages are in memory, those of a dry run too.
"""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wenda import files
from wenda.record import combine, family
from wenda.record.family import Family
from wenda.record.page import Page, edited, read

MOST = 256
"""Pages in hand: those that a document asks, and those that many documents ask."""
WRITERS = 4
"""Pages that are written at once, while the import goes on."""


_NO_FILE = (0,)  # a stamp that no file has


@dataclass(frozen=True, kw_only=True)
class Held:
    """A page with its text; `stamp` tells whether its file is still the one that it was."""

    page: Page
    text: str
    stamp: tuple[int, ...] | None = None
    unsaved: bool = False

    @cached_property
    def family(self) -> Family | None:
        """The family that the page is made of, or None where a person has changed the page."""
        return generated(self.page)


class Pages:
    """The pages of a folder by id; what a dry run would write stands before what is there."""

    def __init__(self, folder: Path) -> None:
        """Hold pages of `folder`, none at first."""
        self.folder = folder
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._writers: Executor | None = None
        self._saving: dict[str, Future[tuple[int, ...]]] = {}
        self._aside: Path | None = None
        self.conflicts: list[str] = []
        """What was not written since somebody had changed the file meanwhile: messages that name it."""

    def path(self, page_id: str) -> Path:
        """Return where a page is, or would be."""
        return self.folder / f"{page_id}.md"

    def get(self, page_id: str) -> Held:
        """Return a page; raises PageError where it does not follow the format, OSError where there is none.

        Somebody may edit a page while an import goes on: what changed is read again.
        """
        path = self.path(page_id)
        stamp = self._saved(page_id)
        held = self._held.pop(page_id, None)
        if held and stamp:
            held = dataclasses.replace(held, stamp=stamp)
        if held is None or not (held.unsaved or held.stamp == _stamp(path)):
            aside = self._aside / path.name if self._aside else None
            unsaved = aside is not None and aside.exists()
            stamp = None if unsaved else _stamp(path)
            text = aside.read_bytes().decode() if aside and unsaved else path.read_text("utf-8")
            held = Held(page=read(text, str(path)), text=text, stamp=stamp, unsaved=unsaved)
        return self._hold(held)

    def put(self, page_id: str, text: str, made: Page | None = None, *, dry_run: bool = False) -> Page:
        """Write the text of a page, or in a dry run only remember it, and return the page: `made` where that is known.

        Raises PageError, with nothing written, for a text that could not be read again.
        """
        page = made or read(text, str(self.path(page_id)))
        known = self._saved(page_id)  # a page is written once at a time
        held = self._held.pop(page_id, None)
        stamp = None if dry_run else self._save(page_id, text, known or (held.stamp if held else None))
        if dry_run or "\r" not in text:  # which comes back from a file as a line's end
            self._hold(Held(page=page, text=text, stamp=stamp, unsaved=dry_run))
        return page

    @contextlib.contextmanager
    def writing_behind(self) -> Iterator[None]:
        """Go on while pages are written: a disk takes long over each file, and over many at once hardly longer.

        Raises OSError, later than the page was put or in the end, where the disk refuses one.
        """
        with ThreadPoolExecutor(WRITERS) as self._writers:
            try:
                yield
            finally:
                self._writers = None
        for page_id in list(self._saving):
            self._saved(page_id)

    def _save(self, page_id: str, text: str, known: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """Write a page and return its stamp, None where that is not known yet: `_saved` waits for it."""
        if self._writers is None:
            return self._write(page_id, text, known)
        if len(self._saving) >= MOST:
            self._saved(next(iter(self._saving)))
        self._saving[page_id] = self._writers.submit(self._write, page_id, text, known)
        return None

    def _write(self, page_id: str, text: str, known: tuple[int, ...] | None) -> tuple[int, ...]:
        """Write a page, unless its file is no longer the `known` one; return its stamp, that of no file if it is not."""
        path = self.path(page_id)
        if known is not None and (not path.exists() or _stamp(path) != known):
            self.conflicts.append(
                f"{path}: was changed while a document was imported to it; it stays as it is. Import again"
            )
            return _NO_FILE
        files.write_text(path, text)
        return _stamp(path)

    def _saved(self, page_id: str) -> tuple[int, ...] | None:
        waiting = self._saving.pop(page_id, None)
        return waiting.result() if waiting else None

    def _hold(self, held: Held) -> Held:
        self._held[held.page.id] = held
        if len(self._held) > MOST:
            _, oldest = self._held.popitem(last=False)
            if oldest.unsaved:
                self._put_aside(oldest)
        return held

    def _put_aside(self, held: Held) -> None:
        if self._aside is None:
            self._aside = Path(tempfile.mkdtemp(prefix="wenda-dry-run-"))
            weakref.finalize(self, shutil.rmtree, self._aside, ignore_errors=True)
        (self._aside / f"{held.page.id}.md").write_bytes(held.text.encode())


def generated(page: Page) -> Family | None:
    """Return the family that a page is made of, or None where a person has changed the page."""
    if edited(page):
        return None
    found = family.from_page(page)
    # Sources are no part of the fingerprint: one taken out by hand leaves an answer that nobody gave.
    whole = all(version.sources for version in found.versions)
    used = sum(not source.waiting for source in page.sources)
    return found if whole and len(combine.entries(found)) == used else None


def _stamp(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
