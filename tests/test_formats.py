"""Word and HTML documents become the text that a reader sees; without the extra they are refused with the remedy."""

from __future__ import annotations

import builtins
import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenda import pipeline
from wenda.errors import SourceError
from wenda.reading import formats, read

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><title>题库</title><style>p{color:red}</style><script>var a = "别当正文";</script></head><body>
<nav><ul><li>首页</li><li>下载</li></ul></nav>
<h1>2025年客服专员面试题及答案</h1>
<p>1.客户三次来电都没有解决，您第四次接起来先说什么？</p>
<p>答案：先把前三次的经过<b>复述</b>一遍，再说这次由谁负责。</p>
<p>2.仓库说缺货三天，您怎么告诉客户？<br>答案：直说缺货，&nbsp;给两个选择：</p>
<ol><li>等三天</li><li>换同款</li></ol>
<footer>友情链接 关于我们</footer></body></html>
"""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def extra() -> None:
    for name in ("mammoth", "lxml", "inscriptis"):
        pytest.importorskip(name, reason="the extra `formats` is not installed (`make formats`)")


def word(paragraphs: Sequence[str], numbered: Sequence[str] = ()) -> bytes:
    """Return a Word document as small as they come; `numbered` paragraphs carry a number that Word only shows."""
    plain = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    mark = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    listed = "".join(f"<w:p>{mark}<w:r><w:t>{each}</w:t></w:r></w:p>" for each in numbered)
    level = "<w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
    return archive(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "_rels/.rels": _relations("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relations("numbering", "numbering.xml"),
            "word/numbering.xml": f"<w:numbering xmlns:w='{WORD}'><w:abstractNum w:abstractNumId='0'>{level}"
            "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
            "word/document.xml": f"<w:document xmlns:w='{WORD}'><w:body>{plain}{listed}</w:body></w:document>",
        }
    )


def _relations(kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org"
    return (
        f"<Relationships xmlns='{base}/package/2006/relationships'><Relationship Id='r1' Target='{target}' "
        f"Type='{base}/officeDocument/2006/relationships/{kind}'/></Relationships>"
    )


def archive(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_is_what_its_reader_sees(encoding: str) -> None:
    source = read.decode(PAGE.encode(encoding), "题库.html")
    assert source.text.splitlines()[0] == "2025年客服专员面试题及答案"
    assert "1. 等三天\n2. 换同款" in source.text
    for unseen in ("别当正文", "color", "友情链接", "首页", "<", "\xa0"):
        assert unseen not in source.text
    assert any("navigation" in warning for warning in source.step.warnings)


@pytest.mark.usefixtures("extra")
def test_questions_of_a_page_and_of_a_word_document() -> None:
    for source in (
        read.decode(PAGE.encode(), "题库.html"),
        read.decode(
            word(
                [
                    "2025年客服专员面试题及答案",
                    "1.客户三次来电都没有解决，您第四次接起来先说什么？",
                    "答案：先把前三次的经过复述一遍，再说这次由谁负责。",
                    "2.仓库说缺货三天，您怎么告诉客户？",
                    "答案：直说缺货，给两个选择：",
                ],
                ["等三天", "换同款"],
            ),
            "题库.docx",
        ),
    ):
        outline = pipeline.process(source).outline
        assert [question.text for question in outline.questions] == [
            "客户三次来电都没有解决，您第四次接起来先说什么？",
            "仓库说缺货三天，您怎么告诉客户？",
        ]
        assert outline.questions[0].answer == "先把前三次的经过复述一遍，再说这次由谁负责。"
        assert "换同款" in (outline.questions[1].answer or "")


@pytest.mark.usefixtures("extra")
def test_text_that_only_mentions_markup_stays_text() -> None:
    text = "1.<html>标签是什么？\n答案：网页的根。\n"
    assert read.decode(text.encode(), "题.txt").text == text


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"word/document.xml": "<broken"}), "damaged"),
        (archive({"word/document.xml": ""}), "damaged"),
        (archive({"word/document.xml": b"\0" * (formats.LARGEST + 1)}), "unpacks to 100 MB"),
    ],
)
def test_a_word_document_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read.decode(data, "坏.docx")


@pytest.mark.usefixtures("extra")
def test_deep_nesting_is_no_crash() -> None:
    page = "<html>" + "<div>" * 100_000 + "深" + "</div>" * 100_000
    try:
        assert read.decode(page.encode(), "深.html").text
    except SourceError as error:
        assert "taken apart" in str(error)  # noqa: PT017


@pytest.mark.usefixtures("extra")
@settings(max_examples=60)
@given(st.data())
def test_damage_is_an_error_that_says_so(data: st.DataObject) -> None:
    whole = bytearray(word(["一段话"]))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read.decode(bytes(whole), "坏.docx")
    except SourceError as error:
        assert str(error).startswith("坏.docx: ")  # noqa: PT017


@pytest.mark.parametrize(("data", "path"), [(PAGE.encode(), "题库.html"), (word(["一段话"]), "题库.docx")])
def test_without_the_extra_it_says_what_to_install(
    data: bytes, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *arguments: object, **more: object) -> object:
        if name.split(".")[0] in ("mammoth", "lxml", "inscriptis"):
            raise ImportError(name)
        return real(name, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(SourceError, match=rf"{path}: is an? .*make formats"):
        read.decode(data, path)


def test_other_archives_are_still_refused() -> None:
    for data in (archive({"xl/workbook.xml": "<x/>"}), b"PK\x03\x04 nothing"):
        with pytest.raises(SourceError, match="ZIP archive or an Office document"):
            read.decode(data, "表.xlsx")
