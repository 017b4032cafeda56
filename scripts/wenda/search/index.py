"""The search index: small classic scripts that the browser loads as a query needs them, also from disk.

    meta.js    how many pages, where they are, their roles, kinds and topics, and the version of every shard; and, as
               `tables`, readings, synonyms, light words: what any query needs, in one file
    traditional.js  traditional characters, for a query or page that may have some
    g/N.js     postings of pairs of letters; a pair's shard is decided by its sound, so that homophones lie together
    u/N.js     postings of single characters
    t/N.js     id, title and text of the pages of 10 or 4 slots

Each calls `wendaSearch(name, …)`. A page's slot follows from its id, with room between, and a shard's number from what
is in it: a page that comes, goes or changes leaves the shards that do not speak of it as they are, byte for byte. Only
the lists of single characters count pages (most of them name most pages, and would be twice as long by slots).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from wenda import files
from wenda.classifying import taxonomy
from wenda.errors import RulesError
from wenda.record import ids
from wenda.record.page import Page
from wenda.search import FOLDER
from wenda.search import text as search_text
from wenda.search.lists import gaps
from wenda.search.postings import Postings
from wenda.search.sharding import shards_of
from wenda.search.text import fold, page_text, readings, sound

TEXTS, TEXTS_OF_MANY, MANY = 10, 4, 4_000
"""Slots of a shard of texts, and from how many slots on it has fewer.

