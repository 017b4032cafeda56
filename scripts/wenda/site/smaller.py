"""Scripts and styles as browsers load them: without comments and spaces. The sources stay plain.

The scripts to practise, teach and take along have short names for what is local, too; names that scripts share stay.
The theme's files and vendored ones, `*.min.*`, are small already.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from wenda.errors import WendaError

_WAYS: Mapping[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}
_PARTS = re.compile(r"\bPARTS ?= ?\[([^\]]*)\]")
# The others keep their names: tdewolff-minify 2.24 puts `const [a] = f(b)` before the `const b` above it, which broke search.
TOOLS = re.compile(r"(?:practice|paper|pack|offline)\b.*\.js|sw\.js")
_FOLDERS = ("assets/javascripts", "assets/stylesheets")


def ours(site: Path) -> list[Path]:
    """Return the scripts and styles of our own in a built site, the worker among them."""
    found = [*site.glob("sw*.js"), *(path for folder in _FOLDERS for path in (site / folder).glob("*"))]
    return sorted(path for path in found if path.suffix in _WAYS and ".min." not in path.name)


def write(site: Path) -> None:
    """Make the scripts and styles of our own in a built site smaller."""
    texts = {path: path.read_text("utf-8") for path in ours(site)}
    renamed = _renamed({str(path): text for path, text in texts.items() if TOOLS.fullmatch(path.name)})
    for path, text in texts.items():
        path.write_text(renamed.get(str(path)) or _WAYS[path.suffix](text), "utf-8")


def join(site: Path) -> None:
    """Make one file of the parts of the search engine, in the order that search.js gives: a request takes its time.

    Raises WendaError where search.js does not name its parts.
    """
    folder = site / _FOLDERS[0]
    box = folder / "search.js"
    script = box.read_text("utf-8")
    match = _PARTS.search(script)
    if not match:
        raise WendaError(
            f"{box}:1: no list PARTS of the parts of the search engine; docs/{_FOLDERS[0]}/search.js has it"
        )
    paths = [folder / f"search-{name}.js" for name in json.loads(f"[{match[1]}]")]
    joined = "\n".join(path.read_text("utf-8") for path in paths)
    for path in paths:
        path.unlink()
    paths[-1].write_text(joined, "utf-8")
    last = paths[-1].stem.removeprefix("search-")
    box.write_text(script[: match.start(1)] + json.dumps(last) + script[match.end(1) :], "utf-8")


def _renamed(scripts: Mapping[str, str]) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "wenda.site.renaming"],
        input=json.dumps(scripts),
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        said = done.stderr.strip() or f"ended with status {done.returncode}"
        raise WendaError(f"a script cannot be made smaller: {said}")
    found: dict[str, str] = json.loads(done.stdout)
    return found
