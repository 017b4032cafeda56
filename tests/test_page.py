"""Pages are read and written without loss, and refused with the line where they do not follow the format."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.errors import PageError
from wenda.record import front, frontmatter, page
from wenda.record.page import Body, Event, Page, SourceRef, Withdrawal

line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1
)
ids = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8)
lines = st.lists(line, unique=True, max_size=3).map(tuple)
slug = st.from_regex(r"\A[a-z][a-z-]{0,8}\Z")
points = st.none() | st.floats(min_value=0.25, max_value=100, allow_nan=False)
year = st.none() | st.integers(1990, 2100)
sources = st.builds(
    SourceRef,
    file=line,
    digest=st.from_regex(r"\A[0-9a-f]{64}\Z"),
    ordinal=st.integers(1, 500),
    title=st.none() | line,
    section=st.none() | line,
    year=year,
    points=points,
    truncated=st.booleans(),
    answer=st.none() | st.from_regex(r"\A[0-9a-f]{16}\Z"),
    asked=st.none() | line,
    options=lines,
    unused=st.none() | st.from_regex(r"\A[0-9a-f]{16}\Z"),
)
made = st.builds(
    Page,
    id=ids,
    title=line,
    roles=lines,
    kind=st.none() | slug,
    topics=st.lists(slug, unique=True, max_size=3).map(tuple),
    year=year,
    points=points,
    status=st.sampled_from(["imported", "reviewed", "withdrawn"]),
    reviewed_on=st.none() | st.dates().map(str),
    also_asked=lines,
    truncated=st.booleans(),
    doubtful=lines,
    sources=st.lists(sources, max_size=2).map(tuple),
    withdrawn=st.none()
    | st.builds(
        Withdrawal,
        reason=line,
        on=st.dates().map(str),
        sketches=st.lists(st.binary(min_size=64, max_size=64).map(bytes.hex), max_size=2).map(tuple),
        until_import=st.booleans(),
    ),
    moved_to=st.none() | ids,
    distinct=st.lists(ids, unique=True, max_size=2).map(tuple),
    rights_cleared=st.none() | line,
    history=st.lists(st.builds(Event, on=st.dates().map(str), what=line), max_size=2).map(tuple),
    body=st.text(st.characters(exclude_categories=["Cs"])),
)


@given(made)
def test_a_page_written_and_read_is_the_page(value: Page) -> None:
    assert page.read(page.write(value)) == value


@given(made)
def test_text_read_and_written_is_the_text(value: Page) -> None:
    text = page.write(value)
    assert page.write(page.read(text)) == text


@given(made, line)
def test_a_sealed_page_is_unedited_until_something_is_changed(value: Page, title: str) -> None:
    sealed = page.seal(value)
    assert not page.edited(sealed)
    assert page.edited(dataclasses.replace(sealed, title=title)) == (title != value.title)
    assert page.edited(dataclasses.replace(sealed, body=value.body + "一行"))


def test_a_further_source_is_no_edit() -> None:
    sealed = page.seal(Page(id="00000000", title="问"))
    more = SourceRef(file="b.txt", digest="0" * 64, ordinal=2)
    assert not page.edited(dataclasses.replace(sealed, sources=(more,)))


def test_parts_are_told_by_their_anchors() -> None:
    text = "# 标题\n\n怎么办？\n\n## 我的答案 {#answer}\n\n先听。\n\n### 小节\n\n再答。\n\n## 解析 {#analysis}\n\n好。\n"
    body = page.parse(text)
    assert body == Body(
        heading="标题",
        question="怎么办？",
        parts={"answer": "先听。\n\n### 小节\n\n再答。", "analysis": "好。"},
    )
    assert page.compose(page.parse(page.compose(body))) == page.compose(body)


REFUSED = {
    "no front matter": ("# 标题\n", "page:1: a page begins with"),
    "not closed": ("---\nid: a\n", "no closing line"),
    "empty": ("---\n\n---\n", "empty"),
    "alias": ("---\nid: &a abcdefgh\ntitle: *a\nstatus: imported\n---\n", "page:2: aliases"),
    "tag": ("---\nid: abcdefgh\ntitle: !!python/name:os.system x\nstatus: imported\n---\n", "page:3: tags"),
    "unknown key": (
        "---\nid: abcdefgh\ntitle: 问\nstatus: imported\nowner:\n- me\n---\n",
        "page:5: 'owner' is no key of a page's front matter; it has id, title, roles",
    ),
    "misspelt key": (
        "---\nid: abcdefgh\ntitle: 问\nhistroy:\n- 'on': x\nstatus: imported\n---\n",
        "page:4: 'histroy' is no key of a page's front matter; is 'history' meant?",
    ),
    "unknown key of a source": (
        "---\nid: abcdefgh\ntitle: 问\nstatus: imported\nsources:\n- file: a.txt\n  names: a\n---\n",
        "page:7: 'names' is no key",
    ),
    "key twice": (
        "---\nid: abcdefgh\ntitle: 问\nstatus: imported\ntitle: 答\n---\n",
        "page:5: 'title' is a key twice",
    ),
    "wrong type": ("---\nid: abcdefgh\ntitle: 问\nstatus: done\n---\n", "page:4: status"),
    "bad YAML": ("---\nid: abcdefgh\ntitle: [\n---\n", "page:4: not valid YAML"),
    "deep": ("---\nid: " + "[" * 20000 + "\n---\n", "page:"),
    "a list": ("---\n- a\n---\n", "page:2: front matter"),
    "long": ("---\nid: " + "a" * frontmatter.CAP + "\n---\n", "at most"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_front_matter_is_refused_with_its_line(name: str) -> None:
    text, message = REFUSED[name]
    with pytest.raises(PageError) as error:
        page.read(text)
    assert message in str(error.value)


@given(st.text(), st.text())
def test_nothing_but_its_own_errors(front: str, body: str) -> None:
    with contextlib.suppress(PageError):
        page.read(f"---\n{front}\n---\n{body}")


def test_a_byte_order_mark_is_passed_over() -> None:
    value = Page(id="12345678", title="问", body="# 问\n")
    assert page.read("\ufeff" + page.write(value)) == value


def test_dates_and_ids_stay_text(tmp_path: Path) -> None:
    value = Page(id="12345678", title="12:30", reviewed_on="2026-11-21", status="reviewed")
    assert page.read(page.write(value)) == value
    assert page.read(
        "---\nid: '12345678'\ntitle: 问\nstatus: reviewed\nreviewed_on: 2026-11-21\n---\n"
    ).reviewed_on == ("2026-11-21")


KEYS = [
    "id",
    "title",
    "roles",
    "kind",
    "points",
    "year",
    "truncated",
    "reviewed_on",
    "also_asked",
    "sources",
    "other",
]
SOME = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["067gvp6z", "2026-11-27", "２０２６-11-27", "agent", "agent\n", "a" * 64]),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.lists(st.sampled_from(["agent", "manager", "", "a\nb"]), max_size=3),
)


@given(st.dictionaries(st.sampled_from(KEYS), SOME, max_size=6))
def test_what_the_quick_validator_lets_through_the_other_does_too(extra: dict[str, object]) -> None:
    values = {"id": "067gvp6z", "title": "问", "roles": ["agent"], **extra}
    if frontmatter.fits(values):
        assert frontmatter._first_error(values, {}) is None


@given(made)
def test_front_matter_in_pieces_is_that_of_the_whole(value: Page) -> None:
    whole = {key: each for key, each in dataclasses.asdict(value).items() if each not in (None, False, ())}
    del whole["body"]
    assert set(front.KEYS) == {each.name for each in dataclasses.fields(Page)} - {"body"}
    assert front.text(value) == frontmatter.dump(plain(whole))
    assert front.sound(value)


def plain(value: Any) -> Any:
    """Return a value as YAML has it: lists for tuples, no empty keys, whole numbers without a point."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each not in (None, False, ())}
    if isinstance(value, tuple | list):
        return list(map(plain, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


@pytest.mark.parametrize(
    "change",
    [{"number": "1\n2"}, {"ordinal": 0}, {"year": 20}, {"digest": "A" * 64}, {"file": ""}],
    ids=lambda change: next(iter(change)),
)
def test_a_source_that_would_not_be_read_again_is_not_sound(change: dict[str, Any]) -> None:
    source = SourceRef(file="a.txt", digest="a" * 64, ordinal=1)
    wrong = dataclasses.replace(source, **change)
    assert [front.sound(Page(id="067gvp6z", title="问", sources=(each,))) for each in (source, wrong)] == [
        True,
        False,
    ]


def test_front_matter_that_is_too_long_is_not_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontmatter, "CAP", 64 * 1024)
    sources_ = tuple(SourceRef(file="a.txt", digest="a" * 64, ordinal=n) for n in range(1, 700))
    assert not front.sound(Page(id="067gvp6z", title="问", sources=sources_))
    assert front.sound(Page(id="067gvp6z", title="问", sources=sources_[:500]))


@pytest.mark.parametrize(
    "asked", ["第一段\n第二段", "  前后有空格 ", "“引号”与 'quotes': #", "\u2028", "\ufeff问", "null"]
)
def test_what_a_sound_source_asks_comes_back(asked: str) -> None:
    source = SourceRef(file="a.txt", digest="a" * 64, ordinal=1, asked=asked, options=("甲\n乙", asked))
    value = Page(id="067gvp6z", title="问", sources=(source,))
    assert front.sound(value)
    assert page.read(page.write(value)) == value


def test_a_question_may_be_asked_by_thousands_of_documents() -> None:
    sources_ = tuple(
        SourceRef(
            file=f"客服/面试题{n}.txt",
            digest="a" * 64,
            ordinal=n,
            title="客服专员面试题及答案",
            answer="a" * 16,
        )
        for n in range(1, 4_001)
    )
    value = Page(id="067gvp6z", title="问", sources=sources_)
    assert front.sound(value)
    assert page.read(page.write(value)) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: " + "[" * 1_000_000, 2),
        ("id: 067gvp6z\na: " + "{a: " * 100_000, 3),
        ("- " * 200_000, 2),
        ("id: 067gvp6z\n" + "\n".join(" " * depth + "a:" for depth in range(1_300)), 103),
        ("a: " + "[" * 1_500 + "]" * 1_500, 2),
        ("a: " + "[" * 3_000 + "]" * 3_000, 2),
    ],
    ids=["brackets", "braces", "dashes", "indents", "short", "closed"],
)
def test_front_matter_that_is_nested_deep_is_an_error_and_no_crash(text: str, line: int) -> None:
    with pytest.raises(PageError, match=r"^a\.md:\d+: the front matter is nested too deep$") as raised:
        frontmatter.load(text + "\n", "a.md")
    assert str(raised.value).startswith(f"a.md:{line if len(text) > 4_096 else 1}:")
