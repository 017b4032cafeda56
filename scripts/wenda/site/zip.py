"""The site as one file to take along: a zip with fixed times and a fixed order, so that its bytes are the site's."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from wenda import files
from wenda.site.build import STAMP, build_site

# Of no use from a folder: a server sends 404.html and the sitemap, and the download would hold itself.
_LEFT_OUT = re.compile(
    r"404\.html|sitemap\.xml(\.gz)?|robots\.txt|sw(-off)?\.js|offline\.html|app\.webmanifest|assets/data/offline/.*|"
    rf"downloads/[^/]*\.zip|.*\.map|{re.escape(STAMP)}"
)
_OFFER = re.compile(r"<!--offline-->.*?<!--/offline-->", re.DOTALL)


def offline(docs: Path, site: Path, dist: Path, *, public: bool = False) -> Path:
    """Build the site with its download, write the zip and SHA256SUMS below `dist`, and return the zip's path.

    The day in the name is SOURCE_DATE_EPOCH's, else today's (UTC), and all that the build dates is dated so: the same
    pages give the same bytes all day. `public` is build_site's. Raises what that raises.
    """
    day = _day()
    name = f"wenda-{day.isoformat()}.zip"
    os.environ["WENDA_OFFLINE"] = f"downloads/{name}"
    with _dated(day):
        build_site(docs, site, public=public)
    path = dist / name
    with files.writer(site, "offline"), files.writer(path, "offline"):
        with _whole(path) as new:
            write_zip(site, new, day)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        files.write_text(dist / "SHA256SUMS", f"{digest}  {name}\n")
        with _whole(site / "downloads" / name) as new:
            shutil.copyfile(path, new)
    return path


@contextlib.contextmanager
def _dated(day: datetime.date) -> Iterator[None]:
    """Let the build date decks for Anki by `day`, where nobody has set SOURCE_DATE_EPOCH."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        yield
        return
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Yield a sibling of `path` to write to, which takes its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write_zip(site: Path, path: Path, day: datetime.date) -> None:
    """Write the files of `site` that a folder on disk needs into a zip, all dated `day`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(site.rglob("*")):
            name = file.relative_to(site).as_posix()
            if file.is_dir() or _LEFT_OUT.fullmatch(name):
                continue
            data = file.read_bytes()
            if name == "index.html":
                note = f'<p class="wd-small">这就是离线版，制作于 {day.isoformat()}。</p>'
                text = _OFFER.sub(note, data.decode("utf-8"), count=1)
                data = _OFFER.sub("", text).encode("utf-8")
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on whatever machine
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)


def _day() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        if epoch
        else datetime.datetime.now(datetime.UTC)
    )
    return moment.date()
