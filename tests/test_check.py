"""`wenda check` names what is out of order with file and line, lets the rest pass, and is quick."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import costs
import play
from play import about, bring, edit, every
from wenda import files, pipeline
from wenda.cli.main import wenda
from wenda.desk import check, desk, links
from wenda.desk.answers import wanting
from wenda.desk.publish import file_of, kept_lists, publish
from wenda.errors import RulesError
from wenda.importing import rights
from wenda.model import Question
from wenda.reading import read
from wenda.record import family, page
from wenda.record.folder import pages
from wenda.record.ids import question_id
from wenda.record.page import Body, Page, SourceRef, compose
from wenda.stripping import residue

ROOT = Path(__file__).parents[1]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "docs"
    files.write_text(folder / "index.md", "# 问答\n\n[岗位](roles/index.md)\n")
    bring(folder, "a", "b")
    return folder


def errors(docs: Path) -> list[str]:
    return [f"{f.path.name}:{f.line}: {f.message}" for f in check.check(docs) if not f.note]


def change(docs: Path, number: int, old: str, new: str) -> str:
    """Change a page as an editor does; return the name of its file."""
    path = desk.path_of(docs, about(docs, number).id)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path.name


def line_with(docs: Path, name: str, words: str) -> int:
    lines = (docs / "questions" / name).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_what_an_import_makes_is_in_order(docs: Path) -> None:
    publish(docs, pages(docs))
    assert errors(docs) == []


BROKEN = {
    "radical": ("先把前三次", "先把⻓的前三次", "⻓", "write 长"),
    "private use": ("先把前三次", "先把\ue000前三次", "\ue000", "U+E000"),
    "traditional": ("先把前三次", "先把前三次客戶", "客戶", "戶 (U+6236)"),
    "chrome": ("先把前三次", "下载本文档 先把前三次", "下载本", "“下载本文档”"),
    "Cyrillic": ("先把前三次", "先看СSАТ再把前三次", "СSАТ", "another script"),
    "no answer": ("先把前三次的经过复述一遍。", "", "{#answer}", "there is no answer"),
    "short answer": ("先把前三次的经过复述一遍。", "看情况。", "{#answer}", "has 3 characters"),
    "link": ("先把前三次", "见[这里](zzzzzzzz.md)，先把前三次", "zzzzzzzz", "no such file"),
    "anchor": ("先把前三次", "见[上面](#intent)，先把前三次", "#intent", "no anchor #intent"),
    "out of docs": ("先把前三次", "见[外](../../README.md)，先把前三次", "README", "leads out of docs"),
    "unknown key": ("status: imported", "stauts: imported", "title:", "stauts"),
    "role": ("- agent", "- agnet", "roles:", "agnet is not in rules/roles.toml"),
    "reviewed": ("status: imported", "status: reviewed", "status:", "reviewed_on"),
    "withdrawn": ("status: imported", "status: withdrawn", "status:", "go together"),
    "moved": ("status: imported", "status: imported\nmoved_to: zzzzzzzz", "moved_to", "there is no page"),
    "anchor twice": ("先把前三次", "## 解析 {#answer}\n\n先把前三次", "解析", "#answer is there twice"),
    "conflict": ("先把前三次", "<<<<<<< HEAD\n先把前三次", "<<<<<<<", "merge conflict"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_out_of_order_is_named_with_its_line(docs: Path, name: str) -> None:
    old, new, place, message = BROKEN[name]
    file = change(docs, 0, old, new)
    (found,) = [line for line in errors(docs) if message in line]
    if name != "unknown key":
        assert found.startswith(f"{file}:{line_with(docs, file, place)}: ")
    result = CliRunner().invoke(wenda, ["check", "--docs", str(docs)])
    assert result.exit_code == 1
    assert message in result.output


FINE = {
    "links": "[答案](#answer)、[别的题](OTHER.md#answer)、[岗位](../roles/agent.md)、[法条](https://example.org/x(1))",
    "words of a rule": "优先处理VIP用户；举报之前先下载账单；第3页有共同条款；CSAT与α系数。",
    "escaped": "写成 \\[这样\\](zzzzzzzz.md) 的不是链接。",
}


@pytest.mark.parametrize("name", FINE)
def test_what_only_looks_like_it_passes(docs: Path, name: str) -> None:
    change(docs, 0, "先把前三次", FINE[name].replace("OTHER", about(docs, 1).id) + "先把前三次")
    assert errors(docs) == []


def test_two_pages_of_one_question(docs: Path) -> None:
    value = every(docs)[about(docs, 0).id]
    desk.save(docs, dataclasses.replace(value, id="zzzzzzzz"))
    assert any(f"`wenda merge zzzzzzzz {value.id}`" in line for line in errors(docs))


def test_a_page_is_named_by_its_id_and_stands_in_a_list(docs: Path) -> None:
    body = compose(Body(heading="问", question="没有归处的一题？", parts={"answer": "先听完，再回答他。"}))
    desk.save(docs, Page(id="00000000", title="问", body=body))
    (docs / "questions/00000001.md").write_text((docs / "questions/00000000.md").read_text("utf-8"), "utf-8")
    found = errors(docs)
    assert any(line.startswith("00000000.md:2: stands in no list") for line in found)
    assert any(line.startswith("00000001.md:2: the page's id is 00000000") for line in found)


def test_an_address_that_was_published_must_answer(docs: Path) -> None:
    publish(docs, pages(docs))
    gone = about(docs, 0).id
    desk.path_of(docs, gone).unlink()
    (docs / "index.md").unlink()
    listed = file_of(docs).read_text("utf-8").splitlines()
    found = errors(docs)
    for address in (f"questions/{gone}.html", "index.html"):
        line = listed.index(address) + 1
        assert any(each.startswith(f"published.txt:{line}: {address} was published") for each in found)


def test_forwards_that_lead_in_a_circle_do_not_answer(docs: Path) -> None:
    publish(docs, pages(docs))
    one, two = about(docs, 0).id, about(docs, 1).id
    for page_id, to in ((one, two), (two, one)):
        desk.save(docs, Page(id=page_id, title="问", moved_to=to, body="# 问\n"))
    assert sum("in a circle" in line for line in errors(docs)) == 2


def test_a_published_list_stays_when_its_last_question_goes(docs: Path) -> None:
    play.edit(docs, about(docs, 0).id, "写下的话。")
    desk.assign(docs, about(docs, 0).id, ["宠物殡葬师"], on=play.ON)
    publish(docs, pages(docs))
    desk.assign(docs, about(docs, 0).id, ["agent"], on=play.ON)
    assert list(kept_lists(docs, ["roles/index.md", "roles/agent.md", "kinds/index.md"]))
    assert "roles/chong-wu-bin-zang-shi.md" in kept_lists(docs, ["roles/agent.md"])
    assert errors(docs) == []


def test_a_notice_against_republication_is_a_note(docs: Path) -> None:
    value = every(docs)[about(docs, 0).id]
    sources = tuple(dataclasses.replace(s, rights="禁止转载") for s in value.sources)
    desk.save(docs, dataclasses.replace(value, sources=sources))
    assert errors(docs) == []
    (note,) = [str(f) for f in check.check(docs) if "rights" in f.message]
    assert "note: rights: 禁止转载; not cleared" in note
    desk.save(docs, dataclasses.replace(value, sources=sources, rights_cleared="2027-03-01 作者同意"))
    assert not [f for f in check.check(docs) if "rights" in f.message]


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "options", "kind", "need"),
    [
        ("先听完，再复述一遍。", (), "open", None),
        ("看情况。", (), "open", "short-answer"),
        ("", (), "open", "no-answer"),
        ("错", (), "true-false", None),
        ("B", ("甲", "乙"), "single-choice", None),
        ("AB", ("甲", "乙"), "multiple-choice", None),
        ("A、B", ("甲", "乙"), "multiple-choice", None),
        ("B：因为有依据。", ("甲", "乙"), "single-choice", None),
        ("C", ("甲", "乙"), "single-choice", "no-answer"),
        ("都可以吧，没有定论", ("甲", "乙"), "single-choice", "no-answer"),
        ("错", ("对", "错"), "single-choice", None),
    ],
)
def test_answers(answer: str, options: tuple[str, ...], kind: str, need: str | None) -> None:
    chosen = "\n".join(f"- {letter}. {text}" for letter, text in zip("ABCD", options, strict=False))
    body = compose(Body(heading="问", question="问？", parts={"options": chosen, "answer": answer}))
    found = wanting(Page(id="00000000", title="问", kind=kind, body=body))
    assert (found.need if found else None) == need


def test_an_answer_that_the_document_did_not_have_is_known_until_somebody_edits_the_page(docs: Path) -> None:
    question = Question(ordinal=1, text="只有题目的一题怎么答？", start=0, end=0)
    source = SourceRef(file="z.txt", digest="e" * 64, ordinal=1, title="客服专员面试题")
    made = family.to_page(family.from_question(question_id(question.text), question, source, ()))
    desk.save(docs, made)
    assert errors(docs) == []
    assert any(f.note and f.message == "there is no answer" for f in check.check(docs))
    edit(docs, made.id, "别背答案。")
    assert any("there is no answer" in line for line in errors(docs))


def test_spacing_of_what_was_written_by_hand_is_a_note(docs: Path) -> None:
    body = compose(Body(heading="问", question="问什么？", parts={"answer": "先看CSAT再看NPS，然后回访。"}))
    path = desk.path_of(docs, "00000000")
    desk.save(docs, Page(id="00000000", title="问", kind="open", body=body))
    (note,) = [f for f in check.check(docs) if f.path == path]
    assert note.note
    assert note.line == line_with(docs, path.name, "先看CSAT")
    assert "先看 CSAT" in note.message
    change(docs, 0, "先把前三次", "先看CSAT再把前三次")  # of a document: as the document has it
    assert [f for f in check.check(docs) if "spacing" in f.message] == [note]


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_rules_of_the_package_hold() -> None:
    assert residue.load()
    assert rights.load()
    assert list(check._rules()) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"samples": ["别的"]}, "does not fit its sample"),
        ({"not": ["⻓"]}, "which it must not"),
        ({"pattern": "["}, "number 3"),
        ({"level": "bad"}, "needs id, level"),
    ],
)
def test_a_rule_that_does_not_hold_is_refused(entry: dict[str, object], message: str) -> None:
    good: dict[str, object] = {
        "id": "x",
        "level": "error",
        "message": "m",
        "pattern": "⻓",
        "samples": ["⻓"],
        "not": ["长"],
    }
    assert residue._rule(3, good).id == "x"
    with pytest.raises(RulesError, match=message):
        residue._rule(3, good | entry)


def test_a_broken_rules_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "check.toml"
    path.write_text("[[residue]]\nid = 1\n\n[[residue]]\nid = 2\n", "utf-8")
    assert check._entry(path, "rules/check.toml: [[residue]] number 2: needs a name") == 4


NOTICES = [
    ("仅供个人学习、研究之用，未经授权，严禁复制、发行", 2),
    ("4. 未经权益人同意,不得把文件内容\n用于经营或盈利。", 1),
    ("本站原创，禁止转载", 1),
    ("版权所有 翻印必究", 1),
    ("版权说明:本文档由用户提供并上传,若内容存在侵权,请进行举报或认领", 0),
    ("客户问能不能转载我们的文章，您怎么答？", 0),
]


@pytest.mark.parametrize(("text", "count"), NOTICES)
def test_notices(text: str, count: int) -> None:
    assert len(rights.in_text(text)) == count


NOTICE = "本文仅供个人学习使用，未经授权不得转载。"
DOCUMENT = """{head}2026年客服专员面试题及答案

