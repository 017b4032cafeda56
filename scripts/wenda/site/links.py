"""Links of the site as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from wenda.record.page import Page
from wenda.site.index import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name with the address (relative to the site's root) that it leads to, and how many are there."""

    name: str
    path: str
    id: str = ""
    count: int = 0


def listing_link(listing: Listing) -> Link:
    """Return the link to a list."""
    return Link(
        name=listing.name,
        path=f"{listing.folder}/{listing.slug}.html",
        id=listing.slug,
        count=len(listing.pages),
    )


def question_link(page: Page) -> Link:
    """Return the link to a question."""
    return Link(name=page.title, path=f"questions/{page.id}.html", id=page.id)
