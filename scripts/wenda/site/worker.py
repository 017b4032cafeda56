"""What the worker (docs/sw.js) that keeps pages on a device must know of a build: its files, and what a role needs.

    assets/data/offline/files.json   path → [first 16 digits of SHA-256, bytes]; `shell`: what is always kept; `sets`:
                                     for each role, places in the list of files
    assets/data/offline/sizes.json   for each set and "all": bytes kept, and about how many a server sends for them

The digest of files.json is written into sw.js: a new build is a new worker, and the same build the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenda import files
from wenda.errors import WendaError
from wenda.search import FOLDER as SEARCH
from wenda.site.index import Catalog

FOLDER = "assets/data/offline"
"""Where the lists lie below the site."""

_ALL, _EVERY = 64, 8
"""So many files of one folder and kind are compressed each, of more only every eighth."""

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
    kept = _kept(site)
    names = {
        f"roles/{each.slug}": _role(each.slug, [page.id for page in each.pages], kept) for each in found.roles
    }
    sizes = {name: _size(members, kept) for name, members in {**names, "all": list(kept)}.items()}
    sizes_text = json.dumps(sizes, separators=(",", ":"))
    (site / FOLDER / "sizes.json").write_text(sizes_text, "utf-8")
    kept[f"{FOLDER}/sizes.json"] = _File.of(sizes_text.encode())
    place = {name: at for at, name in enumerate(kept)}
    text = json.dumps(
        {
            "files": {name: [each.digest, each.size] for name, each in kept.items()},
            "shell": _shell(site, kept),
            "sets": {name: [place[each] for each in members] for name, members in names.items()},
        },
        separators=(",", ":"),
    )
    files.write_text(site / FOLDER / "files.json", text, made=True)
    build = hashlib.sha256(text.encode()).hexdigest()[:16]
    text, times = _LINE.subn(f'"{build}"', (site / "sw.js").read_text("utf-8"))
    if times != 1:
        raise WendaError('sw.js: BUILD = "" stands in it once, for the digest of the build')
    (site / "sw.js").write_text(text, "utf-8")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the site: 16 digits of its SHA-256, its bytes, and these as a server sends them."""

    digest: str
    size: int
    packed: float

    @classmethod
    def of(cls, data: bytes, ratio: float | None = None) -> _File:
        """Return what a file with `data` is; `ratio` is how small the like of it are made, else it is tried."""
        size = len(data)
        # As nginx compresses text by default.
        packed = min(size, len(zlib.compress(data, 1))) if ratio is None else size * ratio
        return cls(hashlib.sha256(data).hexdigest()[:16], size, packed)


def _kept(site: Path) -> dict[str, _File]:
    """Return the files that may be kept, by name; of many that are alike every eighth is compressed, for a figure."""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    kept: dict[str, _File] = {}
    tried: dict[tuple[str, str], list[_File]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for name in sorted(paths):
        if _LEFT_OUT.fullmatch(name):
            continue
        like = (name.rpartition("/")[0], name.rpartition(".")[2])
        some, number = tried.setdefault(like, []), seen[like]
        seen[like] += 1
        data = paths[name].read_bytes()
        if number < _ALL or number % _EVERY == 0:
            kept[name] = _File.of(data)
            some.append(kept[name])
        else:
            kept[name] = _File.of(
                data, sum(each.packed for each in some) / max(1, sum(each.size for each in some))
            )
    return kept


def _role(slug: str, page_ids: Iterable[str], data: Iterable[str]) -> list[str]:
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


def _shell(site: Path, kept: Iterable[str]) -> list[str]:
    """Return the page that is shown in place of one that is not kept, with all it loads."""
    text = (site / "offline.html").read_text("utf-8")
    loads = {each.partition("?")[0].removeprefix("./") for each in _LOADS.findall(text)}
    return sorted({"offline.html", f"{FOLDER}/sizes.json", *loads.intersection(kept)})


def _size(names: Sequence[str], kept: Mapping[str, _File]) -> dict[str, int]:
    """Return bytes kept and bytes loaded."""
    return {
        "bytes": sum(kept[name].size for name in names),
        "packed": round(sum(kept[name].packed for name in names)),
    }
