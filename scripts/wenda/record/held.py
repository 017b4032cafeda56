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
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wenda import files
from wenda.errors import PageError
from wenda.record import combine, family, front
from wenda.record.family import Family
from wenda.record.page import Page, edited, read, write

MOST = 256
"""Pages in hand: those that a document asks, and those that many documents ask."""
JOINED = 16
"""Documents whose word waits to be added to a page: together they cost what one does."""
WRITERS = 4
"""Pages that are written at once, while the import goes on."""


@dataclass(kw_only=True)
class Held:
    """A page with its text; `stamp` tells whether its file is still the one that it was, None that it had none.

    An `unsaved` page is still to be written; a `tried` one, of a dry run, never is. A `made` one was not read. What `joined` says is
    not on the page yet.
    """

    page: Page
    text: str
    stamp: tuple[int, ...] | None = None
    unsaved: bool = False
    tried: bool = False
    made: bool = False
    joined: list[Family] = field(default_factory=list)

    @cached_property
    def family(self) -> Family | None:
        """The family that the page is made of, or None where a person has changed the page."""
        sealed = self.made and self.page.generated is not None
        return _family_of(self.page) if sealed else generated(self.page)

    @cached_property
    def asked(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """The questions, with their options, that the sources of the family asked: another one changes none of it."""
        said = combine.entries(self.family) if self.family else ()
        return frozenset((each.text, each.options) for each in said)


class Pages:
    """The pages of a folder by id; what is still to be written, or would be in a dry run, stands before what is there."""

    def __init__(self, folder: Path) -> None:
        """Hold pages of `folder`, none at first."""
        self.folder = folder
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._writers: Executor | None = None
        self._saving: dict[str, Future[Held]] = {}
        self._aside: Path | None = None
        self.conflicts: list[str] = []
        """What was not written, mostly since somebody had changed the file meanwhile: messages that name it."""

    def path(self, page_id: str) -> Path:
        """Return where a page is, or would be."""
        return self.folder / f"{page_id}.md"

    def get(self, page_id: str) -> Held:
        """Return a page; raises PageError where it does not follow the format or is no longer there.

        Somebody may edit a page while an import goes on: what changed is read again.
        """
        return self._hold(self._whole(self._take(page_id)))

    def join(self, page_id: str, new: Family, *, dry_run: bool) -> bool:
        """Have what a document says added to a page later, with what others say; False where that cannot wait.

        It can where the page's sources put the question so already, none of them is of that document, and nobody
        edited the page. Raises PageError as `get` does.
        """
        if self._writers is None:
            return False
        held = self._hold(self._take(page_id))
        if (new.text, new.options) not in held.asked:
            return False
        held.joined.append(new)
        held.tried |= dry_run
        held.unsaved |= not dry_run
        if len(held.joined) >= JOINED:
            self._hold(self._whole(held))
        return True

    def _take(self, page_id: str) -> Held:
        self._saved(page_id)
        held = self._held.pop(page_id, None)
        return held if held and self._current(held) else self._read(page_id)

    def _whole(self, held: Held) -> Held:
        """Return a page with what its documents in waiting say; one that makes it too long is refused and named."""
        if not held.joined:
            return held
        assert held.family is not None
        try:
            return self._with(held, held.joined)
        except PageError:
            waiting, held.joined = held.joined, []
            for each in waiting:
                try:
                    held = self._with(held, [each])
                except PageError as error:
                    self.conflicts.append(str(error))
            return held

    def _with(self, held: Held, more: list[Family]) -> Held:
        assert held.family is not None
        page = family.to_page(combine.joined(held.family, more), held.page)
        text = write(page)
        made = page if front.sound(page) and "\r" not in text else None
        return Held(
            page=made or read(text, str(self.path(page.id))),
            text=text,
            stamp=held.stamp,
            unsaved=held.unsaved,
            tried=held.tried,
            made=made is not None,
        )

    def _current(self, held: Held) -> bool:
        path = self.path(held.page.id)
        if held.tried or held.stamp == _stamp(path):
            return True
        if held.unsaved:
            self._conflict(path)
        return False

    def _read(self, page_id: str) -> Held:
        path = self.path(page_id)
        aside = self._aside / path.name if self._aside else None
        if aside is not None and aside.exists():
            text = aside.read_bytes().decode()
            return Held(page=read(text, str(path)), text=text, tried=True)
        stamp = _stamp(path)
        if stamp is None:
            raise PageError(f"{path}:1: was removed while a document was imported to it. Import again")
        text = path.read_text("utf-8")
        return Held(page=read(text, str(path)), text=text, stamp=stamp)

    def put(self, page_id: str, text: str, made: Page | None = None, *, dry_run: bool = False) -> Page:
        """Write the text of a page, or in a dry run only remember it, and return the page: `made` where that is known.

        Raises PageError, with nothing written, for a text that could not be read again.
        """
        page = made or read(text, str(self.path(page_id)))
        self._saved(page_id)
        held = self._held.pop(page_id, None)
        known = held.stamp if held else _stamp(self.path(page_id))
        held = Held(
            page=page, text=text, stamp=known, unsaved=not dry_run, tried=dry_run, made=made is not None
        )
        if not dry_run and (self._writers is None or "\r" in text):
            held = self._write(held)
        if dry_run or "\r" not in text:  # which comes back from a file as a line's end
            self._hold(held)
        return page

    @contextlib.contextmanager
    def writing_behind(self) -> Iterator[None]:
        """Write a page once nobody needs it in hand: many documents may add to it, and the disk sees it once.

        Pages are then written several at a time: a disk takes long over each, and over many at once hardly longer.
        Raises OSError, later than the page was put or in the end, where the disk refuses one.
        """
        with ThreadPoolExecutor(WRITERS) as self._writers:
            try:
                yield
            finally:
                refused = self._let_all_go()
                self._writers = None
                if refused:
                    raise refused

    def _let_all_go(self) -> OSError | None:
        """Write all that is still to be written; return the first refusal, which keeps no other page from the disk."""
        refused = None
        while self._held or self._saving:
            try:
                if self._held:
                    self._let_go()
                else:
                    self._saved(next(iter(self._saving)))
            except OSError as error:
                refused = refused or error
        return refused

    def _write(self, held: Held) -> Held:
        """Return a page as it is in hand once written, which it is not if its file is no longer what it was made from."""
        path = self.path(held.page.id)
        if held.stamp != _stamp(path):
            self._conflict(path)
            return dataclasses.replace(held, unsaved=False)
        files.write_text(path, held.text)
        return dataclasses.replace(held, unsaved=False, stamp=_stamp(path))

    def _conflict(self, path: Path) -> None:
        self.conflicts.append(
            f"{path}: was changed while a document was imported to it; it stays as it is. Import again"
        )

    def _saved(self, page_id: str) -> None:
        """Wait until a page that is being written is there."""
        waiting = self._saving.pop(page_id, None)
        if waiting:
            waiting.result()

    def _hold(self, held: Held) -> Held:
        self._held[held.page.id] = held
        if len(self._held) > MOST:
            self._let_go()
        return held

    def _let_go(self) -> None:
        """Take the page out of hand that was not needed for the longest, and see to it that it is not lost."""
        page_id, oldest = self._held.popitem(last=False)
        oldest = self._whole(oldest)
        if oldest.tried:
            self._put_aside(oldest)
        elif oldest.unsaved:
            assert self._writers is not None
            self._saving[page_id] = self._writers.submit(self._write, oldest)
            if len(self._saving) > MOST:
                self._saved(next(iter(self._saving)))

    def _put_aside(self, held: Held) -> None:
        if self._aside is None:
            self._aside = Path(tempfile.mkdtemp(prefix="wenda-dry-run-"))
            weakref.finalize(self, shutil.rmtree, self._aside, ignore_errors=True)
        (self._aside / f"{held.page.id}.md").write_bytes(held.text.encode())


def generated(page: Page) -> Family | None:
    """Return the family that a page is made of, or None where a person has changed the page."""
    return None if edited(page) else _family_of(page)


def _family_of(page: Page) -> Family | None:
    found = family.from_page(page)
    # Sources are no part of the fingerprint: one taken out by hand leaves an answer that nobody gave.
    whole = all(version.sources for version in found.versions)
    used = sum(not source.waiting for source in page.sources)
    return found if whole and len(combine.entries(found)) == used else None


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
