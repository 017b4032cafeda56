"""The reconciliation of an import with the folder of pages.

Pages are never deleted and never overwritten once somebody has edited them. A question is matched by its
text first and then, where cleaning got better, by its source and a similar text: the place alone is not
enough, since a better split shifts the places of all questions after it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rapidfuzz.fuzz import ratio

from wenda.errors import PageError, WendaError
from wenda.record import combine, family, front, notices, noting, wording
from wenda.record.family import Family
from wenda.record.folder import pages
from wenda.record.held import Pages
from wenda.record.ids import question_id
from wenda.record.page import Page, parse, write
from wenda.record.sketch import alike

Outcome = Literal["new", "unchanged", "updated", "edited", "duplicate", "withdrawn", "moved"]

# Below this share of common characters two texts from one place are two questions (rapidfuzz ratio, 0–100).
SIMILAR = 75.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import does, or would do, to one page; `after` is the text that it writes or would write.

    An `edited` page is kept, so `after` is what an import would have written; `noted` is what it writes instead,
    where it has something to note in the sources.
    `duplicate` is a question that a new document asks again: its source and answer go to the page there is.
    `moved` is a page whose question another page turned out to ask: it sends its readers there.
    """

    id: str
    outcome: Outcome
    before: str | None
    after: str
    noted: str | None = None
    page: Page | None = field(default=None, compare=False, repr=False)
    """What reading `after` gives, where that is known without."""


