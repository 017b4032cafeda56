"""What mirrors do to a document, forwards: the corruption that the repairs of `wenda` undo.

`mirror` takes a clean simplified text through all of it, in the order in which it happened: labels doubled and
lines broken while the document was typed and converted; lines joined and the site's own words put around
it; the script converted character by character; notes inserted in the bytes, lead bytes lost, the rest
decoded and half the marks made half-width (all that in `wenda.gbk`). Everything is drawn from the `Random`
given, so a seed names a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from random import Random

from wenda import simplify
from wenda.repairing import gbk
from wenda.repairing.pinyin import NOTED, is_reading, noted

KEPT = "后里于系么并采制占咨"
"""Characters that the mirrors' conversion leaves as they are."""

BEFORE = (
    "{title}_第1页\n{title}_第2页\n已阅读5页，还剩7页未读 继续免费阅读\n\n下载本文档\n\n"
    "版权说明：本文档由用户提供并上传，收益归属内容提供方，若内容存在侵权，请进行举报或认领\n\n文档简介\n\n",
    "{title}_第1页\n{title}_第2页\n{title}_第3页\n已阅读5页，还剩8页未读， 继续免费阅读\n\n下载本文档\n\n文档简介\n\n",
)
AFTER = "\n\n温馨提示\n\n最新文档\n\n评论\n\n0/150\n\n提交评论\n"

_LABEL = re.compile(r"(?:参考)?(?:答案|解析)：|(?m:^[QA]\d+：)|(?m:^(?:面试官|候选人)：)")
_OPTION = re.compile(r"(?m)^[A-C]\.[“一-鿿]{2,}?(?=[一-鿿]+[^\n]*\n[B-D]\.)")
_CLAUSE = re.compile(r"[一-鿿]，(?=[一-鿿]{2}[^\n]*。)")
_SPLIT = re.compile(rf"\?{NOTED}\)|[@-~]\({NOTED}\)")
_COMMON = frozenset(
    char for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) if (char := gbk.pair(lead, trail))
)
_BYTES = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """A corrupted text, the notes that were inserted, and how often each kind of corruption struck."""

    text: str
    notes: tuple[tuple[str, str], ...]
    counts: dict[str, int]


def mirror(text: str, rng: Random, *, title: str, least: int = 100, join: bool = False) -> Mirrored:
    """Return a simplified text as a mirror in traditional script would show it, every kind of corruption in it.

    `least` characters of the text or more are noted. `join` runs its lines together. `title` is what the site
    heads its pages with. Raises UnicodeEncodeError where the text is not GBK.
    """
    for _ in range(20):  # a draw may miss a kind
        made = _mirror(text, rng, title, least, join)
        if all(made.counts.values()):
            break
    return made


def _mirror(text: str, rng: Random, title: str, least: int, join: bool) -> Mirrored:
    text, doubled = double_labels(text, rng)
    if join:
        text, broken = break_clauses(join_lines(text), rng)
    else:
        text, broken = break_options(text, rng)
        if not broken:
            text, broken = break_clauses(text, rng)
    text = traditional(rng.choice(BEFORE).format(title=title) + text + AFTER)
    notes = note_set(text, rng, least)
    data = text.encode("gbk")
    whole = gbk.insert_notes(data, notes)
    orphaned = gbk.orphan_leads(whole)
    shown = gbk.halve(gbk.browse(orphaned))
    counts = {
        "note": sum(f"{char}({reading})" in shown for char, reading in notes),
        "split-note": len(_SPLIT.findall(shown)),
        "lost-lead-byte": sum(a != b for a, b in zip(whole, orphaned, strict=True)),
        "half-width": len(re.findall("[,:;?!()]", shown)) - 2 * (whole.count(b"(") - data.count(b"(")),
        "doubled-label": doubled,
        "stray-newline": broken,
    }
    return Mirrored(text=shown, notes=tuple(notes), counts=counts)


