"""The fast conversion is the library's, and script is told from evidence."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import shared
from wenda import edits
from wenda.simplify import convert, is_traditional, library, simplify, tables

CASES = tomllib.loads((Path(__file__).parent / "cases/simplify.toml").read_text("utf-8"))


def overlaps() -> list[str]:
    """Every text in which the end of one phrase is the beginning of another."""
    phrases = list(tables().phrases)
    return [
        first + second[shared_length:]
        for first in phrases
        for second in phrases
        for shared_length in range(1, min(len(first), len(second)))
        if first.endswith(second[:shared_length])
    ]


@pytest.mark.parametrize("case", CASES["convert"], ids=lambda case: case["text"])
def test_convert(case: dict[str, str]) -> None:
    assert convert(case["text"]) == library().convert(case["text"]) == case["simplified"]


def test_every_entry_and_every_overlap_as_in_the_library() -> None:
    pairs = overlaps()
    assert len(pairs) > 1000
    entries = [*tables().phrases, *map(chr, tables().characters), *pairs]
    # A full stop parts what would otherwise meet; without it the entries' ends meet as well.
    for text in ("。".join(entries), *pairs):
        assert convert(text) == library().convert(text)
    assert convert("".join(pairs)) == library().convert("".join(pairs))


pieces = st.one_of(
    st.sampled_from(list(tables().phrases)),
    st.sampled_from(sorted({c for phrase in tables().phrases for c in phrase})),
    st.sampled_from(list("，。-,.?!* \n\t“”『』（）的是務户A1·\U0002a4c8")),
    st.characters(codec="utf-8"),
)


@given(st.lists(pieces, max_size=40).map("".join))
def test_any_text_as_in_the_library_and_the_edits_account_for_it(text: str) -> None:
    step = simplify(text)
    assert step.after == library().convert(text)
    assert edits.apply(text, step.edits) == step.after
    assert len(step.after) == len(text)
    assert all(step.after[edit.start : edit.end] == edit.after for edit in step.edits)
    assert all(text[edit.start : edit.end] != edit.after for edit in step.edits)


@given(st.lists(pieces, max_size=40).map("".join))
def test_a_converted_text_is_not_traditional(text: str) -> None:
    assert not is_traditional(convert(text))


def test_edits_are_runs_of_changed_characters() -> None:
    step = simplify("請談談客戶服務，面試")
    assert [(edit.start, edit.after) for edit in step.edits] == [
        (0, "请谈谈"),
        (4, "户"),
        (6, "务"),
        (9, "试"),
    ]
    assert {edit.rule for edit in step.edits} == {"t2s"}


@pytest.mark.parametrize("case", CASES["script"], ids=lambda case: case["text"][:20])
def test_script(case: dict[str, str]) -> None:
    assert is_traditional(case["text"]) is (case["script"] == "traditional")


def test_reference_documents() -> None:
    for line in shared("corpus/documents.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert is_traditional(row["text"]) is (row["script"] == "t"), row["id"]
        assert convert(row["text"]) == library().convert(row["text"]), row["id"]
        # The evidence is everywhere: any 60 characters tell as the document does, chrome and notes included.
        for start in range(0, len(row["text"]) - 60, 60):
            part = row["text"][start : start + 60]
            if sum("一" <= c <= "龥" for c in part) >= 30:
                assert is_traditional(part) is (row["script"] == "t"), part
    for path in sorted(shared("seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        assert convert(text) == library().convert(text)
        assert is_traditional(text) is path.name.startswith(("001", "003"))
