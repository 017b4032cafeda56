"""What the home page shows below its own text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from wenda.record.page import Page
from wenda.site.index import Catalog, Listing
from wenda.site.links import Link, listing_link, question_link
from wenda.site.lists import grouped

_RANDOM = 60  # questions that the home page offers at random: some 3 KB
_RECENT = 6
_KINDS = 3  # named on a card: all of them would be the same line on every card


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCard:
    """A role with one sentence on the job, and its largest kinds as (name, count)."""

    link: Link
    about: str
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """What the home page shows below its own text; `recent` is by day (ISO date), the last day first."""

    total: int
    roles: tuple[RoleCard, ...]
    topics: tuple[Link, ...]
    kinds: tuple[Link, ...]
    recent: tuple[tuple[str, tuple[Link, ...]], ...]
    random: tuple[Link, ...]


def home_view(catalog: Catalog) -> HomeView:
    """Return the view of the home page."""
    listed = catalog.pages
    step = max(1, len(listed) // _RANDOM)
    return HomeView(
        total=len(listed),
        roles=tuple(map(_card, catalog.roles)),
        topics=tuple(map(listing_link, catalog.topics)),
        kinds=tuple(map(listing_link, catalog.kinds)),
        recent=tuple(_recent(listed)),
        random=tuple(map(question_link, listed[::step][:_RANDOM])),
    )


def _card(listing: Listing) -> RoleCard:
    kinds = sorted(
        ((name, len(pages)) for _, name, pages in grouped(listing.pages)), key=lambda each: -each[1]
    )
    return RoleCard(link=listing_link(listing), about=listing.about, kinds=tuple(kinds[:_KINDS]))


def _recent(listed: tuple[Page, ...]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    def day(page: Page) -> str:
        return page.reviewed_on or ""

    dated = sorted(filter(day, listed), key=lambda page: (day(page), page.id), reverse=True)[:_RECENT]
    for on, pages in itertools.groupby(dated, key=day):
        yield on, tuple(map(question_link, pages))
