"""Packs: read, followed, checked, exported; and a deck imported twice by Anki itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from questions import CHOICE, MOVED, REVIEWED, WITHDRAWN, write_docs
from wenda.cli import main
from wenda.desk.check import check
from wenda.desk.publish import publish, unanswered
from wenda.errors import PageError
from wenda.export import anki as deck
from wenda.record import packs
from wenda.record.folder import pages
from wenda.record.page import Page


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write_docs(tmp_path / "docs")
    (tmp_path / "packs").mkdir()
    return tmp_path / "docs"


def put(docs: Path, text: str, name: str = "first") -> Path:
    path = docs.parent / "packs" / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_forwards_are_followed_and_each_question_stands_once(docs: Path) -> None:
    put(docs, f'name = "首轮"\nquestions = ["{CHOICE}", "{MOVED}", "{REVIEWED}", "{WITHDRAWN}"]\n')
    (pack,) = packs.load(docs)
    found = packs.members(pack, {page.id: page for page in pages(docs)})
    assert [page.id for page in found] == [CHOICE, REVIEWED, WITHDRAWN]


def test_a_forward_in_a_circle_leads_nowhere() -> None:
    ring = {
        a: Page(id=a, title="题", body="# 题\n", moved_to=b)
        for a, b in (("aaaaaaa1", "b" * 8), ("b" * 8, "aaaaaaa1"))
    }
    assert packs.target("aaaaaaa1", ring) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", ":1: "),
        ('questions = ["aaaaaaa1"]', "name"),
        ('name = "甲"\nquestions = []', "questions"),
        ('name = "甲"\nquestions = ["../../etc"]', "no id"),
        ('name = "甲"\nquestions = ["aaaaaaa1"]\ncolour = "red"', "colour"),
    ],
)
def test_a_wrong_pack_is_named_with_its_line(docs: Path, text: str, said: str) -> None:
    path = put(docs, text)
    with pytest.raises(PageError, match=said) as caught:
        packs.load(docs)
    assert str(caught.value).startswith(f"{path}:")
    assert [each.path for each in check(docs) if each.path.suffix == ".toml"] == [path]


def test_check_says_where_a_question_of_a_pack_went(docs: Path) -> None:
    path = put(
        docs, f'name = "首轮"\nquestions = [\n"{MOVED}",\n"{WITHDRAWN}",\n"zzzzzzzz",\n"{CHOICE}",\n]\n'
    )
    found = [(each.line, each.note) for each in check(docs) if each.path == path]
    assert found == [(3, True), (4, True), (5, False)]


def test_a_published_pack_that_is_gone_is_missed(docs: Path) -> None:
    path = put(docs, f'name = "首轮"\nquestions = ["{CHOICE}"]\n')
    assert "packs/first.html" in publish(docs, pages(docs))
    every = {page.id: page for page in pages(docs)}
    assert unanswered(docs, every) == []
    path.unlink()
    assert [address for address, _ in unanswered(docs, every)] == ["packs/first.html"]


def test_a_pack_is_exported_in_its_own_order(docs: Path, tmp_path: Path) -> None:
    path = put(docs, f'name = "首轮"\nquestions = ["{CHOICE}", "{MOVED}", "{WITHDRAWN}"]\n')
    for pack in ("first", str(path)):
        out = tmp_path / "a.md"
        result = CliRunner().invoke(
            main.wenda, ["export", "markdown", "--docs", str(docs), "--pack", pack, "-o", str(out)]
        )
        assert result.exit_code == 0, result.output
        text = out.read_text("utf-8")
        assert text.startswith("# 首轮\n")
        assert 0 < text.index(f"{{#{CHOICE}}}") < text.index(f"{{#{REVIEWED}}}")
        assert WITHDRAWN not in text
    wrong = CliRunner().invoke(main.wenda, ["export", "json", "--docs", str(docs), "--pack", "none"])
    assert wrong.exit_code == 2


def test_anki_updates_cards_and_keeps_what_was_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV

    def imported(moment: int, *found: Page) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
        path = tmp_path / "deck.apkg"
        deck.write_deck(path, found)
        mine.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        )

    def page(page_id: str, answer: str) -> Page:
        return Page(
            id=page_id,
            title="题",
            kind="open",
            roles=("agent",),
            body=f"# 题\n\n## 参考答案 {{#answer}}\n\n{answer}\n",
        )

    mine = Collection(str(tmp_path / "collection.anki2"))
    try:
        imported(1_700_000_000, page("aaaaaaa1", "先听。"), page("bbbbbbb1", "先问。"))
        (card,) = mine.find_cards("编号:aaaaaaa1")
        learnt = mine.get_card(card)
        learnt.type, learnt.queue = CARD_TYPE_REV, QUEUE_TYPE_REV
        learnt.ivl, learnt.reps, learnt.due = 17, 4, 40
        mine.update_card(learnt)
        imported(
            1_700_100_000,
            page("aaaaaaa1", "先听，再查。"),
            page("bbbbbbb1", "先问。"),
            page("ccccccc1", "新。"),
        )
        assert mine.note_count() == mine.card_count() == 3
        again = mine.get_card(card)
        assert "先听，再查。" in again.note()["答案"]
        assert (again.type, again.ivl, again.reps) == (CARD_TYPE_REV, 17, 4)
        assert again.note().guid == "wenda-aaaaaaa1"
        assert "岗位::客服专员" in again.note().tags
    finally:
        mine.close()


def test_the_deck_of_a_role_holds_notes_of_the_deck_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = [Page(id=f"aaaaaaa{n}", title=f"第{n}题", kind="open", body="# 题\n") for n in range(4)]
    sets = {"all": found, "role": [found[3], found[1]], "none": [], "again": found[::-1]}
    assert deck.write_decks([(tmp_path / f"{name}.apkg", pages) for name, pages in sets.items()]) == 4
    assert (tmp_path / "all.apkg").read_bytes() == (tmp_path / "again.apkg").read_bytes()
    assert not list(tmp_path.glob(".*"))
    numbers = {}
    for name in ("role", "none", "all"):
        mine = Collection(str(tmp_path / f"{name}.anki2"))
        try:
            path = str(tmp_path / f"{name}.apkg")
            mine.import_anki_package(
                ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions())
            )
            assert mine.note_count() == mine.card_count() == len(sets[name])
            notes = [mine.get_note(each) for each in mine.find_notes("")]
            assert {note.guid for note in notes} == {deck.guid(page.id) for page in sets[name]}
            numbers[name] = {note.guid: note.id for note in notes}
        finally:
            mine.close()
    assert numbers["role"].items() <= numbers["all"].items()


def test_a_deck_of_one_moment_is_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    page = Page(id="aaaaaaa1", title="题", body="# 题\n")
    for name in ("a", "b"):
        deck.write_deck(tmp_path / name, [page])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
