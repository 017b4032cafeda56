"""What is taken along: data of the practice page, decks, JSON and Markdown."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import unicodedata
import zipfile
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from hostile.documents import Input, inputs
from questions import CHOICE, CUT, MOVED, REVIEWED, TABLE, TWO_ROLES, WITHDRAWN, write_docs
from wenda import pipeline
from wenda.cli import main
from wenda.export import anki, plain, practice
from wenda.export.blocks import blocks
from wenda.export.choices import choice
from wenda.importing import loading
from wenda.reading import read
from wenda.record import family
from wenda.record.folder import pages
from wenda.record.markdown import escape
from wenda.record.page import Body, Page, compose


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


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main.wenda, ["export", *map(str, arguments)])


def notes(deck: Path, folder: Path) -> dict[str, tuple[str, str]]:
    """Return fields and tags of the notes of a deck by guid."""
    with zipfile.ZipFile(deck) as archive:
        archive.extract("collection.anki2", folder)
    with contextlib.closing(sqlite3.connect(folder / "collection.anki2")) as found:
        return {
            guid: (fields, tags) for guid, fields, tags in found.execute("select guid, flds, tags from notes")
        }


def test_a_deck_has_one_note_a_question_known_by_its_id(docs: Path, tmp_path: Path) -> None:
    result = run("anki", "--docs", docs, "-o", tmp_path / "a.apkg")
    assert result.exit_code == 0, result.output
    found = notes(tmp_path / "a.apkg", tmp_path)
    assert set(found) == {f"wenda-{page.id}" for page in pages(docs) if page.listed}
    fields, tags = found[f"wenda-{CHOICE}"]
    assert "我查到以后两点前回您电话" in fields
    assert {"岗位::客服专员", "题型::单选"} < set(tags.split())
    # What looks like HTML in a title is text.
    assert "&lt;b&gt;满意度&lt;/b&gt; &amp; 解决率" in found[f"wenda-{TABLE}"][0]
    assert "<th>周</th>" in found[f"wenda-{TABLE}"][0]


def test_a_changed_answer_keeps_the_note(tmp_path: Path) -> None:
    seen = []
    for answer in ("先听。", "先听，再查。"):
        anki.write_deck(tmp_path / "a.apkg", [asked("open", answer)])
        seen.append(notes(tmp_path / "a.apkg", tmp_path))
    assert set(seen[0]) == set(seen[1])
    assert seen[0] != seen[1]


def test_json_follows_its_schema(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    assert run("json", "--docs", docs, "--role", "manager", "-o", out).exit_code == 0
    data = json.loads(out.read_text("utf-8"))
    schema = json.loads(resources.files("wenda").joinpath("rules", "export.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    assert [each["id"] for each in data["questions"]] == sorted([TWO_ROLES, TABLE])
    everything = json.loads("".join(plain.to_json([page for page in pages(docs) if page.listed])))
    jsonschema.validate(everything, schema)
    chosen = next(each for each in everything["questions"] if each["id"] == CHOICE)
    assert chosen["choice"]["key"] == ["B"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "version": 2}, schema)


def test_markdown_has_every_question_once(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.md"
    assert run("markdown", "--docs", docs, "--role", "客服经理", "-o", out).exit_code == 0
    text = out.read_text("utf-8")
    assert text.startswith("# 客服经理面试题\n")
    assert sorted(re.findall(r"^## .*\{#([0-9a-z]{8})\}$", text, re.MULTILINE)) == sorted([TWO_ROLES, TABLE])
    assert text.count("### 参考答案") == 2


def test_a_role_that_nobody_has_is_wrong_usage(docs: Path, tmp_path: Path) -> None:
    result = run("json", "--docs", docs, "--role", "pilot", "-o", tmp_path / "a.json")
    assert result.exit_code == 2
    assert not (tmp_path / "a.json").exists()


class Tags(HTMLParser):
    """What a field of a card is made of, as a browser reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(" ".join([tag, *(name for name, _ in attributes)]))

    def handle_data(self, data: str) -> None:
        self.said += data


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("case", inputs(), ids=lambda case: case.name)
def test_hostile_text_is_text_on_a_card_and_in_markdown(case: Input) -> None:
    document = pipeline.process(read.decode(case.document.encode(), "a.txt"))
    (made,) = (
        family.to_page(loading._family(document, question, "a.txt", None))
        for question in document.outline.questions
    )
    fields = [Tags(field) for field in anki.note(made).fields]
    assert set().union(*(field.tags for field in fields)) <= {
        *["h1", "h3", "p", "b", "br", "ul", "ol", "li", "table", "tr", "th", "td"]
    }
    said = squeeze("".join(field.said for field in fields))
    assert squeeze(case.shows) in said
    (record,) = json.loads("".join(plain.to_json([made])))["questions"]
    assert all(
        "<" not in text for text in (record["question"], *record["parts"].values())
    )  # Markdown, escaped
    assert "<" not in "".join(plain.to_markdown([made], "题"))
