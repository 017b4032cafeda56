"""Titles: cases, and what holds for any question."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import costs
from wenda.classifying.titles import LONGEST, short_title, title_of
from wenda.model import Question
from wenda.record.ids import normalise

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases/titles.toml").read_text("utf-8"))[
    "case"
]

QUESTIONS = st.lists(
    st.sampled_from(
        ["某客户", "要求退款", "情绪激动", "你会如何处理", "作为客服经理", "请分享一次", "的经历", "数据显示", "下降12%", "假设", "为什么", "“今天不解决就曝光”",
            *"，。？：；、（）“”\n ,?!1.AB"]
    )
    | st.text(max_size=8),
    min_size=1,
    max_size=40,
).map("".join)  # fmt: skip


def han(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("case", CASES, ids=[case["want"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    judged = case.get("kind") == "true-false"
    assert short_title(case["question"], cut=case.get("cut", False), judged=judged) == case["want"]


@pytest.mark.parametrize(
    ("section", "answer", "title"),
    [
        ("二、判断题", None, "判断：报得出箱子颜色就可以取走"),
        (None, "错", "判断：报得出箱子颜色就可以取走"),
        ("二、简答题", None, "报得出箱子颜色就可以取走"),
    ],
)
def test_a_statement_under_its_heading_or_with_its_verdict_is_to_be_judged(
    section: str | None, answer: str | None, title: str
) -> None:
    question = Question(
        ordinal=1, text="报得出箱子颜色就可以取走。", start=0, end=0, section=section, answer=answer
    )
    assert title_of(question) == title


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert all(han(case["want"]) <= LONGEST for case in CASES)


@given(QUESTIONS)
def test_a_title_is_short_and_in_the_words_of_the_question(question: str) -> None:
    assert han(short_title(question, judged=True)) <= LONGEST
    title = short_title(question)
    assert han(title) <= LONGEST
    assert "\n" not in title
    assert set(normalise(title)) <= set(normalise(question))
    if normalise(question):
        assert title.strip()


@pytest.mark.parametrize("piece", costs.units("titles"))
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    assert costs.growth(short_title, piece, 10_000, 40_000) < 5
