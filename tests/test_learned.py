"""What was learned from labelled questions: the file, the sum, and that it is of the questions that are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.classifying import learned, vote
from wenda.classifying.taxonomy import kinds, topics
from wenda.errors import RulesError

TRAINING = sorted((Path(__file__).parents[1] / "training").glob("*.txt"))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a file of weights by hand, which the module reads while a test runs."""
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / learned.FILE
    # Kinds have the letters A and B, topics C and D.
    head = ["# made", "# of: 0", "# kinds: open case", "# topics: refunds workforce", "# level: 2"]
    file.write_text("\n".join([*head, "退\tCTDN", "退款\tCS", "班\tDUAL"]) + "\n", "utf-8")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    learned.weights.cache_clear()
    yield file
    learned.weights.cache_clear()


def test_a_score_is_the_sum_over_the_runs_above_the_mean(small: Path) -> None:
    # 退 4 and -2, 退款 3: refunds 7, workforce -2, the mean 2.5; two for a level.
    best, other = learned.of_topics("退款")
    assert (best.id, best.score) == ("refunds", 9.0)
    assert (other.id, other.score) == ("workforce", -9.0)
    assert learned.speaking_for("退款", "refunds") == ("退",)
    assert learned.speaking_for("退款", "workforce") == ()
    assert [(each.id, each.score) for each in learned.of_kinds("排班")] == [("case", 4.0), ("open", -4.0)]


@pytest.mark.parametrize(
    ("old", "new"), [("# kinds: open case", "# sorts: open"), ("level: 2", "level: two"), ("班\t", "班")]
)
def test_a_damaged_file_is_said_to_be_one(small: Path, old: str, new: str) -> None:
    small.write_text(small.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(RulesError, match=r"weights\.tsv: damaged .*make weights"):
        learned.weights()


def test_the_file_is_of_the_questions_that_are_there() -> None:
    """Where this fails, training/ has changed since: `make weights`."""
    digest = hashlib.sha256("\0".join(path.read_text("utf-8") for path in TRAINING).encode()).hexdigest()
    text = resources.files("wenda").joinpath("rules", learned.FILE).read_text("utf-8")
    assert f"# of: {digest}\n" in text


def test_it_knows_every_topic_and_the_kinds_that_have_no_form_of_their_own() -> None:
    assert learned.weights().topics == tuple(term.id for term in topics())
    formal = {"single-choice", "multiple-choice", "true-false", "fill-in"}
    assert learned.weights().kinds == tuple(term.id for term in kinds() if term.id not in formal)
    codes = {code for each in learned.weights().runs.values() for code in each[1::2]}
    assert codes <= {learned.coded(level) for level in range(-learned.LEVELS, learned.LEVELS + 1)}


def test_no_labelled_question_is_one_to_be_tested_on() -> None:
    asked = {line.rpartition("|")[2] for path in TRAINING for line in path.read_text("utf-8").splitlines()}
    assert len(asked) > 10_000
    cases = sorted((Path(__file__).parent / "cases").glob("labelled_held_out*.toml"))
    assert len(cases) == 2
    held_out = "".join(path.read_text("utf-8") for path in cases)
    assert [text for text in asked if f'"{text}"' in held_out] == []


def test_what_says_nothing_has_no_topic() -> None:
    assert [vote.weigh_question(text) for text in ("您怎么办？", "请问该如何处理？", "")] == [(), (), ()]


@given(st.text(max_size=400))
def test_sums_added_at_once_are_the_sums(text: str) -> None:
    known = learned.weights()
    coded = [known.runs.get(run, "") for run in learned.runs(text)]
    sums = dict.fromkeys(known.topics, 0)
    for codes in coded:
        for sign, level in zip(codes[::2], codes[1::2], strict=True):
            number = ord(sign) - ord(learned.letter(len(known.kinds)))
            if number >= 0:
                sums[known.topics[number]] += ord(level) - ord(learned.coded(0))
    mean = sum(sums.values()) / len(sums)
    for each in learned.of_topics(text):
        assert each.score == pytest.approx(known.level * (sums[each.id] - mean))


@given(st.text(max_size=80))
def test_signs_digits_and_politeness_make_no_difference(text: str) -> None:
    for one, other in (("您", "你"), ("？", "?"), ("12", "345"), ("，", " ， "), ("“", '"')):
        assert learned.runs(text + one) == learned.runs(text + other)
