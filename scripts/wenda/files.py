"""Writing without loss: whole files through a sibling and a rename, one writer at a time, folders in one step."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from wenda.errors import BusyError, WendaError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


def write_text(path: Path, text: str, *, made: bool = False) -> bool:
    """Write `text` to `path` as UTF-8 and return True, or return False where it stands there already.

    Readers see the old file or the new one, never a part: a temporary sibling is renamed over it. The disk is waited
    for, but for what is `made` of other files and can be again.
    Raises OSError, with nothing changed, when the disk refuses.
    """
    data = text.encode("utf-8")
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    with _replacing(path, made=made) as file:
        file.write(data)
    return True


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text that comes in pieces to `path` as `write_text` does; it is never held as a whole."""
    with _replacing(path, made=False) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8"))


@contextlib.contextmanager
def _replacing(path: Path, *, made: bool) -> Iterator[BinaryIO]:
    """Yield a new file that takes the place of `path` once all is in it, and none of it where something fails."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            if not made:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(target: Path) -> None:
    """Remove what a killed writer left in the folder `target` and below, or beside the file `target`."""
    for leftover in (*target.glob("**/.*.tmp"), *target.parent.glob(f".{glob.escape(target.name)}.*.tmp")):
        leftover.unlink(missing_ok=True)


def refuse_links_out(folder: Path) -> None:
    """Raise WendaError for a symbolic link in `folder` that leads out of it: a build would publish what it names."""
    inside = Path(os.path.realpath(folder))
    for above, folders, names in os.walk(folder):
        for name in sorted(folders + names):
            path = Path(above) / name
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                raise WendaError(
                    f"{path}: is a link that leads out of {folder}; copy the file in if it is wanted"
                )


def recover_folder(folder: Path) -> None:
    """Put right what a killed `replace_folder` left beside `folder`."""
    new, aside = (folder.with_name(f".{folder.name}.{end}") for end in ("new", "old"))
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    for leftover in (new, aside):
        shutil.rmtree(leftover, ignore_errors=True)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old` in one step; what stood there is removed afterwards."""
    if not old.exists():
        new.rename(old)
        return
    if not _exchange(new, old):
        aside = old.with_name(f".{old.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        old.rename(aside)
        new.rename(old)
        shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Swap two paths by Linux renameat2(2); False where the system has no such call."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # only a build needs it

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0)


@contextlib.contextmanager
def writer(folder: Path, command: str) -> Iterator[None]:
    """Hold `folder`, or a file, which need not exist yet, as its only writer; the lock lies beside it.

    Raises BusyError naming the process and command that hold it.
    """
    from filelock import FileLock, Timeout

    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_name(f".{folder.name}.wenda.lock")
    note = folder.with_name(f".{folder.name}.wenda.lock.json")
    held = FileLock(lock)
    try:
        held.acquire(timeout=0)
    except Timeout:
        if not lock.exists():
            raise WendaError(
                f"{lock}: cannot be written, so nothing beside it can; choose another folder"
            ) from None
        raise BusyError(
            f"{folder}: {_holder(note)} is writing here; wait for it and run the command again"
        ) from None
    try:
        note.write_text(json.dumps({"pid": os.getpid(), "command": command}), "utf-8")
        sweep(folder)
        yield
    finally:
        note.unlink(missing_ok=True)
        held.release()


def _holder(note: Path) -> str:
    try:
        who = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return "another process"
    return f"`wenda {who['command']}` (process {who['pid']})"