@cache
def _table() -> dict[int, str]:
    lines = (files("opencc") / "dictionary" / "STCharacters.txt").read_text("utf-8").splitlines()
    rows = (line.strip().split("\t") for line in lines if line.strip())
    firsts = ((simple, forms.split(" ")[0]) for simple, forms in rows)
    return {ord(old): new for old, new in firsts if len(gbk.code(new)) == 2 and old not in KEPT}


def traditional(text: str) -> str:
    """Return a text in traditional script, character by character, with the mistakes that makes.

    >>> traditional("批准复杂的于是")
    '批準復雜的于是'
    """
    return text.translate(_table())


def note_set(text: str, rng: Random, least: int) -> list[tuple[str, str]]:
    """Return rather more than `least` of the traditional characters of a text with their readings, in any order.

    With that many of them, some fall on a character boundary by themselves; where none does, one is added.
    """
    chars = [
        char for char in sorted(set(text)) if noted(char) and len(gbk.code(char)) == 2 and _spelled(char)
    ]
    rng.shuffle(chars)
    chars = chars[: rng.randint(min(least + 8, len(chars)), len(chars))]
    crossing = [char for char in crossings(text) if _spelled(char)]
    if crossing and not set(crossing) & set(chars):
        chars.insert(0, rng.choice(crossing))
    return [(char, reading(char)) for char in chars]


def crossings(text: str) -> list[str]:
    """Return the common traditional characters whose bytes stand across two characters of a text.

    >>> "務" in crossings("談談你")
    True
    """
    codes = [gbk.code(char) for char in text]
    pairs = {(a[1], b[0]) for a, b in pairwise(codes) if len(a) == 2 and b}
    found = {gbk.pair(*each) for each in pairs if each[0] > 0x80 and each[1] in _BYTES}
    return sorted(char for char in found if char and noted(char) and simplify.convert(char) in _COMMON)


@cache
def reading(char: str) -> str:
    """Return the reading that a table of one reading a character gives.

    >>> reading("務"), reading("長")
    ('wù', 'zhǎng')
    """
    from pypinyin import Style, pinyin

    return pinyin(char, style=Style.TONE)[0][0]


def _spelled(char: str) -> bool:
    """Tell whether the reading of a character has the letters that GBK has."""
    return re.fullmatch(NOTED, reading(char)) is not None and is_reading(char, reading(char))


def double_labels(text: str, rng: Random) -> tuple[str, int]:
    """Return a text with a few of its labels doubled, 答案：答案：B, and how many.

    >>> double_labels("答案：B", Random(0))
    ('答案：答案：B', 1)
    """
    return _strike(text, [(match.end(), match[0]) for match in _LABEL.finditer(text)], rng)


def break_options(text: str, rng: Random) -> tuple[str, int]:
    r"""Return a text with line breaks in a few of its options, and how many.

    >>> break_options("A.先安抚\nB.后上报\n", Random(1))
    ('A.先安\n抚\nB.后上报\n', 1)
    """
    return _strike(text, [(match.end(), "\n") for match in _OPTION.finditer(text)], rng)


def break_clauses(text: str, rng: Random) -> tuple[str, int]:
    r"""Return a text with line breaks after a few of its commas, and how many.

    >>> break_clauses("先道歉，再核实。", Random(0))
    ('先道歉，\n再核实。', 1)
    """
    return _strike(text, [(match.end(), "\n") for match in _CLAUSE.finditer(text)], rng)


def _strike(text: str, places: list[tuple[int, str]], rng: Random) -> tuple[str, int]:
    """Return a text with something put in at one to three of some places, and at how many."""
    struck = rng.sample(places, min(len(places), rng.randint(1, 3)))
    for at, new in sorted(struck, reverse=True):
        text = text[:at] + new + text[at:]
    return text, len(struck)


def join_lines(text: str) -> str:
    r"""Return a text on one line.

    >>> join_lines("一、题\n\n1.甲\n")
    '一、题1.甲'
    """
    return "".join(text.split("\n"))


def truncate(text: str, rng: Random, keep: float = 0.97) -> str:
    """Return a text cut off somewhere in what follows its first `keep`.

    >>> truncate("0123456789", Random(0), keep=0.5)
    '01234567'
    """
    return text[: rng.randint(int(len(text) * keep), len(text))]
