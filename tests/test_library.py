"""An import is a reconciliation: nothing edited is lost, nothing changes twice, order does not matter."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from pathlib import Path

import pytest

from wenda.errors import PageError, WendaError
from wenda.importing import importer, kept, loading
from wenda.model import Question
from wenda.record import family, page, wording
from wenda.record.family import Family
from wenda.record.ids import question_id
from wenda.record.library import Library
from wenda.record.page import SourceRef


def asked(
    text: str,
    answer: str | None,
    document: str = "a",
    ordinal: int = 1,
    *,
    options: tuple[str, ...] = (),
    truncated: bool = False,
    analysis: str | None = None,
) -> Family:
    question = Question(
        ordinal=ordinal,
        text=text,
        start=0,
        end=0,
        options=options,
        answer=answer,
        analysis=analysis,
        truncated=truncated,
    )
    source = SourceRef(
        file=f"{document}.txt",
        digest=(document * 64)[:64],
        ordinal=ordinal,
        title=f"客服专员面试题 {document}",
        truncated=truncated,
    )
    return family.from_question(question_id(text, options), question, source, ())


def bring(docs: Path, *families: Family) -> list[str]:
    library = Library(docs)
    outcomes: list[str] = []
    for each in families:
        change = library.reconcile(each)
        library.apply(change)
        outcomes.append(change.outcome)
    return outcomes


def snapshot(docs: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (docs / "questions").glob("*.md")}


QUESTION = "客户三次来电都没有解决，您第四次接起来先说什么？"


def test_the_same_import_twice_changes_nothing(tmp_path: Path) -> None:
    one = asked(QUESTION, "先复述前三次。")
    assert bring(tmp_path, one) == ["new"]
    before = snapshot(tmp_path)
    assert bring(tmp_path, one) == ["unchanged"]
    assert snapshot(tmp_path) == before


def test_better_cleaning_updates_the_page_and_keeps_its_id(tmp_path: Path) -> None:
    bring(tmp_path, asked(QUESTION.replace("先说", "先 說"), "先复述前三次"))
    (name,) = snapshot(tmp_path)
    assert bring(tmp_path, asked(QUESTION, "先复述前三次。")) == ["updated"]
    (again,) = snapshot(tmp_path)
    assert again == name
    assert QUESTION in snapshot(tmp_path)[name]


def test_a_split_that_shifts_places_does_not_mix_questions_up(tmp_path: Path) -> None:
    second = "仓库说缺货三天，您怎么告诉客户？"
    bring(tmp_path, asked(second, "直说。", ordinal=1))
    assert bring(tmp_path, asked(QUESTION, "先复述。", ordinal=1), asked(second, "直说。", ordinal=2)) == [
        "new",
        "updated",
    ]
    assert len(snapshot(tmp_path)) == 2


@pytest.mark.parametrize(
    "change", [("先复述前三次。", "先道歉，再复述。"), ("status: imported", "status: reviewed")]
)
def test_an_edited_page_is_kept(tmp_path: Path, change: tuple[str, str]) -> None:
    bring(tmp_path, asked(QUESTION, "先复述前三次。"))
    ((name, text),) = snapshot(tmp_path).items()
    edited = text.replace(*change)
    (tmp_path / "questions" / name).write_text(edited, "utf-8")
    assert bring(tmp_path, asked(QUESTION, "更好的答案。"), asked(QUESTION, "别处的答案。", "b")) == [
        "edited",
        "edited",
    ]
    (text,) = snapshot(tmp_path).values()
    assert text.split("\nsources:")[0] == edited.split("\nsources:")[0]
    assert text.split("\ngenerated:")[1] == edited.split("\ngenerated:")[1]


def test_versions_of_several_documents_make_one_page_in_any_order(tmp_path: Path) -> None:
    families = [
        asked(QUESTION, "短。", "a"),
        asked(QUESTION.replace("？", "?"), "长一些的答案，先复述前三次。", "b", analysis="看是否倾听。"),
        asked(QUESTION, "短。", "c"),
        asked(QUESTION, "长一些的答案，先复述前三次，然后断", "d", truncated=True),
    ]
    results = set()
    for number, order in enumerate(itertools.permutations(families)):
        docs = tmp_path / str(number)
        bring(docs, *order)
        (text,) = snapshot(docs).values()
        results.add(text)
    assert len(results) == 1
    (text,) = results
    parsed = page.read(text)
    assert [source.file for source in parsed.sources] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert page.parse(parsed.body).parts["answer"] == "长一些的答案，先复述前三次。"
    assert "### 客服专员面试题 a {#other-1}" in text
    assert text.count("短。") == 1
    assert not parsed.truncated


def test_a_new_answer_of_one_source_replaces_its_old_one_only(tmp_path: Path) -> None:
    bring(tmp_path, asked(QUESTION, "甲的旧答案。", "a"), asked(QUESTION, "乙的答案。", "b"))
    assert bring(tmp_path, asked(QUESTION, "甲的新答案，更长。", "a")) == ["updated"]
    (text,) = snapshot(tmp_path).values()
    assert "甲的旧答案" not in text
    assert "甲的新答案" in text
    assert "乙的答案" in text


def test_options_are_part_of_a_question(tmp_path: Path) -> None:
    stem = "哪一句最合适？"
    first = asked(stem, "A", options=("“我先查一下。”", "“不归我管。”"))
    other = asked(stem, "A", "b", options=("“马上办。”", "“不知道。”"))
    reordered = asked(stem, "B", "c", options=("“不归我管。”", "“我先查一下。”"))
    assert bring(tmp_path, first, other, reordered) == ["new", "new", "duplicate"]


def test_withdrawn_stays_withdrawn(tmp_path: Path) -> None:
    bring(tmp_path, asked(QUESTION, "先复述前三次。"))
    ((name, text),) = snapshot(tmp_path).items()
    value = dataclasses.replace(
        page.read(text),
        status="withdrawn",
        withdrawn=page.Withdrawal(reason="权利人要求", on="2026-11-21"),
        body="",
    )
    (tmp_path / "questions" / name).write_text(page.write(value), "utf-8")
    assert bring(tmp_path, asked(QUESTION, "先复述前三次。")) == ["withdrawn"]
    assert page.read(snapshot(tmp_path)[name]) == value


def test_a_collision_is_an_error(tmp_path: Path) -> None:
    bring(tmp_path, asked(QUESTION, "先复述前三次。"))
    ((name, _),) = snapshot(tmp_path).items()
    stranger = dataclasses.replace(
        asked("毫不相干的一个问题是什么？", "无。", "b"), id=name.removesuffix(".md")
    )
    with pytest.raises(WendaError, match="another question has the id"):
        Library(tmp_path).reconcile(stranger)


def test_a_page_is_named_by_its_id(tmp_path: Path) -> None:
    bring(tmp_path, asked(QUESTION, "先复述前三次。"))
    ((name, _),) = snapshot(tmp_path).items()
    (tmp_path / "questions" / name).rename(tmp_path / "questions" / "other.md")
    with pytest.raises(PageError, match="named by its id"):
        Library(tmp_path)


def test_hostile_text_comes_back_from_its_page(tmp_path: Path) -> None:
    text = "# 一\n<script>alert(1)</script>\n## 参考答案 {#answer}\n- A. [甲](javascript:x)"
    one = asked(text, "1. **不**\n---\n### x {#other-1}", options=("<b>", "{: onclick=x}"))
    bring(tmp_path, one)
    (content,) = snapshot(tmp_path).values()
    back = family.from_page(page.read(content))
    assert back.text == text
    assert back.options == one.options
    assert bring(tmp_path, one) == ["unchanged"]


def documents(*asked_in_order: Family) -> loading.Imported:
    """A document on its way into the library, as `loading.load` makes it."""
    (digest,) = {each.versions[0].sources[0].digest for each in asked_in_order}
    tally = loading.Tally(removed=Counter(), repairs=Counter(), warnings=())
    return loading.Imported(path=f"{digest[0]}.txt", digest=digest, families=asked_in_order, tally=tally)


def imported(docs: Path, *found: loading.Imported, dry_run: bool = False) -> importer.Report:
    report, library = importer.Report(), Library(docs)
    for each in found:
        importer.reconcile(each, library, report, dry_run=dry_run)
    return report


def test_a_source_is_forgotten_where_the_split_put_the_question_elsewhere(tmp_path: Path) -> None:
    second = "仓库说缺货三天，您怎么告诉客户？"
    imported(tmp_path, documents(asked(second, "直说，还有别的话连在后面。", ordinal=1)))
    better = documents(asked(QUESTION, "先复述。", ordinal=1), asked(second, "直说。", ordinal=2))
    assert imported(tmp_path, better).outcomes == {"new": 1, "updated": 1}
    fresh = tmp_path / "fresh"
    imported(fresh, better)
    assert snapshot(tmp_path) == snapshot(fresh)


def test_a_question_asked_twice_in_a_document_is_one_page_with_both_answers(tmp_path: Path) -> None:
    twice = documents(asked(QUESTION, "先复述前三次。", ordinal=1), asked(QUESTION, "先道歉。", ordinal=9))
    assert imported(tmp_path, twice).outcomes == {"new": 1, "duplicate": 1}
    (text,) = snapshot(tmp_path).values()
    assert "先复述前三次。" in text
    assert "先道歉。" in text
    assert imported(tmp_path, twice).outcomes == {"unchanged": 2}


def test_alike_questions_of_a_document_keep_to_their_own_pages(tmp_path: Path) -> None:
    weak, strong = "请说说您做客服最大的缺点是什么？", "请说说您做客服最大的优点是什么？"
    imported(tmp_path, documents(asked(weak, "急。", ordinal=1)))
    assert imported(
        tmp_path, documents(asked(strong, "稳。", ordinal=1), asked(weak, "急。", ordinal=2))
    ).outcomes == {"new": 1, "updated": 1}
    assert len(snapshot(tmp_path)) == 2


def test_better_cleaning_that_meets_another_page_joins_it(tmp_path: Path) -> None:
    chopped = QUESTION.removesuffix("？") + "呢"
    imported(
        tmp_path,
        documents(asked(chopped, "先复述。", "a")),
        documents(asked(QUESTION, "先道歉，再听。", "b")),
    )
    old, new = question_id(chopped), question_id(QUESTION)
    for _ in range(2):
        imported(tmp_path, documents(asked(QUESTION, "先复述。", "a")))
        pages = {name.removesuffix(".md"): page.read(text) for name, text in snapshot(tmp_path).items()}
        assert pages[old].moved_to == new
        assert [source.file for source in pages[new].sources] == ["a.txt", "b.txt"]


def test_better_cleaning_of_every_source_reaches_the_page(tmp_path: Path) -> None:
    dirty, clean = QUESTION.replace("？", "？？"), QUESTION
    imported(tmp_path, documents(asked(dirty, "一。", "a")), documents(asked(dirty, "一。", "b")))
    again = documents(asked(clean, "一。", "a")), documents(asked(clean, "一。", "b"))
    imported(tmp_path, *again)
    fresh = tmp_path / "fresh"
    imported(fresh, *again)
    assert snapshot(tmp_path) == snapshot(fresh)


def test_a_source_without_an_answer_is_not_lost_beside_one_with(tmp_path: Path) -> None:
    both = documents(asked(QUESTION, "先复述。", "a")), documents(asked(QUESTION, None, "b"))
    imported(tmp_path, *both)
    assert imported(tmp_path, *both).outcomes == {"unchanged": 2}


def test_a_dry_run_counts_as_the_import_does_and_writes_nothing(tmp_path: Path) -> None:
    both = documents(asked(QUESTION, "先复述。", "a")), documents(asked(QUESTION, "先道歉。", "b"))
    tried = imported(tmp_path, *both, dry_run=True)
    assert not list(tmp_path.rglob("*.md"))
    assert tried.outcomes == imported(tmp_path, *both).outcomes == {"new": 1, "duplicate": 1}


def test_letters_follow_the_options_when_two_documents_order_them_differently(tmp_path: Path) -> None:
    stem = "哪一句最能安抚客户？"
    first, second, third = "“我先查一下。”", "“不归我管。”", "“您别急嘛。”"
    one = asked(stem, "A", "a", options=(first, second, third), analysis="B项推诿。")
    other = asked(stem, "C", "b", options=(second, third, first), analysis="A项推诿，B端客户也一样。")
    results = set()
    for number, order in enumerate(itertools.permutations([one, other])):
        docs = tmp_path / str(number)
        imported(docs, *map(documents, order))
        assert imported(docs, *map(documents, order)).outcomes == {"unchanged": 2}
        (text,) = snapshot(docs).values()
        results.add(text)
    (text,) = results
    body = page.parse(page.read(text).body)
    letters = {line[2]: line[5:] for line in body.parts["options"].splitlines()}
    assert letters[body.parts["answer"]] == first
    assert "other-answers" in body.parts  # the analyses differ
    assert text.count(f"{next(k for k, v in letters.items() if v == second)}项推诿") == 2
    assert "B端客户" in text


def test_an_edited_page_keeps_its_source_though_another_page_asks_the_same_word_for_word(
    tmp_path: Path,
) -> None:
    dirty = QUESTION.replace("三次", "三夲次")
    imported(tmp_path, documents(asked(dirty, "先复述。", "a")))
    ((name, text),) = snapshot(tmp_path).items()
    (tmp_path / "questions" / name).write_text(text.replace("先复述。", "先复述，慢一点。"), "utf-8")
    clean = documents(asked(QUESTION, "先复述。", "a")), documents(asked(QUESTION, "先道歉。", "b"))
    assert imported(tmp_path, *clean).outcomes == {"edited": 1, "new": 1}
    before = snapshot(tmp_path)
    assert imported(tmp_path, *clean).outcomes == {"edited": 1, "unchanged": 1}
    assert snapshot(tmp_path) == before


def test_what_an_import_would_have_written_to_an_edited_page_is_shown_once_there_is_something_new(
    tmp_path: Path,
) -> None:
    old = documents(asked(QUESTION, "先复述前三次。"))
    imported(tmp_path, old)
    ((name, text),) = snapshot(tmp_path).items()
    (tmp_path / "questions" / name).write_text(text.replace("先复述前三次。", "先<b>道歉</b>。"), "utf-8")
    assert kept.section(imported(tmp_path, old).changes) == ""
    changes = imported(tmp_path, documents(asked(QUESTION, "先复述前三次，再说这次谁负责。"))).changes
    assert [change.id for change in kept.news(changes)] == [name.removesuffix(".md")]
    section = kept.section(changes)
    assert "-先&lt;b&gt;道歉" in section
    assert "+先复述前三次，再说这次谁负责。" in section


def edited_by_hand(docs: Path, before: str, after: str) -> str:
    ((name, text),) = snapshot(docs).items()
    assert before in text
    (docs / "questions" / name).write_text(text.replace(before, after), "utf-8")
    return name


def without_sources(text: str) -> page.Page:
    return dataclasses.replace(page.read(text), sources=())


def test_an_edited_page_keeps_its_text_and_learns_who_else_asks_its_question(tmp_path: Path) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。", "b")))
    name = edited_by_hand(tmp_path, "先复述前三次。", "先道歉，慢一点。")
    before = snapshot(tmp_path)[name]
    other = documents(asked(QUESTION, "先问他方便吗。", "a"))
    report = imported(tmp_path, other)
    assert report.outcomes == {"edited": 1}
    assert [change.id for change in kept.news(report.changes)] == [name.removesuffix(".md")]
    after = snapshot(tmp_path)[name]
    assert without_sources(after) == without_sources(before)
    found = page.read(after).sources
    assert [(source.file, source.waiting) for source in found] == [("a.txt", True), ("b.txt", False)]
    again = imported(tmp_path, other, documents(asked(QUESTION, "先复述前三次。", "b")))
    assert snapshot(tmp_path)[name] == after
    assert kept.news(again.changes) == []
    assert "+先问他方便吗。" in kept.section(again.changes)


def test_what_a_source_of_an_edited_page_says_otherwise_is_news_once(tmp_path: Path) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。")))
    name = edited_by_hand(tmp_path, "先复述前三次。", "先道歉，慢一点。")
    texts: dict[str, str] = {}
    for answer, news in (
        ("先复述。", 1),
        ("先复述。", 0),
        ("再听。", 1),
        ("先复述前三次。", 0),
        ("再听。", 1),
    ):
        report = imported(tmp_path, documents(asked(QUESTION, answer)))
        assert len(kept.news(report.changes)) == news, answer
        text = snapshot(tmp_path)[name]
        assert texts.setdefault(answer, text) == text
        assert "先道歉，慢一点。" in text
    assert not any(source.waiting for source in page.read(text).sources)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("先说什么", "怎么开口"),
        ("status: imported", "status: reviewed"),
        ("- A. “我先查一下。”", "- A. “我替您查一下。”"),
        ("- A. “我先查一下。”\n", ""),
    ],
)
def test_importing_again_changes_no_byte_of_a_page_whose_question_or_options_were_edited(
    tmp_path: Path, before: str, after: str
) -> None:
    same = documents(asked(QUESTION, "A", options=("“我先查一下。”", "“不归我管。”")))
    imported(tmp_path, same)
    edited_by_hand(tmp_path, before, after)
    settled = snapshot(tmp_path)
    report = imported(tmp_path, same)
    assert report.outcomes == {"edited": 1}
    assert snapshot(tmp_path) == settled
    assert kept.news(report.changes) == []


def test_a_source_that_a_person_wrote_down_is_left_as_it_is(tmp_path: Path) -> None:
    same = documents(asked(QUESTION, "先复述前三次。"))
    imported(tmp_path, same)
    ((name, text),) = snapshot(tmp_path).items()
    kept_lines = [line for line in text.splitlines() if not line.startswith(("generated:", "  answer:"))]
    (tmp_path / "questions" / name).write_text("\n".join(kept_lines) + "\n", "utf-8")
    settled = snapshot(tmp_path)
    assert imported(tmp_path, same).outcomes == {"edited": 1}
    assert snapshot(tmp_path) == settled


def test_a_split_that_shifts_places_adds_no_source_to_an_edited_page(tmp_path: Path) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。", ordinal=1)))
    edited_by_hand(tmp_path, "先复述前三次。", "先道歉，慢一点。")
    settled = snapshot(tmp_path)
    shifted = documents(
        asked("仓库说缺货三天，您怎么告诉客户？", "直说。", ordinal=1),
        asked(QUESTION, "先复述前三次。", ordinal=2),
    )
    imported(tmp_path, shifted)
    assert settled.items() <= snapshot(tmp_path).items()


def test_a_document_that_asks_an_edited_question_twice_is_noted_twice_and_settles(tmp_path: Path) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。", "b")))
    name = edited_by_hand(tmp_path, "先复述前三次。", "先道歉，慢一点。")
    twice = documents(asked(QUESTION, "先听。", "a", 1), asked(QUESTION, "再说。", "a", 7))
    imported(tmp_path, twice)
    settled = snapshot(tmp_path)
    assert len(page.read(settled[name]).sources) == 3
    assert kept.news(imported(tmp_path, twice).changes) == []
    assert snapshot(tmp_path) == settled


def test_a_page_that_could_not_be_read_again_is_not_written_and_the_others_go_on(tmp_path: Path) -> None:
    bad, good = asked(QUESTION, "先复述。", ordinal=1), asked("仓库缺货，您怎么说？", "直说。", ordinal=2)
    (version,) = bad.versions
    source = dataclasses.replace(version.sources[0], number="1\n2")
    bad = dataclasses.replace(bad, versions=(dataclasses.replace(version, sources=(source,)),))
    for dry_run in (True, False):
        report = imported(tmp_path, documents(bad, good), dry_run=dry_run)
        assert report.outcomes == {"new": 1}
        (error,) = report.errors
        assert f"{bad.id}.md:" in error
        assert "sources.0.number" in error
    assert list(snapshot(tmp_path)) == [f"{good.id}.md"]


def test_the_answer_of_a_choice_question_is_text_too(tmp_path: Path) -> None:
    options = ("先听完", "先挂断")
    said = "A，[点我](javascript:alert(1))\n## 选项 {#options}\n<b>*重*</b>"
    bring(tmp_path, asked(QUESTION, said, options=options), asked(QUESTION, "B", "b", options=options[::-1]))
    ((_, text),) = snapshot(tmp_path).items()
    body = page.parse(page.read(text).body)
    assert wording.options(body) in (options, options[::-1])
    assert r"\[点我\](javascript:alert(1))" in text
    assert r"\## 选项 {#options}" in text.replace(r"\{", "{").replace(r"\}", "}")
    assert r"&lt;b>\*重\*&lt;/b>" in text
