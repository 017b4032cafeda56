"""Kinds and topics against what a person said, with the rule that decided."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import costs
from wenda.classifying import classify, cues, vote
from wenda.classifying.taxonomy import kinds, topics
from wenda.model import Question

LABELLED: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases/labelled.toml").read_text("utf-8")
)["question"]


def held_out(text: str) -> bool:
    """Two in five by hash; held out until 2026-11-27, when the rules were made anew with all of them in sight."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % 5 < 2


HELD_OUT = [each for each in LABELLED if held_out(each["text"])]


def question(entry: dict[str, Any]) -> Question:
    options, answer = tuple(entry.get("options", ())), entry.get("answer")
    return Question(ordinal=1, text=entry["text"], start=0, end=0, options=options, answer=answer)


def accuracy(entries: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Shares: kind right; first topic among the person's; the person's main topic among ours."""
    kind = first = main = 0
    for entry in entries:
        asked = question(entry)
        ours = classify.question_topics(asked)
        kind += classify.kind(asked) == entry["kind"]
        first += bool(ours) and ours[0] in entry["topics"]
        main += entry["topics"][0] in ours
    return kind / len(entries), first / len(entries), main / len(entries)


def test_the_labels_are_enough_and_known() -> None:
    assert len(LABELLED) >= 120
    assert len(HELD_OUT) >= 0.4 * len(LABELLED)
    assert {each["kind"] for each in LABELLED} == {kind.id for kind in kinds()}
    assert {topic for each in LABELLED for topic in each["topics"]} == {topic.id for topic in topics()}


def test_accuracy() -> None:
    assert min(accuracy(LABELLED)) >= 0.9


def test_accuracy_where_nobody_looked_before() -> None:
    assert min(accuracy(HELD_OUT)) >= 0.85


@pytest.mark.parametrize(("name", "least"), [("labelled_held_out", 160), ("labelled_held_out_freely", 119)])
def test_accuracy_where_nobody_looked(name: str, least: int) -> None:
    unseen = tomllib.loads((Path(__file__).parent / f"cases/{name}.toml").read_text("utf-8"))["question"]
    told = [each for each in unseen if each["topics"]]
    assert len(told) >= least
    kind, first, main = accuracy(told)
    assert kind >= 0.9
    assert min(first, main) >= 0.85


@pytest.mark.parametrize(
    ("section", "answer", "options", "text", "kind", "rule"),
    [
        ("情景模拟题", "先道歉。", (), "什么是首次解决率？", "situational", "kinds.toml"),
        (None, "AC", ("甲", "乙", "丙"), "下列正确的是", "multiple-choice", "more than one letter"),
        (None, "A", ("甲", "乙"), "下列哪些正确", "single-choice", "one letter"),
        ("二、多选题", "A", ("甲", "乙"), "下列正确的是", "multiple-choice", "section"),
        (None, "A", ("对", "错"), "质检不必听录音。", "true-false", "options"),
        (None, "错误", (), "质检不必听录音。", "true-false", "answer"),
        (None, "略", (), "客户说：“我曾经遇到过更好的客服。”您怎么回？", "situational", "what-to-do"),
        (None, "略", (), "请讲一次您失败的经历。", "behavioral", "tell-of-once"),
    ],
)
def test_the_rule_that_decided_is_told(
    section: str | None, answer: str, options: tuple[str, ...], text: str, kind: str, rule: str
) -> None:
    asked = Question(ordinal=1, text=text, start=0, end=0, section=section, options=options, answer=answer)
    decision = classify.decide_kind(asked)
    assert decision is not None
    assert decision.value == kind
    assert rule in decision.rule


def test_words_of_the_answer_count_only_where_the_question_has_none() -> None:
    answer = "先看退款流程，再看退货地址。"
    silent = Question(ordinal=1, text="您怎么办？", start=0, end=0, answer=answer)
    spoken = Question(ordinal=1, text="您怎么排班？", start=0, end=0, answer=answer)
    assert classify.question_topics(silent)[0] == "refunds"
    assert classify.question_topics(spoken) == ("workforce",)


def test_of_two_words_one_within_the_other_the_longer_counts() -> None:
    weighed = vote.weigh("流失客户怎么挽回？客户投诉率呢？")
    assert next(each for each in weighed if each.topic == "complaints").found == ("投诉率",)


def test_the_words_and_the_runs_that_decided_are_told() -> None:
    first, *_ = classify.decide_topics(Question(ordinal=1, text="您怎么排班？", start=0, end=0))
    assert first.rule.startswith("topics.toml: workforce")
    assert first.found[0] == "排班"
    told, *_ = classify.decide_topics(
        Question(ordinal=1, text="一个月请了四回假，您批不批？", start=0, end=0)
    )
    assert told.found


@given(st.text(max_size=200))
def test_any_text_is_classified(text: str) -> None:
    asked = Question(ordinal=1, text=text, start=0, end=0, answer=text)
    assert len(classify.question_topics(asked)) <= classify.MOST_TOPICS
    assert classify.kind(asked) in {None, *(kind.id for kind in kinds())}


@pytest.mark.parametrize("piece", costs.units("classify"))
def test_a_text_too_long_for_a_question_has_a_kind_soon(piece: str) -> None:
    # `3、` without end kept one pattern busy for longer than anybody waits; its work counts as a single call.
    assert costs.growth(cues.votes, piece, 10_000, 40_000) < 2


def test_figures_of_a_proposal_may_stand_in_several_lines() -> None:
    text = "某客服中心一月接起率92%，\n二月降到85%，离职6人，请分析原因。"
    assert "figures-to-reason-from" in {cue for vote in cues.votes(text) for cue in vote.cues}
