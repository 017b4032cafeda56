"""Postings: which pages hold a pair of letters, in which fields and how often, as short ASCII strings.

A posting is a page's slot and its flags. A list is written in groups of the same flags, the slots of a group as
gaps, a gap as digits that are all printable ASCII, so that gzip sees every number at a character's boundary (base64
would blur them) and no flags between.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from wenda.search.text import ASKED, QUESTION, TITLE, Text, fold

DIGITS = "".join(chr(c) for c in range(0x23, 0x7F) if chr(c) != "\\")
"""The 91 digits: printable ASCII without space, quotation mark and backslash."""
ENDS = 59
"""Digits below this end a number; the 32 above carry five bits each and go on."""

BODY = 16
"""A posting's flags are the fields of search_text, plus 16, 32 or 48 for once, twice or more in the body.

8 is for the names of a page's roles, kind and topics: the browser adds it, from meta.js."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All postings by pair of letters or concept (`grams`) and by single character (`characters`).

    Each list is an array of slot * 128 + flags, in the order of slots.
    """

    grams: dict[str, array[int]]
    characters: dict[str, array[int]]


def postings(texts: Iterable[tuple[int, Text]], concepts: Sequence[tuple[str, ...]]) -> Lists:
    """Return the postings of (slot, text) pairs that come in the order of their slots."""
    by_gram: defaultdict[str, array[int]] = defaultdict(_empty)
    by_character: defaultdict[str, array[int]] = defaultdict(_empty)
    for slot, text in texts:
        grams, characters, concept_flags = _count(text, concepts)
        place = slot << 7
        for target, found in ((by_gram, grams), (by_gram, concept_flags), (by_character, characters)):
            for key, flags in found.items():
                target[key].append(place | flags)
    return Lists(grams=dict(by_gram), characters=dict(by_character))


def _empty() -> array[int]:
    return array("L")


def _count(
    text: Text, concepts: Sequence[tuple[str, ...]]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Return the flags of a page's pairs, of its characters (whether asked or not), and of the concepts it speaks of."""
    title, question, body = fold(text.title), fold(text.question), fold(text.body)
    asked = [fold(each) for each in text.asked]
    grams: dict[str, int] = {}
    characters: dict[str, int] = {}
    for bit, parts in ((TITLE, [title]), (ASKED, asked), (QUESTION, [question])):
        for part in parts:
            for gram in _whole(part):
                grams[gram] = grams.get(gram, 0) | bit
            for character in set(part):
                characters.setdefault(character, QUESTION)
    for gram, times in Counter(map(add, body, body[1:])).items():
        if gram.isalnum():
            grams[gram] = grams.get(gram, 0) | BODY * (times if times < 3 else 3)
    for character in set(body):
        characters.setdefault(character, BODY)
    page = title + question + body
    # What stands across the end of one field and the start of the next is found as well.
    for end in (len(title), len(title) + len(question)):
        for gram in _whole(page[max(0, end - 1) : end + 1]):
            grams.setdefault(gram, BODY)
    fields = (
        (TITLE, title),
        (ASKED, "\n".join(asked)),
        (QUESTION, question),
        (BODY, body),
    )
    return grams, characters, _concepts(fields, grams, concepts)


def concept(number: int) -> str:
    """Return the key under which the pages that speak of a concept are listed, two characters as a pair has."""
    return "§" + chr(0xE000 + number)


def _concepts(
    fields: Sequence[tuple[int, str]], grams: dict[str, int], concepts: Sequence[tuple[str, ...]]
) -> dict[str, int]:
    starts = _starts(concepts)
    found: dict[int, int] = {}
    for gram in grams.keys() & starts.keys():
        for number, word in starts[gram]:
            for bit, text in fields:
                if word in text:
                    found[number] = found.get(number, 0) | bit
    return {concept(number): flags for number, flags in sorted(found.items())}


@lru_cache(maxsize=1)
def _starts(concepts: Sequence[tuple[str, ...]]) -> dict[str, list[tuple[int, str]]]:
    """Return the words of concepts, with the number of their concept, by the pair of letters they begin with."""
    starts: dict[str, list[tuple[int, str]]] = {}
    for number, words in enumerate(concepts):
        for word in words:
            starts.setdefault(word[:2], []).append((number, word))
    return starts


def _whole(folded: str) -> set[str]:
    """Return the pairs of letters and digits; what stands between two of them parts them."""
    return {gram for gram in map(add, folded, folded[1:]) if gram.isalnum()}


@cache
def _number(value: int) -> str:
    return number(value)


def number(value: int) -> str:
    """Return a number in digits, most of them one long.

    >>> number(0), number(58), number(59)
    ('#', '^', '_#')
    """
    digits = []
    while value >= ENDS:
        value -= ENDS
        digits.append(DIGITS[ENDS + value % 32])
        value //= 32
    return "".join(digits) + DIGITS[value]


def encode(entries: Iterable[tuple[int, int]]) -> str:
    """Return (slot, flags) pairs as groups of the same flags: a digit for the flags, then the gaps.

    >>> encode([(0, 1), (1, 4), (2, 1)])
    "$#$!'$"
    """
    groups: dict[int, list[int]] = {}
    for slot, flags in entries:
        if flags in groups:
            groups[flags].append(slot)
        else:
            groups[flags] = [slot]
    return "!".join([DIGITS[flags] + gaps(slots) for flags, slots in sorted(groups.items())])


def gaps(slots: Sequence[int]) -> str:
    """Return ascending numbers as digits: the first, then how many each leaves out.

    >>> gaps([0, 1, 5])
    '##&'
    """
    return "".join([_number(b - a - 1) for a, b in zip([-1, *slots], slots, strict=False)])
