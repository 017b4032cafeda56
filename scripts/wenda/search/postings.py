"""Postings: which pages hold a pair of letters, in which fields and how often, as short ASCII strings.

A posting is a page's slot and its flags. A list is written in groups of the same flags, the slots of a group as
gaps, a gap as digits that are all printable ASCII, so that gzip sees every number at a character's boundary (base64
would blur them) and no flags between.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add, sub

from wenda.search.text import ASKED, QUESTION, TITLE, Text, fold

DIGITS = "".join(chr(c) for c in range(0x23, 0x7F) if chr(c) != "\\")
"""The 91 digits: printable ASCII without space, quotation mark and backslash."""
ENDS = 59
"""Digits below this end a number; the 32 above carry five bits each and go on."""

BODY = 16
"""A posting's flags are the fields of search_text, plus 16, 32 or 48 for once, twice or more in the body.

8 is for the names of a page's roles, kind and topics: the browser adds it, from meta.js."""


Slots = dict[str, list[int]]
"""Slots of the pages that have a key, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All postings by pair of letters or concept (`grams`) and by single character (`characters`), under their flags.

    Kept apart by flags from the start: a list is written so, and most pages of most lists have the same.
    """

    grams: dict[int, Slots]
    characters: dict[int, Slots]


def postings(texts: Iterable[tuple[int, Text]], concepts: Sequence[tuple[str, ...]]) -> Lists:
    """Return the postings of (slot, text) pairs that come in the order of their slots."""
    grams, characters, spoken_of = _Lists(), _Lists(), _Lists()
    for slot, text in texts:
        _add(slot, text, concepts, grams, characters, spoken_of)
    # Pairs of the body are all noted, and those that no query has are left out here, once for all pages.
    whole = {
        flags: {key: slots for key, slots in held.items() if key.isalnum()} for flags, held in grams.items()
    }
    for flags, held in spoken_of.items():
        whole.setdefault(flags, {}).update(held)
    return Lists(grams=whole, characters=dict(characters))


class _Lists(defaultdict[int, Slots]):
    """Slots by key by flags, with an empty list for each that is asked for."""

    def __missing__(self, flags: int) -> Slots:
        found: defaultdict[str, list[int]] = defaultdict(list)
        self[flags] = found
        return found


def _add(
    slot: int,
    text: Text,
    concepts: Sequence[tuple[str, ...]],
    grams: _Lists,
    characters: _Lists,
    spoken_of: _Lists,
) -> None:
    """Add a page's pairs, its characters (whether asked or not), and the concepts it speaks of."""
    title, question, body = fold(text.title), fold(text.question), fold(text.body)
    asked = [fold(each) for each in text.asked]
    head: dict[str, int] = {}
    for bit, parts in ((TITLE, [title]), (ASKED, asked), (QUESTION, [question])):
        for part in parts:
            for gram in _whole(part):
                head[gram] = head.get(gram, 0) | bit
    counts = Counter(map(add, body, body[1:]))
    for gram in head.keys() & counts.keys():
        head[gram] |= BODY * min(3, counts.pop(gram))
    page = title + question + body
    # What stands across the end of one field and the start of the next is found as well.
    for end in (len(title), len(title) + len(question)):
        for gram in _whole(page[max(0, end - 1) : end + 1]):
            if gram not in head and gram not in counts:
                head[gram] = BODY
    fields = (
        (TITLE, title),
        (ASKED, "\n".join(asked)),
        (QUESTION, question),
        (BODY, body),
    )
    for key, flags in _concepts(fields, [*head, *counts], concepts).items():
        spoken_of[flags][key].append(slot)
    for gram, flags in head.items():
        grams[flags][gram].append(slot)
    once, twice, often = grams[BODY], grams[2 * BODY], grams[3 * BODY]
    for gram, times in counts.items():
        (once if times == 1 else twice if times == 2 else often)[gram].append(slot)
    heard = {*title, *question}.union(*asked)
    for flags, found in ((QUESTION, heard), (BODY, set(body) - heard)):
        held = characters[flags]
        for character in found:
            held[character].append(slot)


def concept(number: int) -> str:
    """Return the key under which the pages that speak of a concept are listed, two characters as a pair has."""
    return "§" + chr(0xE000 + number)


def _concepts(
    fields: Sequence[tuple[int, str]], grams: Iterable[str], concepts: Sequence[tuple[str, ...]]
) -> dict[str, int]:
    starts = _starts(concepts)
    found: dict[int, int] = {}
    page = "\n".join([text for _, text in fields])
    for gram in starts.keys() & grams:
        for number, word in starts[gram]:
            if word in page:
                for bit, text in fields:
                    if word in text:
                        found[number] = found.get(number, 0) | bit
    return {concept(number): flags for number, flags in sorted(found.items())}


@lru_cache(maxsize=1)
def _starts(concepts: Sequence[tuple[str, ...]]) -> dict[str, list[tuple[int, str]]]:
    """Return the words of concepts, with the number of their concept, by the pair of letters they begin with.

    One with a sign in that pair is left out: 9.9 would be found in 99.9%.
    """
    starts: dict[str, list[tuple[int, str]]] = {}
    for number, words in enumerate(concepts):
        for word in words:
            if word[:2].isalnum():
                starts.setdefault(word[:2], []).append((number, word))
    return starts


def _whole(folded: str) -> set[str]:
    """Return the pairs of letters and digits; what stands between two of them parts them."""
    return {gram for gram in map(add, folded, folded[1:]) if gram.isalnum()}


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


def encode(lists: Mapping[int, Slots]) -> dict[str, str]:
    """Return each key's list, in the order of keys: groups of the same flags, a digit for the flags, then the gaps.

    >>> encode({4: {"客户": [1]}, 1: {"客户": [0, 2]}})
    {'客户': "$#$!'$"}
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for flags, held in sorted(lists.items()):
        digit = DIGITS[flags]
        for key, slots in held.items():
            groups[key].append(digit + gaps(slots))
    return {key: "!".join(groups[key]) for key in sorted(groups)}


def gaps(slots: Sequence[int]) -> str:
    """Return ascending numbers as digits: the first, then how many each leaves out.

    >>> gaps([0, 1, 5])
    '##&'
    """
    if not slots:
        return ""
    steps = map(sub, slots, [-1, *slots])
    return "".join(map(_steps(1 << slots[-1].bit_length() + 1).__getitem__, steps))


@cache
def _steps(count: int) -> list[str]:
    """Return the digits of a step from one number to the next by its length, for lengths below `count`."""
    return ["", *map(number, range(count - 1))]
