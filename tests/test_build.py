"""The site is built whole or not at all, from lists that are made anew, and only when something has changed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from wenda import files
from wenda.errors import BusyError, PageError, WendaError
from wenda.record import page
from wenda.record.markdown import escape
from wenda.record.page import Body, Page, compose
from wenda.site import build, index
from wenda.site.index import catalog, write_index


def put(docs: Path, page_id: str, title: str, **fields: object) -> Path:
    body = compose(Body(heading=escape(title), question="您怎么办？", parts={"answer": "先听，再答。"}))
    path = docs / "questions" / f"{page_id}.md"
    value = Page(id=page_id, title=title, body=body, **{"roles": ("agent",), "kind": "open", **fields})  # type: ignore[arg-type]
    files.write_text(path, page.write(value))
    return path


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "我的 文档"
    put(folder, "aaaaaaaa", "客户<b>催</b>单怎么办？", topics=("complaints",))
    put(folder, "bbbbbbbb", "[排班](x)怎么排？", roles=("manager", "高铁站务员"), kind="knowledge")
    put(folder, "cccccccc", "撤回的", status="withdrawn")
    return folder


def test_lists_follow_the_pages(docs: Path) -> None:
    write_index(docs)
    names = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - {"questions/cccccccc.md"}
    assert "roles/gao-tie-zhan-wu-yuan.md" in names
    assert {
        "roles/agent.md",
        "roles/manager.md",
        "topics/complaints.md",
        "kinds/open.md",
        "kinds/knowledge.md",
    } <= names
    assert "cccccccc" not in (docs / "roles/agent.md").read_text("utf-8")
    (docs / "questions/bbbbbbbb.md").unlink()
    assert write_index(docs).changed > 0
    assert not (docs / "roles/gao-tie-zhan-wu-yuan.md").exists()
    assert write_index(docs).changed == 0


def test_an_index_of_nothing_new_reads_no_page(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_index(docs)
    monkeypatch.setattr(index, "catalog", lambda _: pytest.fail("the pages were read"))
    assert write_index(docs) == dataclasses.replace(first, changed=0)


@pytest.mark.parametrize("made", ["roles/agent.md", "assets/data/search/meta.js", "assets/data/.index.json"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text("{", "utf-8")])
def test_what_the_index_made_and_somebody_harmed_is_made_again(
    docs: Path, made: str, harm: Callable[[Path], None]
) -> None:
    write_index(docs)
    before = (docs / made).read_bytes()
    harm(docs / made)
    write_index(docs)
    assert (docs / made).read_bytes() == before


def test_an_introduction_is_part_of_what_lists_are_made_of(docs: Path) -> None:
    write_index(docs)
    files.write_text(docs / "intros/agent.md", "# 客服专员\n\n先听后答。\n")
    assert write_index(docs).changed > 0
    assert "先听后答" in (docs / "roles/agent.md").read_text("utf-8")


def test_the_four_roles_come_first(docs: Path) -> None:
    assert [listing.slug for listing in catalog(docs).roles] == ["agent", "manager", "gao-tie-zhan-wu-yuan"]


def test_an_introduction_is_drawn_in(docs: Path) -> None:
    files.write_text(docs / "intros/agent.md", "接电话的人。\n")
    write_index(docs)
    assert "接电话的人。" in (docs / "roles/agent.md").read_text("utf-8")


def test_every_link_leads_to_a_file_and_titles_are_text(docs: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build.build_site(docs, site)
    broken = []
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            target = urldefrag(unquote(link))[0].partition("?")[0]
            if target and "://" not in target and not target.startswith(("/", "data:", "mailto:")):
                inside = (path.parent / target).resolve()
                if not (inside.is_file() or (inside / "index.html").is_file()):
                    broken.append(f"{path.name}: {link}")
    assert broken == []
    text = (site / "questions/aaaaaaaa.html").read_text("utf-8")
    assert "<b>" not in text
    assert "客户&lt;b&gt;催&lt;/b&gt;单怎么办？" in text


def test_nothing_is_built_when_nothing_has_changed(docs: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build.build_site(docs, site)
    assert not build.build_site(docs, site)
    put(docs, "dddddddd", "新的一题？")
    assert build.build_site(docs, site)
    assert (site / "questions/dddddddd.html").exists()


def test_a_build_that_fails_leaves_the_old_site(docs: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build.build_site(docs, site)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    path = put(docs, "eeeeeeee", "坏链接？")
    path.write_text(path.read_text("utf-8") + "\n[不在](nowhere.md)\n", "utf-8")
    with pytest.raises(WendaError, match=r"nowhere\.md"):
        build.build_site(docs, site)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert not list(tmp_path.glob(".site.*new*"))


def test_a_bad_page_is_named_with_its_line(docs: Path, tmp_path: Path) -> None:
    (docs / "questions/aaaaaaaa.md").write_text("---\nid: aaaaaaaa\nstatus: done\n---\n", "utf-8")
    with pytest.raises(PageError, match=r"aaaaaaaa\.md:\d+: "):
        build.build_site(docs, tmp_path / "site")


def test_one_writer_at_a_time(docs: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with files.writer(site, "build"), pytest.raises(BusyError, match="`wenda build`"):
        build.build_site(docs, site)


def test_a_folder_takes_the_place_of_another_in_one_step(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, name in ((new, "b"), (old, "a")):
        folder.mkdir()
        (folder / name).touch()
    files.replace_folder(new, old)
    assert [path.name for path in old.iterdir()] == ["b"]
    assert not new.exists()


def test_a_file_is_written_only_when_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    assert files.write_text(path, "甲")
    assert not files.write_text(path, "甲")
    assert files.write_text(path, "乙")
    assert [each.name for each in tmp_path.iterdir()] == ["x.md"]


@pytest.mark.parametrize("name", ["questions/dddddddd.md", "assets/notes.txt", "questions/more"])
def test_a_link_that_leads_out_publishes_nothing(docs: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key.md").write_text("密钥", "utf-8")
    link = docs / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "secret" if name.endswith("more") else tmp_path / "secret/key.md")
    with pytest.raises(WendaError, match="leads out of"):
        build.build_site(docs, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_link_within_the_folder_is_followed(docs: Path) -> None:
    (docs / "assets").mkdir()
    (docs / "assets/a.txt").write_text("甲", "utf-8")
    (docs / "assets/b.txt").symlink_to("a.txt")
    files.refuse_links_out(docs)


def test_a_replacement_that_was_killed_halfway_is_put_right(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").touch()
    (tmp_path / ".site.new").mkdir()
    files.recover_folder(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "index.html").exists()
