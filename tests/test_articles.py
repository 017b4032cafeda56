"""What the last look at a built page lets through, and what stops the build; raw HTML in question pages is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.errors import WendaError
from wenda.record.page import Page, write
from wenda.site import articles, build

PAGE = '<!doctype html><title>问</title><script src="assets/javascripts/site.js"></script>{frame}<article class="md-typeset" data-id="a">{article}</article>'

LET_THROUGH = [
    "<p>甲 &lt;script&gt; 乙 & 丙 &quot;丁&quot; ' > 1</p>",
    '<p>甲<br>乙<br/>丙</p><hr /><ol start="3"><li>一</li></ol>',
    '<a href="../a.html#answer">甲</a><a href="https://example.org/?a=1&amp;b=2" title="a&gt;b">乙</a><a href="mailto:a@example.org">丙</a>',
    '<img alt="图" src="../assets/images/a.png" />',
    '<table><thead><tr><th align="right">甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table>',
    '<textarea id="t" readonly rows="3"></textarea><button type="button" aria-pressed="false" data-action="link" hidden>甲</button>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1"/></svg>',
    "<!--offline--><p>甲</p><!--/offline-->",
    "<p>onclick=alert(1) javascript:alert(1)</p>",
]
STOPPED = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>甲</p>",
    '<p style="position:fixed">甲</p>',
    '<a href="javascript:alert(1)">甲</a>',
    '<a href="JaVa&#x0A;ScRiPt:alert(1)">甲</a>',
    '<a href=" data:text/html,甲">甲</a>',
    '<a href="vbscript:x">甲</a>',
    '<img src="http://evil.example/x.gif">',
    '<img src="//evil.example/x.gif">',
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>甲</text></a></svg>',
    '<iframe src="a.html"></iframe>',
    '<form action="//evil.example/"></form>',
    "<!-- 甲 -->",
    "<plaintext>",
    "</article><article>",
    '<p title="><script>alert(1)</script>">甲</p><b c"d><script>"</script>',
    '<base href="//evil.example/">',
    '<button formaction="javascript:alert(1)">甲</button>',
    "<x-y>甲</x-y>",
]


@pytest.mark.parametrize("article", LET_THROUGH)
def test_let_through(article: str) -> None:
    assert articles.fault_of(PAGE.format(frame="", article=article)) is None


@pytest.mark.parametrize("article", STOPPED)
def test_stopped(article: str) -> None:
    assert articles.fault_of(PAGE.format(frame="", article=article))


@pytest.mark.parametrize(
    "frame",
    [
        "<script>alert(1)</script>",
        '<script src="//evil.example/x.js"></script>',
        '<script src="https://evil.example/x.js"></script>',
        '<script src="x.js" onerror="alert(1)"></script>',
        '<body class="a" onload=alert(1)>',
        '<a href="a.html" style="x">甲</a>',
    ],
)
def test_stopped_around_the_article(frame: str) -> None:
    assert articles.fault_of(PAGE.format(frame=frame, article="<p>甲</p>"))


@pytest.mark.parametrize(
    "frame",
    [
        '<meta name="description" content="甲 {: onclick=alert(1) style=&quot;x&quot; }">',
        '<script type="application/ld+json">{"name":"甲"}</script>',
        "<p>请写 onclick=x</p>",
    ],
)
def test_let_through_around_the_article(frame: str) -> None:
    assert articles.fault_of(PAGE.format(frame=frame, article="<p>甲</p>")) is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[点我](javascript:alert(1))", "javascript:"),
        ("点我\n{: onclick=alert(1) }", "onclick"),
        ("![图](http://evil.example/x.gif)", "evil.example"),
    ],
)
def test_a_page_that_may_not_be_published_stops_the_build_and_is_named(
    tmp_path: Path, body: str, says: str
) -> None:
    page = Page(id="aaaaaaaa", title="问", roles=("agent",), body=f"# 问\n\n{body}\n")
    (tmp_path / "docs/questions").mkdir(parents=True)
    (tmp_path / "docs/questions/aaaaaaaa.md").write_text(write(page), "utf-8")
    with pytest.raises(WendaError, match=r"questions/aaaaaaaa\.html: .*") as error:
        build.build_site(tmp_path / "docs", tmp_path / "site")
    assert says in str(error.value)
    assert not (tmp_path / "site").exists()


PIECES = [
    *LET_THROUGH,
    *STOPPED,
    *"<>/='\" &ap\n",
    "<p",
    " href=",
    ' onclick="',
    "</textarea>",
    "//",
    "javascript:",
    "甲",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_plain_is_let_through_by_a_reader_of_html(article: str) -> None:
    class Read(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in articles.TAGS
            for name, value in attrs:
                assert name in articles.ATTRIBUTES[tag] or name.startswith(("aria-", "data-"))
                assert name not in ("href", "src") or not re.search("[:&]|^//", value or "")

        def handle_comment(self, data: str) -> None:
            raise AssertionError(data)

        def handle_decl(self, decl: str) -> None:
            raise AssertionError(decl)

        def handle_pi(self, data: str) -> None:
            raise AssertionError(data)

    if articles._plain(article):
        reader = Read()
        reader.feed(article)
        reader.close()


# A second article is found by counting them.
@pytest.mark.parametrize("article", [each for each in STOPPED if "article" not in each])
def test_what_is_stopped_is_not_plain(article: str) -> None:
    assert not articles._plain(article)


def test_raw_html_is_text_unless_the_page_is_opened() -> None:
    text = "甲<b>乙</b>\n\n<div>丙</div>\n\n<!-- 丁 -->"
    closed = markdown.markdown(text, extensions=["wenda.site.text_only"])
    assert closed == (
        "<p>甲&lt;b&gt;乙&lt;/b&gt;</p>\n<p>&lt;div&gt;丙&lt;/div&gt;</p>\n<p>&lt;!-- 丁 --&gt;</p>"
    )
    opened = markdown.markdown(
        text, extensions=["wenda.site.text_only"], extension_configs={"wenda.site.text_only": {"html": True}}
    )
    assert "<b>乙</b>" in opened
    assert "<div>丙</div>" in opened
