"""What stands at an address that no longer holds a question: where it went, or why it was taken back.

Their titles say nothing of the question: what is withdrawn must not live on in a forward or a notice.
"""

from __future__ import annotations

from wenda.record import wording
from wenda.record.ids import question_id
from wenda.record.markdown import escape
from wenda.record.page import Event, Page, SourceRef, Withdrawal, parse
from wenda.record.sketch import sketch

MOVED = "本题已并入另一页"
WITHDRAWN = "本题已撤回"


def forward(page: Page, to: str) -> Page:
    """Return the page that sends the readers of `page` on to the page `to`."""
    return Page(
        id=page.id,
        title=MOVED,
        moved_to=to,
        history=page.history,
        body=f"# {MOVED}\n\n这道题已经和另一道题合为一页，请看[合并后的题目]({to}.md)。\n",
    )


def withdrawn(page: Page, reason: str, on: str, *, until_import: bool = False) -> Page:
    """Return the notice that takes the place of `page`: no word of it is left but ids and a sketch.

    `aliases` keeps the ids of all its phrasings, `sources` its places in documents, so that no import brings
    it back.
    """
    return Page(
        id=page.id,
        title=WITHDRAWN,
        status="withdrawn",
        aliases=tuple(sorted({*identities(page), *page.aliases} - {page.id})),
        sources=tuple(map(place_only, page.sources)),
        withdrawn=Withdrawal(
            reason=reason, on=on, sketches=tuple(map(sketch, phrases(page))), until_import=until_import
        ),
        history=(*page.history, Event(on=on, what=f"撤回：{reason}")),
        body=f"# {WITHDRAWN}\n\n这道题已于 {on} 撤回。原因：{escape(reason)}。\n\n[回到首页](../index.md)\n",
    )


def place_only(source: SourceRef) -> SourceRef:
    """Return a source without anything that it says."""
    return SourceRef(file=source.file, digest=source.digest, ordinal=source.ordinal)


def phrases(page: Page) -> tuple[str, ...]:
    """Return all the ways in which a page's question is put, the page's own first."""
    own = wording.question_text(parse(page.body))
    said = (own, *page.also_asked, *(source.asked for source in page.sources if source.asked))
    return tuple(dict.fromkeys(phrase for phrase in said if phrase))


def identities(page: Page) -> tuple[str, ...]:
    """Return the ids by which a page's question, in any of its phrasings, is found again."""
    chosen = wording.options(parse(page.body))
    both = [question_id(phrase, chosen) for phrase in phrases(page)]
    return tuple(dict.fromkeys(both + [question_id(phrase) for phrase in page.also_asked]))
