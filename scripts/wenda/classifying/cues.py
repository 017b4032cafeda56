"""The kinds that a question's own words speak for: every cue of rules/wording.toml that is found gives its weight."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.classifying.plain import ends
from wenda.classifying.taxonomy import kinds
from wenda.errors import RulesError
from wenda.needed import Choice

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"")
_KEYS = {"id", "kind", "weight", "pattern", "sample"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A pattern in a question's own words that speaks for a `kind`; `quotes`: in quoted speech too."""

    id: str
    kind: str
    weight: float
    pattern: re.Pattern[str]
    quotes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What speaks for a kind: the sum of the weights, the ids of the cues, and the words in which they were found."""

    kind: str
    weight: float
    cues: tuple[str, ...]
    found: tuple[str, ...]


def votes(text: str) -> tuple[Vote, ...]:
    """Return the kinds that the words of a question speak for, the one with most weight first.

    >>> [(vote.kind, vote.cues) for vote in votes("什么是净推荐值？")]
    [('knowledge', ('what-is', 'nobody-addressed'))]
    """
    text = ends(text)
    outside = _QUOTED.sub("“”", text)
    found: dict[str, list[tuple[Cue, str]]] = {}
    for cue in map(cues().__getitem__, _choice().among(*{text, outside})):
        if match := cue.pattern.search(text if cue.quotes else outside):
            found.setdefault(cue.kind, []).append((cue, match[0]))
    return tuple(
        sorted(
            (
                Vote(
                    kind=kind,
                    weight=sum(cue.weight for cue, _ in each),
                    cues=tuple(cue.id for cue, _ in each),
                    found=tuple(words for _, words in each),
                )
                for kind, each in found.items()
            ),
            key=lambda vote: -vote.weight,
        )
    )


@cache
def _choice() -> Choice:
    return Choice(cue.pattern for cue in cues())


@cache
def cues() -> tuple[Cue, ...]:
    """Return the cues of rules/wording.toml in their order; raises RulesError."""
    data = tomllib.loads(resources.files("wenda").joinpath("rules", "wording.toml").read_text("utf-8"))
    known = {term.id for term in kinds()}
    found: list[Cue] = []
    for number, entry in enumerate(data.get("wording", ()), 1):
        if (
            set(entry) - {"quotes"} != _KEYS
            or entry["kind"] not in known
            or not isinstance(entry["weight"], int | float)
        ):
            raise RulesError(
                f"rules/wording.toml: [[wording]] number {number}: needs id, kind (one of kinds.toml), weight (a number), pattern, sample"
            )
        try:
            pattern = re.compile(entry["pattern"])
        except re.error as error:
            raise RulesError(f"rules/wording.toml: {entry['id']}: the pattern is wrong: {error}") from None
        found.append(
            Cue(
                id=entry["id"],
                kind=entry["kind"],
                weight=entry["weight"],
                pattern=pattern,
                quotes=entry.get("quotes", False),
            )
        )
    return tuple(found)
