"""What an import notes on a page that it keeps because somebody edited it: where else its question is asked.

The text stays as the editor left it, and so does all the rest of the front matter. Only `sources`, which is the
import's own record, learns of new places, and of places that say something else than they did before the edit.
"""

from __future__ import annotations

import dataclasses
import hashlib

from wenda.record import combine, family, wording
from wenda.record.combine import Entry
from wenda.record.family import Family, Version
from wenda.record.ids import normalise
from wenda.record.page import Page, SourceRef, parse


def noted(page: Page, new: Family) -> Page:
    """Return an edited page with what one document says noted in its sources; the same page where that is known.

    A place that the page does not have comes in with `unused`, the digest of what it says; so does a place whose
    answer is no longer the one that it gave before.
    """
    body = parse(page.body)
    text, options = wording.question_text(body), wording.options(body)
    found = list(page.sources)
    own = [
        n for n, each in enumerate(found) if each.digest in {e.source.digest for e in combine.entries(new)}
    ]
    for entry in combine.entries(new):
        known = _known(found, own, entry, options)
        if known is None:
            asked = entry.text if normalise(entry.text) != normalise(text) else None
            chosen = entry.options if entry.options != options else ()
            source = dataclasses.replace(
                entry.source, answer=None, asked=asked, options=chosen, unused=digest(entry)
            )
            found.append(source)
        else:
            unused = None if _agrees(found[known], entry, options) else digest(entry)
            found[known] = dataclasses.replace(found[known], unused=unused)
    return dataclasses.replace(page, sources=tuple(sorted(found, key=family.place)))


def without(page: Page, new: Family) -> Page:
    """Return the page without what waits on it of the document that says `new`: its word is heard now."""
    digests = {entry.source.digest for entry in combine.entries(new)}
    sources = tuple(s for s in page.sources if not (s.waiting and s.digest in digests))
    return dataclasses.replace(page, sources=sources)


def digest(entry: Entry) -> str:
    """Return the digest of all that a source says to a question: not how rules of today title or sort it."""
    said = "\0".join((entry.text, *entry.options, "", entry.answer, entry.analysis))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _known(found: list[SourceRef], own: list[int], entry: Entry, options: tuple[str, ...]) -> int | None:
    """Return which source of the page an entry is: of its place, else of its document, whose split may have changed."""
    place = family.place(entry.source)
    same = [n for n, each in enumerate(found) if family.place(each) == place]
    mine = [n for n in own if found[n].digest == entry.source.digest]
    agreeing = [n for n in mine if _agrees(found[n], entry, options)]
    return next(iter([*same, *agreeing, *mine]), None)


def _agrees(source: SourceRef, entry: Entry, options: tuple[str, ...]) -> bool:
    """Whether a source answers as it did when its answer was brought into the page.

    Its answer is known by the letters of the page's options, which somebody may have edited since. Of a source
    that a person wrote down it is not known what it said: whoever did has read it.
    """
    if source.waiting:
        return False
    letters = combine.relettered(entry.answer, entry.analysis, entry.order, options)
    said = {
        Version(answer=a, analysis=b, sources=()).digest for a, b in ((entry.answer, entry.analysis), letters)
    }
    return source.answer is None or source.answer in said
