"""Which encoding a text is in, told by evidence: a mark, else strict UTF-8, else what reads most like Chinese.

Nothing is decoded with errors ignored: bytes that do not decode are an error with the place and a guess.
"""

from __future__ import annotations

import re
from collections import Counter

from wenda.errors import SourceError

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
CODECS = {"big5": ("cp950", "big5hkscs")}  # what Windows, and what Hong Kong, write under that name
SAMPLE = 200_000
"""Bytes on which candidates are compared."""
CHINESE = 0.45
"""Least score of a text taken for Chinese: proper text has 0.5 to 1, misread text of some length below 0.3."""

# The characters that make up half of any Chinese text and nearly nothing of a misread one, in both scripts.
FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没"
    "日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美"
    "点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少"
    "关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金"
    "何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算"
    "论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革"
    "客答案析试考您户选项岗职诉满需确业绩"
    "這來個國說們為時會過學對裡後麼沒於還發當無開見經頭從動兩長樣現將與進實點種聲話兒問機給幾業間電門東氣關並內產萬體別處總場"
    "師書員華報馬張難數應車軍計親務統請愛讓認論義術結連遠資隊帶條變聯權領傳紅決達辦運試戶選項崗職訴滿確績題"
)
PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】「」『』…—·\u3000①②③④⑤⑥⑦⑧⑨⑩•●■◆★")


def encoding(data: bytes, name: str) -> str:
    """Return the encoding of `data`, one of `CANDIDATES`.

    Raises SourceError, naming `name`, where it makes sense as text in none of them.
    """
    for mark, marked in MARKS:
        if data.startswith(mark):
            return marked
    offset = 0
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        offset = error.start
    else:
        # Short UTF-16 may be valid UTF-8, but every ASCII character in it brings a NUL.
        return _sixteen(data, chinese(text)) or "utf-8" if "\x00" in text else "utf-8"
    telling = re.search(rb"[\x80-\xff]", data)
    start = telling.start() & ~1 if telling else 0
    sample = data[start : start + SAMPLE]
    scores = {each: max(chinese(sample.decode(c, "replace")) for c in _codecs(each)) for each in CANDIDATES}
    best = max(CANDIDATES, key=scores.__getitem__)
    if scores[best] < CHINESE:
        raise SourceError(
            f"{name}: byte {offset} does not fit UTF-8, and no other Chinese encoding makes sense of the file; "
            f"the best guess is {_guess(sample)}. If it is a text, save it as UTF-8"
        )
    return best


def decode(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text and warnings; an unfinished character at the very end is left out with a warning.

    Raises SourceError, naming `name` and the byte, where the data is broken anywhere else.
    """
    errors = "surrogatepass" if encoding.startswith("utf") else "strict"
    first: UnicodeDecodeError | None = None
    for codec in _codecs(encoding):
        warnings: tuple[str, ...] = ()
        try:
            text = data.decode(codec, errors)
        except UnicodeDecodeError as error:
            first = first or error
            text, lost = data[: error.start].decode(codec, errors), len(data) - error.start
            if len(text) < 16 or not re.search("unexpected end|incomplete|truncated", error.reason):
                continue
            warnings = (f"the file ends inside a character: {lost} bytes at offset {error.start} left out",)
        # Pairs of surrogates that were written one by one (CESU-8) are characters.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"), warnings
    assert first
    raise SourceError(
        f"{name}: byte {first.start} (0x{data[first.start]:02x}) does not fit {encoding}, which is the best guess; "
        "mend the file there and save it as UTF-8"
    )


def chinese(text: str) -> float:
    """Return how much `text` reads like Chinese: 1 is frequent characters only, 0 and below nothing like it.

    ASCII counts for nothing either way; characters of the first level of GB 2312 or Big5 (the common ones)
    count half, others not, and what no text holds counts against.
    """
    counts = Counter(text)
    points, total = 0.0, 0
    for char, count in counts.items():
        if " " <= char <= "~" or char in "\t\n\r\f":
            continue
        total += count
        points += count * _worth(char)
    return points / total if total else float(bool(text))


def _worth(char: str) -> float:
    if char in FREQUENT or char in PUNCTUATION:
        return 1.0
    if "一" <= char <= "鿿":
        common = b"\xb0" <= char.encode("gb2312", "ignore")[:1] <= b"\xd7"
        return 0.5 if common or b"\xa4" <= char.encode("big5", "ignore")[:1] <= b"\xc6" else 0.0
    return 0.2 if char.isprintable() and char != "\ufffd" else -1.0


def _sixteen(data: bytes, score: float) -> str | None:
    """Return the UTF-16 in which `data` reads as Chinese or ASCII, and better than `score`, if any."""
    scores = {each: chinese(data[:SAMPLE].decode(each, "replace")) for each in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > max(score, 0.5) else None


def _codecs(encoding: str) -> tuple[str, ...]:
    return CODECS.get(encoding, (encoding,))


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000]).best()
    return best.encoding if best else "binary data"
