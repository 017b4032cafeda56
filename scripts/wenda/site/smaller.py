"""Scripts and styles as browsers load them: without comments and spaces. The sources stay plain, no name is changed.

The theme's files and vendored ones, `*.min.*`, are small already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_WAYS: Mapping[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}
_FOLDERS = ("assets/javascripts", "assets/stylesheets")


def ours(site: Path) -> list[Path]:
    """Return the scripts and styles of our own in a built site, the worker among them."""
    found = [*site.glob("sw*.js"), *(path for folder in _FOLDERS for path in (site / folder).glob("*"))]
    return sorted(path for path in found if path.suffix in _WAYS and ".min." not in path.name)


def write(site: Path) -> None:
    """Make the scripts and styles of our own in a built site smaller."""
    for path in ours(site):
        path.write_text(_WAYS[path.suffix](path.read_text("utf-8")), "utf-8")
