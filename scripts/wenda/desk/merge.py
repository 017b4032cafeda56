"""Making one page of two that ask the same. Nothing of either is lost, and both addresses answer.

Order of writing: the page that stays, then the forward; whoever is interrupted runs the command again.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from wenda.desk.desk import find, find_open, path_of, save
from wenda.errors import WendaError
from wenda.importing import rights
from wenda.record import combine, family, notices, wording
from wenda.record.folder import pages
from wenda.record.held import generated
from wenda.record.ids import normalise
from wenda.record.markdown import escape
from wenda.record.page import HEADINGS, Event, Page, SourceRef, divide, parse

_OTHERS = re.compile(r"^## .*\{#other-answers\} *$", re.MULTILINE)
_NEXT = re.compile(r"^## ", re.MULTILINE)
_HEADING = re.compile(r"^(#{2,5}) ", re.MULTILINE)
_ANCHOR = re.compile(r"\{#[^}\n]*\}")
_NUMBER = re.compile(r"\{#other-(\d+)")


def merge(docs: Path, gone: str, kept: str, *, on: str) -> Page:
    """Merge the page `gone` into the page `kept` and return it; `gone` sends its readers there from now on.

    Raises WendaError for pages that are not there to be merged, or whose options differ.
    """
    if gone == kept:
        raise WendaError(f"{gone} is one page; name two")
    a, b = find(docs, gone), find_open(docs, kept)
    if a.moved_to != kept:
        a = find_open(docs, gone)
        b = _merged(docs, a, b, Event(on=on, what=f"{gone} 并入本页"))
        save(docs, b)
        a = dataclasses.replace(a, history=(*a.history, Event(on=on, what=f"并入 {kept}")))
        save(docs, notices.forward(a, kept))
    for page in pages(docs):
        if page.moved_to == gone:
            save(docs, dataclasses.replace(notices.forward(page, kept), aliases=page.aliases))
    return b


def _merged(docs: Path, a: Page, b: Page, event: Event) -> Page:
    order_a, order_b = (wording.options(parse(page.body)) for page in (a, b))
    if sorted(map(normalise, order_a)) != sorted(map(normalise, order_b)):
        raise WendaError(
            f"{path_of(docs, a.id)}: has other options than {b.id}, so it is another question; "
            "make the options the same first if it is not"
        )
    history = b.history if event.what in {each.what for each in b.history} else (*b.history, event)
    b = dataclasses.replace(b, history=history, distinct=tuple(i for i in b.distinct if i != a.id))
    made_a, made_b = generated(a), generated(b)
    if made_a and made_b:
        return family.to_page(
            combine.union(made_b, made_a), dataclasses.replace(b, sources=b.sources + a.sources)
        )
    base, other = (a, b) if a.reviewed and not b.reviewed else (b, a)
    joined = _joined(base, other)
    return dataclasses.replace(joined, id=b.id, history=b.history, distinct=b.distinct, aliases=b.aliases)


def _joined(base: Page, other: Page) -> Page:
    """Return `base` with all that `other` says besides; what a person wrote stays as it stands."""
    text, others = (wording.question_text(parse(page.body)) for page in (base, other))
    cleared = base.rights_cleared or other.rights_cleared
    return dataclasses.replace(
        base,
        roles=tuple(dict.fromkeys(base.roles + other.roles)),
        topics=tuple(dict.fromkeys(base.topics + other.topics)),
        year=max((y for y in (base.year, other.year) if y), default=None),
        also_asked=_phrases(text, (*base.also_asked, " ".join(others.split()), *other.also_asked)),
        doubtful=tuple(sorted({*base.doubtful, *other.doubtful})),
        sources=_sources(base, other, text, others),
        rights_cleared=cleared if rights.public(base) and rights.public(other) else None,
        body=_body(base, other),
    )


def _phrases(text: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    known = {normalise(phrase): phrase for phrase in reversed(phrases)}
    known.pop(normalise(text), None)
    return tuple(dict.fromkeys(known[n] for n in map(normalise, phrases) if n in known))


def _sources(base: Page, other: Page, text: str, others: str) -> tuple[SourceRef, ...]:
    found = {family.place(source): source for source in base.sources}
    for source in other.sources:
        asked = source.asked or others
        own = dataclasses.replace(source, asked=None if asked == text else asked)
        if family.place(own) not in found or found[family.place(own)].waiting:
            found[family.place(own)] = own
    return tuple(found[place] for place in sorted(found))


def _body(base: Page, other: Page) -> str:
    body = parse(other.body)
    answer, analysis = combine.relettered(
        body.parts.get("answer", ""),
        body.parts.get("analysis", ""),
        wording.options(body),
        wording.options(parse(base.body)),
    )
    said = _words(base.body)
    own = {("answer", body.parts.get("answer", "")), ("analysis", body.parts.get("analysis", ""))}
    rest = [(anchor, text) for anchor, text in divide(other.body)[1] if anchor != "options"]
    parts = [("analysis", analysis), *(each for each in rest if each not in own)]
    if all(_words(text) in said for text in (answer, *(text for _, text in parts))):
        return base.body  # merged before, and interrupted
    number = max(map(int, _NUMBER.findall(base.body)), default=0) + 1
    blocks = [f"### {escape(other.title)} {{#other-{number}}}", answer]
    used: set[str] = set()
    for anchor, text in parts:
        if text:
            mark = "" if anchor in used else f" {{#other-{number}-{anchor}}}"
            blocks += [f"#### {HEADINGS.get(anchor, anchor)}{mark}", _demoted(text, number)]
            used.add(anchor)
    return _inserted(base.body, "\n\n".join(block for block in blocks if block))


def _words(text: str) -> str:
    return normalise(_ANCHOR.sub("", text))


def _demoted(text: str, number: int) -> str:
    """Return the part of a page with its headings two levels down and its anchors made its own."""
    text = _HEADING.sub(lambda match: "#" * min(6, len(match[1]) + 2) + " ", text)
    return _NUMBER.sub(rf"{{#other-{number}-\1", text)


def _inserted(body: str, block: str) -> str:
    """Return the body with `block` at the end of its other answers, which are made where there are none."""
    heading = _OTHERS.search(body)
    if heading is None:
        return body.rstrip("\n") + f"\n\n## {HEADINGS['other-answers']} {{#other-answers}}\n\n{block}\n"
    following = _NEXT.search(body, heading.end())
    end = following.start() if following else len(body)
    return body[:end].rstrip("\n") + f"\n\n{block}\n" + ("\n" + body[end:] if following else "")
