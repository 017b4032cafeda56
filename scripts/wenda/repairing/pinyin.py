"""Readings of characters in pinyin, as the mirrors' notes give them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from wenda import simplify

NOTED = r"[a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜêńňǹḿɑɡ]{1,6}"
"""A reading, as a pattern: at most six letters (`zhuāng`). Single letters, for GBK has no combining marks."""

_LETTERS = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü"})
_TONES = str.maketrans("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ", "aaaaooooeeeeiiiiuuuuüüüünnnm")


def noted(char: str) -> bool:
    """Tell whether a mirror may have noted a character: only those that simplification may change were.

    >>> noted("務"), noted("瞭"), noted("埋")
    (True, True, False)
    """
    return char in simplify.tables().changed or char > simplify.BMP


@cache
def readings(char: str) -> frozenset[str]:
    """Return the readings of a character and of its simplified form, with tone marks.

    >>> "dì" in readings("遞")
    True
    >>> "liǎo" in readings("瞭"), "dòng" in readings("動")
    (True, True)
    """
    found: set[str] = set()
    for form in {char, simplify.plain(char)}:
        found.update(_characters().get(str(ord(form)), "").split(","))
    return frozenset(found - {""})


@cache
def _characters() -> Mapping[str, str]:
    """pypinyin's readings of characters, by code points in decimal.

    Its file, for importing the package loads the readings of 47,000 phrases too, most of what it takes.
    """
    spec = find_spec("pypinyin")
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, str] = json.loads(Path(spec.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return found


@cache
def is_reading(char: str, note: str) -> bool:
    """Tell whether a note gives a reading of a character; a note without a tone fits any tone.

    >>> is_reading("務", "wù"), is_reading("個", "ge"), is_reading("綠", "lv"), is_reading("務", "fú")
    (True, True, True, False)
    """
    note, toneless = _read(note)
    return note in readings(char) or (toneless and note in _toneless(char))


@cache
def _read(note: str) -> tuple[str, bool]:
    """Return a note in the letters of readings, and whether it is without a tone."""
    note = unicodedata.normalize("NFC", note).translate(_LETTERS)
    return note, note == note.translate(_TONES)


@cache
def _toneless(char: str) -> frozenset[str]:
    return frozenset(each.translate(_TONES) for each in readings(char))
