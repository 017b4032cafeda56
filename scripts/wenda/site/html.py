"""Rendered HTML of a page taken apart at the headings that have an anchor of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_H2 = re.compile(r'^<h2 id="(?P<anchor>[^"]+)"', re.MULTILINE)
_H1 = re.compile(r"^<h1[^>]*>(?P<text>.*?)(?P<permalink><a class=\"headerlink\".*?</a>)?</h1>\s*", re.DOTALL)
_NAME = re.compile(r"^<h2[^>]*>(.*?)<")
_LIST = re.compile(r'^<ul class="wd-list">', re.MULTILINE)
_ROW = re.compile(r"^<li", re.MULTILINE)
_H2_OPEN = re.compile(r"<h2 ")
_LETTER = re.compile(r"(<li>\s*(?:<p>)?)([A-Z])[.、．]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A page: the HTML within its H1, what stands before the first H2, and (anchor, HTML) from each H2 on."""

    heading: str
    lead: str
    sections: tuple[tuple[str, str], ...]


def divide(content: str) -> Parts:
    """Return the parts of rendered Markdown; headings and text are as they were."""
    heading = _H1.match(content)
    rest = content[heading.end() :] if heading else content
    marks = list(_H2.finditer(rest))
    ends = [mark.start() for mark in marks[1:]] + [len(rest)]
    return Parts(
        heading=heading["text"].strip() if heading else "",
        lead=(rest[: marks[0].start()] if marks else rest).strip(),
        sections=tuple((m["anchor"], rest[m.start() : e].strip()) for m, e in zip(marks, ends, strict=False)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListParts:
    """A list page: its H1, the first section of the introduction, the others as (anchor, HTML), and the rows."""

    heading: str
    lead: str
    more: tuple[tuple[str, str], ...]
    more_names: tuple[str, ...]
    rows: str


def divide_list(content: str) -> ListParts:
    """Return the parts of a rendered list page; its rows begin at the first heading with a list."""
    parts = divide(content)
    sections = parts.sections
    first = next((n for n, (_, text) in enumerate(sections) if _LIST.search(text)), len(sections))
    lead, intro = parts.lead, sections[:first]
    if not lead and intro:
        lead, intro = intro[0][1], intro[1:]
    names = tuple(match[1] for _, text in intro if (match := _NAME.match(text)))
    rows = "\n".join(f'<section class="wd-group">{_counted(text)}</section>' for _, text in sections[first:])
    return ListParts(heading=parts.heading, lead=lead, more=intro, more_names=names, rows=rows)


def _counted(group: str) -> str:
    """Return a group of rows whose heading says how many there are."""
    return _H2_OPEN.sub(f'<h2 data-shown="{len(_ROW.findall(group))}" ', group, count=1)


def lettered(options: str) -> str:
    """Return rendered options with their letters as elements, so that a second line stands under the first's text."""
    return _LETTER.sub(r"\1<b>\2.</b> ", options)
