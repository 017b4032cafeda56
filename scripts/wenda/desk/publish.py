"""Addresses that were published, one a line in `published.txt`, and whether each still answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wenda import files
from wenda.classifying import taxonomy
from wenda.record import packs
from wenda.record.page import Page

FILE = "published.txt"
HEAD = "# Addresses that were published and answer for ever. `wenda publish` adds to them; nothing takes one out.\n"
LISTS = {"roles": "岗位", "topics": "主题", "kinds": "题型", "packs": "题单"}


def file_of(docs: Path) -> Path:
    """Return the list of published addresses that belongs to a docs folder: it lies beside the folder."""
    path = docs.resolve().parent / FILE
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def published(docs: Path) -> tuple[str, ...]:
    """Return the published addresses, relative to the site, in the order in which they were published."""
    try:
        lines = file_of(docs).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    found = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(dict.fromkeys(line for line in found if line))


def publish(docs: Path, pages: Iterable[Page]) -> tuple[str, ...]:
    """Add the addresses that readers can reach now, and return those that were not in the list before."""
    known = published(docs)
    for leftover in file_of(docs).parent.glob(f".{FILE}.*.tmp"):
        leftover.unlink(
            missing_ok=True
        )  # of a run that was killed; the lock on docs lets nobody else write one
    new = tuple(sorted(_reachable(docs, pages) - set(known)))
    if new:
        path = file_of(docs)
        before = path.read_text("utf-8") if path.exists() else HEAD
        files.write_text(path, before.rstrip("\n") + "\n" + "\n".join(new) + "\n")
    return new


def unanswered(docs: Path, pages: Mapping[str, Page]) -> list[tuple[str, str]]:
    """Return the published addresses at which nobody answers any more, each with what to do."""
    found = []
    for address in published(docs):
        folder, _, name = address.removesuffix(".html").rpartition("/")
        if folder == "questions":
            why = _silent(name, pages)
        elif folder == packs.FOLDER and name != "index":
            why = (
                None
                if (packs.folder_of(docs) / f"{name}.toml").is_file()
                else f"bring packs/{name}.toml back"
            )
        elif folder in LISTS:
            why = None  # the index goes on writing lists that were published, see `kept_lists`
        else:
            source = docs / f"{address.removesuffix('.html')}.md"
            why = None if source.is_file() else f"bring docs/{source.relative_to(docs)} back"
        if why:
            found.append((address, why))
    return found


def kept_lists(docs: Path, written: Iterable[str]) -> dict[str, str]:
    """Return pages, by path below `docs`, for published lists that have no question left."""
    have = set(written)
    found = {}
    for address in published(docs):
        path = address.removesuffix(".html") + ".md"
        folder = path.split("/")[0]
        if folder in LISTS and path not in have:
            found[path] = f"# 这里暂时没有题目\n\n请看[全部{LISTS[folder]}](index.md)。\n"
    return found


def line_of(docs: Path, address: str) -> int:
    """Return the line of `published.txt` on which an address stands."""
    lines = file_of(docs).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.split("#", 1)[0].strip() == address)


def _reachable(docs: Path, pages: Iterable[Page]) -> set[str]:
    found = {f"{path.stem}.html" for path in docs.glob("*.md")}
    for page in pages:
        if page.listed:
            found.add(f"questions/{page.id}.html")
            found |= {f"roles/{taxonomy.slug(role)}.html" for role in page.roles}
            found |= {f"topics/{topic}.html" for topic in page.topics}
            found |= {f"kinds/{page.kind}.html"} if page.kind else set()
    found |= {f"packs/{pack.slug}.html" for pack in packs.load(docs)}
    return found | {f"{folder}/index.html" for folder in LISTS}


def _silent(page_id: str, pages: Mapping[str, Page]) -> str | None:
    """Return what to do about an id that leads nowhere, None where it leads to a page or a notice."""
    seen = [page_id]
    while seen[-1] in pages:
        to = pages[seen[-1]].moved_to
        if to is None:
            return None
        if to in seen:
            return f"its forwards lead in a circle: {' → '.join([*seen, to])}"
        seen.append(to)
    if len(seen) > 1:
        return f"it leads to {seen[-1]}, which does not exist: merge it into a page that does"
    return f"bring questions/{page_id}.md back, or `wenda withdraw` it so that readers are told why"
