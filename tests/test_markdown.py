"""Escaped text shows exactly its characters when the site's own Markdown renders it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from wenda.record.markdown import escape, unescape
from wenda.site import text as site_text

_CONFIG = Path(__file__).parents[1] / "mkdocs.yml"


def site_markdown() -> markdown.Markdown:
    """Return the renderer that mkdocs.yml describes."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda loader, tag, node: None)
    listed = yaml.load(_CONFIG.read_text("utf-8"), Loader)["markdown_extensions"]
    names = [each if isinstance(each, str) else next(iter(each)) for each in listed]
    return markdown.Markdown(extensions=names)


RENDERER = site_markdown()
TEXT = st.text(
    st.sampled_from("甲乙，。1 a\n\n#*_`[]()<>&|~^=+-.:!{}\\\"'$%@/;?　…")
    | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=60,
)


def shown(text: str) -> str:
    rendered = RENDERER.reset().convert(text)
    assert not re.search(r"<(?!/?p>)", rendered), rendered
    return html.unescape(re.sub(r"</?p>", "", rendered))


@given(TEXT)
@example("1. 一\n2. 二")
@example("# 标题 {#x onclick=alert(1)}")
@example("甲\n---")
@example("甲\n===")
@example("![图](javascript:alert(1))")
@example("<script>alert(1)</script>")
@example("&lt;b&gt; &#60; &amp;amp;")
@example("a | b\n--|--\n1 | 2")
@example("{: onclick=alert(1) }")
@example("[^1]: 注\n*[缩]: 写\n[x]: http://example.org")
@example("--8<-- 'mkdocs.yml'")
@example("{{ 7*7 }} {% include 'x' %}")
@example("    缩进\n\n    代码")
@example("**粗**__粗__~~删~~")
@example("1) 一\n2) 二")
@example("*****")
@example("http://example.org <a@example.org>")
def test_escaped_text_shows_as_it_is(text: str) -> None:
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    got = shown("\n\n".join(escape(line) for line in paragraphs))
    assert got.split() == " ".join(paragraphs).split()


@given(TEXT)
def test_unescape_is_the_inverse(text: str) -> None:
    stripped = "\n".join(line.strip() for line in text.split("\n"))
    assert unescape(escape(text)) == stripped


@pytest.mark.parametrize("text", ["您好，请讲。", "AI客服占比60%", "3.15晚会", "（一）背景"])
def test_ordinary_text_is_left_readable(text: str) -> None:
    assert escape(text) == text


@given(
    st.lists(
        st.sampled_from(
            ["**甲**", "乙", "\n", "\n\n", "- ", "| 丙 |", "{#a-1}", "[丁](x.md)", "`", " ", "#", "1. "]
        )
    )
)
def test_the_beginning_of_a_text_is_that_of_all_of_it(pieces: list[str]) -> None:
    markdown = "".join(pieces) * 4
    whole = site_text.plain(markdown, limit=len(markdown) + 1)
    for limit in (1, 3, 10, 40):
        cut = whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"
        assert site_text.plain(markdown, limit=limit) == cut
