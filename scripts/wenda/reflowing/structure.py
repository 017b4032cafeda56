"""The words that announce structure, from rules/structure.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from wenda.errors import RulesError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Words that count: one of `first`, then any of `middle`, then one of `last`."""

    id: str
    first: tuple[str, ...]
    middle: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The rules; patterns are regular expressions that match at the beginning of what they announce."""

    sequences: tuple[Sequence, ...]
    labels: dict[str, str]
    """Word to the id of its group."""
    pairs: frozenset[str]
    """Groups of which one label is enough to believe in the others."""
    parts: tuple[tuple[str, str], ...]
    """Id and pattern of a label that begins a new part."""
    speakers: tuple[str, ...]
    boxed: re.Pattern[str]
    """What a label in brackets, 【…】, ends with."""
    closing: re.Pattern[str]
    glued: re.Pattern[str]
    turns: re.Pattern[str]


@cache
def structure() -> Structure:
    """Return the rules, read once. Raises RulesError where the file does not follow its schema."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules", "structure.toml").read_text("utf-8"))
    try:
        return _structure(data)
    except (KeyError, TypeError, re.error) as error:
        raise RulesError(f"rules/structure.toml: {error!r}; see the comments there for its form") from None


def _structure(data: dict[str, Any]) -> Structure:
    return Structure(
        sequences=tuple(
            Sequence(
                id=each["id"],
                first=tuple(each["first"]),
                middle=tuple(each["middle"]),
                last=tuple(each["last"]),
            )
            for each in data["sequence"]
        ),
        labels={word: group["id"] for group in data["labels"] for word in group["words"]},
        pairs=frozenset(group["id"] for group in data["labels"] if group.get("pair")),
        parts=tuple((each["id"], each["pattern"]) for each in data["parts"]),
        speakers=tuple(data["dialogue"]["speakers"]),
        boxed=re.compile(f"(?:{'|'.join(map(re.escape, data['boxed']['endings']))})$"),
        closing=_any(data["closing"]["sentence"]),
        glued=_any(data["closing"]["glued"]),
        turns=_any(data["turns"]["words"]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
