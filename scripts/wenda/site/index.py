"""Lists made from the pages: a page for each role, topic and kind, with its introduction drawn in.

What is written here is generated and not committed; it is made before every build, and only what changes is
written.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from wenda import files
from wenda.classifying import taxonomy
from wenda.classifying.taxonomy import Term
from wenda.desk.publish import file_of, kept_lists
from wenda.export import practice
from wenda.record.folder import pages
from wenda.record.packs import Pack, folder_of
from wenda.record.packs import load as load_packs
from wenda.record.page import Page
from wenda.site import lists, packs, stamp

GENERATED = ("roles", "topics", "kinds", "packs")
"""Folders below docs that belong to the index alone: what it does not write there, it removes."""


DATA = Path("assets", "data")
"""Folder below docs of what search and practice load; the index makes it too."""

_STAMP = DATA / ".index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list of questions: `folder`/`slug`.html, headed `name`."""

    folder: str
    slug: str
    name: str
    pages: tuple[Page, ...]
    about: str = ""
    """The first sentence of its introduction."""

    @property
    def path(self) -> str:
        """The list's page, relative to docs."""
        return f"{self.folder}/{self.slug}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All lists of a docs folder, in the order in which readers see them; empty lists are left out."""

    pages: tuple[Page, ...]
    roles: tuple[Listing, ...]
    topics: tuple[Listing, ...]
    kinds: tuple[Listing, ...]
    unlisted: tuple[Page, ...] = ()
    """Withdrawn and moved pages: their addresses answer, no list names them."""
    packs: tuple[Pack, ...] = ()

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Role, topic and kind lists."""
        return self.roles + self.topics + self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an index run came to."""

    questions: int
    changed: int


# Readers see the four roles the site is for first, then their neighbours in the order of the rules.
_FIRST_ROLES = ("agent", "marketing", "manager", "director")


def catalog(docs: Path) -> Catalog:
    """Return the lists of the pages in `docs`.

    Raises PageError for a page that does not follow the format.
    """
    every = tuple(pages(docs))
    listed = tuple(page for page in every if page.listed)
    role_terms = sorted(
        taxonomy.roles(),
        key=lambda t: _FIRST_ROLES.index(t.id) if t.id in _FIRST_ROLES else len(_FIRST_ROLES),
    )
    return Catalog(
        pages=listed,
        roles=tuple(
            dataclasses.replace(each, about=lists.first_sentence(_introduction(docs, each.slug)))
            for each in _listings("roles", role_terms, listed, lambda page: page.roles)
        ),
        topics=_listings("topics", taxonomy.topics(), listed, lambda page: page.topics),
        kinds=_listings("kinds", taxonomy.kinds(), listed, lambda page: (page.kind,) if page.kind else ()),
        unlisted=tuple(page for page in every if not page.listed),
        packs=load_packs(docs),
    )


def write_index(docs: Path) -> Written:
    """Write the lists of `docs` below it and return what that came to; read no page where nothing has changed."""
    return _written(docs) or write_catalog(docs, catalog(docs))


def write_catalog(docs: Path, found: Catalog, *, stays: bool = True) -> Written:
    """Write the lists of a catalog of `docs` below it; lists that are gone are removed.

    That they need not be written again is noted where the folder `stays`.
    """
    return _written(docs) or _write(docs, found, stays)


def _written(docs: Path) -> Written | None:
    """Return that nothing is to be written, or None where what lists are made of has changed, or they have."""
    try:
        said = json.loads((docs / _STAMP).read_text("utf-8"))
        same = said["stamp"] == _stamp(docs)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Written(questions=said["questions"], changed=0) if same else None


def _stamp(docs: Path) -> str:
    """Return a digest of what the lists of `docs` are made of, and one of them."""
    made_of = [docs / "questions", docs / "intros", file_of(docs), folder_of(docs), stamp.PACKAGE]
    made = [*(docs / name for name in GENERATED), docs / DATA]
    return f"{stamp.of_files(made_of)} {stamp.of_files(made, lambda _, name: name.endswith(_STAMP.name))}"


def _write(docs: Path, found: Catalog, stays: bool) -> Written:
    from wenda.search import index  # what it needs takes as long to load as to see that nothing has changed

    known = {page.id for page in found.pages}
    texts = {
        listing.path: lists.list_page(listing, _introduction(docs, listing.slug), known)
        for listing in found.listings
    }
    for folder, listings in (("roles", found.roles), ("topics", found.topics), ("kinds", found.kinds)):
        texts[f"{folder}/index.md"] = lists.overview(folder, listings)
    texts |= packs.texts(found.packs, {page.id: page for page in (*found.pages, *found.unlisted)})
    texts |= kept_lists(docs, texts)
    changed = sum(files.write_text(docs / path, text, made=True) for path, text in texts.items())
    changed += index.write_search(docs, found.pages)
    changed += practice.write_practice(docs, found.pages, [each.slug for each in found.roles], found.unlisted)
    for folder in GENERATED:
        for path in sorted((docs / folder).glob("*.md")):
            if f"{folder}/{path.name}" not in texts:
                path.unlink()
                changed += 1
    if stays:
        said = {"questions": len(found.pages), "stamp": _stamp(docs)}
        files.write_text(docs / _STAMP, json.dumps(said) + "\n")
    return Written(questions=len(found.pages), changed=changed)


def _listings(
    folder: str, terms: Iterable[Term], listed: tuple[Page, ...], of: Callable[[Page], tuple[str, ...]]
) -> tuple[Listing, ...]:
    by_id: dict[str, list[Page]] = {}
    for page in listed:
        for each in of(page):
            by_id.setdefault(each, []).append(page)
    known = [term.id for term in terms]
    # 情景 is a word of many uses, 情景题 a kind of question.
    names = {term.id: f"{term.name}题" if folder == "kinds" else term.name for term in terms}
    order = [each for each in known if each in by_id] + sorted(set(by_id) - set(known))
    return tuple(
        Listing(folder=folder, slug=taxonomy.slug(each), name=names.get(each, each), pages=tuple(by_id[each]))
        for each in order
    )


def _introduction(docs: Path, slug: str) -> str:
    path = docs / "intros" / f"{slug}.md"
    return path.read_text("utf-8") if path.exists() else ""
