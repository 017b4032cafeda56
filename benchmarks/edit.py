"""How long an edited question takes to be shown by `wenda serve`: seconds from the file's change to the new page.

    .venv/bin/python -m benchmarks.edit PAGES

PAGES is a folder of pages (docs). The median of five edits of different questions, in a copy of the project.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
EDITS = 5
LONGEST = 600.0


def project(pages: Path, folder: Path) -> Path:
    """Return a copy of the project that has these questions."""
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("overrides", "scripts"):
        (folder / name).symlink_to(ROOT / name)
    generated = shutil.ignore_patterns("questions", "data", "roles", "topics", "kinds", "packs")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=generated)
    shutil.copytree(pages / "questions", folder / "docs/questions")
    return folder


def seconds(pages: Path) -> float:
    """Return the median seconds from an edit to the page that shows it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        place = project(pages, Path(folder))
        server = subprocess.Popen(
            [ROOT / ".venv/bin/wenda", "serve", "--address", f"127.0.0.1:{port}"],
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return statistics.median(
                [
                    _edit(path, f"http://127.0.0.1:{port}/questions/{path.stem}.html", f"改过{number}。")
                    for number, path in enumerate(sorted((place / "docs/questions").glob("*.md"))[:EDITS])
                ]
            )
        finally:
            server.terminate()
            server.wait()


def _edit(path: Path, address: str, new: str) -> float:
    _until(address, "")
    time.sleep(1.5)  # the disk's clock, and the server's own pause
    began = time.monotonic()
    path.write_text(path.read_text("utf-8").replace("{#answer}", "{#answer}\n\n" + new, 1), "utf-8")
    _until(address, new)
    return time.monotonic() - began


def _until(address: str, text: str) -> None:
    began = time.monotonic()
    while time.monotonic() - began < LONGEST:
        try:
            with urllib.request.urlopen(address, timeout=LONGEST) as answer:
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise SystemExit(f"{address} never showed {text!r}")


if __name__ == "__main__":
    print(f"{seconds(Path(sys.argv[1])):.2f} s")
