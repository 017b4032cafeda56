"""What the templates show, computed from the catalog: plain values, no HTML except where a name says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wenda.classifying import taxonomy
from wenda.classifying.taxonomy import Term
from wenda.export.choices import Choice
from wenda.export.choices import choice as choice_of
from wenda.record.packs import Pack, members
from wenda.record.page import Page, parse
from wenda.site.home import HomeView, home_view
from wenda.site.index import Catalog, Listing
from wenda.site.links import Link, listing_link, question_link
from wenda.site.lists import SECTIONS, grouped
from wenda.site.related import Related
from wenda.site.text import plain

TABS = 4
"""Roles that have a tab of their own: the ones the site is for, the others are one tap away."""

_TOOLS = (("练习", "practice.html"), ("模拟卷", "paper.html"), ("题单", "packs/index.html"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The questions before and after one in the order of a role's list; `place` counts from 1 of `total`."""

    role: Link
    place: int
    total: int
    before: Link | None
    after: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab of the header."""

    link: Link
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """What a question page shows beside its text."""

    page: Page
    roles: tuple[Link, ...]
    kind: Link | None
    topics: tuple[Link, ...]
    neighbours: tuple[Neighbours, ...]
    related: tuple[Link, ...]
    description: str
    moved_to: Link | None

    @property
    def choice(self) -> bool:
        """Whether the page has options, so that its key is hidden until asked for."""
        return "options" in parse(self.page.body).parts

    @property
    def answerable(self) -> Choice | None:
        """What a reader can choose in place, or None where there is no plain key."""
        return choice_of(self.page) if self.choice else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a filter with how many questions have it."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What a role, topic or kind page shows beside its rows."""

    folder: str
    slug: str
    total: int
    reviewed: int
    kinds: tuple[Option, ...]
    topics: tuple[Option, ...]
    roles: tuple[Option, ...]
    siblings: tuple[Link, ...]

    @property
    def section(self) -> str:
        """Chinese name of what kind of list this is."""
        return SECTIONS[self.folder]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """What a pack's page shows beside its rows; `ids` is how links to the tools name its questions."""

    slug: str
    name: str
    ids: str
    total: int


