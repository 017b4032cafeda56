"""The folder of pages, read: what builds the site needs no more of it, and nothing of what an import is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wenda.errors import PageError
from wenda.record.page import Page, read


def pages(docs: Path) -> Iterator[Page]:
    """Yield the pages of `docs` in the order of their ids.

    Raises PageError for a page that does not follow the format, or whose name is not its id.
    """
    yield from map(page_at, sorted((docs / "questions").glob("*.md")))


def page_at(path: Path) -> Page:
    """Return the page that a file holds; raises PageError as `pages` does."""
    try:
        page = read(path.read_text("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise PageError(f"{path}:1: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    if path.stem != page.id:
        raise PageError(f"{path}:1: the page's id is {page.id}; a page is named by its id")
    return page
