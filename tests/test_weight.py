"""What readers load of ours: small, gzip bytes counted against the bars, and on a page only what it uses."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from questions import CHOICE, REVIEWED, write_docs
from wenda.errors import WendaError
from wenda.site import smaller, worker
from wenda.site.build import build_site

KB = 1024
READING, PRACTISING, QUESTION = 40 * KB, 25 * KB, 16 * KB
"""For reading and search; scripts to practise, teach and take along with their library; what a question page loads."""

ROOT = Path(__file__).parents[1]


def packed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weight")
    write_docs(folder / "docs")
    build_site(folder / "docs", folder / "site")
    return folder / "site"


def test_all_of_it_is_within_the_bars(site: Path) -> None:
    every = [path for path in smaller.ours(site) if path.name != "sw-off.js"]
    tools = [path for path in every if smaller.TOOLS.fullmatch(path.name)]
    assert len(tools) > 10
    libraries = list((site / "assets/javascripts/vendor").glob("*.js"))
    assert libraries
    assert packed(tools + libraries) <= PRACTISING
    assert packed([path for path in every if path not in tools]) <= READING


@pytest.mark.parametrize("name", [REVIEWED, CHOICE])
def test_a_question_page_loads_little_and_no_tool(site: Path, name: str) -> None:
    text = (site / f"questions/{name}.html").read_text("utf-8")
    loaded = re.findall(r'(?:src|href)="\.\./(assets/(?:javascripts|stylesheets)/[^"?]+)', text)
    ours = [site / each for each in loaded if ".min." not in each]
    assert {"site.css", "search.css", "site-question.js"} <= {path.name for path in ours}
    # That of the tools which is on every page starts the worker.
    assert [path.name for path in ours if smaller.TOOLS.fullmatch(path.name)] == ["offline.js"]
    assert packed(ours) <= QUESTION


def test_every_script_and_style_is_smaller_than_its_source(site: Path) -> None:
    shipped = [path for path in smaller.ours(site) if path.name != "search-engine.js"]  # made of several
    assert len(shipped) > 20
    sources = {path: ROOT / "docs" / path.relative_to(site) for path in shipped}
    assert [path.name for path in shipped if path.stat().st_size >= sources[path].stat().st_size] == []


def test_comments_go_and_what_scripts_share_stays(tmp_path: Path) -> None:
    folder = tmp_path / "assets/javascripts"
    (folder / "vendor").mkdir(parents=True)
    source = (
        "// 说明\nconst shared = 1;\nfunction f(longName) {\n  return `第  ${longName} 题  `; /* 注 */\n}\n"
    )
    for name in ("a.js", "b.min.js", "vendor/c.min.js"):
        (folder / name).write_text(source, "utf-8")
    smaller.write(tmp_path)
    text = (folder / "a.js").read_text("utf-8")
    assert "shared" in text
    assert "longName" in text
    assert "`第  ${" in text
    assert not re.search("说明|注|\\n  ", text)
    assert [(folder / name).read_text("utf-8") for name in ("b.min.js", "vendor/c.min.js")] == [source] * 2


def test_the_parts_of_the_search_engine_are_one_file_in_their_order(site: Path) -> None:
    folder = site / "assets/javascripts"
    assert {path.name for path in folder.glob("search*.js")} == {"search.js", "search-engine.js"}
    box, engine = ((folder / name).read_text("utf-8") for name in ("search.js", "search-engine.js"))
    assert 'PARTS=["engine"]' in box
    names = [
        f"wendaSearch{name}=" for name in ("Text", "Plan", "Pinyin", "Hits", "Score", "Excerpt", "Engine")
    ]
    assert [name for name in names if f".{name}" not in engine] == []
    places = [engine.index(f".{name}") for name in names]
    assert places == sorted(places)


def test_a_box_that_does_not_name_its_parts_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "assets/javascripts").mkdir(parents=True)
    (tmp_path / "assets/javascripts/search.js").write_text("const x = 1;\n", "utf-8")
    with pytest.raises(WendaError, match=r"search\.js:1: no list PARTS"):
        smaller.join(tmp_path)


def test_tools_have_short_names_and_no_pattern_that_the_minifier_puts_in_another_order(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "assets/javascripts"
    folder.mkdir(parents=True)
    source = (
        "var shared = function (longName) {\n  var other = longName * 2;\n  return other + longName;\n};\n"
    )
    (folder / "practice-x.js").write_text(source, "utf-8")
    smaller.write(tmp_path)
    text = (folder / "practice-x.js").read_text("utf-8")
    assert "shared" in text
    assert "longName" not in text
    tools = [path for path in smaller.ours(ROOT / "docs") if smaller.TOOLS.fullmatch(path.name)]
    assert len(tools) > 10
    assert [
        path.name for path in tools if re.search(r"\b(?:const|let|var)\s*[\[{]", path.read_text("utf-8"))
    ] == []


def test_a_preview_shows_them_as_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "preview", lambda: True)
    write_docs(tmp_path / "docs")
    build_site(tmp_path / "docs", tmp_path / "site")
    name = "assets/javascripts/search.js"
    assert (tmp_path / "site" / name).read_bytes() == (ROOT / "docs" / name).read_bytes()