class Site:
    """The views of one build's pages; reads the catalog and changes nothing."""

    def __init__(self, catalog: Catalog) -> None:
        """Keep the catalog; what several pages need is computed when the first asks."""
        self.catalog = catalog

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """All pages by id, withdrawn and moved ones too."""
        return {page.id: page for page in (*self.catalog.pages, *self.catalog.unlisted)}

    def at(self, path: str) -> Page | None:
        """Return the question whose page is at `path` (`questions/7f3k2a9c.md`)."""
        folder, _, name = path.partition("/")
        return self.pages.get(name.removesuffix(".md")) if folder == "questions" else None

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """Lists by the path of their pages (`roles/agent.md`)."""
        return {listing.path: listing for listing in self.catalog.listings}

    def tabs(self, path: str) -> tuple[Tab, ...]:
        """Return the tabs as the page at `path` (`questions/7f3k2a9c.md`) shows them."""
        page = self.at(path)
        own = [listing_link(each).id for each in self.catalog.roles[:TABS]]
        roles = [taxonomy.slug(role) for role in page.roles] if page else []
        shown = next((role for role in roles if role in own), None)
        entries = [Link(name="首页", path="index.html")]
        entries += [listing_link(each) for each in self.catalog.roles[:TABS]]
        entries += [Link(name=name, path=f"{folder}/index.html") for folder, name in SECTIONS.items()]
        entries += [Link(name=name, path=path) for name, path in _TOOLS]
        here = path.removesuffix(".md") + ".html"
        folder = path.partition("/")[0]
        active = here if any(entry.path == here for entry in entries) else f"{folder}/index.html"
        if page:
            active = f"roles/{shown}.html" if shown else "roles/index.html"
        return tuple(Tab(link=entry, active=entry.path == active) for entry in entries)

    def crumbs(self, path: str) -> tuple[Link, ...]:
        """Return the way from the home page to the page at `path`, the page itself left out."""
        home = Link(name="首页", path="index.html")
        page = self.at(path)
        if page:
            lists = [self._link("roles", taxonomy.slug(role)) for role in page.roles[:1]]
            lists += [self._link("kinds", page.kind)] if page.kind else []
            return (home, *(each for each in lists if each))
        folder = path.partition("/")[0]
        if path in self.listings:
            return (home, Link(name=SECTIONS[folder], path=f"{folder}/index.html"))
        if path in self.packs:
            return (home, Link(name="题单", path="packs/index.html"))
        return (home,) if path != "index.md" else ()

    def question(self, page_id: str) -> QuestionView | None:
        """Return the view of a question, or None where there is no such page."""
        page = self.pages.get(page_id)
        if page is None:
            return None
        body = parse(page.body)
        answer = body.parts.get("answer", "") if "options" not in body.parts else ""
        topics = (self._link("topics", topic) for topic in page.topics)
        roles = (self._link("roles", taxonomy.slug(role)) for role in page.roles)
        target = self.pages.get(page.moved_to) if page.moved_to else None
        return QuestionView(
            page=page,
            roles=tuple(link for link in roles if link),
            kind=self._link("kinds", page.kind) if page.kind else None,
            topics=tuple(link for link in topics if link),
            neighbours=tuple(
                self._neighbours[role, page.id] for role in page.roles if (role, page.id) in self._neighbours
            ),
            related=tuple(map(question_link, self._related.of(page))) if page.listed else (),
            description=plain(f"{body.question} {answer}", limit=120),
            moved_to=question_link(target) if target else None,
        )

    def list(self, path: str) -> ListView | None:
        """Return the view of a role, topic or kind page, or None where `path` is none."""
        listing = self.listings.get(path)
        if listing is None:
            return None
        return ListView(
            folder=listing.folder,
            slug=listing.slug,
            total=len(listing.pages),
            reviewed=sum(page.reviewed for page in listing.pages),
            kinds=tuple(Option(id=k, name=n, count=len(p)) for k, n, p in grouped(listing.pages)),
            topics=_options((t for page in listing.pages for t in page.topics), taxonomy.topics()),
            roles=_options((r for page in listing.pages for r in page.roles), taxonomy.roles()),
            siblings=tuple(
                listing_link(each)
                for each in getattr(self.catalog, listing.folder)
                if each.slug != listing.slug
            ),
        )

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """Packs by the path of their pages (`packs/first.md`)."""
        return {pack.page: pack for pack in self.catalog.packs}

    def pack(self, path: str) -> PackView:
        """Return the view of a pack's page."""
        pack = self.packs[path]
        listed = tuple(page.id for page in members(pack, self.pages) if page.listed)
        return PackView(slug=pack.slug, name=pack.name, ids="-".join(listed), total=len(listed))

    def downloads(self) -> Iterator[tuple[str, str, tuple[Page, ...], bool]]:
        """Yield stem, name, questions and whether their order is kept, of each set that is offered as files."""
        yield "wenda", "客服面试题", self.catalog.pages, False
        for role in self.catalog.roles:
            yield f"wenda-{role.slug}", f"{role.name}面试题", role.pages, False
        for pack in self.catalog.packs:
            listed = tuple(page for page in members(pack, self.pages) if page.listed)
            yield f"wenda-pack-{pack.slug}", pack.name, listed, True

    def home(self) -> HomeView:
        """Return the view of the home page."""
        return home_view(self.catalog)

    @cached_property
    def _neighbours(self) -> Mapping[tuple[str, str], Neighbours]:
        found = {}
        for listing in self.catalog.roles:
            order = [page for _, _, members in grouped(listing.pages) for page in members]
            role = next(r for r in order[0].roles if taxonomy.slug(r) == listing.slug)
            links = [None, *map(question_link, order), None]
            for place, (page, (before, after)) in enumerate(
                zip(order, zip(links, links[2:], strict=False), strict=True), 1
            ):
                found[role, page.id] = Neighbours(
                    role=listing_link(listing), place=place, total=len(order), before=before, after=after
                )
        return found

    @cached_property
    def _related(self) -> Related:
        return Related(self.catalog.pages)

    @cached_property
    def _links(self) -> Mapping[tuple[str, str], Link]:
        return {(each.folder, each.slug): listing_link(each) for each in self.catalog.listings}

    def _link(self, folder: str, slug: str) -> Link | None:
        return self._links.get((folder, slug))


def _options(found: Iterable[str], terms: tuple[Term, ...]) -> tuple[Option, ...]:
    counts = Counter(found)
    return tuple(
        Option(
            id=taxonomy.slug(each) if terms == taxonomy.roles() else each,
            name=taxonomy.name(terms, each),
            count=counts[each],
        )
        for each in sorted(counts, key=lambda each: (-counts[each], each))
    )
