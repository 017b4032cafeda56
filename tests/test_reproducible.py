"""The same input gives the same bytes, whatever the machine: locale, zone, hash seed, order of files, clock."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_cli import DOCUMENT, tree

OTHER = DOCUMENT.replace("2026年客服专员", "2025年客服经理").replace("请他改正", "请他补充")
SETTINGS = {
    "here": {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
    "there": {"LC_ALL": "C", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "0"},
}


def made(folder: Path, settings: dict[str, str], names: list[str], day: float) -> dict[str, str]:
    """Import and build two documents in an environment; return digests of all that came out."""
    (folder / "in").mkdir(parents=True)
    texts = {"a.txt": DOCUMENT, "b.txt": OTHER}
    for name in names:
        (folder / "in" / name).write_text(texts[name], "utf-8")
        os.utime(folder / "in" / name, (day, day))
    wenda = str(Path(sys.executable).with_name("wenda"))
    environment = {**os.environ, **settings, "SOURCE_DATE_EPOCH": "1780000000"}
    files = [str(Path("in") / name) for name in names]
    for command in (["import", *files], ["index"], ["build"]):
        done = subprocess.run(
            [wenda, *command], cwd=folder, env=environment, capture_output=True, timeout=120
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    found = {
        **tree(folder / "docs"),
        **{f"site/{path}": data for path, data in tree(folder / "site").items()},
    }
    return {path: hashlib.sha256(data).hexdigest() for path, data in found.items()}


@pytest.mark.slow
def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    here = made(tmp_path / "here", SETTINGS["here"], ["a.txt", "b.txt"], 1_000_000_000)
    there = made(tmp_path / "一个 别的地方", SETTINGS["there"], ["b.txt", "a.txt"], 1_700_000_000)
    assert {path for path in here.keys() | there.keys() if here.get(path) != there.get(path)} == set()
    assert len([path for path in here if path.startswith("site/questions/")]) >= 2
