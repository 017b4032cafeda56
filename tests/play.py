"""A small desk to play with: documents at two levels of cleaning, commands that can be killed, and what must hold."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from wenda import files
from wenda.desk.publish import unanswered
from wenda.importing import importer, loading
from wenda.model import Question
from wenda.record import family, page
from wenda.record.family import Family
from wenda.record.folder import pages
from wenda.record.ids import normalise, question_id
from wenda.record.library import Library
from wenda.record.notices import identities
from wenda.record.page import Page, SourceRef

ON = "2027-03-01"

QUESTIONS = (
    "客户三次来电都没有解决，您第四次接起来先说什么？",
    "同一位客户第四次来电，前三次都没有解决，您开口先说什么？",
    "仓库说缺货三天，您怎么告诉等着收货的客户？",
    "新来的坐席一接投诉就哭，作为主管您怎么带？",
    "老板要求下个月把客服费用砍掉两成，您先动哪里？",
)
# Which questions a document asks, and how it answers; documents overlap.
DOCUMENTS: dict[str, tuple[tuple[int, str], ...]] = {
    "a": ((0, "先把前三次的经过复述一遍。"), (2, "直说缺货，给两个选择。"), (3, "先让她听别人怎么接。")),
    "b": ((1, "先道歉，再说这次谁负责。"), (2, "先说能做什么，再说不能做什么。"), (4, "先看重复来电。")),
    "c": ((0, "先把前三次的经过复述一遍。"), (0, "先问他现在方便吗。"), (4, "先动外包的夜班。")),
}


class Killed(BaseException):
    """The process is gone."""


def spoken(number: int, level: int) -> str:
    """Return a question as cleaning of a level leaves it: at level 0 a stray character is still in it."""
    text = QUESTIONS[number]
    return text if level else text[:6] + "夲" + text[6:]


def asked(document: str, ordinal: int, text: str, answer: str) -> Family:
    question = Question(ordinal=ordinal, text=text, start=0, end=0, answer=answer)
    source = SourceRef(
        file=f"{document}.txt", digest=document * 64, ordinal=ordinal, title=f"客服专员面试题 {document}"
    )
    return family.from_question(question_id(text), question, source, ())


def loaded(document: str, level: int) -> loading.Imported:
    """Return a document as the stages hand it to the library."""
    tally = loading.Tally(removed=Counter(), repairs=Counter(), warnings=())
    return loading.Imported(
        path=f"{document}.txt",
        digest=document * 64,
        families=tuple(
            asked(document, ordinal, spoken(number, level), answer)
            for ordinal, (number, answer) in enumerate(DOCUMENTS[document], 1)
        ),
        tally=tally,
    )


def bring(docs: Path, *documents: str, level: int = 1) -> importer.Report:
    report, library = importer.Report(), Library(docs)
    for each in documents:
        importer.reconcile(loaded(each, level), library, report, dry_run=False)
    assert not report.errors
    return report


def snapshot(docs: Path) -> dict[str, str]:
    return {
        path.relative_to(docs.parent).as_posix(): path.read_text("utf-8")
        for path in sorted(docs.parent.rglob("*"))
        if path.is_file()
    }


def every(docs: Path) -> dict[str, Page]:
    return {each.id: each for each in pages(docs)}


def listed(docs: Path) -> list[Page]:
    return [each for each in pages(docs) if each.listed]


def about(docs: Path, number: int) -> Page:
    """Return the listed page that asks a question, however it came to."""
    wanted = question_id(QUESTIONS[number])
    (found,) = [each for each in listed(docs) if wanted in identities(each)]
    return found


def edit(docs: Path, page_id: str, words: str) -> None:
    """Add words to a page, as an editor program does."""
    path = docs / "questions" / f"{page_id}.md"
    path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\n## 踩雷 {{#pitfalls}}\n\n{words}\n", "utf-8")


@contextlib.contextmanager
def killed_after(writes: int) -> Iterator[None]:
    """Kill what runs inside when it wants to change one file more than `writes`."""
    left = writes
    write, unlink = files.write_text, Path.unlink

    def spend() -> None:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1

    def mortal_write(path: Path, text: str, *, made: bool = False) -> bool:
        if not path.exists() or path.read_text("utf-8") != text:
            spend()
        return write(path, text, made=made)

    def mortal_unlink(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".md":
            spend()
        unlink(path, missing_ok=missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write_text", mortal_write)
        patch.setattr(Path, "unlink", mortal_unlink)
        yield


def survives(docs: Path, command: Callable[[], object], holds: Callable[[], None]) -> None:
    """Run a command, killed after every number of writes and run again: it must end the same each time."""
    saved = docs.parent.with_name(docs.parent.name + ".saved")

    def rewind() -> None:
        shutil.rmtree(docs.parent)
        shutil.copytree(saved, docs.parent)

    shutil.copytree(docs.parent, saved)
    try:
        command()
        holds()
        end = snapshot(docs)
        for writes in range(100):
            rewind()
            try:
                with killed_after(writes):
                    command()
            except Killed:
                holds()
                command()
            else:
                break
            assert snapshot(docs) == end
        assert snapshot(docs) == end
    finally:
        shutil.rmtree(saved)


def check_promises(docs: Path, written: set[str]) -> None:
    """Every page can be read, every published address answers, every word that a person wrote is somewhere."""
    found = every(docs)
    assert unanswered(docs, found) == []
    text = "\n".join(each.body for each in found.values())
    for words in written:
        assert words in text, words


def check_families(docs: Path) -> None:
    """No question has two pages, and what was withdrawn is in none."""
    seen: dict[str, str] = {}
    for each in listed(docs):
        for identity in identities(each):
            assert seen.setdefault(identity, each.id) == each.id
    gone = {identity for each in pages(docs) if each.withdrawn for identity in (each.id, *each.aliases)}
    lifted = {each.id for each in pages(docs) if each.withdrawn and each.withdrawn.until_import}
    assert not (gone - lifted) & set(seen) - {None}


def check_sources(docs: Path, documents: Iterable[str]) -> None:
    """Each place of each document that is in stands among the sources of a page, edited or not, or of a notice."""
    there = {family.place(source) for each in pages(docs) for source in each.sources}
    for document in documents:
        for ordinal in range(1, len(DOCUMENTS[document]) + 1):
            assert (document * 64, ordinal) in there, (document, ordinal)


def unedited(value: Page) -> bool:
    return not page.edited(value)


def said(value: Page) -> str:
    return normalise(value.body)
