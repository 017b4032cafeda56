"""Every shape of question, told apart: cases beside this file, laws that hold for any text."""

import json
import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import shared
from wenda.errors import RulesError
from wenda.model import Outline
from wenda.shapes import flatten, parse, shapes
from wenda.split import split

CASES = Path(__file__).parent / "cases" / "split"


def _cases() -> list[object]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def _bare(text: str | None) -> str:
    """Return the letters, digits and Han characters, which no shape of a document changes."""
    text = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in text if c.isalnum() or c in "√×").lower()


def _expected(lines: str) -> tuple[str | None, list[dict[str, object]]]:
    title, section, points = None, None, None
    questions: list[dict[str, object]] = []
    fields = {"?": "text", "-": "options", "=": "answer", "~": "analysis", "!": "truncated"}
    for line in lines.strip().split("\n"):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            title = rest
        elif mark == "§":
            name, _, worth = rest.partition("|")
            section, points = name.strip(), float(worth) if worth.strip() else None
        elif mark == "?":
            questions.append(
                {
                    "text": _bare(rest),
                    "section": section,
                    "points": points,
                    "options": [],
                    "answer": "",
                    "analysis": "",
                    "truncated": False,
                }
            )
        elif mark == "-":
            questions[-1]["options"].append(_bare(rest))  # type: ignore[attr-defined]
        elif mark:
            questions[-1][fields[mark]] = _bare(rest) if rest else True
    return title, questions


def _found(outline: Outline) -> list[dict[str, object]]:
    return [
        {
            "text": _bare(q.text),
            "section": q.section,
            "points": q.points,
            "options": [_bare(option) for option in q.options],
            "answer": _bare(q.answer),
            "analysis": _bare(q.analysis),
            "truncated": q.truncated,
        }
        for q in outline.questions
    ]


@pytest.mark.parametrize("case", _cases())
def test_the_outline_is_what_a_person_would_draw(case):
    title, questions = _expected(case["expect"])
    outline = split(case["text"])
    assert _found(outline) == questions
    if title is not None:
        assert outline.title == title
    if not questions:
        assert outline.warnings


def _han(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def check_laws(text: str) -> None:
    """Nothing is lost or doubled, and everything is in order, whatever the text."""
    outline = split(text)
    kept = sum(
        _han(q.text) + sum(map(_han, q.options)) + _han(q.answer or "") + _han(q.analysis or "")
        for q in outline.questions
    )
    removed = sum(_han(text[edit.start : edit.end]) for edit in outline.removed)
    assert kept + removed == _han(text)
    assert [q.ordinal for q in outline.questions] == list(range(1, len(outline.questions) + 1))
    starts = [q.start for q in outline.questions]
    assert starts == sorted(starts)
    assert all(0 <= q.start < q.end <= len(text) and _bare(q.text) for q in outline.questions)
    ends = [0]
    for edit in outline.removed:
        assert ends[-1] <= edit.start < edit.end <= len(text)
        assert edit.after == ""
        ends.append(edit.end)


PIECES = st.sampled_from(
    [
        "一、单选题(共2题,每题5分)", "二、", "(一)", "1.", "2、", "3)", "题目1(8分)", "问题2:", "Q1:", "A1:", "第一题,",
        "A.", "B、", "(C)", "-D.", "答案:", "【答案】B", "参考答案与解析:", "解析:", "【解析】", "评分标准:", "→答案:", "参考答案",
        "面试官:", "候选人:", "『求职者』", "好的,谢谢。", "问:", "答:", "情景:", "问题:", "您怎么处理?", "请谈谈您的经历。",
        "先道歉。", "我说:“好吗?”", "2025年客服面试题及答案", "\n", "\n- ", "# ", "(10分)", "( )", "____", "1-5 ABCDA", "36",
        "。", "“", "”", "\"", " ", "。。", "客户", "：", "（", "１．",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_is_lost_from_a_text_made_of_markers(text):
    check_laws(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_nothing_is_lost_from_any_text(text):
    check_laws(text)


@pytest.mark.parametrize("case", _cases())
def test_nothing_is_lost_from_the_cases(case):
    check_laws(case["text"])


def test_nothing_is_lost_from_the_corpus():
    for line in shared("corpus/documents.jsonl").read_text("utf-8").splitlines():
        check_laws(json.loads(line)["text"])


@pytest.mark.parametrize(
    "unit",
    [
        "1.您怎么处理?答案:先听。解析:好。",
        "1.",
        "A.",
        "答案:",
        "一、",
        "“您好?",
        "面试官:您好?候选人:好。",
        "客户说话",
        "(",
        " ",
        "请谈谈您。",
        "1.甲?A.乙B.丙C.丁D.戊",
        "题目1(2分)您?答案要点1.甲2.乙",
        "\n-",
        "[解析]",
    ],
)
def test_time_grows_with_the_length_only(unit):
    def seconds(length: int) -> float:
        text = "2025年客服面试题及答案" + unit * (length // len(unit))
        started = time.process_time()
        split(text)
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(20_000), seconds(80_000)
    assert long < 12 * max(short, 0.01)


def test_the_samples_of_the_rules_follow_them():
    from wenda.markers import scan

    for label in shapes().labels:
        marks = scan(flatten("\n" + label.sample + "\n")).labels
        assert [mark.kind for mark in marks] == [label.kind], label.sample


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[[label]]\nkind = 1",
        "not toml",
        '[[label]]\nkind="nothing"\nplace="anywhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="somewhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=[]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"\nnumbered="often"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"\n[register]\nasks="("',
    ],
)
def test_rules_that_do_not_follow_the_schema_are_refused(source):
    with pytest.raises(RulesError, match="shapes"):
        parse(source)
