"""The laws that every step holds by construction."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda import edits
from wenda.model import Edit, Step

texts = st.text("客户满意A1。\n", max_size=30)


@st.composite
def edited(draw: st.DrawFn, before: str | None = None) -> tuple[str, list[Edit]]:
    """A text and edits in order, insertions and empty edits among them."""
    text = draw(texts) if before is None else before
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8).filter(lambda p: len(p) % 2 == 0)))
    return text, [
        Edit(start=start, end=end, after=draw(texts), rule="r")
        for start, end in zip(places[::2], places[1::2], strict=True)
    ]


@st.composite
def chains(draw: st.DrawFn) -> list[Step]:
    """Steps of which each begins with what the one before left."""
    steps: list[Step] = []
    for _ in range(draw(st.integers(0, 3))):
        text, changes = draw(edited(steps[-1].after if steps else None))
        steps.append(edits.step("s", text, changes))
    return steps


@given(edited())
def test_characters_are_kept_removed_or_put_in(case: tuple[str, list[Edit]]) -> None:
    text, changes = case
    step = edits.step("s", text, changes)
    removed = Counter("".join(text[edit.start : edit.end] for edit in changes))
    added = Counter("".join(edit.after for edit in changes))
    assert Counter(step.after) == Counter(text) - removed + added
    assert (step.before, step.edits) == (text, tuple(changes))


@given(edited())
def test_what_stands_between_the_edits_stands_between_them_afterwards(case: tuple[str, list[Edit]]) -> None:
    text, changes = case
    after = edits.apply(text, changes)
    done, place = 0, 0
    for edit in changes:
        kept = text[done : edit.start]
        assert after[place : place + len(kept)] == kept
        place += len(kept)
        assert after[place : place + len(edit.after)] == edit.after
        place, done = place + len(edit.after), edit.end
    assert after[place:] == text[done:]


@pytest.mark.parametrize(
    "spans", [[(2, 1)], [(0, 2), (1, 3)], [(3, 4), (0, 1)], [(-1, 1)], [(0, 99)], [(5, 5)]], ids=str
)
def test_edits_that_do_not_fit_are_refused(spans: Sequence[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="out of order or outside"):
        edits.apply("四个字符", [Edit(start=start, end=end, rule="r") for start, end in spans])


@given(chains(), st.data())
def test_the_origin_of_a_kept_character_is_that_character(steps: list[Step], data: st.DataObject) -> None:
    if not steps:
        assert edits.origin(steps, 7) == 7
        return
    # Follow each character from the front, the slow way: where it came from, or None when it was put in.
    sources: list[int | None] = list(range(len(steps[0].before)))
    for step in steps:
        moved: list[int | None] = []
        done = 0
        for edit in step.edits:
            moved += [*sources[done : edit.start], *[None] * len(edit.after)]
            done = edit.end
        sources = moved + sources[done:]
    for offset, source in enumerate(sources):
        found = edits.origin(steps, offset)
        assert 0 <= found <= len(steps[0].before)
        if source is not None:
            assert found == source
    # The end of the text goes back to the end, unless the last thing was put in or taken off there.
    end = edits.origin(steps, len(steps[-1].after))
    assert end <= len(steps[0].before)


@given(chains())
def test_origins_are_in_order(steps: list[Step]) -> None:
    if steps:
        found = [edits.origin(steps, offset) for offset in range(len(steps[-1].after) + 1)]
        assert found == sorted(found)


def test_a_place_inside_a_replacement_goes_back_to_its_start() -> None:
    steps = [edits.step("s", "甲乙丙丁", [Edit(start=1, end=3, after="一二三", rule="r")])]
    assert [edits.origin(steps, offset) for offset in range(6)] == [0, 1, 1, 1, 3, 4]
