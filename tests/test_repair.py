"""Each corruption family with its inverse; what is not corrupt stays; what cannot be brought back is said to be lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import costs
from shared import shared
from wenda import edits
from wenda.model import Step
from wenda.repairing.newlines import mend_lines
from wenda.repairing.notes import remove_notes
from wenda.repairing.punctuation import widen
from wenda.repairing.repair import repair
from wenda.repairing.step_back import step_back

CASES: dict[str, list[list[Any]]] = json.loads(
    (Path(__file__).parent / "cases" / "repair.json").read_text("utf-8")
)
HAN = re.compile("[\u3400-\u9fff]")
# What the stages look for, so that a random text is a broken one.
PIECES = st.sampled_from(
    [
        *"客戶服務談說們還选，。、：；？！“”‘’（）,:;?!()\n 1A.Qx□鸢瑫r",
        "(wù)",
        "?wù)",
        "?!",
        "??",
        "?,F",
        "?!盉",
        "答案：",
        "【解析】",
        "談?wù)勀",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def after(text: str, *, traditional: bool) -> str:
    steps = repair(text, traditional=traditional)
    return steps[-1].after if steps else text


def rules(steps: tuple[Step, ...]) -> list[str]:
    return [edit.rule for step in steps for edit in step.edits]


@pytest.mark.parametrize(
    ("why", "text", "want", "kinds"), CASES["traditional"], ids=lambda value: str(value)[:40]
)
def test_traditional(why: str, text: str, want: str, kinds: list[str]) -> None:
    steps = repair(text, traditional=True)
    assert (steps[-1].after, rules(steps)) == (want, kinds), why


@pytest.mark.parametrize(
    ("why", "text", "want", "kinds"), CASES["simplified"], ids=lambda value: str(value)[:40]
)
def test_simplified(why: str, text: str, want: str, kinds: list[str]) -> None:
    steps = repair(text, traditional=False)
    assert (steps[-1].after, rules(steps)) == (want, kinds), why


@pytest.mark.parametrize(
    ("why", "traditional", "text"), CASES["unchanged"], ids=lambda value: str(value)[:40]
)
def test_unchanged(why: str, traditional: bool, text: str) -> None:
    assert after(text, traditional=traditional) == text, why


@pytest.mark.parametrize(("why", "text", "want"), CASES["kept"], ids=lambda value: str(value)[:40])
def test_simplified_documents_have_no_notes(why: str, text: str, want: str) -> None:
    assert after(text, traditional=False) == want, why


@pytest.mark.parametrize(("why", "text", "want"), CASES["doubtful"], ids=lambda value: str(value)[:40])
def test_what_is_lost_is_told(why: str, text: str, want: str) -> None:
    steps = repair(text, traditional=True)
    assert steps[-1].after == want, why
    assert any(edit.doubtful and "□" in edit.after for step in steps for edit in step.edits)
    assert any("lost" in warning for step in steps for warning in step.warnings)


def test_a_mirror_notes_a_character_everywhere_or_nowhere() -> None:
    text = "還(huán)款時還說還沒到"
    assert remove_notes(text, shown=text).edits == ()
    text = "還(hái)款時還(hái)說還(hái)沒到"
    assert remove_notes(text, shown=text).after == "還款時還說還沒到"
    text = "教給(gěi)他，給(jǐ)予他"
    assert remove_notes(text, shown=text).edits == ()


def test_a_note_behind_the_note_is_kept() -> None:
    assert after("還(hái)(huán)款還(hái)沒到", traditional=True) == "還（huán）款還沒到"


def test_places_can_be_followed_back() -> None:
    text = "回答B(yǎng).服務(wù),談?wù)勀銥槭裁催x擇"
    steps = repair(text, traditional=True)
    result = steps[-1].after
    assert text[edits.origin(steps, result.index("服"))] == "服"
    assert text[edits.origin(steps, result.index("擇"))] == "擇"


@pytest.mark.parametrize("name", ["001_f71b517f732adeba.txt", "003_1e2ed2bcea4e66bd.txt"])
def test_mirrored_seeds_come_out_clean(name: str) -> None:
    text = shared(f"seeds/{name}").read_text("utf-8")
    result = after(text, traditional=True)
    assert not re.search(
        r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)）]|[勀蓖瑫銥□]", result
    )
    assert after(result, traditional=True) == result


def test_mirrored_documents_of_the_corpus_come_out_clean() -> None:
    rows = [json.loads(line) for line in shared("corpus/documents.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        result = after(row["text"], traditional=row["script"] == "t")
        assert after(result, traditional=row["script"] == "t") == result, row["id"]
        if row["script"] == "t":
            assert not re.search(r"[(（][a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)）]|[盉盋盌鸢勀]", result), (
                row["id"]
            )


@given(TEXTS, st.booleans())
def test_han_characters_are_conserved(text: str, traditional: bool) -> None:
    for step in repair(text, traditional=traditional):
        assert edits.apply(step.before, step.edits) == step.after
        gone = sum(len(HAN.findall(step.before[edit.start : edit.end])) for edit in step.edits)
        new = sum(len(HAN.findall(edit.after)) for edit in step.edits)
        assert len(HAN.findall(step.before)) - gone + new == len(HAN.findall(step.after))


@given(TEXTS, st.booleans())
def test_steps_are_a_chain(text: str, traditional: bool) -> None:
    for step in repair(text, traditional=traditional):
        assert step.before == text
        assert step.stage == "repair"
        text = step.after


@given(TEXTS, st.booleans())
def test_twice_is_once(text: str, traditional: bool) -> None:
    once = after(text, traditional=traditional)
    assert after(once, traditional=traditional) == once
    assert after(once, traditional=False) == once


@given(TEXTS)
def test_every_pass_takes_any_text(text: str) -> None:
    for step in (
        step_back(text, traditional=True),
        remove_notes(text, shown=text),
        mend_lines(text),
        widen(text),
    ):
        assert step.before == text


@pytest.mark.parametrize("piece", costs.units("repair"))
def test_cost_grows_with_the_length_only(piece: str) -> None:
    assert costs.growth(lambda text: repair(text, traditional=True), piece, 1_000, 4_000) < 5
