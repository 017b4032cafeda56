"""A pattern that is ruled out before it is searched for would not have been found."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wenda.classifying import cues
from wenda.needed import Choice, Search, needed

LETTERS = st.sampled_from("abc")
ATOMS = st.one_of(
    LETTERS,
    st.sampled_from(
        [
            "ab",
            "[ab]",
            r"[\Wb]",
            "(?>ab?)",
            "(?=.*b)",
            "(?<=ab)",
            "[^a]",
            ".",
            "^",
            "$",
            "(?=a)",
            "(?!b)",
            "(?<=a)",
            "(?<!b)",
            r"\w",
            r"\b",
            "(?i:a)",
        ]
    ),
)
PATTERNS = st.recursive(
    st.lists(ATOMS, min_size=1, max_size=3).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "*?", "++"])).map(
            lambda each: f"(?:{each[0]}){each[1]}"
        ),
        st.lists(inner, min_size=2, max_size=3).map("".join),
        inner.map(lambda each: f"(x|{each})"),
    ),
    max_leaves=8,
)


TEXTS = ["".join(each) for length in range(5) for each in product("abAx", repeat=length)]


@given(PATTERNS)
def test_whatever_matches_holds_what_is_needed(pattern: str) -> None:
    compiled = re.compile(pattern)
    choice = Choice([compiled])
    assert [text for text in TEXTS if compiled.search(text) and not choice.among(text)] == []


CUES = [cue.pattern for cue in cues.cues()]
CHOICE = Choice(CUES)


@given(st.data())
def test_what_matches_a_cue_is_searched_for_it(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(CUES) - 1))
    assert number in CHOICE.among(data.draw(st.from_regex(CUES[number])))


def test_most_cues_are_ruled_out_before_they_are_searched_for() -> None:
    known = Choice(cue.pattern for cue in cues.cues())
    assert 5 < len(known.among("客户说“太贵了”，您会怎么回答？")) < 20
    assert len(known.among("")) < 5


def test_what_cannot_be_told_needs_nothing() -> None:
    for pattern in ("a?", ".", "[^a]", "a|.", "(?i)a", "(?i:a)", r"\d", "(?!a)", "(?:a|b?)"):
        assert needed(pattern) is None
    assert needed("a", re.IGNORECASE) is None
    assert Choice([re.compile("a", re.IGNORECASE)]).among("A") == [0]


@given(PATTERNS)
def test_a_search_finds_what_the_pattern_finds(pattern: str) -> None:
    compiled = re.compile(pattern)
    assume(not any(match[0] == "" for text in TEXTS for match in compiled.finditer(text)))
    try:
        search = Search(compiled)
    except ValueError:
        return  # it may begin with anything
    for text in TEXTS:
        found = [(match.span(), match.groups()) for match in search.finditer(text)]
        assert found == [(match.span(), match.groups()) for match in compiled.finditer(text)]


def test_a_search_is_told_what_a_pattern_begins_with() -> None:
    search = Search(re.compile(r"(?<!x)(?:a|[b-d]+|(?:-)?\])(?=e)"))
    assert [match.span() for match in search.finditer("ae xae bce-]e]e")] == [
        (0, 1),
        (7, 9),
        (10, 12),
        (13, 14),
    ]
    for pattern in ("a?b|.", "a*", "[^a]b", ".b", "(?i)a", "(?i:a)b", "^"):
        with pytest.raises(ValueError, match="may begin with anything"):
            Search(re.compile(pattern))
    with pytest.raises(ValueError, match="may begin with anything"):
        Search(re.compile("a", re.IGNORECASE))
