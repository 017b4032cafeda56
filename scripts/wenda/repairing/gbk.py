"""How the mirrors broke their text, on the bytes: the forward model that every repair is proved against.

A mirror kept its text in GBK: a Han character is two bytes, a lead (81–FE) and a trail (40–7E, 80–FE). It
changed that text with byte-wise search and replace, which knows nothing of characters, and decoded the result:
1. `insert_notes`: each of a set of traditional characters became the character and its reading;
2. `orphan_leads`: where a full-width mark can be read across two characters, the first lead byte was lost;
3. `browse`: the decoder shows what it cannot pair as `?`;
4. `halve`: some full-width marks became half-width.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

MARKS = {"，": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")"}
"""Full-width marks the mirrors turned to half width; all are A3xx in GBK."""

_FULL = {half: full for full, half in MARKS.items()}
_MARK_LEAD = 0xA3
_MARK_TRAILS = frozenset(mark.encode("gbk")[1] for mark in MARKS)


@cache
def pair(lead: int, trail: int) -> str | None:
    """Return the character of a lead and a trail byte, or None where GBK has none.

    >>> pair(0xD5, 0x84)
    '談'
    """
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


@cache
def code(char: str) -> bytes:
    """Return the GBK bytes of a character, b"" where it has none; a half-width mark counts as itself.

    >>> code("談").hex()
    'd584'
    """
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return b""


def wide(char: str) -> str:
    """Return the full-width mark that a half-width one may have been, or the character itself.

    >>> wide(","), wide("服")
    ('，', '服')
    """
    return _FULL.get(char, char)


def insert_notes(data: bytes, notes: Iterable[tuple[str, str]]) -> bytes:
    """Return GBK bytes with a reading after each of some characters, one character after the other.

    談談 is D584 D584 and so contains 務 = 84D5: the note for 務 lands between its halves.

    >>> browse(insert_notes("服務".encode("gbk"), [("務", "wù")]))
    '服務(wù)'
    >>> browse(insert_notes("談談你為什么選擇".encode("gbk"), [("務", "wù")]))
    '談?wù)勀銥槭裁催x擇'
    """
    for char, reading in notes:
        found = code(char)
        if len(found) == 2:
            data = data.replace(found, found + f"({reading})".encode("gbk"))
    return data


def orphan_leads(data: bytes) -> bytes:
    """Return GBK bytes in which lead bytes before a full-width mark that is none are lost, shown as `?`.

    。” is A1A3 A1B1 and contains ！ = A3A1. What follows is read a byte late until a byte below 80 is met;
    nothing is lost on the way, nor after a note that has put the text out of step.

    >>> halve(browse(orphan_leads("。”B.".encode("gbk"))))
    '?!盉.'
    """
    out = bytearray()
    at, shifted = 0, False
    while at < len(data):
        lead, trail, after = data[at], data[at + 1] if at + 1 < len(data) else 0, data[at + 2 : at + 3]
        if lead <= 0x80:
            out.append(lead)
            at, shifted = at + 1, shifted and lead < 0x80
        elif not shifted and trail == _MARK_LEAD and after and after[0] in _MARK_TRAILS:
            out += b"?"
            at, shifted = at + 1, True
        else:
            out += data[at : at + 2]
            at += 2
            # A lead alone before a note's "(" puts the text out of step; a byte below 80 in a pair puts it back.
            shifted = trail >= 0x80 if shifted else trail < 0x40
    return bytes(out)


def browse(data: bytes) -> str:
    """Return GBK bytes as the mirror's decoder shows them.

    A lead byte that makes no character with the byte after it is `?`, and that byte is swallowed, unless it
    is a control character such as a newline. 80 and FF, which are no lead bytes, are `?` by themselves.

    >>> browse(bytes.fromhex("d584 d528 77")), browse(bytes.fromhex("b10a")), browse(bytes.fromhex("80b5c4"))
    ('談?w', '?\\n', '?的')
    """
    out: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte < 0x80:
            out.append(chr(byte))
            continue
        trail = data[at] if at < len(data) else 0
        if trail >= 0x20 and byte not in (0x80, 0xFF):
            at += 1
        out.append(pair(byte, trail) or "?")
    return "".join(out)


def halve(text: str) -> str:
    """Return a text with its full-width marks made half-width.

    >>> halve("好，（注：一）")
    '好,(注:一)'
    """
    for full, half in MARKS.items():  # translating costs a long text thirty times as much
        text = text.replace(full, half)
    return text


def corrupt(text: str, notes: Iterable[tuple[str, str]] = (), *, orphans: bool = False) -> str:
    """Return a GBK text as such a mirror shows it; raise UnicodeEncodeError where the text is not GBK.

    >>> corrupt("變為首選", [("優", "yōu")])
    '變?yōu)槭走x'
    >>> corrupt("。現在", [("現", "xiàn")], orphans=True)
    '?,F(xiàn)在'
    """
    data = insert_notes(text.encode("gbk"), notes)
    return halve(browse(orphan_leads(data) if orphans else data))
