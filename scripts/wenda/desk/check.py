"""Whether the pages, the published addresses and the rules are in order: `file:line: message` for what is not.

Nothing here reads the built site, so it is quick enough to run before every commit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from wenda.classifying import taxonomy
from wenda.desk import duplicates, links
from wenda.desk.answers import wanting
from wenda.desk.publish import file_of, line_of, unanswered
from wenda.errors import PageError, WendaError
from wenda.importing import rights
from wenda.record import packs
from wenda.record.notices import identities
from wenda.record.page import Page, read
from wenda.stripping import chrome, residue

_ANCHOR = re.compile(r"^#+ .*\{#(?P<anchor>[\w-]+)\} *$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something out of order at a line of a file; a note is worth knowing and fails nothing."""

    path: Path
    line: int
    message: str
    note: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'note: ' if self.note else ''}{self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page with its file and the text of the file."""

    path: Path
    text: str
    page: Page

    def line(self, offset: int) -> int:
        """Return the line of the file on which the character at `offset` of the body stands."""
        return self.text.count("\n", 0, len(self.text) - len(self.page.body) + offset) + 1

    def line_of(self, key: str) -> int:
        """Return the line on which a key of the front matter stands, 1 where it does not."""
        match = re.search(rf"^ *(?:- )?{key}:", self.text, re.MULTILINE)
        return self.text.count("\n", 0, match.start()) + 1 if match else 1


RULES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("roles.toml", taxonomy.roles),
    ("kinds.toml", taxonomy.kinds),
    ("topics.toml", taxonomy.topics),
    ("check.toml", residue.load),
    ("duplicates.toml", duplicates.load),
    ("rights.toml", rights.load),
    ("chrome.toml", chrome.load),
)
"""Rules files with what loads and validates each."""


def check(docs: Path) -> list[Finding]:
    """Return what is out of order in a docs folder, the list of published addresses and the rules."""
    found = list(_rules())
    if any(not finding.note for finding in found):
        return found  # the rest would be judged by rules that do not hold
    leaves: list[Leaf] = []
    for path in sorted((docs / "questions").glob("*.md")):
        leaf = _leaf(path)
        if isinstance(leaf, Leaf):
            leaves.append(leaf)
        else:
            found.append(leaf)
    pages = {leaf.page.id: leaf.page for leaf in leaves}
    for leaf in leaves:
        found += _front(leaf, pages)
        found += _body(leaf)
    found += _twice(leaves)
    bodies = {leaf.path: leaf.page.body for leaf in leaves}
    for path, offset, message in links.broken(docs, bodies, pages.values()):
        text = path.read_text("utf-8")
        start = len(text) - len(bodies[path]) if path in bodies else 0
        found.append(Finding(path=path, line=text.count("\n", 0, start + offset) + 1, message=message))
    found += _packs(docs, pages)
    for address, why in unanswered(docs, pages):
        message = f"{address} was published and does not answer: {why}"
        found.append(Finding(path=file_of(docs), line=line_of(docs, address), message=message))
    return sorted(found, key=lambda each: (str(each.path), each.line, each.message))


def _leaf(path: Path) -> Leaf | Finding:
    try:
        text = path.read_text("utf-8")
        page = read(text, str(path))
    except UnicodeDecodeError as error:
        return Finding(path=path, line=1, message=f"not UTF-8 at byte {error.start}; save it as UTF-8")
    except PageError as error:
        return _finding(path, str(error))
    if path.stem != page.id:
        return Finding(path=path, line=2, message=f"the page's id is {page.id}; a page is named by its id")
    return Leaf(path=path, text=text, page=page)


def _finding(path: Path, message: str) -> Finding:
    """Return an error of the package, which begins with file:line, as a finding."""
    match = re.fullmatch(rf"{re.escape(str(path))}:(\d+): (.*)", message, re.DOTALL)
    return Finding(path=path, line=int(match[1]) if match else 1, message=match[2] if match else message)


def _front(leaf: Leaf, pages: dict[str, Page]) -> Iterator[Finding]:
    page = leaf.page
    for key, message in _fields(page, pages):
        yield Finding(path=leaf.path, line=leaf.line_of(key), message=message)
    if page.listed and not rights.public(page):
        said = next(each.rights for each in page.sources if each.rights and not each.waiting)
        message = f"rights: {said}; not cleared (rights_cleared), so left out of public builds"
        yield Finding(path=leaf.path, line=leaf.line_of("rights"), message=message, note=True)


def _fields(page: Page, pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    """Yield the keys of a page that contradict another or name what is not there, with what is wrong."""
    if page.moved_to and page.moved_to not in pages:
        yield "moved_to", f"moved_to: there is no page {page.moved_to}"
    if (page.status == "withdrawn") != (page.withdrawn is not None):
        yield "status", "status withdrawn and the key withdrawn (reason, on) go together"
    if page.status == "reviewed" and page.reviewed_on is None:
        yield "status", "a reviewed page says when: reviewed_on"
    if not page.listed:
        return
    if not (page.roles or page.topics or page.kind):
        yield "id", "stands in no list: give it roles, topics or a kind"
    roles = {term.id for term in taxonomy.roles()}
    for role in page.roles:
        if role.isascii() and role not in roles:
            yield "roles", f"roles: {role} is not in rules/roles.toml"
    for topic in set(page.topics) - {term.id for term in taxonomy.topics()}:
        yield "topics", f"topics: {topic} is not in rules/topics.toml"
    if page.kind and page.kind not in {term.id for term in taxonomy.kinds()}:
        yield "kind", f"kind: {page.kind} is not in rules/kinds.toml"


def _body(leaf: Leaf) -> Iterator[Finding]:
    for each in residue.find(leaf.page.body, "error"):
        yield Finding(path=leaf.path, line=leaf.line(each.start), message=each.message)
    yield from _anchors(leaf)
    want = wanting(leaf.page)
    if want:
        yield Finding(path=leaf.path, line=leaf.line(want.offset), message=want.message, note=want.known)
    if leaf.page.listed and not leaf.page.generated:
        yield from _spelling(leaf)


def _anchors(leaf: Leaf) -> Iterator[Finding]:
    """Yield the headings whose anchor another heading of the page has already: a link finds the first only."""
    seen: set[str] = set()
    for match in _ANCHOR.finditer(leaf.page.body):
        if match["anchor"] in seen:
            message = f"the anchor #{match['anchor']} is there twice"
            yield Finding(path=leaf.path, line=leaf.line(match.start()), message=message)
        seen.add(match["anchor"])


def _spelling(leaf: Leaf) -> Iterator[Finding]:
    """Yield the lines of a page written by hand whose spacing or marks are not those of Chinese print."""
    import autocorrect_py

    body = leaf.page.body
    better = autocorrect_py.format(body)
    if better == body:
        return
    first = leaf.line(0)
    for number, (line, other) in enumerate(zip(body.split("\n"), better.split("\n"), strict=False)):
        if line != other:
            at = next((i for i, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), len(line))
            message = (
                f"spacing or marks: “{line[max(0, at - 6) : at + 6]}” → “{other[max(0, at - 6) : at + 6]}”"
            )
            yield Finding(path=leaf.path, line=first + number, message=message, note=True)


def _packs(docs: Path, pages: dict[str, Page]) -> Iterator[Finding]:
    """Yield what is wrong with the packs, and which of their questions are elsewhere now."""
    for path in sorted(packs.folder_of(docs).glob("*.toml")):
        try:
            pack = packs.read(path)
        except PageError as error:
            yield _finding(path, str(error))
            continue
        for line, message, note in packs.astray(pack, pages):
            yield Finding(path=path, line=line, message=message, note=note)


def _twice(leaves: list[Leaf]) -> Iterator[Finding]:
    """Yield the pages that ask what another page asks, word for word."""
    asked: dict[str, str] = {}
    for leaf in leaves:
        if leaf.page.listed:
            other = {asked.setdefault(each, leaf.page.id) for each in identities(leaf.page)} - {leaf.page.id}
            for page_id in sorted(other):
                message = f"asks what {page_id} asks: `wenda merge {leaf.page.id} {page_id}`"
                yield Finding(path=leaf.path, line=leaf.line_of("id"), message=message)


def _rules() -> Iterator[Finding]:
    """Yield what is wrong with the rules files."""
    folder = Path(str(resources.files("wenda").joinpath("rules")))
    loaders = dict(RULES)
    others = [path.name for path in sorted(folder.glob("*.toml")) if path.name not in loaders]
    for name in (*others, *loaders):
        path = folder / name
        try:
            loaders.get(name, lambda path=path: tomllib.loads(path.read_text("utf-8")))()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            place = re.search(r"at line (\d+)", str(error))
            yield Finding(path=path, line=int(place[1]) if place else 1, message=str(error))
            return
        except WendaError as error:
            yield Finding(path=path, line=_entry(path, str(error)), message=str(error))


def _entry(path: Path, message: str) -> int:
    """Return the line of the entry that a message about rules names as `[[table]] number N`."""
    match = re.search(r"(\[\[\w+\]\]) number (\d+)", message)
    if match is None:
        return 1
    lines = [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.startswith(match[1])]
    return lines[int(match[2]) - 1] if int(match[2]) <= len(lines) else 1
