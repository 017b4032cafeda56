"""What waits for a person: pages by what they need, those that need it most first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wenda.desk import duplicates
from wenda.desk.answers import wanting
from wenda.desk.desk import path_of
from wenda.record import sketch, wording
from wenda.record.folder import pages
from wenda.record.page import Page, parse
from wenda.stripping import residue

# What each need weighs: first what readers would be misled by, last what is merely unread.
WEIGHTS = {
    "residue": 50,
    "no-answer": 40,
    "cut-off": 30,
    "doubtful-repair": 25,
    "short-answer": 20,
    "near-duplicate": 15,
    "near-withdrawn": 15,
    "no-role": 10,
    "chopped-title": 8,
    "residue-suspected": 6,
    "source-unused": 5,
    "unreviewed": 1,
}
# A title that ends in the middle: no closing mark, a word that something must follow, a bracket left open.
_CHOPPED = re.compile(r"(?:[，,、：:；;（(“《「]|的|和|与|或|及|并|在|对|把|被|将|向|从|为|让|是)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that a page needs, with the line of its file to look at."""

    need: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A page with all that it needs; `weight` is the sum of the needs'."""

    id: str
    path: Path
    title: str
    needs: tuple[Need, ...]

    @property
    def weight(self) -> int:
        """How much the page needs a person."""
        return sum(WEIGHTS[each.need] for each in self.needs)


def queue(docs: Path) -> list[Waiting]:
    """Return the listed pages that need something, worst first.

    Raises PageError for a page that does not follow the format.
    """
    every = list(pages(docs))
    twins = _twins(every)
    notices = [(page.id, each) for page in every if page.withdrawn for each in page.withdrawn.sketches]
    found = []
    for page in every:
        if page.listed:
            path = path_of(docs, page.id)
            needs = _needs(page, path.read_text("utf-8"), twins.get(page.id, ()), notices)
            if needs:
                found.append(Waiting(id=page.id, path=path, title=page.title, needs=tuple(needs)))
    return sorted(found, key=lambda each: (-each.weight, each.id))


def _needs(
    page: Page, text: str, twins: Sequence[tuple[str, str]], notices: Sequence[tuple[str, str]]
) -> list[Need]:
    start = len(text) - len(page.body)

    def at(offset: int) -> int:
        return text.count("\n", 0, start + offset) + 1

    def line_of(key: str) -> int:
        match = re.search(rf"^ *(?:- )?{key}:", text, re.MULTILINE)
        return text.count("\n", 0, match.start()) + 1 if match else 1

    found = [
        Need(need="residue", line=at(r.start), message=r.message) for r in residue.find(page.body, "error")
    ]
    if want := wanting(page):
        found.append(Need(need=want.need, line=at(want.offset), message=want.message))
    if page.reviewed:
        return found  # the rest are doubts, and a person has judged them
    if page.truncated:
        found.append(
            Need(need="cut-off", line=line_of("truncated"), message="the document ends in this answer")
        )
    for place in page.doubtful:
        found.append(Need(need="doubtful-repair", line=line_of("doubtful"), message=place))
    for other, question in twins:
        message = f"perhaps the same as {other}: {question}"
        found.append(Need(need="near-duplicate", line=line_of("id"), message=message))
    asked = wording.question_text(parse(page.body))
    for other, sketched in notices:
        if sketch.alike(sketched, asked):
            message = f"much like {other}, which was withdrawn"
            found.append(Need(need="near-withdrawn", line=line_of("id"), message=message))
    if unused := list(dict.fromkeys(source.file for source in page.sources if source.unused)):
        message = (
            f"edited, so not taken over: what {'、'.join(unused)} says now; `wenda import --report` shows it"
        )
        found.append(Need(need="source-unused", line=line_of("unused"), message=message))
    if not page.roles:
        found.append(Need(need="no-role", line=line_of("title"), message="no role"))
    if _chopped(page.title, asked):
        found.append(
            Need(need="chopped-title", line=line_of("title"), message=f"title chopped: {page.title}")
        )
    for each in residue.find(page.body, "doubt"):
        found.append(Need(need="residue-suspected", line=at(each.start), message=each.message))
    message = "not reviewed: add a line `reviewed_on: 2026-01-31`, with the day"
    return [*found, Need(need="unreviewed", line=line_of("status"), message=message)]


def _twins(every: Sequence[Page]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in duplicates.proposals(every):
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            found.setdefault(one.id, []).append((other.id, " ".join(other.text.split())[:60]))
    return found


def _chopped(title: str, asked: str) -> bool:
    """Whether a title stops before the sentence does of which it is the beginning."""
    whole = " ".join(asked.split())
    at = whole.find(title)
    follows = whole[at + len(title) : at + len(title) + 1] if at >= 0 else ""
    return bool(_CHOPPED.search(title)) or (follows.isalnum() and not title.endswith(("？", "?", "。", "！")))
