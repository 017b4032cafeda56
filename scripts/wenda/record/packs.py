"""Packs: lists of questions that a trainer keeps, one `packs/NAME.toml` each, beside the docs folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenda.errors import PageError
from wenda.record.page import Page

FOLDER = "packs"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_ID = re.compile(r"[0-9a-z]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A list of questions: `slug` is its file's name, `questions` ids in the order of the list."""

    slug: str
    name: str
    about: str
    questions: tuple[str, ...]
    path: Path

    @property
    def page(self) -> str:
        """The pack's page, relative to docs."""
        return f"{FOLDER}/{self.slug}.md"


def folder_of(docs: Path) -> Path:
    """Return the folder of the packs that belong to a docs folder: it lies beside the folder."""
    return docs.resolve().parent / FOLDER


def load(docs: Path) -> tuple[Pack, ...]:
    """Return the packs of a docs folder by name of file; raises PageError, `file:line: …`, for one that is wrong."""
    return tuple(map(read, sorted(folder_of(docs).glob("*.toml"))))


def read(path: Path) -> Pack:
    """Return one pack; raises PageError for a file that is none."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"at line (\d+)", str(error))
        raise PageError(f"{path}:{place[1] if place else 1}: {error}") from None
    wrong = _wrong(path.stem, data)
    if wrong:
        raise PageError(f"{path}:1: {wrong}")
    return Pack(
        slug=path.stem,
        name=data["name"].strip(),
        about=str(data.get("about", "")).strip(),
        questions=tuple(dict.fromkeys(data["questions"])),
        path=path,
    )


def _wrong(slug: str, data: dict[str, Any]) -> str | None:
    unknown = sorted(set(data) - {"name", "about", "questions"})
    questions = data.get("questions")
    if not _SLUG.fullmatch(slug) or slug == "index":
        return "name the file with a-z, 0-9 and -, not index: it is the page's address"
    if unknown:
        return f"a pack has name, about and questions, not {', '.join(unknown)}"
    if not isinstance(data.get("name"), str) or not data["name"].strip():
        return "name: a text that readers see"
    if not isinstance(questions, list) or not questions:
        return "questions: a list of ids"
    return next(
        (
            f"questions: {each!r} is no id, eight of 0-9a-z"
            for each in questions
            if not (isinstance(each, str) and _ID.fullmatch(each))
        ),
        None,
    )


def target(page_id: str, pages: Mapping[str, Page]) -> Page | None:
    """Return the page that readers of an id are sent to in the end; None where it leads nowhere."""
    seen: set[str] = set()
    page = pages.get(page_id)
    while page and page.moved_to and page.id not in seen:
        seen.add(page.id)
        page = pages.get(page.moved_to)
    return None if page is None or page.moved_to else page


def members(pack: Pack, pages: Mapping[str, Page]) -> tuple[Page, ...]:
    """Return the pages of a pack in its order, each once, forwards followed; withdrawn ones are notices."""
    found = (target(each, pages) for each in pack.questions)
    return tuple({page.id: page for page in found if page}.values())


def astray(pack: Pack, pages: Mapping[str, Page]) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, what is to be known of an id of the pack, whether it is a note only)."""
    lines = pack.path.read_text("utf-8").splitlines()
    for each in pack.questions:
        line = next((n for n, text in enumerate(lines, 1) if each in text), 1)
        page = target(each, pages)
        if page is None:
            yield line, f"there is no page {each}", False
        elif page.id != each:
            yield line, f"{each} was merged into {page.id}; the pack shows that", True
        elif not page.listed:
            yield line, f"{each} is withdrawn; the pack says so", True
