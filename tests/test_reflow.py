"""An answer's structure as Markdown: cases, and what holds for any text."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import costs
from shared import shared
from test_markdown import RENDERER
from wenda import pipeline
from wenda.reading import read
from wenda.record.markdown import escape
from wenda.reflowing.lists import List, outline
from wenda.reflowing.reflow import reflow

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases/reflow.toml").read_text("utf-8"))[
    "case"
]
PLAIN = [case for case in CASES if "want" not in case]

TEXT = st.lists(
    st.sampled_from(
        [
            "1.", "2.", "3.", "1、", "2、", "(1)", "(2)", "①", "②", "-", "•", "一、", "二、", "第一步:", "第二步:",
            "第一,", "第二,", "首先,", "其次,", "最后,", "优点:", "缺点:", "背景:", "结果:", "表现:", "应对:", "挑战1:", "挑战2:",
            "优化策略:", "关键在于", "最终", "需体现", "甲乙丙", "先道歉", "9.9元", "Q3数据", "。", ";", ",", "：", ":", "“", "”", '"',
            "(", ")", "（", "）", "\n", " ", "#", "*", "_", "`", "<b>", "&", "|", "[x]", "5", "\\", "**", "    ", "---", "~",
            "  - ", "\t- ", "    1. ", "◦ ", "客户：", "客服：", "A.", "B.", "（一）", "（二）", "二、", "【问题分析】", "【效果】",
            "分两类：", "；", "通过这两步", "其中", "最重要", "'", "‘", ".", "说到三十个字才算长，短的一句话读着就行",
        ]
    )
    | st.text(max_size=6),
    max_size=40,
).map("".join)  # fmt: skip


def kept(text: str) -> str:
    """Letters, digits and Han characters, width aside."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def shown(markdown: str) -> str:
    """What a reader sees of Markdown that the site renders, with the numbers of lists."""
    rendered = RENDERER.reset().convert(markdown)
    assert not re.search(r"<(?!/?(?:p|ol|ul|li|strong)>)", rendered), rendered
    root = ElementTree.fromstring(f"<div>{rendered}</div>")
    for ordered in root.iter("ol"):
        for number, item in enumerate(ordered.findall("li"), 1):
            item.text = f"{number}. {item.text or ''}"
    return "".join(root.itertext())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    plain = "\n\n".join(escape(line) for line in case["text"].split("\n"))
    assert reflow(case["text"]) == case.get("want", plain).rstrip("\n")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_site_shows_every_character(case: dict[str, Any]) -> None:
    assert kept(shown(reflow(case["text"]))) == kept(case["text"])


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80
    assert len(PLAIN) * 3 >= len(CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


@given(TEXT)
@example("1.甲\n1.乙\n2.丙")
@example("1.-甲。-乙。2.丙")
@example("-甲。1.乙。2.丙")
@example("**1.甲**2.乙")
@example("1.甲：\n\n2.\\：乙")
@example("①甲。②*乙*:丙")
def test_letters_digits_and_han_stay(text: str) -> None:
    text = re.sub(r"[^\S\n]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", " ", text)
    assert kept(shown(reflow(text))) == kept(text)


def typed(markdown: str) -> str:
    """Markdown as somebody types it: without bold and escapes, with its marks and indentation."""
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", markdown.replace("**", "")))


# Where it cannot hold: `挂线以后…` comes behind two dialogues below numbers, and a line without a mark behind the last
# turn is taken for a part of that turn.
NOT_AGAIN = {"turns below numbers, quoted, and what comes after"}


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c["name"] not in NOT_AGAIN and not set("*\\&") & set(c["text"])],
    ids=lambda case: case["name"],
)
def test_structure_that_is_shown_is_found_again(case: dict[str, Any]) -> None:
    once = reflow(case["text"])
    assert reflow(typed(once)) == once


# Only answers of one kind of list are made here. For any text it does not hold: a stop that a mark needed before it has
# become a line end, and a line end is a better place for a mark, so rejected marks may be believed the second time.
@st.composite
def plain_answers(draw: st.DrawFn) -> str:
    """An answer with one list of a usual kind, on a line or on lines, with or without what comes before and after."""
    marks = draw(st.sampled_from(KINDS))
    count = draw(st.integers(3, len(marks)))
    items = [mark + draw(st.sampled_from(SENTENCES)) for mark in marks[:count]]
    end = draw(st.sampled_from(["。", "；"])) if draw(st.booleans()) else "。\n"
    text = end.join(items) + "。"
    opening = draw(st.sampled_from(["", "我这样做：", "那天人很多。分几步做。\n"]))
    return opening + text + draw(st.sampled_from(["", "最终队短了一半。", "\n关键在于先把人稳住。"]))


KINDS = [
    [f"{n}." for n in range(1, 6)],
    [f"（{n}）" for n in range(1, 6)],
    ["①", "②", "③", "④"],
    ["- "] * 5,
    [f"{n}、" for n in "一二三四"],
    [f"第{n}，" for n in "一二三四"],
    [f"第{n}步：" for n in "一二三"],
    ["首先，", "其次，", "最后，"],
    ["A.", "B.", "C.", "D."],
    ["背景：", "行动：", "结果："],
    ["【背景】", "【行动】", "【结果】"],
    ["客户：", "客服：", "客户：", "客服："],
]
SENTENCES = [
    "把号发下去",
    "请老人先坐，再倒杯水",
    "稳住：不说“马上”",
    "查清楚9.9元那一单",
    "对他说：“我在查。”",
    "半点报一次（写在白板上）",
]


@given(plain_answers())
def test_one_list_is_found_again(text: str) -> None:
    once = reflow(text)
    assert reflow(typed(once)) == once


def test_long_answers_of_real_documents_have_structure() -> None:
    long = 0
    for path in sorted(shared("seeds").glob("0*.txt")):
        for question in pipeline.process(read.read(str(path))).outline.questions:
            answer = question.answer or ""
            markdown = reflow(answer)
            assert kept(shown(markdown)) == kept(answer)
            if len(answer) > 120:
                long += 1
                assert "\n" in markdown, answer[:30]
    assert long > 30


@given(TEXT)
def test_a_number_counts_up(text: str) -> None:
    def check(block: object) -> None:
        if isinstance(block, List):
            numbers = [item.mark.number for item in block.items]
            if block.style in ("number", "heading"):
                assert numbers == list(range(1, len(numbers) + 1))
                assert len(numbers) > 1
            for item in block.items:
                for inner in item.blocks:
                    check(inner)

    for block in outline(text):
        check(block)


@pytest.mark.parametrize("piece", costs.units("reflow"))
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    assert costs.growth(reflow, piece, 10_000, 40_000) < 5
