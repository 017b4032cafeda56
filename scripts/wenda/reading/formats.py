"""Text out of Word and HTML documents, for those who install the extra `formats`; nothing here is needed for text.

What is taken is all that a reader sees, with the numbers that lists only show: the site's own words are for
`strip`, which logs what it takes. Navigation, which no document has, is left out here and counted in a warning.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from wenda.errors import SourceError

LARGEST = 100_000_000
"""Bytes that a Word document may unpack to."""
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "select", "button", "svg", "head")
_FURNITURE = ("nav", "aside", "footer")
# What the ZIP and XML readers below mammoth raise, and mammoth itself where the XML is another than it expects.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, RuntimeError, LookupError, ValueError,
    AttributeError, TypeError,
)  # fmt: skip
INSTALL = "`make formats` (or pip install --require-hashes -r requirements-formats.txt) lets it in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The text of a document of another format, and what a person should know about how it came."""

    text: str
    warnings: tuple[str, ...] = ()


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word document (.docx): a ZIP archive with `word/document.xml` in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def is_html(data: bytes, path: str) -> bool:
    """Whether the bytes are an HTML page, by how they begin or by the ending of their name."""
    return bool(_HTML.match(data[:4096])) or path.lower().endswith(_NAMES)


def from_word(data: bytes, where: str) -> Converted:
    """Return the text of a Word document; `where` names it in errors.

    Raises SourceError where the extra is not installed, or the document is damaged or far too large.
    """
    try:
        import mammoth
    except ImportError:
        raise SourceError(f"{where}: is a Word document; {INSTALL}") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
        if size > LARGEST:
            raise SourceError(
                f"{where}: unpacks to {size / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} MB are read"
            )
        page = mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda _: []).value
    except _DAMAGE as error:
        raise SourceError(
            f"{where}: is a damaged Word document ({error}); save it again, or as text"
        ) from None
    return from_html(f"<html><body>{page}</body></html>", where)


def from_html(page: str, where: str) -> Converted:
    """Return the text that an HTML page shows, a line a block, lists with their numbers.

    Raises SourceError where the extra is not installed or the page cannot be taken apart.
    """
    try:
        import lxml.etree
        import lxml.html
        from inscriptis import Inscriptis
        from inscriptis.css_profiles import CSS_PROFILES
        from inscriptis.model.config import ParserConfig
    except ImportError:
        raise SourceError(f"{where}: is an HTML page; {INSTALL}") from None
    if not page.strip():
        return Converted(text="")
    try:
        tree = lxml.html.document_fromstring(_DECLARATION.sub("", page))
        left_out = _prune(tree)
        text = Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"])).get_text()
    except (lxml.etree.LxmlError, ValueError, RecursionError) as error:
        raise SourceError(f"{where}: this HTML cannot be taken apart ({error}); save it as text") from None
    lines = (line.strip() for line in text.splitlines())
    warnings = (f"{left_out} characters of navigation were left out of the page",) if left_out else ()
    return Converted(text=re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n", warnings=warnings)


def _prune(tree: Any) -> int:
    """Take what no reader sees, and the site's furniture, out of a page; return the furniture's characters."""
    left_out = 0
    for each in list(tree.iter(*_UNSEEN, *_FURNITURE)):
        if each.getparent() is not None:
            if each.tag in _FURNITURE:
                left_out += len("".join("".join(each.itertext()).split()))
            each.drop_tree()
    return left_out
