"""The fast way to build gives the plain way's site, and does per page only what a page needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.inlinepatterns import SimpleTagInlineProcessor

from wenda import files
from wenda.record import page
from wenda.record.page import Body, Page, compose
from wenda.site import build, faster, frame, index, preview


def docs_of(folder: Path, count: int) -> Path:
    for number in range(count):
        answer = f"第{number}步，先听。\n\n- 一\n- 二\n\n[全部](../roles/index.md)"
        body = compose(Body(heading=f"第{number}题", question="怎么办？", parts={"answer": answer}))
        new = Page(id=f"aaaaaa{number:02}", title=f"第{number}题", roles=("agent",), kind="open", body=body)
        files.write_text(folder / "questions" / f"{new.id}.md", page.write(new))
    return folder


def varied(folder: Path) -> Path:
    """Pages of every kind that has a frame or holes of its own."""
    docs_of(folder, 2)
    bodies = {
        "bbbbbb01": {"answer": "先听。\n\n```\n  两格\n\n```\n\n再答。"},
        "bbbbbb02": {"options": "- A. 听\n- B. 答", "answer": "A", "analysis": "先听。"},
        "bbbbbb03": {},
        "bbbbbb04": {"answer": "一\n\n### 二\n\n三", "follow-ups": "- 四？", "levels": "- 五"},
        "bbbbbb05": {"answer": "已撤回的。"},
        "bbbbbb06": {"answer": "并走的。"},
    }
    more: dict[str, Any] = {
        "bbbbbb01": {"topics": ("complaints",), "reviewed_on": "2026-11-01", "status": "reviewed"},
        "bbbbbb02": {"kind": "choice", "points": 2.5, "year": 2025},
        "bbbbbb03": {"roles": (), "kind": None, "truncated": True},
        "bbbbbb04": {
            "roles": ("manager", "agent"),
            "also_asked": ("还能怎么问？",),
            "doubtful": ("“听”存疑",),
        },
        "bbbbbb05": {
            "status": "withdrawn",
            "withdrawn": page.Withdrawal(reason="答案有误", on="2026-11-02"),
        },
        "bbbbbb06": {"moved_to": "bbbbbb04"},
    }
    for page_id, parts in bodies.items():
        body = compose(Body(heading=f"{page_id} & <b>", question="怎么\n\n办？", parts=parts))
        values = {"roles": ("agent",), "kind": "open", **more[page_id]}
        new = Page(id=page_id, title=f"{page_id} & <b> “引号”", body=body, **values)
        files.write_text(folder / "questions" / f"{page_id}.md", page.write(new))
    return folder


def tree(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("site_url", ["", "https://example.org/"])
def test_the_plain_way_gives_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_url: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("SITE_URL", site_url)
    monkeypatch.setenv("REPO_URL", site_url)
    docs = varied(tmp_path / "docs")
    build.build_site(docs, tmp_path / "fast")
    monkeypatch.setenv("WENDA_PLAIN", "1")
    build.build_site(docs, tmp_path / "plain")
    assert not faster.enabled()
    fast, plain = tree(tmp_path / "fast"), tree(tmp_path / "plain")
    assert {name for name in {*fast, *plain} if fast.get(name) != plain.get(name)} == set()


PIECES = st.text(alphabet=" \n<>ab\t", max_size=12)


@given(st.lists(PIECES, min_size=3, max_size=9))
def test_a_page_put_together_of_tidied_pieces_is_the_tidied_page(pieces: list[str]) -> None:
    pieces = pieces if len(pieces) % 2 else pieces[:-1]
    texts = tuple(map(frame.cut, pieces[::2]))
    whole = "".join(pieces)
    ends = "\n" if whole.endswith("\n") else ""
    assert frame.joined(texts, pieces[1::2]) == frame.tidy(whole) + ends


def test_a_page_with_preformatted_text_keeps_its_blanks() -> None:
    pieces = ["<a>\n ", "<pre>\n  x\n\n</pre>", " \n</a>\n"]
    text = frame.joined(tuple(map(frame.cut, pieces[::2])), pieces[1::2])
    assert text == "".join(pieces)
    assert not isinstance(text, frame.Tidied)


@pytest.mark.parametrize("count", [2, 12])
def test_what_a_build_does_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    made: list[Any] = []
    converted: list[str] = []
    read: list[Path] = []
    parser, convert, catalog = markdown.Markdown.__init__, markdown.Markdown.convert, index.catalog

    def init(self: Any, **settings: Any) -> None:
        made.append(settings)
        parser(self, **settings)

    def noted(self: Any, source: str) -> str:
        converted.append(source)
        return convert(self, source)

    def reading(docs: Path) -> Any:
        read.append(docs)
        return catalog(docs)

    monkeypatch.setattr(markdown.Markdown, "__init__", init)
    monkeypatch.setattr(markdown.Markdown, "convert", noted)
    monkeypatch.setattr(build, "catalog", reading)
    monkeypatch.setattr(preview, "catalog", reading)
    docs = docs_of(tmp_path / "docs", count)
    build.build_site(docs, tmp_path / "site")
    assert len(read) == 1  # the pages are read once
    assert len(made) <= 3  # parsers do not grow with the pages
    assert sum("第" in source and "步" in source for source in converted) == count  # one conversion a page
    assert not any("<li data-" in source for source in converted)  # rows do not go through Markdown


def test_nothing_is_read_when_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = docs_of(tmp_path / "docs", 2)
    build.build_site(docs, tmp_path / "site")
    monkeypatch.setattr(build, "catalog", lambda _: pytest.fail("the pages were read"))
    assert not build.build_site(docs, tmp_path / "site")


def test_mkdocs_has_its_own_parser_again_afterwards() -> None:
    from mkdocs.structure import pages

    before = vars(pages)["markdown"]
    with faster.one_parser():
        assert vars(pages)["markdown"] is not before
    assert vars(pages)["markdown"] is before


TEXTS = [
    "先听，再答。",
    "**先听** 再 *答*",
    "a_b_c `x` \\* [一](../roles/index.md) ![图](x.png) <https://example.com> &amp; & <b>",
    "一  \n二",
    "1. 一\n2. 二 __三__",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_no_pattern_matches_is_left_alone_and_no_other(text: str) -> None:
    settings: dict[str, Any] = {"extensions": ["wenda.site.text_only", "attr_list", "tables", "toc"]}
    with faster.one_parser():
        from mkdocs.structure import pages

        fast = vars(pages)["markdown"].Markdown(**settings, extension_configs={})
    assert fast.convert(text) == markdown.Markdown(**settings).convert(text)


def test_every_pattern_is_tried_where_an_extension_brings_one() -> None:
    from mkdocs.structure import pages

    class Loud(markdown.Extension):
        def extendMarkdown(self, md: markdown.Markdown) -> None:
            md.inlinePatterns.register(SimpleTagInlineProcessor("(!!)(.+?)!!", "mark"), "loud", 70)

    with faster.one_parser():
        parser = vars(pages)["markdown"].Markdown(extensions=[Loud()], extension_configs={})
    assert "<mark>听</mark>" in parser.convert("先!!听!!")