class Library:
    """The pages of a docs folder with the indexes by which an import finds them again."""

    def __init__(self, docs: Path) -> None:
        """Read the pages of `docs`; raises PageError for the first that does not follow the format."""
        folder = docs / "questions"
        self._by_text: dict[str, str] = {}
        self._by_source: dict[str, dict[int, dict[str, None]]] = {}
        self._places: dict[str, tuple[tuple[str, int], ...]] = {}
        self._phrases: dict[str, dict[str, str]] = {}
        self._moved: dict[str, str] = {}
        self._sketches: dict[str, tuple[str, ...]] = {}
        self._pages = Pages(folder)
        for page in pages(docs):
            self._add(page)

    def _add(self, page: Page) -> None:
        self._forget(page.id)
        if page.moved_to:
            self._moved[page.id] = page.moved_to
        if page.withdrawn:
            self._sketches[page.id] = page.withdrawn.sketches
        self._by_text[page.id] = page.id
        for identity in (*notices.identities(page), *page.aliases):
            self._by_text.setdefault(identity, page.id)
        chosen = wording.options(parse(page.body))
        self._phrases[page.id] = {each: question_id(each, chosen) for each in notices.phrases(page)}
        self._places[page.id] = tuple(family.place(source) for source in page.sources)
        for digest, ordinal in self._places[page.id]:
            self._by_source.setdefault(digest, {}).setdefault(ordinal, {})[page.id] = None

    def _forget(self, page_id: str) -> None:
        self._moved.pop(page_id, None)
        self._sketches.pop(page_id, None)
        for digest, ordinal in self._places.pop(page_id, ()):
            del self._by_source[digest][ordinal][page_id]

    def ids_of(self, digest: str) -> set[str]:
        """Return the ids of the pages that came from the document with this digest."""
        return {page_id for ids in self._by_source.get(digest, {}).values() for page_id in ids}

    def resolve(self, page_id: str) -> str:
        """Return the page that readers of `page_id` are sent to in the end.

        Raises PageError where the forwards lead in a circle.
        """
        seen = [page_id]
        while seen[-1] in self._moved:
            seen.append(self._moved[seen[-1]])
            if seen[-1] in seen[:-1]:
                raise PageError(
                    f"{self._pages.path(page_id)}:1: moved_to leads in a circle: {' → '.join(seen)}"
                )
        return seen[-1]

    def homes(self, families: Sequence[Family]) -> list[str]:
        """Return the id of the page, which need not exist yet, that each question of one document belongs to.

        A phrasing that one of the questions has word for word is not taken for another one that is like it.
        """
        taken = {each.id for each in families if each.id in self._by_text}
        return [self._home(each, taken) for each in families]

    def _home(self, new: Family, taken: Set[str]) -> str:
        by_text, by_place = self._by_text.get(new.id), self._by_place(new, taken)
        by_text, by_place = (each and self.resolve(each) for each in (by_text, by_place))
        if by_text and by_place and by_text != by_place and self.knows(by_place):
            # An edited page or a notice keeps its sources, whatever page asks their question word for word. A
            # notice that waits for an import does not: its question has come back elsewhere, or was withdrawn there.
            held = self._pages.get(by_place)
            waits = held.page.withdrawn and held.page.withdrawn.until_import
            return by_place if held.family is None and not waits else by_text
        return by_text or by_place or new.id

    def _by_place(self, new: Family, taken: Set[str]) -> str | None:
        for entry in combine.entries(new):
            digest, ordinal = family.place(entry.source)
            for page_id in self._by_source.get(digest, {}).get(ordinal, ()):
                if self._similar(page_id, new.text, taken):
                    return page_id
        return None

    def reconcile(self, new: Family, page_id: str | None = None) -> Change:
        """Return what the import of one question means for the library; nothing is written.

        `new` holds all that one document says to the question, `page_id` is its home. Raises WendaError when
        another question has the same id.
        """
        page_id = page_id or self.homes([new])[0]
        if not self.knows(page_id):
            return _made("new", family.to_page(dataclasses.replace(new, id=page_id)))
        held = self._pages.get(page_id)
        page, before = held.page, held.text
        if page.withdrawn and page.withdrawn.until_import:
            return _made("new", family.to_page(dataclasses.replace(new, id=page.id), page), before)
        if page.status == "withdrawn":
            noted = {family.place(source) for source in page.sources}
            more = [each.source for each in combine.entries(new) if family.place(each.source) not in noted]
            # A source noted here is known when its question comes back better cleaned.
            page = dataclasses.replace(page, sources=(*page.sources, *map(notices.place_only, more)))
            return Change(
                id=page.id, outcome="withdrawn", before=before, after=write(page) if more else before
            )
        old = held.family
        if old is None:
            return _kept(page, before, new)
        if page_id == new.id == question_id(old.text, old.options) and not family.same_question(old, new):
            raise WendaError(
                f"{self._pages.path(page_id)}: another question has the id {page_id}: “{new.text[:40]}”; "
                "add a word to one"
            )
        made = family.to_page(combine.replaced(old, new), noting.without(page, new))
        known = {entry.source.digest for entry in combine.entries(old)}
        again = any(entry.source.digest in known for entry in combine.entries(new))
        outcome: Outcome = "updated" if again else "duplicate"
        change = _made(outcome, made, before)
        return dataclasses.replace(change, outcome="unchanged") if change.after == before else change

    def join(self, new: Family, page_id: str, *, dry_run: bool) -> bool:
        """Have what one document says to the question of a page added later; False where `reconcile` must do it.

        For a question that the page's sources put in the same words, of a document that it has nothing of: a
        `duplicate`. It stands on the page when somebody asks for it, and at the latest once `writing_behind` ends.
        Raises PageError where the page cannot be read.
        """
        places = [family.place(entry.source) for entry in combine.entries(new)]
        known = any(page_id in self.ids_of(digest) for digest, _ in places)
        if known or not self.knows(page_id) or not self._pages.join(page_id, new, dry_run=dry_run):
            return False
        self._places[page_id] += tuple(places)
        for digest, ordinal in places:
            self._by_source.setdefault(digest, {}).setdefault(ordinal, {})[page_id] = None
        return True

    def supersede(self, page_id: str, digest: str, heirs: dict[int, str]) -> Change | None:
        """Return what becomes of a page whose question a document, better cleaned, asks on another page.

        `heirs` says which page each place of the document belongs to now. None where the page stays as it
        is: edited, or asking what none of the heirs asks.
        """
        held = self._pages.get(page_id)
        page, old = held.page, held.family
        mine = [ordinal for d, ordinal in self._places[page_id] if d == digest]
        asked = {n: self._phrases[heirs[n]] for n in mine if n in heirs}
        heir = next((heirs[n] for n in asked if any(self._similar(page_id, t) for t in asked[n])), None)
        if old is None or heir is None:
            return None
        rest = combine.without(old, digest)
        if rest:
            return _made("updated", family.to_page(rest, page), held.text)
        return _made("moved", notices.forward(page, heir), held.text)

    def apply(self, change: Change, *, dry_run: bool = False) -> None:
        """Write what a change says; of a page that it keeps, only what is noted. In a dry run only remember it.

        Raises PageError, with nothing written, for a page that could not be read again.
        """
        after = change.noted if change.outcome == "edited" else change.after
        if change.outcome == "unchanged" or after is None or after == change.before:
            return
        made = None if change.outcome == "edited" else change.page
        self._add(self._pages.put(change.id, after, made, dry_run=dry_run))

    def writing_behind(self) -> AbstractContextManager[None]:
        """Return the context in which `apply` goes on while pages are written; OSError comes late, or in its end."""
        return self._pages.writing_behind()

    @property
    def conflicts(self) -> list[str]:
        """What was not written since somebody had changed the page meanwhile: messages that name its file."""
        return self._pages.conflicts

    def knows(self, page_id: str) -> bool:
        """Whether there is a page of this id."""
        return page_id in self._phrases

    def _similar(self, page_id: str, text: str, taken: Set[str] = frozenset()) -> bool:
        """Whether a page asks `text` in other words, phrasings whose id is in `taken` aside."""
        if page_id in self._sketches:
            return any(alike(each, text) for each in self._sketches[page_id])
        return any(
            identity not in taken and ratio(phrase, text) >= SIMILAR
            for phrase, identity in self._phrases[page_id].items()
        )


def _made(outcome: Outcome, page: Page, before: str | None = None) -> Change:
    known = page if front.sound(page) else None
    return Change(id=page.id, outcome=outcome, before=before, after=write(page), page=known)


def _kept(page: Page, before: str, new: Family) -> Change:
    """Return the change that keeps an edited page and shows what all its sources would make of it."""
    old = family.from_page(page)
    would = combine.replaced(old, new)
    text = write(noting.noted(page, new))
    return Change(
        id=page.id,
        outcome="edited",
        before=before,
        after=write(family.to_page(would, noting.without(page, new))),
        noted=text if text != write(page) else None,
    )
