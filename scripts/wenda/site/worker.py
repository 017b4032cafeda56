"""What the worker (docs/sw.js) that keeps pages on a device must know of a build: its files, and what a role needs.

    assets/data/offline/files.json   path → [first 16 digits of SHA-256, bytes]; `shell`: what is always kept; `sets`:
                                     for each role, places in the list of files
    assets/data/offline/sizes.json   for each set and "all": bytes kept, and bytes as a server sends them

The digest of files.json is written into sw.js: a new build is a new worker, and the same build the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wenda import files
from wenda.errors import WendaError
from wenda.search.index import FOLDER as SEARCH
from wenda.site.index import Catalog

FOLDER = "assets/data/offline"
"""Where the lists lie below the site."""

_LINE = re.compile(r'(?<=\bBUILD=)""|(?<=\bBUILD = )""')
_LEFT_OUT = re.compile(
    rf"(.*/)?\..*|sw(-off)?\.js|404\.html|sitemap\.xml(\.gz)?|robots\.txt|downloads/.*|.*\.(map|txt)|{FOLDER}/files\.json"
)
_LOADS = re.compile(r'(?:src|<link[^>]*\shref)="([^":]+)"')
_started: dict[str, str] = {}


def start(command: str) -> None:
    """Remember the MkDocs command that runs."""
    _started["command"] = command


def preview() -> bool:
    """Return whether what runs is a preview of pages that somebody writes."""
    return _started.get("command") == "serve"


def wanted() -> bool:
    """Return whether the site registers a worker: not in a preview, unless WENDA_WORKER is "on"; never if "off".

    Raises WendaError for another value.
    """
    asked = os.environ.get("WENDA_WORKER", "")
    if asked not in ("", "on", "off"):
        raise WendaError(f"WENDA_WORKER={asked}: on or off, or leave it out")
    return asked == "on" or (asked == "" and not preview())


def write(site: Path, found: Catalog) -> None:
    """Write the lists of the built `site` and its digest into sw.js; without a worker, put sw-off.js in its place.

    The latter because an earlier worker of the same address would show a preview its old pages.
    """
    if not wanted():
        shutil.copyfile(site / "sw-off.js", site / "sw.js")
        return
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / FOLDER / "sizes.json").write_text(
        "{}", "utf-8"
    )  # in the list itself: its name, and then its digest
    data = _data(site)
    names = {
        f"roles/{each.slug}": _role(each.slug, [page.id for page in each.pages], data) for each in found.roles
    }
    packed = {name: min(len(each), len(zlib.compress(each, 1))) for name, each in data.items()}
    sizes = {name: _size(members, data, packed) for name, members in {**names, "all": list(data)}.items()}
    sizes_text = json.dumps(sizes, separators=(",", ":"))
    (site / FOLDER / "sizes.json").write_text(sizes_text, "utf-8")
    data[f"{FOLDER}/sizes.json"] = sizes_text.encode()
    place = {name: at for at, name in enumerate(data)}
    text = json.dumps(
        {
            "files": {
                name: [hashlib.sha256(each).hexdigest()[:16], len(each)] for name, each in data.items()
            },
            "shell": _shell(data),
            "sets": {name: [place[each] for each in members] for name, members in names.items()},
        },
        separators=(",", ":"),
    )
    files.write_text(site / FOLDER / "files.json", text)
    build = hashlib.sha256(text.encode()).hexdigest()[:16]
    text, times = _LINE.subn(f'"{build}"', (site / "sw.js").read_text("utf-8"))
    if times != 1:
        raise WendaError('sw.js: BUILD = "" stands in it once, for the digest of the build')
    (site / "sw.js").write_text(text, "utf-8")


def _data(site: Path) -> dict[str, bytes]:
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: paths[name].read_bytes() for name in sorted(paths) if not _LEFT_OUT.fullmatch(name)}


def _role(slug: str, page_ids: Iterable[str], data: Mapping[str, bytes]) -> list[str]:
    """Return the files that a role's list and questions need, search among them."""
    own = {
        f"roles/{slug}.html",
        "index.html",
        "roles/index.html",
        *(f"questions/{each}.html" for each in page_ids),
    }
    return [
        name
        for name in data
        if name in own
        or name.startswith(f"{SEARCH}/")
        or (name.startswith("assets/") and not name.startswith("assets/data/"))
    ]


def _shell(data: Mapping[str, bytes]) -> list[str]:
    """Return the page that is shown in place of one that is not kept, with all it loads."""
    text = data["offline.html"].decode()
    loads = {each.partition("?")[0].removeprefix("./") for each in _LOADS.findall(text)}
    return sorted({"offline.html", f"{FOLDER}/sizes.json", *(each for each in loads if each in data)})


def _size(names: Sequence[str], data: Mapping[str, bytes], packed: Mapping[str, int]) -> dict[str, int]:
    """Return bytes kept and bytes loaded: text as nginx compresses it by default (level 1)."""
    return {
        "bytes": sum(len(data[name]) for name in names),
        "packed": sum(packed[name] for name in names),
    }
