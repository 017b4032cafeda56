"""Taking an import back: what only this document said goes, what anybody edited stays and is named."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from wenda.desk.desk import path_of, save
from wenda.desk.publish import published
from wenda.errors import WendaError
from wenda.reading.read import shown
from wenda.record import combine, family
from wenda.record.folder import pages
from wenda.record.held import generated
from wenda.record.notices import withdrawn
from wenda.record.page import Page

REASON = "所出自的文档已撤下"


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Ids of the pages of a document, by what became of them."""

    deleted: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    shortened: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def unimport(docs: Path, source: str, *, on: str) -> Outcome:
    """Take back what the document `source` brought: a file, its recorded name, or eight digits of its digest.

    A page that readers may have a link to becomes a notice, which the next import of the question lifts.
    Raises WendaError where no page came from such a document.
    """
    every = list(pages(docs))
    digests = _digests(source, every)
    if not digests:
        raise WendaError(
            f"{shown(source)}: no page came from it; name the file, or `file` or `digest` as a page's sources have it"
        )
    addresses = {address.removeprefix("questions/").removesuffix(".html") for address in published(docs)}
    reached = addresses | {page.moved_to for page in every}
    outcome = Outcome()
    for page in every:
        if page.status != "withdrawn" and digests & {each.digest for each in page.sources}:
            _take_back(docs, page, digests, outcome, on=on, linked=page.id in reached)
    return outcome


def _take_back(docs: Path, page: Page, digests: set[str], outcome: Outcome, *, on: str, linked: bool) -> None:
    # What was never taken over from it goes also from a page that somebody edited.
    sources = tuple(each for each in page.sources if not (each.waiting and each.digest in digests))
    page = dataclasses.replace(page, sources=sources)
    if not digests & {each.digest for each in sources}:
        save(docs, page)
        outcome.shortened.append(page.id)
        return
    rest = generated(page)
    if rest is None:
        outcome.kept.append(page.id)
        return
    for digest in sorted(digests):
        rest = combine.without(rest, digest) if rest else None
    if rest:
        save(docs, family.to_page(rest, page))
        outcome.shortened.append(page.id)
    elif linked:
        save(docs, withdrawn(page, REASON, on, until_import=True))
        outcome.noticed.append(page.id)
    else:
        path_of(docs, page.id).unlink()
        outcome.deleted.append(page.id)


def _digests(source: str, every: list[Page]) -> set[str]:
    path = Path(source)
    own = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    known = {each.digest for page in every for each in page.sources}
    if own in known:
        return {own}
    named = {each.digest for page in every for each in page.sources if each.file in (source, shown(source))}
    short = source.lower()
    return named or {digest for digest in known if len(short) >= 8 and digest.startswith(short)}
