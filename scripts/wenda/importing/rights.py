"""Whether a source forbids to publish it again, by the rules of `rights.toml`, and who may see its pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.errors import RulesError
from wenda.model import Document
from wenda.record.page import Page

LINE_BREAKS = re.compile(r"[ \t　]*\n[ \t　]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A kind of notice: what a page records of it, and how sources word it."""

    name: str
    pattern: re.Pattern[str]
    samples: tuple[str, ...]


def notice(document: Document) -> str | None:
    """Return what a document says against its being published again, None where it says nothing.

    What stands in a question or an answer is the author's subject and not looked at.
    """
    found = in_text(_around(document))
    return "；".join(found) or None


def in_text(text: str) -> tuple[str, ...]:
    """Return the names of the notices in a text.

    >>> in_text("仅供个人学习，未经授权，严禁复制、\\n发行")
    ('未经授权不得复制或传播', '仅供个人学习')
    """
    joined = LINE_BREAKS.sub("", text)  # sites break their notices across lines
    return tuple(each.name for each in load() if each.pattern.search(joined))


def public(page: Page) -> bool:
    """Whether a page may be in a public build: no source that it uses forbids it, or somebody cleared it."""
    return page.rights_cleared is not None or not any(s.rights for s in page.sources if not s.waiting)


@cache
def load() -> tuple[Notice, ...]:
    """Return the notices; raises RulesError for an entry that is not one or that misses its own sample."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules/rights.toml").read_text("utf-8"))
    found = []
    for number, entry in enumerate(data.get("notice", ()), 1):
        where = f"rules/rights.toml: [[notice]] number {number}"
        if set(entry) != {"name", "pattern", "samples"}:
            raise RulesError(f"{where}: needs name, pattern and samples, and nothing else")
        try:
            pattern = re.compile(entry["pattern"])
        except re.error as error:
            raise RulesError(f"{where}: {error}") from None
        for sample in entry["samples"]:
            if not pattern.search(sample):
                raise RulesError(f"{where}: its pattern does not fit its sample “{sample}”")
        found.append(Notice(name=entry["name"], pattern=pattern, samples=tuple(entry["samples"])))
    return tuple(found)


def _around(document: Document) -> str:
    """Return all that is in no question: what was stripped, what the split left between, and what it cut off.

    What stands behind the last answer belongs to its stretch until the split takes it away.
    """
    stripped = [
        step.before[edit.start : edit.end]
        for step in document.steps
        if step.stage == "strip"
        for edit in step.edits
    ]
    done, between = 0, []
    for question in document.outline.questions:
        between.append(document.text[done : question.start])
        done = max(done, question.end)
    cut = [document.text[edit.start : edit.end] for edit in document.outline.removed]
    return "\n".join([*stripped, *between, *cut, document.text[done:]])
