"""The search index: what it holds, that it changes little, that Python and the browser agree on it."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from programs import require
from wenda import files, search
from wenda.record import page
from wenda.record.ids import ALPHABET
from wenda.record.page import Body, Page, compose
from wenda.search import index as search_index
from wenda.search import lists
from wenda.search import text as search_text
from wenda.search.text import fold, plain
from wenda.site import smaller
from wenda.site.index import write_index

ROOT = Path(__file__).parents[1]
JS = ROOT / "tests/js"


def made(page_id: str, title: str, question: str, answer: str, **fields: object) -> Page:
    body = compose(Body(heading=title, question=question, parts={"answer": answer}))
    return Page(id=page_id, title=title, body=body, **{"roles": ("agent",), "kind": "open", **fields})  # type: ignore[arg-type]


PAGES = (
    made(
        "aaaaaaaa",
        "先听再答",
        "客户投诉到店里，你怎么办？",
        "先请坐，听完。再看记录。\n\n我对客户说：“客户，我在听。”",
        also_asked=("顾客闹着要见老板",),
    ),
    made(
        "bbbbbbbb",
        "团队集体要走",
        "团队出现离职潮，经理怎么稳住？",
        "逐个面谈，找出原因。",
        roles=("manager",),
        kind="case",
    ),
    made("cccccccc", "给客户分层", "RFM 怎么用？", "最近、次数、金额三项给客户打分。", kind="knowledge"),
    made("dddddddd", "会编程的客服", "你说会 C++，做客服用得上吗？", "写小工具，省下抄数的时间。"),
    made("eeeeeeee", "名字里有客户我最大", "店名叫“客户我最大”，好吗？", "不好，记不住。"),
    made("ffffffff", "用直引号的题", '说"客户"时用 Focus-Building 吗？', "用。"),
    made("gggggggg", "一样的题甲", "一模一样的字。", "客。", roles=("agent",)),
    made("hhhhhhhh", "一样的题乙", "一模一样的字。", "客。", roles=("manager",)),
    made("jjjjjjjj", "退货的期限", "七天无理由从哪天算起？", "从签收的第2天算起。", kind="knowledge"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    docs = tmp_path_factory.mktemp("docs")
    search_index.write_search(docs, PAGES)
    return docs / search.FOLDER


@pytest.fixture(params=["as written", "as shipped"])
def scripts(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of tests beside the scripts, or beside them as a build makes them small."""
    if request.param == "as written":
        return JS
    shutil.copytree(JS, tmp_path / "tests/js")
    shutil.copytree(ROOT / "tests/cases", tmp_path / "tests/cases")
    shutil.copytree(ROOT / "docs/assets/javascripts", tmp_path / "assets/javascripts")
    smaller.write(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "assets").rename(tmp_path / "docs/assets")
    return tmp_path / "tests/js"


