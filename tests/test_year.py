"""A year at the desk, and any year: whatever is done in whatever order, and killed at any point, the promises hold.

No edit is lost, every address ever published answers, no question has two pages, and what was done to a page
stands in it.
"""

from __future__ import annotations

import html
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import play
from play import ON, about, bring, edit, every, listed, survives
from wenda.desk import desk
from wenda.desk.merge import merge
from wenda.desk.publish import publish, published
from wenda.desk.unimport import unimport
from wenda.desk.withdraw import withdraw
from wenda.errors import WendaError
from wenda.record import page
from wenda.record.folder import pages
from wenda.record.ids import question_id
from wenda.record.page import Page, parse
from wenda.record.wording import options, question_text
from wenda.site.build import build_site
from wenda.site.index import write_index


def test_a_year(tmp_path: Path) -> None:
    docs = tmp_path / "project" / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 问答\n", "utf-8")
    written: set[str] = set()

    def holds() -> None:
        play.check_promises(docs, written)

    # January: two documents come in, cleaned as well as it went, and the site goes out.
    survives(docs, lambda: bring(docs, "a", "b", level=0), holds)
    survives(docs, lambda: publish(docs, pages(docs)), holds)
    january = published(docs)
    ids = [question_id(play.spoken(n, 0)) for n in range(5)]
    # March: somebody writes; the rules get better; the same folder is imported again, in another order.
    edit(docs, ids[2], "千万别说“马上到货”。")
    written.add("千万别说“马上到货”。")
    survives(docs, lambda: bring(docs, "b", "a", level=1), holds)
    assert set(every(docs)) == set(ids)
    assert about(docs, 3).id == ids[3]
    # May: a new document overlaps with both; two pages turn out to be one; one of them carries an edit.
    edit(docs, ids[0], "复述之前先报自己的名字。")
    written.add("复述之前先报自己的名字。")
    survives(docs, lambda: bring(docs, "c", level=1), holds)
    survives(docs, lambda: publish(docs, pages(docs)), holds)
    survives(docs, lambda: merge(docs, ids[0], ids[1], on="2027-05-04"), holds)
    # July: a page changes hands, another is withdrawn, a question of one's own comes in.
    survives(docs, lambda: desk.assign(docs, ids[3], ["manager"], on="2027-07-01"), holds)
    survives(docs, lambda: withdraw(docs, ids[4], "rights", on="2027-07-02"), holds)
    own = desk.new(docs, "客户要加您私人微信，您怎么答？", roles=["agent"]).stem
    edit(docs, own, "不加，但给他一个能找到我的号。")
    written.add("不加，但给他一个能找到我的号。")
    survives(docs, lambda: publish(docs, pages(docs)), holds)
    # September: everything is imported once more; what was withdrawn does not come back.
    survives(docs, lambda: bring(docs, "c", "b", "a", level=1), holds)
    assert every(docs)[ids[4]].withdrawn
    # November: a merged page is merged on; one document turns out to be a mistake.
    survives(docs, lambda: merge(docs, ids[1], own, on="2027-11-01"), holds)
    survives(docs, lambda: unimport(docs, "a.txt", on="2027-11-02"), holds)
    survives(docs, lambda: write_index(docs), holds)
    # December: all that was ever published answers, and each page says what happened to it.
    play.check_promises(docs, written)
    play.check_families(docs)
    assert set(january) <= set(published(docs))
    found = every(docs)
    assert set(ids) <= set(found)
    assert [found[page_id].moved_to for page_id in ids[:2]] == [own, own]
    history = {page_id: [event.what for event in found[page_id].history] for page_id in found}
    assert history[ids[0]] == [f"并入 {ids[1]}"]
    assert history[ids[1]] == [f"{ids[0]} 并入本页", f"并入 {own}"]
    assert history[own] == [f"{ids[1]} 并入本页"]
    assert history[ids[3]] == ["岗位：agent → manager"]
    assert history[ids[4]] == ["撤回：权利人提出异议"]
    # Readers see it too, of forwards and notices as of pages, and each published address is a file.
    assert build_site(docs, tmp_path / "site")
    for page_id, events in history.items():
        shown = html.unescape((tmp_path / "site/questions" / f"{page_id}.html").read_text("utf-8"))
        assert all(f"　{event}</li>" in shown for event in events), page_id
    assert all((tmp_path / "site" / address).is_file() for address in published(docs))


def test_the_order_of_files_does_not_matter_and_deleting_everything_gives_the_same(tmp_path: Path) -> None:
    results = []
    for number, order in enumerate(("abc", "cba", "bca")):
        docs = tmp_path / str(number) / "docs"
        bring(docs, *order)
        results.append(play.snapshot(docs))
    assert results[0] == results[1] == results[2]


def test_an_edit_taken_back_lets_the_better_cleaning_in(tmp_path: Path) -> None:
    docs = tmp_path / "project" / "docs"
    bring(docs, "b", level=0)
    page_id = question_id(play.spoken(4, 0))
    desk.assign(docs, page_id, ["manager"], on=ON)
    bring(docs, "b", level=1)
    assert "夲" in every(docs)[page_id].body
    desk.assign(docs, page_id, ["agent"], on=ON)
    bring(docs, "b", level=1)
    found = every(docs)[page_id]
    assert play.QUESTIONS[4] in found.body
    assert [event.what for event in found.history] == ["岗位：agent → manager", "岗位：manager → agent"]
    settled = play.snapshot(docs)
    bring(docs, "b", level=1)
    assert play.snapshot(docs) == settled


