"""The pages that an import has in hand are those that are there, however many there are and whoever edits them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from test_library import QUESTION, asked, documents, imported, snapshot
from wenda import files
from wenda.errors import PageError
from wenda.importing import importer, loading
from wenda.record import family, frontmatter, held
from wenda.record.family import Family
from wenda.record.folder import pages
from wenda.record.library import Library
from wenda.record.page import Page

QUESTIONS = [QUESTION, "仓库说缺货三天，您怎么告诉客户？", "同事把工单转错了人，您怎么跟进？"]


def test_a_page_that_somebody_edits_while_an_import_goes_on_is_kept(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for document in "ab":
        library.apply(library.reconcile(asked(QUESTION, "先复述前三次。", document)))
    (path,) = (tmp_path / "questions").glob("*.md")
    edited = path.read_text("utf-8").replace("先复述前三次。", "先道歉，再复述。")
    path.write_text(edited, "utf-8")
    change = library.reconcile(asked(QUESTION, "更好的答案。", "c"))
    library.apply(change)
    assert change.outcome == "edited"
    assert path.read_text("utf-8").split("## ")[1] == edited.split("## ")[1]


@pytest.mark.parametrize("gone", [False, True])
def test_a_page_changed_between_reading_and_writing_stays_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。", "a")))
    (path,) = (tmp_path / "questions").glob("*.md")
    mine = "" if gone else path.read_text("utf-8").replace("先复述前三次。", "先道歉，再复述。")
    write = held.Pages._write

    def edit_first(pages: held.Pages, page: held.Held) -> held.Held:
        path.unlink() if gone else path.write_text(mine, "utf-8")
        return write(pages, page)

    monkeypatch.setattr(held.Pages, "_write", edit_first)
    better = documents(asked(QUESTION, "更好的答案。", "b"))
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter([better]))
    report = importer.import_sources([], Library(tmp_path), dry_run=False, advance=lambda: None)
    (error,) = report.errors
    assert str(path) in error
    assert "Import again" in error
    assert not path.exists() if gone else path.read_text("utf-8") == mine
    monkeypatch.setattr(held.Pages, "_write", write)
    again = imported(tmp_path, documents(asked(QUESTION, "更好的答案。", "b")))
    assert again.outcomes == ({"new": 1} if gone else {"edited": 1})


@pytest.mark.parametrize("most", [1, 2, held.MOST])
def test_pages_that_are_put_aside_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(held, "MOST", most)
    found = [
        documents(*(asked(text, f"答{letter}。", letter, n) for n, text in enumerate(QUESTIONS, 1)))
        for letter in "abcb"
    ]
    tried = imported(tmp_path, *found, dry_run=True)
    assert not list(tmp_path.rglob("*.md"))
    assert tried.outcomes == {"new": 3, "duplicate": 6, "unchanged": 3}
    assert imported(tmp_path, *found).outcomes == tried.outcomes
    monkeypatch.setattr(held, "MOST", 100)
    imported(tmp_path / "all", *found)
    assert snapshot(tmp_path) == snapshot(tmp_path / "all")


def test_a_dry_run_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    library = Library(tmp_path)
    for number, text in enumerate(QUESTIONS, 1):
        library.apply(library.reconcile(asked(text, "先听完。", "a", number)), dry_run=True)
    assert len(list(tmp_path.rglob("*.md"))) == 2
    del library
    assert not list(tmp_path.iterdir())


def test_pages_written_behind_are_those_written_at_once(tmp_path: Path) -> None:
    found = [
        asked(text, f"答{letter}。", letter, n) for letter in "abc" for n, text in enumerate(QUESTIONS, 1)
    ]
    at_once, behind = Library(tmp_path / "a"), Library(tmp_path / "b")
    for each in found:
        at_once.apply(at_once.reconcile(each))
    with behind.writing_behind():
        for each in found:
            behind.apply(behind.reconcile(each))
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    assert len(snapshot(tmp_path / "a")) == 3


def test_a_page_that_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, text: str) -> bool:
        raise OSError(28, "No space left on device", str(path))

    library = Library(tmp_path)
    monkeypatch.setattr(files, "write_text", refuse)
    with pytest.raises(OSError, match="No space left"), library.writing_behind():
        library.apply(library.reconcile(asked(QUESTION, "先复述。")))


def test_many_documents_that_ask_the_same_write_its_page_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write_text = files.write_text

    def count(path: Path, text: str) -> bool:
        written.append(path.name)
        return write_text(path, text)

    monkeypatch.setattr(files, "write_text", count)
    library = Library(tmp_path)
    with library.writing_behind():
        for letter in "abcdef":
            library.apply(library.reconcile(asked(QUESTION, f"答{letter}。", letter)))
    assert len(written) == 1
    at_once = Library(tmp_path / "other")
    for letter in "abcdef":
        at_once.apply(at_once.reconcile(asked(QUESTION, f"答{letter}。", letter)))
    assert len(written) == 7
    assert snapshot(tmp_path) == snapshot(tmp_path / "other")


@pytest.mark.parametrize("gone", [False, True])
def test_a_page_that_somebody_changes_before_the_next_document_adds_to_it_is_kept(
    tmp_path: Path, gone: bool
) -> None:
    imported(tmp_path, documents(asked(QUESTION, "先复述前三次。", "a")))
    (path,) = (tmp_path / "questions").glob("*.md")
    mine = path.read_text("utf-8").replace("先复述前三次。", "先道歉，再复述。")
    library = Library(tmp_path)
    with library.writing_behind():
        library.apply(library.reconcile(asked(QUESTION, "更好的答案。", "b")))
        path.unlink() if gone else path.write_text(mine, "utf-8")
        if gone:
            with pytest.raises(PageError, match="was removed"):
                library.reconcile(asked(QUESTION, "最好的答案。", "c"))
        else:
            assert library.reconcile(asked(QUESTION, "最好的答案。", "c")).outcome == "edited"
    (conflict,) = library.conflicts
    assert str(path) in conflict
    assert not path.exists() if gone else path.read_text("utf-8") == mine


def test_a_page_that_is_gone_is_told_and_the_other_questions_are_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (
        documents(*(asked(text, f"答{letter}。", letter, n) for n, text in enumerate(some, 1)))
        for letter, some in zip("abc", (QUESTIONS[:1], QUESTIONS[:1], QUESTIONS), strict=True)
    )
    imported(tmp_path, first)
    (path,) = (tmp_path / "questions").glob("*.md")
    library = Library(tmp_path)
    path.unlink()
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter([second, third]))
    report = importer.import_sources([], library, dry_run=False, advance=lambda: None)
    assert [str(path) in error for error in report.errors] == [True, True]
    assert report.outcomes == {"new": 2}


def several() -> list[loading.Imported]:
    """Documents that ask one question in the same words and in others, with and without options, twice, and again."""
    other = "客户三次来电都没有解决，第四次您接起来会先说什么？"
    said = [
        documents(asked(QUESTION, f"答{letter}。", letter), asked(QUESTIONS[1], "直说。", letter, 2))
        for letter in "abcd"
    ]
    twice = documents(asked(QUESTION, "先道歉。", "e"), asked(QUESTION, "先查记录。", "e", 7))
    choice = [
        documents(
            asked("下面哪一句可以说？", key, letter, options=options),
            asked(QUESTION, "先听。", letter, 2),
        )
        for letter, key, options in (
            ("1", "B", ("不归我管", "我来查")),
            ("2", "B", ("不归我管", "我来查")),
            ("3", "A", ("我来查", "不归我管")),
        )
    ]
    better = documents(asked(QUESTION, "答a，说得更全。", "a"))
    return [*said, twice, *choice, documents(asked(other, "先听完。", "f")), *said[1:], better, said[2]]


@pytest.mark.parametrize("wait", [1, 2, 3, held.JOINED])
@pytest.mark.parametrize("most", [1, held.MOST])
def test_documents_that_wait_for_each_other_give_the_pages_that_they_give_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: int, most: int
) -> None:
    monkeypatch.setattr(held, "JOINED", wait)
    monkeypatch.setattr(held, "MOST", most)
    alone = imported(tmp_path / "alone", *several())
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter(several()))
    for dry_run in (True, False):
        together = importer.import_sources(
            [], Library(tmp_path / "together"), dry_run=dry_run, advance=lambda: None, allow_fewer=True
        )
        assert together.outcomes == alone.outcomes
        assert together.errors == alone.errors == []
        assert snapshot(tmp_path / "together") == ({} if dry_run else snapshot(tmp_path / "alone"))


def test_a_page_is_made_for_many_documents_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    to_page = family.to_page

    def count(found: Family, before: Page | None = None) -> Page:
        made.append(found.id)
        return to_page(found, before)

    monkeypatch.setattr(family, "to_page", count)
    found = [documents(asked(QUESTION, "先听完。", f"{number:03x}")) for number in range(1 + 3 * held.JOINED)]
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter(found))
    report = importer.import_sources([], Library(tmp_path), dry_run=False, advance=lambda: None)
    assert report.outcomes == {"new": 1, "duplicate": 3 * held.JOINED}
    assert len(made) == 4


def test_a_document_that_makes_a_page_too_long_is_named_and_the_others_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontmatter, "CAP", 1_200)
    found = [documents(asked(QUESTION, "先听完。", f"{number:03x}")) for number in range(9)]
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter(found))
    report = importer.import_sources([], Library(tmp_path), dry_run=False, advance=lambda: None)
    (page,) = pages(tmp_path)
    assert 1 < len(page.sources) < 9
    assert len(report.errors) == 9 - len(page.sources)
    assert all("at most 1200" in error for error in report.errors)
    alone = imported(tmp_path / "alone", *found)
    assert len(alone.errors) == len(report.errors)
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path)


def test_a_page_that_somebody_writes_where_a_new_one_is_to_be_is_kept(tmp_path: Path) -> None:
    library = Library(tmp_path)
    new = asked(QUESTION, "先复述前三次。")
    path = tmp_path / f"questions/{new.id}.md"
    with library.writing_behind():
        library.apply(library.reconcile(new))
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", "utf-8")
    assert path.read_text("utf-8") == "mine"
    assert [str(path) in conflict for conflict in library.conflicts] == [True]


def test_a_page_that_the_disk_refuses_keeps_no_other_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = asked(QUESTIONS[1], "直说。", "a", 2)
    write_text = files.write_text

    def refuse(path: Path, text: str) -> bool:
        if path.stem == refused.id:
            raise OSError(13, "Permission denied", str(path))
        return write_text(path, text)

    monkeypatch.setattr(files, "write_text", refuse)
    found = documents(*(asked(text, "先听完。", "a", number) for number, text in enumerate(QUESTIONS, 1)))
    monkeypatch.setattr(loading, "loaded", lambda places, caps: iter([found]))
    with pytest.raises(OSError, match="Permission denied"):
        importer.import_sources([], Library(tmp_path), dry_run=False, advance=lambda: None)
    assert len(snapshot(tmp_path)) == len(QUESTIONS) - 1
