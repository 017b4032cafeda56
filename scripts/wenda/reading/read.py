"""Reading a source: which files are let in, and one form for line ends and for what is no visible character."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wenda import edits
from wenda.errors import SourceError
from wenda.model import Edit, Source, Step
from wenda.reading import charset, formats

CAP = 20_000_000
"""Bytes that a source may have unless the caller says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What one source may have at most: bytes in all, characters in a line, questions."""

    file: int = CAP
    line: int = 1_000_000
    questions: int = 5_000

    def check(self, path: str, text: str, questions: int) -> None:
        """Raise SourceError, naming the cap and its option, where a document that was read has more."""
        longest = max(map(len, text.split("\n")))
        for option, what, found, cap in (
            ("--max-line", "characters in a line", longest, self.line),
            ("--max-questions", "questions", questions, self.questions),
        ):
            if found > cap:
                raise SourceError(
                    f"{shown(path)}: has {found} {what}, more than {cap}; {option} lets more in"
                )


FORMATS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document (.xlsx, .pptx)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
NEWLINES = "\r\v\f\x85\u2028\u2029"
_INVISIBLE = {
    "nul": "\x00",
    "control": "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f",
    "byte-order-mark": "\ufeff",
    "bidi": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero-width": "\xad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
    "\uffa0\U000e0000-\U000e0fff",
    "not-a-character": "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff",
    "lone-surrogate": "\ud800-\udfff",
}
_RULES = tuple((rule, re.compile(f"[{members}]")) for rule, members in _INVISIBLE.items())
# One class in front, so that the search runs in C to the next hit.
_UNCLEAN = re.compile(f"[{NEWLINES}{''.join(_INVISIBLE.values())}](?:(?<=\r)\n)?")


def read(path: str, *, root: str | None = None, cap: int = CAP) -> Source:
    """Return the source at `path`, "-" being standard input.

    `root` is the folder that a link may not lead out of, by default the one that `path` stands in; `cap` is
    the number of bytes a source may have.
    Raises SourceError for what is no readable regular file, is too large, of another format or undecodable.
    """
    try:
        data = _stdin(cap) if path == "-" else _bytes(path, root, cap)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"{shown(path)}: cannot be read: {reason}") from error
    return decode(data, path)


def shown(path: str) -> str:
    """Return `path` for a message: on one line whatever the name holds.

    >>> shown("a\\nb.txt")
    'a\\\\nb.txt'
    """
    name = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


def _stdin(cap: int) -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError("-: there is no standard input; name a file, or pipe a text in")
    return _capped(sys.stdin.buffer, "-", cap)


def _bytes(path: str, root: str | None, cap: int) -> bytes:
    real = os.path.realpath(path, strict=True)
    folder = Path(os.path.realpath(Path(path).parent if root is None else root, strict=True))
    if not Path(real).is_relative_to(folder) and (root is not None or Path(path).is_symlink()):
        raise SourceError(
            f"{shown(path)}: leads out of {shown(str(folder))}; copy the file in if it is wanted"
        )
    _check_kind(path, Path(real).stat().st_mode)  # before opening: opening a device can do things
    # Not blocking, so that a FIFO put there in between cannot hang; checked again on what was opened.
    with os.fdopen(os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
        before = os.fstat(file.fileno())
        _check_kind(path, before.st_mode)
        data = _capped(file, path, cap)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError(f"{shown(path)}: changed while it was read; run the command again")
    return data


def _check_kind(path: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket"}
        kind = kinds.get(stat.S_IFMT(mode), "a device")
        raise SourceError(f"{shown(path)}: is {kind}, not a text file; take it out or name the files wanted")


def _capped(file: BinaryIO, path: str, cap: int) -> bytes:
    data = file.read(cap + 1)
    if len(data) > cap:
        raise SourceError(
            f"{shown(path)}: is larger than the {cap / 1e6:g} MB a source may have; "
            "split it into several files, or let more in with `wenda import --max-file`"
        )
    return data


def decode(data: bytes, path: str) -> Source:
    """Return the source that `data` holds; its step "read" lists each character removed or made a newline.

    Raises SourceError, naming path, byte offset and best guess, where `data` is no text in UTF-8, UTF-16,
    GB 18030 or Big5, or is an archive or a document of another format.
    """
    if formats.is_word(data):
        converted = formats.from_word(data, shown(path))
        return _source(data, path, "docx", converted.text, converted.warnings)
    for magic, name in FORMATS:
        if data.startswith(magic):
            raise SourceError(f"{shown(path)}: is {name}, not a text; save its text as a .txt file in UTF-8")
    encoding = charset.encoding(data, shown(path))
    text, warnings = charset.decode(data, encoding, shown(path))
    if formats.is_html(data, path):
        converted = formats.from_html(text, shown(path))
        text, warnings = converted.text, warnings + converted.warnings
    lost = text.count("\ufffd")
    if lost:
        warnings += (f"{lost} characters were lost before the text came here (U+FFFD stands in their place)",)
    return _source(data, path, encoding, text, warnings)


def _source(data: bytes, path: str, encoding: str, text: str, warnings: tuple[str, ...]) -> Source:
    return Source(
        path=path,
        digest=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        step=normalise(text, warnings),
    )


def normalise(text: str, warnings: tuple[str, ...] = ()) -> Step:
    r"""Return the step "read": every kind of line end as \n, and nothing that is no visible character.

    >>> normalise("一\r\n二\u2028三\u200b\x00").after
    '一\n二\n三'
    """
    found: list[Edit] = []
    for match in _UNCLEAN.finditer(text):
        start, end = match.span()
        if text[start] in NEWLINES:
            found.append(Edit(start=start, end=end, after="\n", rule="newline"))
        else:
            rule = next(rule for rule, members in _RULES if members.match(text, start))
            found.append(Edit(start=start, end=end, rule=rule))
    if any(edit.rule == "lone-surrogate" for edit in found):
        # Half a character cannot be written anywhere, not even to say that it was taken out.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return edits.step("read", text, found, warnings)
