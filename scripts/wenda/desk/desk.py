"""What the curator's commands share: finding a page, writing it, and making or changing one by hand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from wenda import files
from wenda.classifying import taxonomy, titles
from wenda.errors import PageError, WendaError
from wenda.record.ids import ALPHABET, LENGTH, question_id
from wenda.record.markdown import escape
from wenda.record.page import HEADINGS, Event, Page, read, write

PARTS = ("answer", "intent", "approach", "pitfalls", "follow-ups")
"""Headings that a new page offers to be filled in."""


def path_of(docs: Path, page_id: str) -> Path:
    """Return the file of a page."""
    return docs / "questions" / f"{page_id}.md"


def find(docs: Path, page_id: str) -> Page:
    """Return a page; raises WendaError where there is none, PageError where it is not well-formed."""
    path = path_of(docs, page_id)
    if not re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", page_id):
        raise WendaError(
            f"{page_id!r} is no id; an id is {LENGTH} letters and digits, as in a page's address"
        )
    if not path.is_file():
        raise WendaError(f"{path}: there is no page {page_id!r}; `wenda review` lists ids")
    return read(path.read_text("utf-8"), str(path))


def find_open(docs: Path, page_id: str) -> Page:
    """Return a page that readers see; raises WendaError for one that was moved or withdrawn."""
    page = find(docs, page_id)
    if page.moved_to:
        raise WendaError(f"{path_of(docs, page_id)}: was merged into {page.moved_to}; name that page instead")
    if page.status == "withdrawn":
        raise WendaError(f"{path_of(docs, page_id)}: is withdrawn; bring it back with git first")
    return page


def save(docs: Path, page: Page) -> bool:
    """Write a page; return whether that changed its file.

    Raises PageError, with nothing written, for a page that no command could read again.
    """
    path = path_of(docs, page.id)
    try:
        text = write(page)
        read(text, str(path))
        return files.write_text(path, text)
    except UnicodeEncodeError:
        raise PageError(f"{path}:1: half a character (a lone surrogate) cannot be written") from None


def new(
    docs: Path, text: str, *, options: Sequence[str] = (), roles: Sequence[str] = (), kind: str | None = None
) -> Path:
    """Write a page to be filled in for a question that somebody thought of, and return its path.

    Raises WendaError for an empty question, roles or a kind that the rules do not know, and a question that has
    a page.
    """
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    page_id = question_id(text, options)
    path = path_of(docs, page_id)
    if not any(c.isalnum() for c in text):
        raise WendaError("the question is empty; write it in quotes after the command")
    if kind is not None and kind not in {term.id for term in taxonomy.kinds()}:
        raise WendaError(f"there is no kind {kind!r} in rules/kinds.toml")
    if path.exists():
        raise WendaError(f"{path}: this question has its page already")
    title = titles.short_title(text)
    blocks = [f"# {escape(title)}", *(escape(line) for line in text.split("\n"))]
    if options:
        lines = [f"- {letter}. {escape(o)}" for letter, o in zip("ABCDEFGHIJ", options, strict=False)]
        blocks += [_heading("options"), "\n".join(lines)]
    blocks += [_heading(part) for part in PARTS]
    page = Page(id=page_id, title=title, roles=known_roles(roles), kind=kind, body="\n\n".join(blocks) + "\n")
    save(docs, page)
    return path


def assign(docs: Path, page_id: str, roles: Sequence[str], *, on: str) -> Page:
    """Give a page other roles, see `known_roles`. Its address stays.

    Raises WendaError for a page that is not there to be read, for no role at all, and for an id that is none.
    """
    page = find_open(docs, page_id)
    if not roles:
        raise WendaError("name at least one role: a page without one is in no list")
    changed = known_roles(roles)
    if changed == page.roles:
        return page
    what = f"岗位：{'、'.join(page.roles) or '无'} → {'、'.join(changed)}"
    page = dataclasses.replace(page, roles=changed, history=(*page.history, Event(on=on, what=what)))
    save(docs, page)
    return page


def known_roles(given: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of roles, given by id or name; a Chinese name that the rules do not have stands for itself.

    Raises WendaError for an id that the rules do not have.
    """
    by_name = {term.name: term.id for term in taxonomy.roles()}
    found = tuple(dict.fromkeys(by_name.get(each, each) for each in given))
    for each in found:
        if each.isascii() and each not in by_name.values():
            raise WendaError(
                f"there is no role {each!r} in rules/roles.toml; it has {', '.join(by_name.values())}"
            )
    return found


def call_distinct(docs: Path, a: str, b: str) -> None:
    """Note on both pages that they ask different things, so that they are not proposed for merging again.

    Raises WendaError for a page that is not there to be read, and for one page named twice.
    """
    if a == b:
        raise WendaError(f"{a} is one page; name two")
    for page, other in ((find_open(docs, a), b), (find_open(docs, b), a)):
        save(docs, dataclasses.replace(page, distinct=tuple(sorted({*page.distinct, other}))))


def _heading(anchor: str) -> str:
    return f"## {HEADINGS[anchor]} {{#{anchor}}}"
