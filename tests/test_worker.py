"""What a build tells the worker: every file with its digest, the same twice, and no worker in a preview."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from questions import REVIEWED, TABLE, write_docs
from wenda.errors import WendaError
from wenda.site import worker
from wenda.site.build import build_site


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worker") / "docs"
    write_docs(folder)
    return folder


@pytest.fixture(scope="module")
def site(docs: Path) -> Path:
    build_site(docs, docs.parent / "site")
    return docs.parent / "site"


def test_the_list_is_the_site(site: Path) -> None:
    text = (site / worker.FOLDER / "files.json").read_bytes()
    book = json.loads(text)
    for name, (digest, size) in book["files"].items():
        data = (site / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest()[:16], len(data)) == (digest, size)
    build = re.search(r'\bBUILD="([0-9a-f]{16})"', (site / "sw.js").read_text("utf-8"))
    assert build
    assert build[1] == hashlib.sha256(text).hexdigest()[:16]
    assert not [name for name in book["files"] if re.match(r"sw|404|sitemap|\.|downloads", name)]
    assert {each.relative_to(site).as_posix() for each in site.rglob("*.html")} - {"404.html"} == {
        name for name in book["files"] if name.endswith(".html")
    }


def test_a_role_has_its_pages_and_the_search(site: Path) -> None:
    book = json.loads((site / worker.FOLDER / "files.json").read_text("utf-8"))
    names = list(book["files"])
    manager = {names[at] for at in book["sets"]["roles/manager"]}
    assert {"roles/manager.html", f"questions/{TABLE}.html", "assets/data/search/meta.js"} <= manager
    assert f"questions/{REVIEWED}.html" not in manager
    sizes = json.loads((site / worker.FOLDER / "sizes.json").read_text("utf-8"))
    assert sizes["roles/manager"]["bytes"] == sum(book["files"][name][1] for name in manager)
    assert sizes["roles/manager"]["packed"] < sizes["roles/manager"]["bytes"] < sizes["all"]["bytes"]
    assert {"offline.html", "assets/stylesheets/site.css", "assets/javascripts/offline.js"} <= set(
        book["shell"]
    )


def test_it_is_small(site: Path) -> None:
    ours = [site / "sw.js", site / "assets/javascripts/offline.js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in ours) < 6_000


def test_without_a_worker_the_old_one_is_taken_back(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENDA_WORKER", "off")
    build_site(docs, tmp_path / "site")
    assert (tmp_path / "site/sw.js").read_bytes() == (tmp_path / "site/sw-off.js").read_bytes()
    assert "wd-keep" not in (tmp_path / "site/roles/agent.html").read_text("utf-8")
    assert "offline.js" not in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_preview_has_none_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENDA_WORKER", raising=False)
    monkeypatch.setitem(worker._started, "command", "serve")
    assert not worker.wanted()
    monkeypatch.setenv("WENDA_WORKER", "on")
    assert worker.wanted()
    monkeypatch.setenv("WENDA_WORKER", "yes")
    with pytest.raises(WendaError, match="on or off"):
        worker.wanted()
