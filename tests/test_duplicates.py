"""Questions that may be one are found; opposites, numbers, options and other scenes are not taken for them."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.desk import duplicates
from wenda.desk.duplicates import asked
from wenda.record.page import Body, Page, compose

CASES = tomllib.loads((Path(__file__).parent / "cases/pairs.toml").read_text("utf-8"))
Case = tuple[bool, str, tuple[str, ...], str, tuple[str, ...]]


def labelled() -> list[Case]:
    found: list[Case] = []
    for label in ("same", "different"):
        same = label == "same"
        found += [(same, a, (), b, ()) for pairs in CASES[label].values() for a, b in pairs]
        found += [(same, a, tuple(x), b, tuple(y)) for (a, x), (b, y) in CASES["choice"][label]]
    return found


def held_out(case: Case) -> bool:
    return hashlib.sha256((case[1] + case[3]).encode()).digest()[0] % 5 < 2


def proposed(case: Case) -> bool:
    _, a, x, b, y = case
    every = [asked("a", a, x), asked("b", b, y)]
    return any(duplicates.likeness(*pair) is not None for pair in duplicates.candidates(every))


def test_there_are_enough_pairs_and_half_are_hard_negatives() -> None:
    cases = labelled()
    assert len(cases) >= 120
    assert len({(a, x, b, y) for _, a, x, b, y in cases}) == len(cases)
    assert sum(not same for same, *_ in cases) * 2 >= len(cases)


@pytest.mark.parametrize("part", ["seen", "held out"])
def test_precision_and_recall(part: str) -> None:
    cases = [case for case in labelled() if held_out(case) == (part == "held out")]
    hits = [case for case in cases if proposed(case)]
    right = sum(case[0] for case in hits)
    precision, recall = right / len(hits), right / sum(case[0] for case in cases)
    print(f"{part}: {len(cases)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.92


def test_it_does_not_matter_which_comes_first() -> None:
    for same, a, x, b, y in labelled():
        assert proposed((same, a, x, b, y)) == proposed((same, b, y, a, x)), a


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_compare(a: str, b: str) -> None:
    one, other = asked("a", a), asked("b", b)
    assert duplicates.likeness(one, other) == duplicates.likeness(other, one)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("签收七天后", {"7天"}),
        ("签收7日后", {"7天"}),
        ("一个500人的中心", {"500人"}),
        ("五十万元", {"500000元"}),
        ("50万元", {"500000元"}),
        ("两百三十五单", {"235单"}),
        ("一位客户十分着急，万一一定要退", set()),
    ],
)
def test_numbers(text: str, numbers: set[str]) -> None:
    assert asked("a", text).numbers == numbers


def page_of(page_id: str, question: str, **fields: object) -> Page:
    body = compose(Body(heading="问", question=question, parts={"answer": "答。"}))
    return dataclasses.replace(Page(id=page_id, title="问", body=body), **fields)  # type: ignore[arg-type]


def test_what_was_called_distinct_moved_or_withdrawn_is_not_proposed_again() -> None:
    a = page_of("aaaaaaaa", "您为什么选择做客服这份工作？")
    b = page_of("bbbbbbbb", "为什么选择做客服这份工作")
    assert [(p.a.id, p.b.id) for p in duplicates.proposals([a, b])] == [("aaaaaaaa", "bbbbbbbb")]
    for change in ({"distinct": ("aaaaaaaa",)}, {"moved_to": "aaaaaaaa"}, {"status": "withdrawn"}):
        assert duplicates.proposals([a, dataclasses.replace(b, **change)]) == []
