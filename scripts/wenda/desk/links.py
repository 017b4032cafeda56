"""Links of pages that lead nowhere: a file that is not there, an anchor that its page does not have, a notice.

A link to a withdrawn page is wrong wherever it stands: its words are mostly the question's own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from wenda.classifying import taxonomy
from wenda.desk.publish import LISTS
from wenda.record.packs import folder_of
from wenda.record.page import HEADINGS, Page

_LINK = re.compile(
    r"(?<!\\)\]\(<?(?P<target>[^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'][^\"']*[\"'])?\)"
)
_ANCHOR = re.compile(r"\{[^{}\n]*#(?P<anchor>[A-Za-z][\w-]*)[^{}\n]*\}|\bid=\"(?P<id>[^\"]+)\"")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def broken(docs: Path, bodies: Mapping[Path, str], pages: Iterable[Page]) -> Iterator[tuple[Path, int, str]]:
    """Yield file, offset in its text and what is wrong, for links of questions and hand-written pages.

    `bodies` are the questions' Markdown; offsets are in what is given there. Lists are taken to be there when
    a page, or a rule, calls for them.
    """
    texts = dict(bodies)
    for path in [*sorted(docs.glob("*.md")), *sorted((docs / "intros").glob("*.md"))]:
        texts[path] = path.read_text("utf-8")
    pages = list(pages)
    lists = _lists(pages) | {f"packs/{path.stem}.md" for path in folder_of(docs).glob("*.toml")}
    gone = {f"questions/{page.id}.md": page for page in pages if page.withdrawn}

    @cache
    def anchors(path: Path) -> frozenset[str]:
        text = texts[path] if path in texts else path.read_text("utf-8")
        return frozenset(m["anchor"] or m["id"] for m in _ANCHOR.finditer(text))

    for path, text in texts.items():
        if "](" not in text:
            continue
        # An introduction is drawn into a list: its links are relative to that list.
        here = "roles/x.md" if path.parent.name == "intros" else path.relative_to(docs).as_posix()
        for match in _LINK.finditer(text):
            target = unquote(match["target"])
            if _ELSEWHERE.match(target) or target.startswith("//"):
                continue
            file, _, anchor = target.partition("#")
            name = posixpath.normpath(posixpath.join(posixpath.dirname(here), file)) if file else here
            wrong = _withdrawn(gone.get(name)) or _wrong(
                docs, name, anchor, lists, anchors, path if not file else docs / name
            )
            if wrong:
                yield path, match.start(), f"link to {target}: {wrong}"


def naming(docs: Path, page_id: str) -> list[str]:
    """Return where, as file:line, hand-written text links to a page."""
    paths = [*docs.glob("*.md"), *docs.glob("intros/*.md"), *docs.glob("questions/*.md")]
    found = []
    for path in sorted(paths):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if path.stem != page_id and re.search(rf"\]\([^()\s]*\b{page_id}\.md", line):
                found.append(f"{path}:{number}")
    return found


def _withdrawn(page: Page | None) -> str | None:
    if page is None or page.withdrawn is None:
        return None
    return f"withdrawn on {page.withdrawn.on} ({page.withdrawn.reason}); take the link out, and its words with it"


def _wrong(docs: Path, name: str, anchor: str, lists: set[str], anchors: object, path: Path) -> str | None:
    if name.startswith(("/", "..")):
        return "leads out of docs; write it relative to the page"
    if name in lists:
        return None
    if not path.is_file():
        return "there is no such file"
    assert callable(anchors)
    if anchor and name.endswith(".md") and anchor not in anchors(path) and name.startswith("questions/"):
        have = [each for each in HEADINGS if each in anchors(path)]
        return f"the page has no anchor #{anchor}; it has {', '.join(have) or 'none'}"
    return None


def _lists(pages: Iterable[Page]) -> set[str]:
    found = {f"{folder}/index.md" for folder in LISTS}
    for folder, terms in (
        ("roles", taxonomy.roles()),
        ("topics", taxonomy.topics()),
        ("kinds", taxonomy.kinds()),
    ):
        found |= {f"{folder}/{term.id}.md" for term in terms}
    return found | {f"roles/{taxonomy.slug(role)}.md" for page in pages for role in page.roles}