def test_the_engine_in_node(index: Path, scripts: Path) -> None:
    node = Path(shutil.which("node") or "/usr/bin/node")
    require(node)
    run = subprocess.run(
        [str(node), "--test", *sorted(map(str, scripts.glob("*.test.js")))],
        env={**os.environ, "WENDA_INDEX": str(index)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("raw", "folded"), json.loads((ROOT / "tests/cases/fold.json").read_text("utf-8")))
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


# What Python-Markdown shows of it, spaces aside, is what search holds.
@pytest.mark.parametrize(
    "markdown",
    [
        "先**听**，再*答*。",
        "1. 一\n2. 二\n\n    - 里面\n    - 还有\n",
        "- A. 甲\n- B. 乙",
        "> 引的话\n> 两行",
        "| 项 | 数 |\n|---|--:|\n| 满意度 | 82% |\n| 转化 a\\|b | 3 |",
        "见[答案](#answer)，或 <https://example.org/x>。",
        r"1\. 不是列表，\*不是强调\*，3 \* 5，a\_b",
        "### 另一份 {#other-1}\n\n文字 `代码` 3 &lt; 5 &amp; 6",
        "snake_case 和 5 * 6 = 30",
    ],
)
def test_plain_is_what_the_page_shows(markdown: str) -> None:
    html = Markdown(extensions=["attr_list", "tables", "sane_lists"]).convert(markdown)
    shown = unescape(re.sub(r"<[^>]+>", " ", html))
    assert "".join(plain(markdown).split()) == "".join(shown.split())


def test_a_change_of_one_page_leaves_the_other_shards(tmp_path: Path) -> None:
    pages = [
        made(
            f"{a}{b}cdefgh",
            f"第{n}题",
            "问" + chr(0x4E00 + 37 * n),
            "答" * (n % 5) + chr(0x5E00 + 11 * n) * 900,
        )
        for n, (a, b) in enumerate((a, b) for a in ALPHABET for b in ALPHABET[::8])
    ]
    search_index.write_search(tmp_path, pages)
    folder = tmp_path / search.FOLDER
    before = {path: path.read_bytes() for path in folder.rglob("*.js")}
    pages[7] = dataclasses.replace(pages[7], body=pages[7].body + "\n新的。\n")
    changed = search_index.write_search(tmp_path, pages)
    after = {path: path.read_bytes() for path in folder.rglob("*.js")}
    assert {path for path in after if after[path] != before.get(path)} != set()
    assert changed == sum(after[path] != before.get(path) for path in after) < 12
    del pages[9]
    search_index.write_search(tmp_path, pages)
    texts = [path for path in folder.glob("t/*.js") if path.read_bytes() != after.get(path)]
    assert len(texts) <= 1
    assert search_index.write_search(tmp_path, pages) == 0


def test_what_is_left_of_an_older_index_goes(index: Path, tmp_path: Path) -> None:
    stale = tmp_path / search.FOLDER / "t/999.js"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", "utf-8")
    search_index.write_search(tmp_path, PAGES)
    assert not stale.exists()


@given(st.sets(st.text(ALPHABET, min_size=8, max_size=8), max_size=200))
def test_slots_ascend_and_leave_room(page_ids: set[str]) -> None:
    slots = search_index.slots(page_ids)
    assert slots == sorted(set(slots))
    assert len(slots) == len(page_ids)


@given(st.lists(st.integers(0, 1 << 20), unique=True).map(sorted))
def test_gaps_lead_back(slots: list[int]) -> None:
    text, found, at = lists.gaps(slots), [], -1
    value, scale = 0, 1
    for character in text:
        digit = lists.DIGITS.index(character)
        value += digit * scale
        if digit < lists.ENDS:
            at += value + 1
            found.append(at)
            value, scale = 0, 1
        else:
            scale *= 32
    assert found == slots
    assert not set(text) & set(' "\\')


def test_readings_are_those_of_pypinyin() -> None:
    from pypinyin import Style, lazy_pinyin

    readings = search_text.readings()
    sample = sorted(readings)[::37]
    assert [readings[c] for c in sample] == [
        lazy_pinyin(c, style=Style.NORMAL, v_to_u=False)[0] for c in sample
    ]


def test_a_withdrawn_page_is_not_found(tmp_path: Path) -> None:
    for each in (PAGES[0], dataclasses.replace(PAGES[1], status="withdrawn")):
        files.write_text(tmp_path / "questions" / f"{each.id}.md", page.write(each))
    write_index(tmp_path)
    text = "".join(path.read_text("utf-8") for path in (tmp_path / search.FOLDER).rglob("*.js"))
    assert "先听再答" in text
    assert "团队集体要走" not in text


def test_the_theme_is_the_one_that_the_box_was_made_for() -> None:
    """The box leaves out the theme's own search, and keeps its classes and its toggle."""
    templates = Path(material.__file__).parent / "templates"
    stock = (templates / "partials/search.html").read_text("utf-8")
    ours = (ROOT / "overrides/partials/search.html").read_text("utf-8")
    for name in (
        "md-search__input",
        "md-search__form",
        "md-search__output",
        "md-search__scrollwrap",
        "md-search-result__list",
    ):
        assert f'class="{name}' in stock
        assert f'class="{name}' in ours
    # By these the theme's script finds the box; with them it would load its own index on every page.
    bundle = next((templates / "assets/javascripts").glob("bundle.*.min.js")).read_text("utf-8")
    assert 'document.forms.namedItem("search")' in bundle
    assert 'name="search"' in stock
    assert 'data-md-component="search"' in stock
    markup = ours.split("-#}", 1)[1]
    assert 'name="search"' not in markup
    assert "data-md-component" not in markup
    base = (templates / "base.html").read_text("utf-8")
    assert 'data-md-toggle="search" type="checkbox" id="__search"' in base
