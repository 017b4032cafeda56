"""The shapes of questions as data: rules/shapes.toml, read once, validated and compiled.

All patterns are meant for a text flattened by `flatten`, in which a mark is written in one way only.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wenda.errors import RulesError

KINDS = (
    "answer",
    "analysis",
    "both",
    "approach",
    "note",
    "stem",
    "situation",
    "options",
    "remark",
    "asker",
    "answerer",
    "usher",
)
NUMBER = "#"  # stands for the number that may follow a word
PLACES = ("anywhere", "boundary")
TABLES = {
    "register": ("please", "imperative", "verb", "asks", "addressee", "situation", "case", "answers"),
    "talk": ("lead", "small", "chat", "aside", "serious"),
    "title": ("head", "body", "tail", "extra", "promises", "advises"),
    "section": ("words", "kinds", "instruction", "closing"),
}
# One character for one character, so that places in the flat text are places in the text.
_HALF = str.maketrans(
    "：（）．，？！；【】〔〕［］　\u00a0\t０１２３４５６７８９﹕︰∶～﹙﹚",
    ":().,?!;[][][]   0123456789:::~()",
)
_HALF.update(
    {ord("Ａ") + i: ord("A") + i for i in range(26)} | {ord("ａ") + i: ord("a") + i for i in range(26)}
)
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _HALF)))}]")
_COMMON = tuple((chr(wide), chr(int(half))) for wide, half in list(_HALF.items())[:15])


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A set of words that open a field: what kind of field, and where the words may stand."""

    kind: str
    place: str
    bare: bool
    numbered: str
    words: tuple[str, ...]
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """All rules of rules/shapes.toml: the label of each word, and the tables of patterns by table and name."""

    labels: tuple[Label, ...]
    words: dict[str, Label]
    tables: dict[str, dict[str, str]]


def flatten(text: str) -> str:
    """Return `text` with full-width marks, digits and brackets made half-width, character for character.

    >>> flatten("【答案】Ｂ：（１）")
    '[答案]B:(1)'
    """
    for wide, half in _COMMON:
        text = text.replace(wide, half)
    # Translating costs ten times as much a character as replacing: only for texts that need it.
    return text.translate(_HALF) if _WIDE.search(text) else text


@cache
def shapes() -> Shapes:
    """Return the rules. Raises RulesError when rules/shapes.toml does not follow its schema."""
    return parse((files("wenda") / "rules" / "shapes.toml").read_text("utf-8"))


def parse(source: str) -> Shapes:
    """Return the rules that a TOML text holds. Raises RulesError, naming the entry and what is wrong with it."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"rules/shapes.toml: {error}") from error
    labels = tuple(_label(entry, place) for place, entry in enumerate(data.get("label", ()), 1))
    tables = {name: _table(name, keys, data.get(name, {})) for name, keys in TABLES.items()}
    extra = set(data) - set(TABLES) - {"label"}
    if not labels or extra:
        raise RulesError(
            f"rules/shapes.toml: no [[label]], or tables that mean nothing here: {sorted(extra)}"
        )
    words: dict[str, Label] = {}
    for label in labels:
        for word in label.words:
            if label.numbered != "must":
                words.setdefault(word, label)
            if label.numbered:
                words.setdefault(word + NUMBER, label)
    return Shapes(labels=labels, words=words, tables=tables)


def pattern(table: str, name: str) -> str:
    """Return the pattern of that name."""
    return shapes().tables[table][name]


def _label(entry: dict[str, object], place: int) -> Label:
    where = f"rules/shapes.toml: [[label]] number {place}"
    unknown = set(entry) - {"kind", "place", "bare", "numbered", "before", "words", "after", "sample"}
    if unknown or not entry.get("sample"):
        raise RulesError(f"{where}: needs kind, place, words and a sample, not {sorted(unknown)}")
    if entry.get("kind") not in KINDS or entry.get("place") not in PLACES:
        raise RulesError(f"{where}: kind is one of {', '.join(KINDS)}, place one of {', '.join(PLACES)}")
    if entry.get("numbered", "") not in ("", "may", "must") or not isinstance(entry.get("bare", False), bool):
        raise RulesError(f'{where}: numbered is "may" or "must", bare true or false')
    lists = [_strings(where, entry.get(name, [])) for name in ("before", "words", "after")]
    before, words, after = lists
    if not words:
        raise RulesError(f"{where}: needs words")
    return Label(
        kind=str(entry["kind"]),
        place=str(entry["place"]),
        bare=bool(entry.get("bare", False)),
        numbered=str(entry.get("numbered", "")),
        words=tuple(a + word + z for a in _optional(before) for word in words for z in _optional(after)),
        sample=str(entry["sample"]),
    )


def _strings(where: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise RulesError(f"{where}: before, words and after are lists of words")
    return value


def _optional(words: list[str]) -> list[str]:
    """Return the words, and the empty one where they may be left out: unless "!" ends the list."""
    return words[:-1] if words and words[-1] == "!" else ["", *words]


def _table(name: str, keys: tuple[str, ...], entries: object) -> dict[str, str]:
    where = f"rules/shapes.toml: [{name}]"
    if not isinstance(entries, dict) or set(entries) != set(keys):
        raise RulesError(f"{where}: needs exactly {', '.join(keys)}")
    return {key: _compiles(f"{where} {key}", value) for key, value in entries.items()}


def _compiles(where: str, value: object) -> str:
    """Return a pattern, or the alternation of a list of patterns."""
    whole = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    try:
        re.compile(whole)
    except re.error as error:
        raise RulesError(f"{where}: {error}") from error
    return whole