def test_a_document_that_came_while_a_page_was_edited_comes_in_when_the_edit_is_taken_back(
    tmp_path: Path,
) -> None:
    docs = tmp_path / "project" / "docs"
    bring(docs, "a")
    page_id = about(docs, 0).id
    desk.assign(docs, page_id, ["manager"], on=ON)
    bring(docs, "c")
    assert [source.waiting for source in every(docs)[page_id].sources] == [False, True, True]
    desk.assign(docs, page_id, ["agent"], on=ON)
    bring(docs, "a", "c")
    found = every(docs)[page_id]
    assert "先问他现在方便吗" in found.body
    assert not any(source.unused for source in found.sources)
    fresh = tmp_path / "fresh" / "docs"
    bring(fresh, "a", "c")
    assert page.fingerprint(found) == page.fingerprint(every(fresh)[page_id])
    assert found.sources == every(fresh)[page_id].sources


def test_what_was_withdrawn_does_not_come_back_at_an_address_that_waits_for_its_document(
    tmp_path: Path,
) -> None:
    docs = tmp_path / "project" / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 问答\n", "utf-8")
    cleaned, noisy = (question_id(play.spoken(4, level)) for level in (1, 0))
    bring(docs, "b", level=1)
    publish(docs, pages(docs))
    unimport(docs, "b.txt", on=ON)
    assert every(docs)[cleaned].withdrawn
    bring(docs, "c", level=0)
    withdraw(docs, noisy, "wrong", on=ON)
    bring(docs, "b", level=0)  # its place is that of the first notice, its words are those of the second
    assert not {cleaned, noisy} & {each.id for each in listed(docs)}
    settled = play.snapshot(docs)
    bring(docs, "b", level=0)
    assert play.snapshot(docs) == settled


class Desk(RuleBasedStateMachine):
    """Any sequence of the commands, each perhaps killed and run again."""

    places = st.integers(0, 30)
    deaths = st.none() | st.integers(0, 3)

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="wenda-desk-")
        self.docs = Path(self.folder.name) / "project" / "docs"
        self.docs.mkdir(parents=True)
        self.levels: dict[str, int] = {}
        self.written: set[str] = set()
        self.number = 0
        self.settled = True

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def run(self, command: object, death: int | None) -> None:
        assert callable(command)
        if death is not None:
            try:
                with play.killed_after(death):
                    command()
                return
            except play.Killed:
                play.check_promises(self.docs, self.written)
        command()

    def pick(self, place: int) -> Page:
        found = listed(self.docs)
        return found[place % len(found)]

    def some(self) -> bool:
        return bool(listed(self.docs))

    @rule(document=st.sampled_from("abc"), better=st.booleans(), death=deaths)
    def import_(self, document: str, better: bool, death: int | None) -> None:
        level = max(self.levels.get(document, 0), int(better))  # cleaning gets better, never worse
        self.levels[document] = level
        self.run(lambda: bring(self.docs, document, level=level), death)

    @precondition(lambda self: self.some())
    @rule(place=places)
    def edit(self, place: int) -> None:
        self.number += 1
        words = f"第{self.number}次写下的话。"
        edit(self.docs, self.pick(place).id, words)
        self.written.add(words)

    @rule(death=deaths)
    def publish(self, death: int | None) -> None:
        self.run(lambda: publish(self.docs, pages(self.docs)), death)

    @precondition(lambda self: self.some())
    @rule(one=places, other=places, death=deaths)
    def merge(self, one: int, other: int, death: int | None) -> None:
        a, b = self.pick(one).id, self.pick(other).id
        if a != b:
            self.run(lambda: merge(self.docs, a, b, on=ON), death)

    @precondition(lambda self: self.some())
    @rule(place=places, death=deaths)
    def withdraw(self, place: int, death: int | None) -> None:
        page = self.pick(place)
        self.written = {words for words in self.written if words not in page.body}
        self.settled = False  # the next import notes on the notice which places of documents ask its question
        self.run(lambda: withdraw(self.docs, page.id, "wrong", on=ON), death)

    @precondition(lambda self: self.some())
    @rule(place=places, role=st.sampled_from(["agent", "manager", "宠物殡葬师"]), death=deaths)
    def mv(self, place: int, role: str, death: int | None) -> None:
        page_id = self.pick(place).id
        # A role taken back leaves the page as an import made it: what was kept from it meanwhile comes in now.
        self.settled = False
        self.run(lambda: desk.assign(self.docs, page_id, [role], on=ON), death)

    @rule(document=st.sampled_from("abc"), death=deaths)
    def unimport(self, document: str, death: int | None) -> None:
        def command() -> None:
            try:
                unimport(self.docs, f"{document}.txt", on=ON)
            except WendaError as error:
                assert "no page came from it" in str(error)  # noqa: PT017

        self.run(command, death)
        self.levels.pop(document, None)

    @rule()
    def index(self) -> None:
        write_index(self.docs)

    @invariant()
    def promises(self) -> None:
        if hasattr(self, "docs"):
            play.check_promises(self.docs, self.written)
            play.check_families(self.docs)

    @invariant()
    def importing_again_changes_nothing(self) -> None:
        if hasattr(self, "docs"):
            for settled in (True,) if self.settled else (False, True):
                before = play.snapshot(self.docs)
                for document, level in self.levels.items():
                    bring(self.docs, document, level=level)
                    if settled:
                        assert play.snapshot(self.docs) == before
            self.settled = True
            play.check_sources(self.docs, self.levels)

    @invariant()
    def every_page_can_be_read_as_a_question(self) -> None:
        if hasattr(self, "docs"):
            for page in listed(self.docs):
                body = parse(page.body)
                assert question_text(body)
                assert options(body) == ()


Desk.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestDesk = Desk.TestCase


@pytest.mark.slow
class TestLongDesk(Desk.TestCase):  # type: ignore[valid-type,misc]
    settings = settings(
        max_examples=200, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