A query wants little text (a tab keeps what it loads), gzip much of it: a small site has no bytes to give away.
"""
SHARD = 4_000
"""Characters that a shard of postings has at most, about: the fewer, the less a query loads, the more files there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What rules/synonyms.toml says, folded: `same`, `related` groups of words, and `light` words."""

    same: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...]
    light: tuple[str, ...]


def write_search(docs: Path, pages: Sequence[Page]) -> int:
    """Write the index of `pages` below `docs`, remove what is left of an older one, return how many files changed."""
    folder = docs / FOLDER
    wanted: set[str] = set()
    changed = 0
    for name, text in shards(pages):
        wanted.add(name)
        changed += files.write_text(folder / f"{name}.js", text, made=True)
    for path in sorted(folder.rglob("*.js")):
        if path.relative_to(folder).with_suffix("").as_posix() not in wanted:
            path.unlink()
            changed += 1
    return changed


def shards(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield the files of the index of `pages` by name, without `.js`; the last is the one that counts the others."""
    placed = sorted(
        zip(slots([page.id for page in pages]), sorted(pages, key=lambda p: p.id), strict=True),
        key=lambda each: each[0],
    )
    words = load_words()
    found = Postings(words.same + words.related)
    lengths: list[str] = []
    versions: dict[str, str] = {}

    def made(name: str, value: Any) -> tuple[str, str]:
        text = _script(name, value)
        versions[name] = _version(text)
        return name, text

    size = _slots_of_texts(len(placed))
    for number, members in itertools.groupby(placed, lambda each: each[0] // size):
        entries = {}
        for slot, page in members:
            text = page_text(page)
            found.add(slot, text)
            lengths.append(chr(0x23 + min(50, len(text.title + text.question) // 8)))
            entries[slot] = [page.id, text.title, text.question, text.body, *text.asked]
        yield made(f"t/{number}", entries)
    characters = found.characters()
    single = [found.letters.letter(key) for key in characters.keys]
    known = {*search_text.common_characters(), *single}
    heard = {character: reading for character, reading in readings().items() if character in known}
    grams = found.grams()
    for name, value in _postings("g", list(map(found.letters.pair, grams.keys)), grams.texts, heard):
        yield made(name, value)
    for name, value in _postings("u", single, characters.texts, heard):
        yield made(name, value)
    yield made("traditional", _traditional(heard))
    meta = _meta(placed, lengths, versions)
    yield "meta", _script("tables", _tables(words, heard)) + _script("meta", meta)


def slots(page_ids: Iterable[str]) -> list[int]:
    """Return the slots of ids in their sorted order: where the id lies among all possible ones, or the next free.

    There is room for a quarter more pages at least, so that a new page rarely moves another.
    """
    ordered = sorted(page_ids)
    room = capacity(len(ordered))
    found: list[int] = []
    for each in ordered:
        home = _value(each) * room >> 5 * ids.LENGTH
        found.append(max(home, found[-1] + 1 if found else 0))
    return found


def capacity(count: int) -> int:
    """Return the number of slots for so many pages: a quarter more, in steps so that it rarely changes.

    >>> capacity(47), capacity(1000), capacity(1040), capacity(10000)
    (80, 1280, 1408, 13312)
    """
    wanted = max(64, count * 5 // 4 + 16)
    step = 1 << wanted.bit_length() - 4
    return -(-wanted // step) * step


def _value(page_id: str) -> int:
    value = 0
    for character in page_id[: ids.LENGTH].ljust(ids.LENGTH, "0"):
        value = value * 32 + max(0, ids.ALPHABET.find(character))
    return value


@cache
def load_words() -> Words:
    """Return the synonyms; raise RulesError where the file does not follow its form."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules", "synonyms.toml").read_text("utf-8"))
    groups: dict[str, tuple[tuple[str, ...], ...]] = {}
    for table in ("same", "related"):
        found = []
        for number, entry in enumerate(data.get(table, ()), 1):
            group = tuple(fold(str(word)) for word in entry.get("words", ()))
            if (
                set(entry) != {"words"}
                or len(set(group)) < 2
                or len(set(group)) < len(group)
                or min(map(len, group)) < 2
            ):
                raise RulesError(
                    f"rules/synonyms.toml: [[{table}]] number {number}: needs two words or more, each once, "
                    f"none of one character: {list(group)}"
                )
            found.append(group)
        groups[table] = tuple(found)
    light = tuple(fold(str(word)) for word in data.get("light", {}).get("words", ()))
    return Words(same=groups["same"], related=groups["related"], light=light)


def _slots_of_texts(count: int) -> int:
    return TEXTS if capacity(count) < MANY else TEXTS_OF_MANY


def _postings(
    kind: str, keys: Sequence[str], texts: Sequence[str], heard: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the shards of posting lists by name."""
    count = 1 << max(0, sum(map(len, texts)) // SHARD).bit_length()
    sounds = {character: sound(reading) for character, reading in heard.items()}
    held: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    for key, text, number in zip(keys, texts, shards_of(keys, sounds, count), strict=True):
        held[number].append((text, key))
    # All keys are of one length and stand together; like lists stand side by side. Both for gzip's sake.
    for number, entries in enumerate(map(sorted, held)):
        yield f"{kind}/{number}", ["".join(key for _, key in entries), " ".join(text for text, _ in entries)]


def _tables(words: Words, heard: Mapping[str, str]) -> dict[str, Any]:
    by_reading: dict[str, str] = {}
    for character, reading in sorted(heard.items(), key=lambda each: (each[1], each[0])):
        by_reading[reading] = by_reading.get(reading, "") + character
    groups = words.same + words.related
    return {
        # The few that simplified writing has too (乾, 後), for texts that need no more.
        "traditional": _pairs(code for code in search_text.traditional() if chr(code) in heard),
        "readings": "".join(reading + characters for reading, characters in by_reading.items()),
        "concepts": [",".join(group) for group in groups],
        "related": len(words.same),
        "light": ",".join(words.light),
    }


def _traditional(heard: Mapping[str, str]) -> str:
    return _pairs(code for code in search_text.traditional() if chr(code) not in heard)


def _pairs(codes: Iterable[int]) -> str:
    return "".join(chr(code) + search_text.traditional()[code] for code in sorted(codes))


def _meta(
    placed: Sequence[tuple[int, Page]], lengths: Sequence[str], made: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the browser must know before any query.

    `versions` has three characters for each shard, in the order of their numbers: what a cache has under another
    version is not used.
    """
    versions = {}
    for kind in "gut":
        numbers = [int(name[2:]) for name in made if name.startswith(f"{kind}/")]
        names = [f"{kind}/{number}" for number in range(max(numbers, default=-1) + 1)]
        versions[kind] = "".join(made.get(name, "   ") for name in names)
    return {
        "pages": len(placed),
        "capacity": capacity(len(placed)),
        "texts": _slots_of_texts(len(placed)),
        "slots": gaps([slot for slot, _ in placed]),
        "lengths": "".join(lengths).replace("\\", "]"),
        "roles": _members(placed, taxonomy.roles(), lambda page: page.roles),
        "kinds": _members(placed, taxonomy.kinds(), lambda page: (page.kind,) if page.kind else ()),
        "topics": _members(placed, taxonomy.topics(), lambda page: page.topics),
        "traditional": made["traditional"],
        "versions": versions,
    }


def _members(placed: Sequence[tuple[int, Page]], terms: Sequence[taxonomy.Term], of: Any) -> list[list[str]]:
    """Return id, name, members and address of each role, kind or topic that has pages, the most frequent first."""
    by_id: dict[str, list[int]] = {}
    for slot, page in placed:
        for each in of(page):
            by_id.setdefault(each, []).append(slot)
    order = sorted(by_id, key=lambda each: (-len(by_id[each]), each))
    return [
        [each, taxonomy.name(tuple(terms), each), gaps(by_id[each]), taxonomy.slug(each)] for each in order
    ]


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:3]


def _script(name: str, value: Any) -> str:
    return f"wendaSearch({json.dumps(name)},{json.dumps(value, ensure_ascii=False, separators=(',', ':'))})\n"
