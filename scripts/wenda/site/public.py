"""A folder of pages without those that a source forbids to publish and nobody cleared."""

from __future__ import annotations

import re
from pathlib import Path

from wenda.desk import desk
from wenda.desk.publish import published
from wenda.importing import rights
from wenda.record.folder import pages
from wenda.record.page import Page

TITLE = "本题暂不公开"
_LINK = re.compile(r"\]\((?:\.\./questions/|questions/)?(?P<id>[0-9a-z]{8})\.md")


def withhold(docs: Path) -> list[str]:
    """Take the pages that must not be public out of `docs`, a copy; return their ids.

    Where readers may come from a link, or another page leads there, a notice stays in the place.
    """
    every = list(pages(docs))
    withheld = [page for page in every if page.listed and not rights.public(page)]
    linked = {match["id"] for page in every for match in _LINK.finditer(page.body)}
    for path in [*docs.glob("*.md"), *docs.glob("intros/*.md")]:
        linked |= {match["id"] for match in _LINK.finditer(path.read_text("utf-8"))}
    linked |= {address.removeprefix("questions/").removesuffix(".html") for address in published(docs)}
    linked |= {page.moved_to for page in every if page.moved_to}
    for page in withheld:
        if page.id in linked:
            desk.save(docs, _notice(page))
        else:
            desk.path_of(docs, page.id).unlink()
    return [page.id for page in withheld]


def _notice(page: Page) -> Page:
    body = f"# {TITLE}\n\n这道题的来源声明不得转载，尚未取得许可。\n\n[回到首页](../index.md)\n"
    return Page(id=page.id, title=TITLE, status="withdrawn", body=body)
