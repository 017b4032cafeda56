"""The curator's commands: nothing edited is lost, every address answers, whatever is interrupted."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import play
from play import ON, QUESTIONS, about, bring, edit, every, snapshot
from wenda.cli.main import wenda
from wenda.desk import desk
from wenda.desk.merge import merge
from wenda.desk.publish import publish, published
from wenda.desk.unimport import unimport
from wenda.desk.withdraw import withdraw
from wenda.errors import PageError, WendaError
from wenda.record import page
from wenda.record.folder import pages
from wenda.record.ids import question_id
from wenda.record.page import Page
from wenda.record.wording import question_text
from wenda.site.build import build_site
from wenda.site.index import write_index
from wenda.site.public import withhold


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "docs"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("# 问答\n", "utf-8")
    return folder


def run(docs: Path, *arguments: str) -> str:
    result = CliRunner().invoke(wenda, [*arguments, "--docs", str(docs)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


# ── merge ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_merging_imported_pages_keeps_both_phrasings_and_all_sources(docs: Path) -> None:
    bring(docs, "a", "b")
    gone, kept = about(docs, 0).id, about(docs, 1).id
    run(docs, "merge", gone, kept, "--on", ON)
    found = every(docs)
    assert found[gone].moved_to == kept
    assert f"]({kept}.md)" in found[gone].body
    assert found[kept].also_asked == (QUESTIONS[0],)
    assert {source.file for source in found[kept].sources} == {"a.txt", "b.txt"}
    assert "先把前三次的经过复述一遍" in found[kept].body
    assert "先道歉" in found[kept].body
    assert [event.on for event in found[kept].history] == [ON]
    assert [event.on for event in found[gone].history] == [ON]
    before = snapshot(docs)
    assert bring(docs, "a", "b").outcomes == {"unchanged": 6}
    assert snapshot(docs) == before


def test_a_merged_page_goes_on_taking_better_answers_of_both_phrasings(docs: Path) -> None:
    bring(docs, "a", "b", level=0)
    gone, kept = (question_id(play.spoken(n, 0)) for n in (0, 1))
    merge(docs, gone, kept, on=ON)
    bring(docs, "a", "b", level=1)
    merged = every(docs)[kept]
    assert QUESTIONS[1] in merged.body
    assert merged.also_asked == (QUESTIONS[0],)
    bring(docs, "c", level=1)
    assert {source.file for source in every(docs)[kept].sources} == {"a.txt", "b.txt", "c.txt"}


@pytest.mark.parametrize("which", ["gone", "kept", "both"])
def test_merging_loses_no_edit(docs: Path, which: str) -> None:
    bring(docs, "a", "b")
    gone, kept = about(docs, 0).id, about(docs, 1).id
    for name, page_id in (("gone", gone), ("kept", kept)):
        if which in (name, "both"):
            edit(docs, page_id, f"写在 {name} 上的话。")
    merge(docs, gone, kept, on=ON)
    body = every(docs)[kept].body
    for words in ("写在 gone 上的话。", "写在 kept 上的话。"):
        assert (words in body) == (words[3:7] in (which, *("gone", "kept") * (which == "both")))
    assert "先把前三次的经过复述一遍" in body
    assert "先道歉" in body
    assert body.count("{#answer}") == 1
    again = snapshot(docs)
    assert bring(docs, "a", "b").outcomes["edited"] == 2
    assert snapshot(docs) == again


def test_merging_loses_no_part_whose_anchor_was_written_twice(docs: Path) -> None:
    bring(docs, "a", "b")
    gone, kept = about(docs, 0).id, about(docs, 1).id
    for words in ("先写下的话。", "后写下的话。"):
        edit(docs, gone, words)
    merge(docs, gone, kept, on=ON)
    body = every(docs)[kept].body
    assert "先写下的话。" in body
    assert "后写下的话。" in body


def test_a_reviewed_page_stays_the_answer_when_it_is_merged_away(docs: Path) -> None:
    bring(docs, "a", "b")
    gone, kept = about(docs, 0), about(docs, 1).id
    desk.save(docs, dataclasses.replace(gone, reviewed_on=ON))
    merge(docs, gone.id, kept, on=ON)
    merged = every(docs)[kept]
    assert merged.reviewed
    parts = page.parse(merged.body).parts
    assert "复述" in parts["answer"]
    assert "先道歉" in parts["other-answers"]
    assert merged.also_asked == (QUESTIONS[1],)


def test_forwards_do_not_grow_into_chains(docs: Path) -> None:
    bring(docs, "a", "b")
    one, two, three = about(docs, 0).id, about(docs, 1).id, about(docs, 2).id
    merge(docs, one, two, on=ON)
    merge(docs, two, three, on=ON)
    assert {every(docs)[each].moved_to for each in (one, two)} == {three}


@pytest.mark.parametrize(
    ("gone", "kept", "message"),
    [(0, 0, "name two"), (0, None, "there is no page"), (None, 0, "there is no page")],
)
def test_merging_what_cannot_be_merged(docs: Path, gone: int | None, kept: int | None, message: str) -> None:
    bring(docs, "a")
    ids = [about(docs, each).id if each is not None else "zzzzzzzz" for each in (gone, kept)]
    with pytest.raises(WendaError, match=message):
        merge(docs, *ids, on=ON)


def test_other_options_are_another_question(docs: Path) -> None:
    stem = "哪一句最能安抚客户？"
    paths = [
        desk.new(docs, stem, options=options, roles=["agent"]) for options in (("甲", "乙"), ("甲", "丙"), ())
    ]
    for path in paths[1:]:
        with pytest.raises(WendaError, match="other options"):
            merge(docs, path.stem, paths[0].stem, on=ON)


# ── withdraw ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_withdrawing_leaves_no_word_and_lets_no_import_bring_it_back(docs: Path) -> None:
    bring(docs, "a", "b", level=0)
    gone, kept = (question_id(play.spoken(n, 0)) for n in (0, 1))
    merge(docs, gone, kept, on=ON)
    run(docs, "withdraw", kept, "--reason", "rights", "--on", ON)
    notice = every(docs)[kept]
    assert notice.withdrawn is not None
    assert notice.withdrawn.reason == "权利人提出异议"
    assert notice.withdrawn.reason in notice.body
    for page_id in (gone, kept):
        text = desk.path_of(docs, page_id).read_text("utf-8")
        assert "来电" not in text
        assert "复述" not in text
    for level in (
        0,
        1,
    ):  # the same, also from a document that was not there before, and all of them cleaned better
        assert bring(docs, "a", "b", "c", level=level).outcomes["withdrawn"] == 4
        assert every(docs)[kept].body == notice.body
        assert not [
            each for each in play.listed(docs) if "来电都没有" in each.body or "前三次都" in each.body
        ]


def test_withdrawing_twice_and_what_is_not_there(docs: Path) -> None:
    bring(docs, "a", "b")
    page_id = about(docs, 0).id
    first = withdraw(docs, page_id, "wrong", on=ON)
    assert withdraw(docs, page_id, "outdated", on="2028-01-01") == first
    with pytest.raises(WendaError, match="say why"):
        withdraw(docs, about(docs, 2).id, "  ", on=ON)
    one, two = about(docs, 3).id, about(docs, 4).id
    merge(docs, one, two, on=ON)
    with pytest.raises(WendaError, match=f"merged into {two}"):
        withdraw(docs, one, "wrong", on=ON)


# ── publish, unimport ────────────────────────────────────────────────────────────────────────────────────────


def test_publishing_adds_and_never_takes_out(docs: Path) -> None:
    bring(docs, "a")
    assert "Published" in run(docs, "publish")
    first = published(docs)
    assert {"index.html", "roles/agent.html", f"questions/{about(docs, 0).id}.html"} <= set(first)
    bring(docs, "b")
    assert publish(docs, pages(docs))
    assert published(docs)[: len(first)] == first
    assert publish(docs, pages(docs)) == ()
    (docs / "questions" / f"{about(docs, 0).id}.md").unlink()
    with pytest.raises(WendaError, match="silent now"):
        run(docs, "publish")


def test_unimport_takes_an_import_back(docs: Path) -> None:
    bring(docs, "a")
    before = snapshot(docs)
    bring(docs, "b")
    done = unimport(docs, "b.txt", on=ON)
    assert (len(done.deleted), len(done.shortened)) == (2, 1)
    assert snapshot(docs) == before


def test_unimport_keeps_what_was_edited_and_answers_what_was_published(docs: Path) -> None:
    bring(docs, "a", "b")
    publish(docs, pages(docs))
    kept = about(docs, 3).id
    edit(docs, kept, "写上去的话。")
    gone = about(docs, 0).id
    output = run(docs, "unimport", "a" * 12, "--on", ON)
    assert f"{kept}: kept" in output
    assert every(docs)[gone].withdrawn
    play.check_promises(docs, {"写上去的话。"})
    assert bring(docs, "a").outcomes["new"] == 1  # the notice is lifted
    assert every(docs)[gone].listed
    with pytest.raises(WendaError, match="no page came from it"):
        unimport(docs, "z.txt", on=ON)


def test_unimport_takes_back_what_an_edited_page_only_noted(docs: Path) -> None:
    bring(docs, "a")
    page_id = about(docs, 0).id
    edit(docs, page_id, "写上去的话。")
    before = desk.path_of(docs, page_id).read_text("utf-8")
    bring(docs, "c")
    assert {source.file for source in every(docs)[page_id].sources} == {"a.txt", "c.txt"}
    assert page_id in unimport(docs, "c.txt", on=ON).shortened
    assert desk.path_of(docs, page_id).read_text("utf-8") == before


def test_merging_keeps_what_either_page_only_noted(docs: Path) -> None:
    bring(docs, "b")
    gone = about(docs, 4).id
    desk.assign(docs, gone, ["manager"], on=ON)
    bring(docs, "c")
    desk.assign(docs, gone, ["agent"], on=ON)  # as an import made it, but for c, which waits
    kept = about(docs, 0).id
    merge(docs, gone, kept, on=ON)
    assert {(s.file, s.waiting) for s in every(docs)[kept].sources} == {
        ("b.txt", False),
        ("c.txt", False),
        ("c.txt", True),
    }
    bring(docs, "c", "b")
    assert "先动外包的夜班" in every(docs)[kept].body
    assert not any(source.waiting for source in every(docs)[kept].sources)


# ── new, mv, distinct ────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_for_a_question_of_ones_own(docs: Path) -> None:
    output = run(docs, "new", "夜里只剩您一个人值班，系统报警，您先做什么？", "--roles", "agent，manager")
    path = Path(output.strip())
    made = page.read(path.read_text("utf-8"), str(path))
    assert made.roles == ("agent", "manager")
    assert "{#answer}" in made.body
    assert question_text(page.parse(made.body)) == "夜里只剩您一个人值班，系统报警，您先做什么？"
    for text, message in (("夜里只剩您一个人值班,系统报警,您先做什么?", "has its page"), ("？", "is empty")):
        with pytest.raises(WendaError, match=message):
            run(docs, "new", text)
    with pytest.raises(WendaError, match="no kind"):
        run(docs, "new", "另一个问题怎么问？", "--kind", "riddle")


def test_changing_roles_is_an_edit_that_imports_respect(docs: Path) -> None:
    bring(docs, "a")
    page_id = about(docs, 0).id
    run(docs, "mv", page_id, "--roles", "manager, director", "--on", ON)
    bring(docs, "a")
    moved = every(docs)[page_id]
    assert moved.roles == ("manager", "director")
    assert [event.what for event in moved.history] == ["岗位：agent → manager、director"]
    with pytest.raises(WendaError, match="at least one role"):
        desk.assign(docs, page_id, [], on=ON)


def test_pages_called_distinct_are_not_proposed_and_still_take_imports(docs: Path) -> None:
    text = "您为什么选择做客服这份工作？"
    one, two = (desk.new(docs, t).stem for t in (text, "请问您为什么会选择做客服这份工作"))
    assert f"wenda merge {min(one, two)} {max(one, two)}" in run(docs, "duplicates")
    run(docs, "duplicates", "--distinct", one, two)
    assert "wenda merge" not in run(docs, "duplicates")
    bring(docs, "a", level=0)
    page_id = about_any(docs)
    desk.call_distinct(docs, page_id, one)
    assert bring(docs, "a", level=1).outcomes == {"updated": 3}
    assert every(docs)[page_id].distinct == (one,)


def about_any(docs: Path) -> str:
    return next(each.id for each in play.listed(docs) if each.sources)


def test_roles_are_given_by_id_or_name_and_a_wrong_id_is_refused(docs: Path) -> None:
    path = Path(run(docs, "new", "系统报警时您先做什么？", "--roles", "客服经理,高铁站务员").strip())
    assert every(docs)[path.stem].roles == ("manager", "高铁站务员")
    run(docs, "mv", path.stem, "--roles", "客服专员", "--on", ON)
    assert every(docs)[path.stem].roles == ("agent",)
    for command in (("mv", path.stem, "--roles", "boss"), ("new", "还有别的问题吗？", "--roles", "boss")):
        with pytest.raises(WendaError, match=r"no role 'boss' in rules/roles\.toml; it has marketing, "):
            run(docs, *command)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "两\n行"}, "00000000.md:3: title: "),
        ({"title": "半\ud800个"}, "half a character"),
        ({"body": "半\ud800个"}, "half a character"),
    ],
)
def test_a_page_that_no_command_could_read_again_is_not_written(
    docs: Path, fields: dict[str, str], message: str
) -> None:
    before = snapshot(docs)
    value = Page(id="00000000", title="问", body="# 问\n")
    with pytest.raises(PageError, match=message):
        desk.save(docs, dataclasses.replace(value, **fields))  # type: ignore[arg-type]
    assert snapshot(docs) == before


def test_what_cannot_be_called_distinct(docs: Path) -> None:
    bring(docs, "a")
    page_id = about(docs, 0).id
    before = snapshot(docs)
    with pytest.raises(WendaError, match="name two"):
        run(docs, "duplicates", "--distinct", page_id, page_id)
    with pytest.raises(WendaError, match="is no id"):
        run(docs, "duplicates", "--distinct", page_id, "../index")
    assert {path: text for path, text in snapshot(docs).items() if path.endswith(".md")} == before


@pytest.mark.parametrize(
    "command",
    [("check",), ("publish",), ("review",), ("duplicates",), ("index",), ("build",), ("export", "json")],
)
def test_a_folder_that_is_not_there_is_wrong_usage_and_not_an_empty_one(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(wenda, [*command, "--docs", str(tmp_path / "nowhere" / "docs")])
    assert result.exit_code == 2
    assert "does not exist" in result.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["yesterday", "2027-13-01"])
def test_a_day_is_a_day(docs: Path, value: str) -> None:
    result = CliRunner().invoke(wenda, ["mv", "aaaaaaaa", "--roles", "agent", "--on", value])
    assert result.exit_code == 2


# ── review ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_queue_says_what_pages_need_worst_first(docs: Path) -> None:
    bring(docs, "a")
    chrome, approved, plain = (about(docs, n).id for n in (0, 2, 3))
    edit(docs, chrome, "还剩12页未读，继续阅读")
    path = docs / "questions" / f"{approved}.md"
    path.write_text(
        path.read_text("utf-8").replace("status: imported\n", f"status: imported\nreviewed_on: {ON}\n"),
        "utf-8",
    )
    cut = Page(
        id="00000000", title="客户说物流太慢，", truncated=True, body="# x\n\n客户说物流太慢，怎么办？\n"
    )
    desk.save(docs, cut)
    rows = json.loads(run(docs, "review", "--format", "json"))
    assert [row["id"] for row in rows] == [cut.id, chrome, plain]
    needs = {row["id"]: [each["need"] for each in row["needs"]] for row in rows}
    assert needs[cut.id] == ["no-answer", "cut-off", "no-role", "chopped-title", "unreviewed"]
    assert needs[chrome] == ["residue", "unreviewed"]
    line = rows[1]["needs"][0]["line"]
    assert "还剩12页" in Path(rows[1]["path"]).read_text("utf-8").splitlines()[line - 1]
    assert f"{chrome}.md:{line}: residue: " in run(docs, "review")


def test_the_queue_names_what_was_not_taken_over_into_an_edited_page(docs: Path) -> None:
    bring(docs, "a")
    page_id = about(docs, 0).id
    edit(docs, page_id, "写上去的话。")
    assert "source-unused" not in run(docs, "review")
    bring(docs, "c")
    line = desk.path_of(docs, page_id).read_text("utf-8").splitlines().index("  title: 客服专员面试题 c") + 2
    assert f"{page_id}.md:{line}: source-unused: edited, so not taken over: what c.txt says" in run(
        docs, "review"
    )


# ── public ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_nobody_cleared_is_not_public(docs: Path) -> None:
    bring(docs, "a")
    ids = [about(docs, n).id for n in (0, 2, 3)]
    for page_id, cleared in zip(ids, (None, None, "2027-03-01 作者来信同意"), strict=True):
        value = every(docs)[page_id]
        sources = tuple(dataclasses.replace(s, rights="禁止转载") for s in value.sources)
        desk.save(docs, dataclasses.replace(value, sources=sources, rights_cleared=cleared))
    (docs / "index.md").write_text(f"# 问答\n\n[一题](questions/{ids[1]}.md)\n", "utf-8")
    assert sorted(withhold(docs)) == sorted(ids[:2])
    found = every(docs)
    assert ids[0] not in found
    assert found[ids[1]].title == "本题暂不公开"
    assert "缺货" not in (docs / "questions" / f"{ids[1]}.md").read_text("utf-8")
    assert found[ids[2]].listed


def test_a_source_of_which_nothing_stands_on_the_page_does_not_forbid_it(docs: Path) -> None:
    bring(docs, "a")
    page_id = about(docs, 0).id
    edit(docs, page_id, "写上去的话。")
    bring(docs, "c")
    value = every(docs)[page_id]
    sources = tuple(dataclasses.replace(s, rights="禁止转载" if s.waiting else None) for s in value.sources)
    assert any(source.rights for source in sources)
    desk.save(docs, dataclasses.replace(value, sources=sources))
    assert withhold(docs) == []
    assert "rights: " not in run(docs, "check")


def test_neither_withdrawn_nor_forbidden_words_are_anywhere_in_a_public_site(
    docs: Path, tmp_path: Path
) -> None:
    bring(docs, "a", "b")
    forbidden, gone = about(docs, 2), about(docs, 4).id
    sources = tuple(dataclasses.replace(s, rights="禁止转载") for s in forbidden.sources)
    desk.save(docs, dataclasses.replace(forbidden, sources=sources))
    publish(docs, pages(docs))
    write_index(docs)  # data made of all pages lies about in the folder
    withdraw(docs, gone, "rights", on=ON)
    assert build_site(docs, tmp_path / "site", public=True)
    assert not build_site(docs, tmp_path / "site", public=True)
    every_file = b"".join(p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file())
    for words in ("仓库说缺货三天", "直说缺货，给两个选择", "先看重复来电", "把客服费用砍掉"):
        assert words.encode() not in every_file, words
        assert json.dumps(words)[1:-1].encode() not in every_file, words
    for form in ("json", "markdown"):
        run(docs, "export", form, "--public", "-o", str(tmp_path / form))
        said = (tmp_path / form).read_text("utf-8")
        assert "前三次的经过" in said
        assert not [words for words in ("仓库说缺货三天", "先看重复来电", "把客服费用砍掉") if words in said]
    for page_id in (forbidden.id, gone):
        assert (tmp_path / "site/questions" / f"{page_id}.html").is_file()
    assert (tmp_path / "site/questions" / f"{about(docs, 0).id}.html").is_file()
