"""Which files are let in, how their encoding is told, and what becomes of what is no visible character."""

import io
import os
import socket
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.errors import SourceError
from wenda.reading import charset, read

CASES = tomllib.loads((Path(__file__).parent / "cases/read.toml").read_text("utf-8"))
ENCODED = [(case["text"], encoding) for case in CASES["encoded"] for encoding in case["encodings"]]


@pytest.mark.parametrize(("text", "encoding"), ENCODED, ids=lambda value: value[:12])
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    source = read.decode(text.encode(encoding), "a.txt")
    assert source.text == text
    assert source.step.warnings == ()
    family = {
        "utf-8-sig": "utf-8",
        "utf-16": "utf-16-le",
        "gbk": "gb18030",
        "cp950": "big5",
        "big5hkscs": "big5",
    }
    assert source.encoding == family.get(encoding, encoding)


@pytest.mark.parametrize("case", CASES["normalised"], ids=lambda case: ascii(case["before"])[:30])
def test_normalised(case: dict[str, object]) -> None:
    step = read.normalise(str(case["before"]))
    assert step.after == case["after"]
    assert [edit.rule for edit in step.edits] == case["rules"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["says"])
def test_refused_with_a_clear_word(case: dict[str, str]) -> None:
    with pytest.raises(SourceError) as caught:
        read.decode(eval(case["bytes"]), "odd\nname.txt")  # our own literals
    assert case["says"] in str(caught.value)
    assert str(caught.value).startswith("odd\\nname.txt: ")
    assert "\n" not in str(caught.value)


def test_a_text_that_ends_inside_a_character_loses_that_character_and_says_so() -> None:
    text = "一位客户在电话里等了很久，之后挂断了。您怎么办？"
    for encoding in ("utf-8", "gb18030", "utf-16-le", "big5"):
        data = text.encode(encoding, "ignore" if encoding == "big5" else "strict")
        whole = read.decode(data, "a").text
        source = read.decode(data[:-1], "a")
        assert source.text == whole[:-1]
        assert "ends inside a character" in source.step.warnings[0]


def test_halves_of_characters() -> None:
    pair = read.decode("好\ud83d\ude42".encode("utf-8", "surrogatepass"), "a")
    assert (pair.text, pair.step.edits) == ("好🙂", ())
    for encoding in ("utf-8", "utf-16-le"):
        lone = read.decode("客户很满意\ud800，下次再来".encode(encoding, "surrogatepass"), "a")
        assert lone.text == "客户很满意，下次再来"
        assert [edit.rule for edit in lone.step.edits] == ["lone-surrogate"]
        lone.step.before.encode("utf-8")  # the step can be written


def test_what_was_lost_before_is_kept_and_said() -> None:
    source = read.decode("客\ufffd\ufffd满意".encode(), "a")
    assert source.text == "客\ufffd\ufffd满意"
    assert "2 characters were lost" in source.step.warnings[0]


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda t: t.encode("gb18030", "replace")))
)
def test_any_bytes_are_a_source_or_an_error_of_ours(data: bytes) -> None:
    try:
        source = read.decode(data, "a")
    except SourceError:
        return
    source.text.encode("utf-8")
    again = read.decode(source.text.encode("utf-8"), "a")
    assert again.text == source.text
    assert again.step.edits == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_is_always_read(text: str) -> None:
    source = read.decode(text.encode(), "a")
    if "\x00" not in text and not text.encode().startswith((b"\xfe\xff", b"\xff\xfe")):
        assert source.encoding == "utf-8"
        assert len(source.text) <= len(text)
        assert not set(source.text) & set("\r\v\f\x85\u2028\u2029\ufeff\x00")


def test_proper_and_misread_texts_are_far_apart() -> None:
    for text, encoding in ENCODED:
        if text.isascii() or len(text) < 12 or encoding == "big5hkscs":
            continue
        assert charset.chinese(text) > 0.6
        for other in charset.CANDIDATES:
            misread = text.encode(encoding).decode(other, "replace")
            if misread.lstrip("\ufeff") != text:
                assert charset.chinese(misread) < 0.45, (misread, encoding, other)


# Files


def put(path: Path, text: str = "1.问？\n答。\n") -> str:
    path.write_text(text, "utf-8")
    return str(path)


def refused(path: Path | str, says: str, **options: object) -> None:
    with pytest.raises(SourceError) as caught:
        read.read(str(path), **options)  # type: ignore[arg-type]
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file(tmp_path: Path) -> None:
    source = read.read(put(tmp_path / "a.txt"))
    assert source.text == "1.问？\n答。\n"
    assert source.path == str(tmp_path / "a.txt")
    assert len(source.digest) == 64


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("答案".encode("gb18030"))))
    source = read.read("-")
    assert (source.path, source.text, source.encoding) == ("-", "答案", "gb18030")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 11)))
    refused("-", "larger", cap=10)
    monkeypatch.setattr(sys, "stdin", None)
    refused("-", "no standard input")


def test_links_stay_in_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "deep").mkdir(parents=True)
    put(tmp_path / "secret.txt")
    put(inside / "deep/b.txt")
    (inside / "good.txt").symlink_to("deep/b.txt")
    (inside / "bad.txt").symlink_to("../secret.txt")
    (inside / "out").symlink_to("..")
    assert read.read(str(inside / "good.txt")).text
    refused(inside / "bad.txt", "leads out of")
    refused(inside / "out/secret.txt", "leads out of", root=str(inside))
    refused(inside / "../secret.txt", "leads out of", root=str(inside))
    assert read.read(str(inside / "deep/../good.txt"), root=str(inside)).text
    # A folder that is itself reached through a link is the user's choice.
    (tmp_path / "alias").symlink_to("in")
    assert read.read(str(tmp_path / "alias/good.txt"), root=str(tmp_path / "alias")).text


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder.txt").mkdir()
    refused(tmp_path / "folder.txt", "is a folder")
    os.mkfifo(tmp_path / "fifo.txt")
    refused(tmp_path / "fifo.txt", "is a FIFO")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's address is short
        server.bind("socket.txt")
        refused(tmp_path / "socket.txt", "is a socket")
    refused("/dev/zero", "is a device")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    refused(tmp_path / "loop.txt", "cannot be read")
    (tmp_path / "dangling.txt").symlink_to("nowhere.txt")
    refused(tmp_path / "dangling.txt", "cannot be read: No such file")
    refused(tmp_path / "nowhere.txt", "cannot be read: No such file")
    refused("a\x00b", "cannot be read")
    refused("", "is a folder")


def test_unreadable(tmp_path: Path) -> None:
    path = Path(put(tmp_path / "a.txt"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user can read everything")
    refused(path, "Permission denied")


@pytest.mark.parametrize("name", ["a\nb.txt", "CON", "..txt", "名" * 85, "\udcff.txt", " .txt", "-.txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    source = read.read(put(tmp_path / name))
    assert source.path == str(tmp_path / name)
    read.shown(source.path).encode("utf-8")
    assert read.shown(source.path).isprintable()


def test_cap(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "x" * 100)
    assert read.read(path, cap=100).text
    refused(path, "larger than the 9.9e-05 MB", cap=99)
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(read.CAP + 1)
    refused(tmp_path / "big.txt", "larger than the 20 MB a source may have")


def test_changed_while_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.txt")
    capped = read._capped

    def slow(file: io.BufferedReader, name: str, cap: int) -> bytes:
        with Path(path).open("ab") as other:
            other.write(b"more")
        return capped(file, name, cap)

    monkeypatch.setattr(read, "_capped", slow)
    refused(path, "changed while it was read")
