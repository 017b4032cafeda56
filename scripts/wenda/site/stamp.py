"""Digests of what something is made from: who finds the same need not make it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from importlib import metadata
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


def of_files(roots: Iterable[Path], leave_out: Callable[[Path, Path], bool] | None = None) -> str:
    """Return one digest of the files at and below `roots`: their names below the root, and their bytes.

    `leave_out` is asked with a root and a file; a root that is not there is as good as empty.
    """
    digest = hashlib.sha256()
    for root in dict.fromkeys(root.resolve() for root in roots):
        for path in sorted([root] if root.is_file() else root.rglob("*")):
            if (
                path.is_file()
                and "__pycache__" not in path.parts
                and not (leave_out and leave_out(root, path))
            ):
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def of_surroundings() -> str:
    """Return one digest of the versions and the settings that a site depends on."""
    said = [f"{name} {metadata.version(name)}" for name in _DISTRIBUTIONS]
    said += [f"{name}={os.environ.get(name)}" for name in _SETTINGS]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
