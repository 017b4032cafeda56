"""What cleaning should have taken out of a text and did not, by the rules of `check.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.errors import RulesError

LEVELS = ("error", "doubt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of residue; `level` says whether it is certain ("error") or for a person to judge ("doubt")."""

    id: str
    level: str
    message: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """A place in a text (`start` counts characters) where a rule fits, in words that name what stands there."""

    start: int
    rule: Rule
    message: str


def find(text: str, level: str) -> Iterator[Residue]:
    """Yield what the rules of one level find in `text`, the first place of each rule only.

    >>> [each.message for each in find("⻓期合作", "error")]
    ['a look-alike radical stands for a character: ⻓ (U+2ED3), write 长']
    """
    rules, radicals = load()
    for rule in rules:
        if rule.level == level and (match := rule.pattern.search(text)):
            yield Residue(
                start=match.start(), rule=rule, message=f"{rule.message}: {_shown(match[0], radicals)}"
            )


@cache
def load() -> tuple[tuple[Rule, ...], dict[str, str]]:
    """Return the rules and what look-alike radicals stand for.

    Raises RulesError for an entry that does not follow the form or misses one of its own samples.
    """
    data = tomllib.loads(resources.files("wenda").joinpath("rules/check.toml").read_text("utf-8"))
    return tuple(_rule(n, entry) for n, entry in enumerate(data["residue"], 1)), data["radicals"]


def _rule(number: int, entry: dict[str, object]) -> Rule:
    where = f"rules/check.toml: [[residue]] number {number}"
    if set(entry) != {"id", "level", "message", "pattern", "samples", "not"} or entry["level"] not in LEVELS:
        raise RulesError(f"{where}: needs id, level (error or doubt), message, pattern, samples and not")
    try:
        pattern = re.compile(str(entry["pattern"]))
    except re.error as error:
        raise RulesError(f"{where}: {error}") from None
    samples, others = entry["samples"], entry["not"]
    assert isinstance(samples, list)
    assert isinstance(others, list)
    for sample in samples:
        if not pattern.search(sample):
            raise RulesError(f"{where}: does not fit its sample “{sample}”")
    for sample in others:
        if pattern.search(sample):
            raise RulesError(f"{where}: fits “{sample}”, which it must not")
    return Rule(
        id=str(entry["id"]), level=str(entry["level"]), message=str(entry["message"]), pattern=pattern
    )


def _shown(found: str, radicals: dict[str, str]) -> str:
    """Return what was found so that a terminal shows it, a character with what should stand there."""
    if len(found) > 1:
        return "“" + " ".join(found.split())[:24] + "”"
    point = f"U+{ord(found):04X}"
    meant = radicals.get(found, unicodedata.normalize("NFKC", found))
    if meant != found:
        return f"{found} ({point}), write {meant}"
    return f"{found} ({point})" if found.isprintable() else point
