"""What a curator sees of the machine's work: the cleaning record, explain, trace, preview-rules."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from wenda import simplify
from wenda.cli.main import wenda
from wenda.importing import report
from wenda.importing.loading import sources
from wenda.places import Lines
from wenda.record import page

SIMPLIFIED = """2026年客服专员面试题及答案.docxVIP
2026年客服专员面试题及答案
一、情景模拟题（共2题，每题5分）
1.客户要求<b>退款</b>，您怎么处理？
答案：
1.先查订单。2.再说几天到账。最终给他一个日期。
2.夜班只有三个人，电话排到二十个，您怎么安排？
答案：
先接最急的，其余的请他们留号码。
"""
TRADITIONAL = "2024年會員運營面試題及答案一、情景題Q1:客戶說服務(wù)太慢,您怎麼回應(yīng)?A1:先道歉,再說明時間,最後記下電話,晚上八點前回覆。Q2:會員沉默三個月,您怎麼聯(lián)系他?A2:先看他買過什麼,再打電話問一句。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sources beside an empty docs folder."""
    where = tmp_path / "in"
    where.mkdir()
    (where / "a.txt").write_text(SIMPLIFIED, "utf-8")
    (where / "b.txt").write_text(TRADITIONAL, "utf-8")
    (where / "c.txt").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    return where


def run(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(wenda, [str(each) for each in arguments])
    if result.exit_code != status:
        raise AssertionError(f"{result.output}\n{result.exception!r}")
    return result.output


class Reader(HTMLParser):
    """The text of a page, its tags and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read_record(folder: Path) -> tuple[str, Reader]:
    target = folder.parent / "record.html"
    run("import", folder, "--docs", folder.parent / "docs", "--report", target, status=1)
    text = target.read_text("utf-8")
    reader = Reader()
    reader.feed(text)
    return text, reader


def test_the_record_shows_what_was_done(folder: Path) -> None:
    text, reader = read_record(folder)
    assert "服務" not in re.sub(r"<del>.*?</del>", "", text)
    assert "(wù)" in reader.text
    assert "docxVIP" in reader.text
    assert "夜班只有三个人" in reader.text
    assert "c.txt" in reader.text
    assert "未能读入" in reader.text
    assert {"del", "ins"} <= reader.tags


def test_the_record_asks_nothing_of_anybody(folder: Path) -> None:
    text, reader = read_record(folder)
    assert not reader.tags & {"script", "img", "link", "iframe", "form"}
    assert not [
        value for name, value in reader.attributes if name in ("src", "href") and value and value[0] != "#"
    ]
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert "<b>退款" not in text
    assert "default-src 'none'" in text


def test_links_in_the_record_lead_somewhere(folder: Path) -> None:
    _, reader = read_record(folder)
    ids = {value for name, value in reader.attributes if name == "id"}
    links = {value[1:] for name, value in reader.attributes if name == "href" and value}
    assert len(links) == 4
    assert links <= ids


def test_the_whole_text_is_in_the_record(folder: Path) -> None:
    entries = list(report.load(sources([folder / "a.txt"])))
    shown = Reader()
    shown.feed(report.render(entries).partition('<div class="text">')[2])
    for line in SIMPLIFIED.split("\n"):
        assert re.sub(r"\W", "", line) in re.sub(
            r"\W", "", re.sub(r"(?<=[题处])\d+(?=\d[.．])", "", shown.text)
        )


def test_a_page_is_traced_to_its_stretch(folder: Path) -> None:
    docs = folder.parent / "docs"
    run("import", folder / "b.txt", "--docs", docs)
    for path in (docs / "questions").glob("*.md"):
        said = run("trace", path.stem, folder, "--docs", docs)
        wanted = TRADITIONAL[TRADITIONAL.index("Q1") : TRADITIONAL.index("Q2")]
        if page.read(path.read_text("utf-8")).sources[0].ordinal == 2:
            wanted = TRADITIONAL[TRADITIONAL.index("Q2") :]
        assert wanted[3:] in said
        assert "b.txt question" in said


def test_a_source_is_found_under_another_name(folder: Path) -> None:
    docs = folder.parent / "docs"
    run("import", folder / "b.txt", "--docs", docs)
    page_id = next((docs / "questions").glob("*.md")).stem
    shutil.move(folder / "b.txt", folder / "renamed.txt")
    assert "renamed.txt question" in run("trace", page_id, folder, "--docs", docs)
    (folder / "renamed.txt").unlink()
    assert "no file with this digest" in run("trace", page_id, folder, "--docs", docs)


def test_a_page_says_which_rules_decided(folder: Path) -> None:
    docs = folder.parent / "docs"
    run("import", folder / "a.txt", "--docs", docs)
    path = next(p for p in (docs / "questions").glob("*.md") if "夜班" in p.read_text("utf-8"))
    said = run("explain", path.stem, "--docs", docs)
    assert "role: agent  roles.toml: agent  in: 客服专员" in said
    assert "kind: situational  kinds.toml: sections of situational" in said
    assert re.search("topic: (?:workforce|efficiency)  topics.toml", said)
    assert "edited" not in said
    path.write_text(path.read_text("utf-8").replace("kind: situational", "kind: open"), "utf-8")
    said = run("explain", path.stem, "--docs", docs)
    assert "kind: open  set by hand" in said
    assert "kind: the rules of today say situational" in said
    assert "edited: a person has changed this page" in said


def test_changed_rules_are_previewed_and_nothing_is_written(folder: Path) -> None:
    rules = folder.parent / "rules"
    rules.mkdir()
    old = (Path(simplify.__file__).parent / "rules/topics.toml").read_text("utf-8")
    assert 'strong = ["隐私"' in old
    new = old.replace('strong = ["隐私"', 'strong = ["夜班", "三个人", "排到二十个", "隐私"')
    (rules / "topics.toml").write_text(new, "utf-8")
    before = sorted(folder.parent.rglob("*"))
    said = run("preview-rules", folder / "a.txt", folder / "b.txt", "--rules", rules)
    assert re.search(r"^-2 topics: .*workforce", said, re.MULTILINE)
    assert re.search(r"^\+2 topics: .*privacy", said, re.MULTILINE)
    assert "b.txt" not in said
    assert sorted(folder.parent.rglob("*")) == before
    (rules / "topics.toml").write_text(old, "utf-8")
    assert "Nothing would change" in run("preview-rules", folder / "a.txt", "--rules", rules)


def test_rules_that_do_not_load_are_refused(folder: Path) -> None:
    rules = folder.parent / "rules"
    rules.mkdir()
    (rules / "wording.toml").write_text(
        '[[wording]]\nid = "x"\nkind = "no-such-kind"\npattern = "x"\nsample = "x"\n', "utf-8"
    )
    result = CliRunner().invoke(wenda, ["preview-rules", str(folder / "a.txt"), "--rules", str(rules)])
    assert "wording.toml: [[wording]] number 1" in str(result.exception)


def test_places_count_from_one() -> None:
    lines = Lines("甲乙\n\n丙")
    assert [lines.at(offset) for offset in range(5)] == ["1:1", "1:2", "1:3", "2:1", "3:1"]
    assert lines.span(0, 5) == "1:1–3:1"
