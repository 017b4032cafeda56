"""Traditional script to simplified, exactly as opencc-python-reimplemented's `t2s` does it, but fast.

The library looks, in each stretch between punctuation marks, for the longest phrase of its dictionary
anywhere in the stretch, takes it out and goes on with what is left and right of it. That costs a dictionary
look-up for every length at every place. Here one `str.translate` does the characters and one regular
expression finds the phrases; only where phrases overlap (傷亡枕藉着: 傷亡枕藉, 藉着) is the library itself asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wenda.model import Edit, Step

DICTIONARIES = ("TSPhrases.txt", "TSCharacters.txt")
BMP = "\uffff"
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The library's dictionaries, made ready: see `tables`."""

    phrases: dict[str, str]
    characters: dict[int, str]
    by_code: list[int]
    """The same by the character's code up to U+FFFF, others for themselves: no character is looked up in vain."""
    phrase: re.Pattern[str]
    """Any phrase, the longest first."""
    changed: frozenset[str]
    """The characters that simplifying may change."""
    changeable: re.Pattern[str]
    """A run of characters of which any might change."""


def _dictionary(name: str) -> dict[str, list[str]]:
    """Return one of the library's dictionaries: what each entry may become, the first being what it does."""
    lines = (files("opencc") / "dictionary" / name).read_text("utf-8").splitlines()
    pairs = (line.strip().split("\t") for line in lines if line.strip())
    return {key: values.split(" ") for key, values in pairs}


@cache
def tables() -> Tables:
    """Load the two dictionaries of `t2s` (about 10 ms, once)."""
    phrases, characters = (
        {key: values[0] for key, values in _dictionary(name).items()} for name in DICTIONARIES
    )
    changed = {key for key, value in characters.items() if key != value}
    changed |= {a for key, value in phrases.items() for a, b in zip(key, value, strict=True) if a != b}
    longest_first = sorted(phrases, key=len, reverse=True)
    changing = {ord(key): value for key, value in characters.items() if key != value}
    by_code = list(range(ord(BMP) + 1))
    for code, value in changing.items():
        if code <= ord(BMP):
            by_code[code] = ord(value)
    return Tables(
        phrases=phrases,
        characters=changing,
        by_code=by_code,
        phrase=re.compile("|".join(map(re.escape, longest_first))),
        changed=frozenset(changed),
        # All characters beyond U+FFFF in one range: listed singly they make the class five times slower.
        changeable=re.compile(
            f"[{re.escape(''.join(sorted(c for c in changed if c <= BMP)))}\U00010000-\U0010ffff]+"
        ),
    )


@cache
def library() -> Any:
    """The library's own converter."""
    from opencc import OpenCC

    return OpenCC("t2s")


def _clusters(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether phrases overlap there) for each stretch that phrases cover."""
    find = tables().phrase.search
    match = find(text)
    while match:
        start, end = match.span()
        overlap = False
        match = find(text, start + 1)
        while match and match.start() < end:
            # A phrase inside another is shorter and never taken; one that sticks out competes with it.
            overlap |= match.end() > end
            end = max(end, match.end())
            match = find(text, match.start() + 1)
        yield start, end, overlap


def plain(text: str) -> str:
    """Return a text with each character simplified by itself.

    >>> plain("乾隆年間")
    '干隆年间'
    """
    loaded = tables()
    return text.translate(loaded.characters if _BEYOND.search(text) else loaded.by_code)


def convert(text: str) -> str:
    """Return what the library's `t2s` makes of `text`; no conversion changes a text's length.

    >>> convert("乾隆年間，客戶把乾糧傷亡枕藉着交給後台")
    '乾隆年间，客户把干粮伤亡枕藉着交给后台'
    """
    phrases, singly = tables().phrases, plain(text)
    parts: list[str] = []
    done = 0
    for start, end, overlap in _clusters(text):
        phrase = text[start:end]
        parts += singly[done:start], library().convert(phrase) if overlap else phrases[phrase]
        done = end
    return "".join((*parts, singly[done:])) if parts else singly


def simplify(text: str) -> Step:
    """Return the step "simplify": one edit for each run of characters that changed, rule "t2s"."""
    after = convert(text)
    edits = tuple(
        Edit(start, end, "t2s", new)
        for start, end in (match.span() for match in tables().changeable.finditer(text))
        if (new := after[start:end]) != text[start:end]
    )
    return Step(stage="simplify", before=text, after=after, edits=edits)


@cache
def _telling() -> tuple[_Telling, _Telling]:
    """Return the characters that only traditional, and those that only simplified writing uses.

    乾, 於, 後 and a dozen more that the library would change are in GB 2312, hence no evidence; 后, 里 and 面,
    which stand for themselves as well as for 後, 裡 and 麵, are none for simplified script.
    """
    characters = _dictionary("TSCharacters.txt")
    results = {c for name in DICTIONARIES for values in _dictionary(name).values() for c in values[0]}
    traditional = {
        c for c, values in characters.items() if values[0] != c and not c.encode("gb2312", "ignore")
    }
    simplified = {c for c, values in _dictionary("STCharacters.txt").items() if c not in values}
    # Without what the conversion itself may leave behind (昇, 濛), a converted text is never traditional again.
    return _Telling(traditional - results), _Telling(simplified - traditional)


class _Telling:
    """Characters that are counted in a text: a class of a pattern is looked up ten times as fast as a set."""

    def __init__(self, characters: set[str]) -> None:
        self._class = re.compile(f"[{re.escape(''.join(sorted(c for c in characters if c <= BMP)))}]")
        self._beyond = frozenset(c for c in characters if c > BMP)  # which make a class slow

    def count(self, text: str) -> int:
        return len(self._class.findall(text)) + sum(map(self._beyond.__contains__, _BEYOND.findall(text)))


def is_traditional(text: str) -> bool:
    """Whether the text is in traditional script: more characters of it only there than only in simplified.

    Corruption costs little: pinyin notes hold no Han characters, and text that was read a byte out of step
    (談?wù)勀銥槭裁) is a small part. A text without evidence is taken for simplified.

    >>> is_traditional("客戶服務(wù)崗位"), is_traditional("乾隆於乾坤"), is_traditional("你好")
    (True, False, False)
    """
    traditional, simplified = _telling()
    count = traditional.count(text)
    return count > 0 and count > simplified.count(text)
