"""What is taken along: data of the practice page, decks, JSON and Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions import CHOICE, CUT, MOVED, REVIEWED, TABLE, WITHDRAWN, write_docs
from wenda.export import practice
from wenda.export.blocks import blocks
from wenda.export.choices import choice
from wenda.library import pages
from wenda.markdown import escape
from wenda.page import Body, Page, compose


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "docs"
    write_docs(folder)
    return folder


def called(text: str) -> tuple[str, Any]:
    """Return what a script of the data calls wendaPractice with."""
    assert text.startswith("wendaPractice(")
    name, value = json.loads("[" + text.strip().removeprefix("wendaPractice(").removesuffix(")") + "]")
    return name, value


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("一\n二\n\n三", [["p", ["一\n二"]], ["p", ["三"]]]),
        ("先说：\n- **一**好\n- 二", [["p", ["先说："]], ["ul", [["", "一", "好"], ["二"]]]]),
        ("1. 一\n2. 二", [["ol", [["一"], ["二"]]]]),
        (r"a\*\*b\*\*", [["p", ["a**b**"]]]),
        ("### 小标题", [["h", ["小标题"]]]),
        ("说 **Hi** 吧", [["p", ["说 ", "Hi", " 吧"]]]),
        ("| 周 | 分 |\n| --- | ---: |\n| 一 | 8\\|1 |", [["table", [[["周"], ["分"]], [["一"], ["8|1"]]]]]),
        ("[看](x.md)这里", [["p", ["看这里"]]]),
        ("", []),
    ],
)
def test_blocks(markdown: str, expected: list[Any]) -> None:
    assert blocks(markdown) == expected


@given(st.text(alphabet="甲乙ab*<&_[]`#1.) -", max_size=30))
def test_escaped_text_is_shown_as_it_was(inside: str) -> None:
    text = f"甲{inside}乙"
    shown = "".join(run for block in blocks(escape(text)) for run in block[1])  # type: ignore[attr-defined]
    assert shown.split() == text.split()


def asked(kind: str | None, answer: str, options: str = "") -> Page:
    body = compose(Body(heading="题", question="题？", parts={"options": options, "answer": answer}))
    return Page(id="aaaaaaaa", title="题", kind=kind, body=body)


@pytest.mark.parametrize(
    ("kind", "answer", "options", "key", "several"),
    [
        ("single-choice", "B", "- A. 一\n- B. 二", ("B",), False),
        ("multiple-choice", "A、C", "- A. 一\n- B. 二\n- C. 三", ("A", "C"), True),
        ("multiple-choice", "BA。", "- A. 一\n- B. 二", ("A", "B"), True),
        ("true-false", "错", "- A. 对\n- B. 错", ("B",), False),
        ("true-false", "√", "", ("A",), False),
    ],
)
def test_what_can_be_answered_in_place(
    kind: str, answer: str, options: str, key: tuple[str, ...], several: bool
) -> None:
    found = choice(asked(kind, answer, options))
    assert found is not None
    assert (found.key, found.several) == (key, several)


@pytest.mark.parametrize(
    ("kind", "answer", "options"),
    [
        ("open", "先听。", ""),
        ("single-choice", "D", "- A. 一\n- B. 二"),
        ("single-choice", "看情况", "- A. 一\n- B. 二"),
        ("single-choice", "A", "- A. 一\n- A. 二"),
        ("true-false", "不一定", ""),
    ],
)
def test_what_cannot_be_is_an_open_question(kind: str, answer: str, options: str) -> None:
    assert choice(asked(kind, answer, options)) is None


def test_every_listed_question_is_in_the_shard_that_its_id_says(docs: Path) -> None:
    listed = [page for page in pages(docs) if page.listed]
    practice.write_practice(docs, listed)
    folder = docs / practice.FOLDER
    _, index = called((folder / "index.js").read_text("utf-8"))
    ids = {entry[0] for entry in index["questions"]}
    assert ids == {page.id for page in listed}
    assert not ids & {MOVED, WITHDRAWN}
    found = {}
    for page_id in ids:
        name = str(practice.shard(page_id, index["shards"]))
        called_as, texts = called((folder / f"{name}.js").read_text("utf-8"))
        assert called_as == name
        found[page_id] = texts[page_id]
    assert found[CHOICE]["key"] == "B"
    assert [part[0] for part in found[CHOICE]["parts"]] == ["answer", "analysis"]
    assert found[CUT]["truncated"] is True
    assert found[TABLE]["parts"][0][2][0][0] == "table"
    assert found[REVIEWED]["parts"][0][:2] == ["answer", "参考答案"]


def test_shards_that_are_gone_are_removed_and_nothing_is_written_twice(tmp_path: Path) -> None:
    many = [Page(id=f"{n:02}aaaaaa", title="题", body="# 题\n") for n in range(40)]
    assert practice.write_practice(tmp_path, many) > 1
    assert practice.write_practice(tmp_path, many) == 0
    practice.write_practice(tmp_path, many[:1])
    assert len(list((tmp_path / practice.FOLDER).glob("*.js"))) == 2


def test_text_cannot_end_the_script(tmp_path: Path) -> None:
    practice.write_practice(tmp_path, [asked("open", "一\u2028二</script>")])
    texts = [path.read_text("utf-8") for path in (tmp_path / practice.FOLDER).glob("*.js")]
    assert not any("\u2028" in text for text in texts)
