"""An answer's structure as Markdown: cases, and what holds for any text."""

from __future__ import annotations

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
