"""The folder of pages, and the reconciliation of an import with it.

Pages are never deleted and never overwritten once somebody has edited them. A question is matched by its
text first and then, where cleaning got better, by its source and a similar text: the place alone is not
enough, since a better split shifts the places of all questions after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wenda import family, files
from wenda.errors import PageError, WendaError
from wenda.family import Family
from wenda.ids import question_id
from wenda.page import Page, edited, parse, read, write

Outcome = Literal["new", "unchanged", "updated", "edited", "withdrawn"]

# Below this share of common characters two texts from one place are two questions (rapidfuzz ratio, 0–100).
SIMILAR = 75.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import does, or would do, to one page; `after` is the text that it writes or would write."""

    id: str
    outcome: Outcome
    before: str | None
    after: str


class Library:
    """The pages of a docs folder with the indexes by which an import finds them again."""

    def __init__(self, docs: Path) -> None:
        """Read the pages of `docs`; raises PageError for the first that does not follow the format."""
        self.folder = docs / "questions"
        self._by_text: dict[str, str] = {}
        self._by_source: dict[tuple[str, int], str] = {}
        self._texts: dict[str, str] = {}
        for page in pages(docs):
            self._add(page)

    def _add(self, page: Page) -> None:
        body = parse(page.body)
        text = family.question_text(body)
        self._texts[page.id] = text
        self._by_text[page.id] = page.id
        self._by_text.setdefault(question_id(text, family.options(body)), page.id)
        for phrase in page.also_asked:
            self._by_text.setdefault(question_id(phrase), page.id)
        for source in page.sources:
            self._by_source[source.digest, source.ordinal] = page.id

    def ids_of(self, digest: str) -> set[str]:
        """Return the ids of the pages that came from the document with this digest."""
        return {page_id for (d, _), page_id in self._by_source.items() if d == digest}

    def reconcile(self, new: Family) -> Change:
        """Return what the import of one question means for the library; nothing is written.

        Raises WendaError when another question has the same id.
        """
        page_id = self._match(new)
        path = self.folder / f"{page_id}.md"
        if not path.exists():
            return Change(id=page_id, outcome="new", before=None, after=write(family.to_page(new)))
        before = path.read_text("utf-8")
        page = read(before, str(path))
        if page.moved_to:
            path = self.folder / f"{page.moved_to}.md"
            before = path.read_text("utf-8")
            page = read(before, str(path))
        if page.status == "withdrawn":
            return Change(id=page.id, outcome="withdrawn", before=before, after=before)
        if edited(page):
            return Change(id=page.id, outcome="edited", before=before, after=write(family.to_page(new)))
        old = family.from_page(page)
        if page_id == new.id == question_id(old.text, old.options) and not family.same_question(old, new):
            raise WendaError(
                f"{path}: another question has the id {page_id}: “{new.text[:40]}”; add a word to one"
            )
        after = write(family.to_page(family.union(old, new)))
        return Change(
            id=page.id, outcome="unchanged" if after == before else "updated", before=before, after=after
        )

    def apply(self, change: Change) -> None:
        """Write what a change says, unless it keeps the page."""
        if change.outcome in ("new", "updated"):
            files.write_text(self.folder / f"{change.id}.md", change.after)
            self._add(read(change.after))

    def _match(self, new: Family) -> str:
        if new.id in self._by_text:
            return self._by_text[new.id]
        for version in new.versions:
            for source in version.sources:
                page_id = self._by_source.get((source.digest, source.ordinal))
                if page_id and _similar(self._texts[page_id], new.text):
                    return page_id
        return new.id


def pages(docs: Path) -> Iterator[Page]:
    """Yield the pages of `docs` in the order of their ids.

    Raises PageError for a page that does not follow the format, or whose name is not its id.
    """
    for path in sorted((docs / "questions").glob("*.md")):
        try:
            page = read(path.read_text("utf-8"), str(path))
        except UnicodeDecodeError as error:
            raise PageError(f"{path}:1: not UTF-8 at byte {error.start}; save it as UTF-8") from None
        if path.stem != page.id:
            raise PageError(f"{path}:1: the page's id is {page.id}; a page is named by its id")
        yield page


def _similar(a: str, b: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= SIMILAR
