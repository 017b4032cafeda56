"""The laws of cleaning, for any input: nothing disappears unlogged, twice is once, nothing but our own errors."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import shared
from wenda import pipeline, simplify
from wenda.errors import WendaError
from wenda.model import Document
from wenda.reading import read

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ebef]")

# Fragments of the kind of which documents are made: chrome, markers, labels, corruption, plain text.
FRAGMENTS = [
    "2026年客服专员面试题及答案", "客服专员面试题及答案.docxVIP", "_第1页", "一、情景模拟题(共2题,每题5分)", "1.", "2、", "题目3(8分)",
    "Q1:", "A1:", "答案:", "参考答案:", "解析:", "答案要点", "A.先道歉", "B.挂断", "答案:B", "面试官:", "候选人:", "情景:", "问题:",
    "客户催单三次,您怎么回?", "先听完,再报时间。", "您怎么看待加班?", "温馨提示", "最新文档", "提交评论", "0/150", "下载本文档",
    "第1页共20页", "还剩5页未读,继续阅读", "文档评论(0)", "服務(wù)", "談?wù)勀銥槭裁催x擇", "。”", "?!", "?,F(xiàn)在", "9.9元", "1:1",
    "「您好」", "(分数: 2.00)", "\n", "\n\n", " ", "　", "\u200b", "……", "——", "VIP用户", "举报", "體驗", "後來",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=40).map("".join)


def document(text: str) -> Document:
    return pipeline.process(read.decode(text.encode("utf-8", "surrogatepass"), "x.txt"))


def han(text: str) -> Counter[str]:
    return Counter(HAN.findall(text))


def check_conservation(found: Document) -> None:
    """Han characters read + restored by repairs = kept + removed + replaced by repairs."""
    read_in = han(found.source.text)
    for step in found.steps[1:]:
        taken = sum((han(step.before[e.start : e.end]) for e in step.edits), Counter())
        put = sum((han(e.after) for e in step.edits), Counter())
        assert han(step.after) + taken == han(step.before) + put
        read_in = read_in + put
        read_in.subtract(taken)
    kept = Counter[str]()
    for question in found.outline.questions:
        for part in (question.text, *question.options, question.answer or "", question.analysis or ""):
            kept += han(part)
    removed = sum((han(found.text[e.start : e.end]) for e in found.outline.removed), Counter())
    assert kept + removed == han(found.text) == +read_in


@given(DOCUMENTS)
def test_nothing_disappears_unlogged(text: str) -> None:
    with contextlib.suppress(WendaError):
        check_conservation(document(text))


@given(DOCUMENTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    steps = pipeline.clean(text, traditional=simplify.is_traditional(text))
    once = steps[-1].after if steps else text
    again = pipeline.clean(once, traditional=simplify.is_traditional(once))
    assert not any(step.edits for step in again)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_raise_nothing_but_our_own_errors(data: bytes) -> None:
    with contextlib.suppress(WendaError):
        pipeline.process(read.decode(data, "x.txt"))


def reference() -> list[tuple[str, str]]:
    lines = shared("corpus/documents.jsonl").read_text("utf-8").splitlines()
    seeds = [(path.name, path.read_text("utf-8")) for path in sorted(shared("seeds").glob("*_*.txt"))]
    return seeds + [(row["id"], row["text"]) for row in map(json.loads, lines)]


def test_the_laws_hold_for_the_reference_documents() -> None:
    for name, text in reference():
        found = document(text)
        check_conservation(found)
        again = pipeline.clean(found.text, traditional=simplify.is_traditional(found.text))
        assert not any(step.edits for step in again), name
        ordinals = [question.ordinal for question in found.outline.questions]
        assert ordinals == list(range(1, len(ordinals) + 1)), name


@pytest.mark.slow
@given(DOCUMENTS)
@settings(max_examples=3000)
def test_the_laws_hold_for_many_documents(text: str) -> None:
    with contextlib.suppress(WendaError):
        found = document(text)
        check_conservation(found)
        again = pipeline.clean(found.text, traditional=simplify.is_traditional(found.text))
        assert not any(step.edits for step in again)
