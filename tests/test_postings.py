"""Postings made as arrays, many pages at a time, are what their definition says, page by page."""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wenda.search import lists, postings, sharding
from wenda.search.letters import Letters
from wenda.search.text import ASKED, QUESTION, TITLE, Text, fold

CONCEPTS = (("客户", "顾客"), ("好评", "差评率", "好ok"))
# Few letters, so that pairs come again; a space and signs, which part or vanish; … and ㎏, which fold to several.
WORDS = st.text(st.sampled_from("客户顾好评差率okＯ，。 \n…㎏訴诉9"), max_size=12)
TEXTS = st.builds(Text, title=WORDS, question=WORDS, body=WORDS, asked=st.lists(WORDS, max_size=2).map(tuple))
Found = dict[str, dict[int, list[int]]]


def pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text) if (a + b).isalnum()]


def by_definition(texts: list[tuple[int, Text]]) -> tuple[Found, Found]:
    """Return the pages of each pair or concept and of each character, by flags."""
    grams: Found = defaultdict(lambda: defaultdict(list))
    characters: Found = defaultdict(lambda: defaultdict(list))
    for place, (slot, text) in enumerate(texts):
        title, question, body = fold(text.title), fold(text.question), fold(text.body)
        asked = [fold(each) for each in text.asked]
        flags: dict[str, int] = defaultdict(int)
        for bit, parts in ((TITLE, [title]), (ASKED, asked), (QUESTION, [question])):
            for gram in {gram for part in parts for gram in pairs(part)}:
                flags[gram] |= bit
        inside = pairs(body)
        for gram in set(inside):
            flags[gram] |= postings.BODY * min(3, inside.count(gram))
        for gram in pairs(title + question + body):
            flags[gram] = flags[gram] or postings.BODY
        for number, words in enumerate(CONCEPTS):
            for bit, parts in (
                (TITLE, [title]),
                (ASKED, asked),
                (QUESTION, [question]),
                (postings.BODY, [body]),
            ):
                if any(word in part for word in words for part in parts):
                    flags[postings.concept(number)] |= bit
        for gram, bits in flags.items():
            grams[gram][bits].append(slot)
        heard = {*title, *question}.union(*asked)
        for character in heard | {*body}:
            characters[character][QUESTION if character in heard else postings.BODY].append(place)
    return grams, characters


def written(found: Found) -> dict[str, str]:
    return {
        key: "!".join(lists.DIGITS[flags] + lists.gaps(pages) for flags, pages in sorted(groups.items()))
        for key, groups in found.items()
    }


@given(st.lists(TEXTS, max_size=8), st.integers(1, 5))
def test_postings_are_what_each_page_says(texts: list[Text], apart: int) -> None:
    placed = [(number * apart, text) for number, text in enumerate(texts)]
    made = postings.Postings(CONCEPTS)
    made.batch = 3
    for slot, text in placed:
        made.add(slot, text)
    grams, characters = made.grams(), made.characters()
    expected = by_definition(placed)
    assert dict(zip(map(made.letters.pair, grams.keys), grams.texts, strict=True)) == written(expected[0])
    found = dict(zip(map(made.letters.letter, characters.keys), characters.texts, strict=True))
    assert found == written(expected[1])


def test_an_index_without_synonyms_has_the_pairs() -> None:
    made = postings.Postings(())
    made.add(0, Text(title="客户", question="", body=""))
    assert [made.letters.pair(key) for key in made.grams().keys] == ["客户"]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_texts_fold_as_arrays_as_they_do_alone(texts: list[str]) -> None:
    letters = Letters()
    found, whose = letters.fold(texts)
    for number, text in enumerate(texts):
        here = [letters.letter(each) for each in found[whose == number].tolist()]
        assert "".join(here) == fold(text)


def test_what_a_character_folds_to_folds_to_itself() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    # Nothing else makes several of one.
    for character in (each for each in every if len(unicodedata.normalize("NFKC", each).lower()) > 1):
        folded = fold(character)
        assert len(folded) < 2 or fold(folded) == folded, hex(ord(character))


PAIRS = st.text(st.sampled_from("客户口a9"), min_size=2, max_size=2) | st.integers(0, 9).map(postings.concept)


@given(st.lists(PAIRS) | st.lists(st.sampled_from("客户口a9§…")), st.integers(0, 9))
def test_shards_of_many_keys_are_those_of_each(keys: list[str], bits: int) -> None:
    sounds = {"客": "ke", "户": "hu", "口": "kou"}
    each = [sharding.shard_of(key, sounds, 1 << bits) for key in keys]
    assert sharding.shards_of(keys, sounds, 1 << bits) == each


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 5), st.sampled_from([1, 4, 16])),
        st.sets(st.integers(0, 5_000), min_size=1),
        max_size=6,
    )
)
def test_lists_are_written_whole_in_parts_of_any_size(groups: dict[tuple[int, int], set[int]]) -> None:
    found: Found = defaultdict(dict)
    for (key, flags), pages in groups.items():
        found[str(key)][flags] = sorted(pages)
    rows = sorted((key, flags, page) for (key, flags), pages in groups.items() for page in pages)
    packed = lists.pack(*np.array(rows, np.uint64).reshape(-1, 3).T)
    for size in (1, 7, 1 << 16):
        made = lists.write(packed, size)
        assert dict(zip(map(str, made.keys), made.texts, strict=True)) == written(found)
