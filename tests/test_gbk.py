"""The forward model makes what the mirrors show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenda.repairing import gbk
from wenda.repairing.guess import proved
from wenda.repairing.shift import runs

HAN = st.text(st.sampled_from("談你為什么選擇服務客戶變首回答說們，。：“”AB12x\n"), max_size=30)


@pytest.mark.parametrize(
    ("text", "notes", "shown"),
    [
        ("服務", [("務", "wù")], "服務(wù)"),
        ("談談你為什么選擇", [("務", "wù")], "談?wù)勀銥槭裁催x擇"),
        ("變為首選", [("優", "yōu")], "變?yōu)槭走x"),
        ("回答B.", [("養", "yǎng")], "回答B(yǎng)."),
        ("我會", [("會", "huì"), ("視", "shì")], "我?shì)?huì)"),
        ("", [("務", "wù")], ""),
    ],
)
def test_notes(text: str, notes: list[tuple[str, str]], shown: str) -> None:
    assert gbk.corrupt(text, notes) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("。”B.", "?!盉."),
        ("。”同時", "?!蓖瑫r"),
        ("。可以告訴", "??梢愿嬖V"),
        ("看。”3、投訴", "看?!?、投訴"),
        ("慢。”\nB.", "慢?!?\nB."),
        ("人。”→答案：B解析：", "人?!薄?鸢福築解析:"),
        ("你好。他說", "你好。他說"),
    ],
)
def test_lost_leads(text: str, shown: str) -> None:
    assert gbk.corrupt(text, orphans=True) == shown


def test_lost_lead_of_a_noted_character() -> None:
    assert gbk.corrupt("。現在", [("現", "xiàn")], orphans=True) == "?,F(xiàn)在"


def test_text_that_is_not_gbk_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        gbk.corrupt("😀")


@given(HAN)
def test_without_corruption_only_marks_change(text: str) -> None:
    assert gbk.corrupt(text) == gbk.halve(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_shown(data: bytes) -> None:
    assert len(gbk.browse(data)) <= len(data)
    assert len(gbk.orphan_leads(data)) == len(data)


@given(HAN, st.sampled_from("務優"))
def test_the_forward_model_proves_its_own_work(text: str, char: str) -> None:
    notes = [(char, {"務": "wù", "優": "yōu"}[char])]
    shown = gbk.corrupt(text, notes)
    assert proved(text, shown, notes, orphans=False)
    assert not proved(text + "服", shown, notes, orphans=False)


@pytest.mark.parametrize("text", ["談你為什么選", "您對“先聽后說", "遞", "條"])
def test_shifted_text_reads_back(text: str) -> None:
    """Up to where the text falls back into step, the last character having a letter for its second byte."""
    data = text.encode("gbk")
    assert text in [run.text for run in runs(gbk.browse(data[1:]), 0, data[0])]
