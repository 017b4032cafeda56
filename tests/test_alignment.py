"""Places in the cleaned text and in the source belong together, whatever the stages did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wenda import edits
from wenda.importing.alignment import align
from wenda.model import Edit, Step


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    text = draw(st.text("甲乙丙丁", max_size=30))
    found: list[Step] = []
    for number in range(draw(st.integers(1, 4))):
        places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
        made = [
            Edit(
                start=a,
                end=b,
                after=draw(st.text("子丑", max_size=3)),
                rule=f"r{number}",
                doubtful=draw(st.booleans()),
            )
            for a, b in zip(places[::2], places[1::2], strict=False)
        ]
        step = edits.step(f"s{number}", text, made)
        found.append(step)
        text = step.after
    return found


@given(steps())
def test_between_changes_both_texts_are_the_same(made: list[Step]) -> None:
    alignment = align(made)
    old = new = 0
    for change in alignment.changes:
        assert alignment.before[old : change.start] == alignment.after[new : change.new_start]
        assert change.start <= change.end
        assert change.new_start <= change.new_end
        old, new = change.end, change.new_end
    assert alignment.before[old:] == alignment.after[new:]


@given(steps())
def test_every_rule_and_doubt_is_kept(made: list[Step]) -> None:
    changes = align(made).changes
    rules = {(step.stage, edit.rule) for step in made for edit in step.edits}
    assert {rule for change in changes for rule in change.rules} == rules
    doubts = any(edit.doubtful for step in made for edit in step.edits)
    assert any(change.doubtful for change in changes) == doubts


@given(steps())
def test_a_kept_character_is_found_where_it_stood(made: list[Step]) -> None:
    alignment = align(made)
    inside = [range(c.new_start, c.new_end) for c in alignment.changes]
    for offset in range(len(alignment.after)):
        if not any(offset in each for each in inside):
            assert alignment.origin(offset) == edits.origin(made, offset)
            assert alignment.before[alignment.origin(offset)] == alignment.after[offset]
