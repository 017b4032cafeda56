"""Digests of what something is made from: who finds the same need not make it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""The code and the rules, on which all that is made depends."""

_DISTRIBUTIONS = (
    "mkdocs",
    "mkdocs-material",
    "pymdown-extensions",
    "Markdown",
    "rjsmin",
    "rcssmin",
    "tdewolff-minify",
)
_SETTINGS = ("SITE_URL", "REPO_URL", "REPORT_URL", "WENDA_OFFLINE", "WENDA_WORKER", "SOURCE_DATE_EPOCH")


def of_files(roots: Iterable[Path], leave_out: Callable[[Path, str], bool] | None = None) -> str:
    """Return one digest of the files at and below `roots`: their names below the root, and their bytes.

    `leave_out` is asked with a root and a file's name below it; a root that is not there is as good as empty.
    """
    digest = hashlib.sha256()
    for root in dict.fromkeys(root.resolve() for root in roots):
        for name, path in sorted(_files(root)):
            if not (leave_out and leave_out(root, name)):
                digest.update(f"{name}\0".encode())
                digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> list[tuple[str, str]]:
    """Return the name below `root`, and the path, of each file at and below it; of compiled code none."""
    return [(".", str(root))] if root.is_file() else list(_below(str(root), "")) if root.is_dir() else []


def _below(folder: str, before: str) -> Iterator[tuple[str, str]]:
    # Not by paths as objects: a build asks for thousands.
    with os.scandir(folder) as entries:
        for entry in entries:
            name = before + entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _below(entry.path, f"{name}/")
            elif entry.is_file():
                yield name, entry.path


def of_surroundings() -> str:
    """Return one digest of the versions and the settings that a site depends on."""
    from importlib import metadata  # which an index does without

    said = [f"{name} {metadata.version(name)}" for name in _DISTRIBUTIONS]
    said += [f"{name}={os.environ.get(name)}" for name in _SETTINGS]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
