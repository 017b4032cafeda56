"""From a page back to the stretch of each source that it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wenda import pipeline
from wenda.errors import PageError, SourceError
from wenda.importing.alignment import align
from wenda.importing.loading import sources
from wenda.places import Lines
from wenda.reading import read
from wenda.record.page import Page, SourceRef
from wenda.record.page import read as read_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source of a page; `text` is the stretch as it stands in the file, or `missing` says why there is none."""

    source: SourceRef
    path: Path | None = None
    start: int = 0
    end: int = 0
    place: str = ""
    text: str = ""
    missing: str = ""


def load_page(docs: Path, page_id: str) -> Page:
    """Return the page of an id. Raises PageError where there is none."""
    path = docs / "questions" / f"{page_id}.md"
    try:
        return read_page(path.read_text("utf-8"), str(path))
    except FileNotFoundError:
        raise PageError(f"{path}: there is no page {page_id}; ids stand in the pages' addresses") from None


def trace(page: Page, paths: Sequence[Path]) -> list[Origin]:
    """Return where each source of a page has it; files are known by their digest, whatever they are called now."""
    wanted = {source.digest for source in page.sources}
    found: dict[str, Path] = {}
    for path, _ in sources([path for path in paths if path.exists()]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        if digest in wanted:
            found.setdefault(digest, path)
    return [_origin(source, found.get(source.digest)) for source in page.sources]


def _origin(source: SourceRef, path: Path | None) -> Origin:
    if path is None:
        return Origin(source=source, missing="no file with this digest here; name its folder")
    try:
        document = pipeline.process(read.read(str(path)))
    except SourceError as error:
        return Origin(source=source, path=path, missing=str(error))
    question = next((q for q in document.outline.questions if q.ordinal == source.ordinal), None)
    if question is None:
        return Origin(
            source=source, path=path, missing=f"the rules of today find no question {source.ordinal}"
        )
    alignment = align(document.steps)
    start, end = alignment.origin_span(question.start, question.end)
    place = Lines(alignment.before).span(start, end)
    return Origin(
        source=source, path=path, start=start, end=end, place=place, text=alignment.before[start:end]
    )