一、情景面试题（共2题，每题5分）
{between}
1.客户说“昨天答应回电的人没有回”，您第一句话怎么说？

答案：先承认没有回电这件事，{answer}再说这次由我跟到底。

2.方言导致沟通障碍，客户听不懂您的话，您怎么办？

答案：放慢说，把关键数字复述一遍，请对方确认。
{end}"""


@pytest.mark.parametrize("place", ["head", "between", "end", "answer"])
def test_a_notice_is_found_wherever_it_is_not_the_authors_subject(place: str) -> None:
    parts = {"head": "", "between": "", "end": "", "answer": ""} | {place: f"\n{NOTICE}\n"}
    document = pipeline.process(read.decode(DOCUMENT.format(**parts).encode(), "a.txt"))
    assert len(document.outline.questions) == 2
    wanted = None if place == "answer" else "未经授权不得复制或传播；禁止转载；仅供个人学习"
    assert rights.notice(document) == wanted


def test_links_in_introductions_are_relative_to_the_list(docs: Path) -> None:
    page_id = about(docs, 0).id
    text = f"先读[这题](../questions/{page_id}.md#answer)，再读[那题](../questions/zzzzzzzz.md)。\n"
    files.write_text(docs / "intros/agent.md", text)
    assert [message for _, _, message in links.broken(docs, {}, [])] == [
        "link to ../questions/zzzzzzzz.md: there is no such file"
    ]


def test_a_link_to_a_withdrawn_page_is_named_wherever_it_stands(docs: Path) -> None:
    gone, kept = about(docs, 0).id, about(docs, 2).id
    files.write_text(docs / "intros/agent.md", f"先读：\n\n- [三次来电](../questions/{gone}.md#answer)\n")
    edit(docs, kept, f"另见[三次来电]({gone}.md)。")
    edit(docs, gone, f"另见[缺货]({kept}.md)。")
    assert errors(docs) == []
    line = desk.path_of(docs, kept).read_text("utf-8").splitlines().index(f"另见[三次来电]({gone}.md)。") + 1
    places = links.naming(docs, gone)
    result = CliRunner().invoke(
        wenda, ["withdraw", gone, "--reason", "rights", "--docs", str(docs), "--on", play.ON]
    )
    assert [f"{docs}/{each}" for each in ("intros/agent.md:3", f"questions/{kept}.md:{line}")] == places
    assert all(f"{place}: links to it" in result.output for place in places)
    assert [each.split(": link")[0] for each in errors(docs)] == ["agent.md:3", f"{kept}.md:{line}"]
    assert all("withdrawn on 2027-03-01 (权利人提出异议); take the link out" in each for each in errors(docs))


# ── speed, and the hook ──────────────────────────────────────────────────────────────────────────────────────


def many(docs: Path, count: int) -> Path:
    for number in range(count):
        text = f"第{number}位客户在{number % 24}点来电说收到的东西和订的不一样，要求当天换，您怎么答他？"
        answer = "\n".join(f"第{i}步，先听他把{number}号订单的经过说完，再说能做的。" for i in range(1, 13))
        question = Question(ordinal=number + 1, text=text, start=0, end=0, answer=answer)
        sources = SourceRef(
            file="年度题库.txt", digest="f" * 64, ordinal=number + 1, title="客服专员面试题", section="情景题"
        )
        made = family.from_question(question_id(text), question, sources, ())
        path = docs / "questions" / f"{made.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.write(family.to_page(made)), "utf-8")
    return docs


def test_the_cost_of_a_check_grows_with_the_pages_only(tmp_path: Path) -> None:
    few, more = (many(tmp_path / str(count), count) for count in (40, 160))
    check.check(few)  # what is loaded once does not count
    assert costs.calls(lambda: check.check(more)) / costs.calls(lambda: check.check(few)) < 5
    assert [finding for finding in check.check(more) if not finding.note] == []


def test_the_hook_runs_the_check() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    (hook,) = hooks
    assert hook["entry"].split() == ["make", "--silent", "check"]
    assert not hook["pass_filenames"]
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "check"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert done.stdout.splitlines()[-1] == ".venv/bin/wenda check"
    assert wenda.commands["check"]
