"""The record of a question: one Markdown page with front matter, read and written without loss.

`read` and `write` are inverse on every page that `write` made, and `read` keeps a hand-written body as it is.
The parts of a body are told apart by the fixed anchors of their headings, never by their wording.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from wenda.record import front, frontmatter

HEADINGS = {
    "options": "选项",
    "answer": "参考答案",
    "analysis": "解析",
    "other-answers": "其他答法",
    "intent": "考察点",
    "approach": "答题思路",
    "pitfalls": "踩雷",
    "follow-ups": "追问",
    "levels": "不同岗位怎么答",
}
"""Anchors of a page's parts in their order, with the headings that are written for them."""

_PART = re.compile(r"^## (?P<heading>.*?) *\{#(?P<anchor>[a-z][a-z0-9-]*)\} *$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where a question came from: a document (SHA-256 of its bytes) and the question's place in it.

    `answer` is the digest of the answer that this source gave, so that a better import can replace it.
    `asked` and `options` are the question as this source put it, where the page puts it otherwise.
    `unused` is the digest of what it says where the page, edited before, does not say it (see `noting.py`).
    """

    file: str
    digest: str
    ordinal: int
    title: str | None = None
    site: str | None = None
    number: str | None = None
    section: str | None = None
    year: int | None = None
    points: float | None = None
    truncated: bool = False
    rights: str | None = None
    answer: str | None = None
    asked: str | None = None
    options: tuple[str, ...] = ()
    unused: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether it came after somebody had edited the page: nothing of it stands there."""
        return self.unused is not None and self.answer is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why and when (ISO date) a question was taken back.

    `sketches`, one a phrasing, tell whether another text is nearly the one that was here (see `sketch.py`).
    `until_import` is set where an import was taken back: the next import of the question brings it again.
    """

    reason: str
    on: str
    sketches: tuple[str, ...] = ()
    until_import: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a person had done to a page by a command, in one line of Chinese, and when (ISO date)."""

    on: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its front matter as fields, its Markdown below the front matter as `body`."""

    id: str
    title: str
    roles: tuple[str, ...] = ()
    kind: str | None = None
    topics: tuple[str, ...] = ()
    year: int | None = None
    points: float | None = None
    status: str = "imported"
    reviewed_on: str | None = None
    law_checked: str | None = None
    also_asked: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    truncated: bool = False
    doubtful: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    generated: str | None = None
    withdrawn: Withdrawal | None = None
    moved_to: str | None = None
    distinct: tuple[str, ...] = ()
    rights_cleared: str | None = None
    history: tuple[Event, ...] = ()
    body: str = ""

    @property
    def listed(self) -> bool:
        """Whether readers find the page in lists and search: not withdrawn, not moved."""
        return self.moved_to is None and self.status != "withdrawn"

    @property
    def reviewed(self) -> bool:
        """Whether a person has read and approved it: one line, `reviewed_on`, is enough to say so."""
        return self.status == "reviewed" or (self.status == "imported" and self.reviewed_on is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The parts of a body as Markdown, without headings; `parts` by anchor in the order of the page."""

    heading: str
    question: str
    parts: Mapping[str, str]


def read(text: str, where: str = "page") -> Page:
    """Return the page that `text` holds; `where` names it in errors.

    Raises PageError (file:line: message) for front matter that does not follow the schema.
    """
    block, body = frontmatter.divide(text, where)
    values = frontmatter.load(block, where)
    for name in ("roles", "topics", "also_asked", "aliases", "doubtful", "distinct"):
        values[name] = tuple(values.get(name, ()))
    values["sources"] = tuple(
        SourceRef(**{**each, "options": tuple(each.get("options", ()))}) for each in values.get("sources", ())
    )
    values["history"] = tuple(Event(**each) for each in values.get("history", ()))
    if "withdrawn" in values:
        said = values["withdrawn"]
        values["withdrawn"] = Withdrawal(**{**said, "sketches": tuple(said.get("sketches", ()))})
    return Page(**values, body=body)


def write(page: Page) -> str:
    """Return the text of a page; keys with nothing in them are left out."""
    return front.text(page) + "\n" + page.body


def seal(page: Page) -> Page:
    """Return the page with the digest by which a later import sees that nobody has edited it."""
    return dataclasses.replace(page, generated=fingerprint(page))


def edited(page: Page) -> bool:
    """Whether a person has changed the page, body or front matter, since an import wrote it."""
    return page.generated != fingerprint(page)


def fingerprint(page: Page) -> str:
    """Return the digest of all that a person might edit: not `generated`, nor what commands note.

    The design asked for the body's digest alone; a title or role corrected by hand is an edit too.
    """
    return hashlib.sha256((front.editable(page) + page.body).encode()).hexdigest()[:16]


@lru_cache(maxsize=1 << 11)  # a build asks a dozen times for each page: its view, the search, each download
def parse(body: str) -> Body:
    """Return the parts of a body; text before the first anchored heading is the question.

    Another caller gets the same: a part is changed in a copy.
    """
    head, parts = divide(body)
    heading, _, question = (
        head.lstrip("\n").partition("\n") if head.lstrip("\n").startswith("# ") else ("", "", head)
    )
    return Body(heading=heading.removeprefix("# ").strip(), question=question.strip("\n"), parts=dict(parts))


def divide(body: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before the first anchored heading, and each part's anchor and text in order.

    Somebody may have written an anchor twice: both parts are here.
    """
    marks = list(_PART.finditer(body))
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    parts = [
        (mark["anchor"], body[mark.end() : end].strip("\n")) for mark, end in zip(marks, ends, strict=False)
    ]
    return body[: marks[0].start()] if marks else body, parts


def compose(body: Body) -> str:
    """Return the Markdown of a body; parts that are empty are left out."""
    blocks = [f"# {body.heading}", body.question]
    for anchor, text in body.parts.items():
        if text:
            blocks += [f"## {HEADINGS[anchor]} {{#{anchor}}}", text]
    return "\n\n".join(block for block in blocks if block) + "\n"
