"""The rules for sites' chrome: `rules/chrome.toml`, whose head explains them, as regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from wenda.errors import RulesError
from wenda.needed import beginning, needed

SEPARATOR = r"[\W_]{0,4}"
NUMBER = r"\d+(?:[\W_年月时]{1,2}\d+){0,7}[日号]?"
GAP = 200
OPENING = ("“", "‘", "「", "『", '"', "'")
QUOTED = re.compile(r"""\W*[“‘「『"'][^“”‘’「」『』"']*[”’」』"']\W*""")
BULLET = r"[\W_]{0,40}(?:\d{1,2}[\W_]{1,4}){0,2}"
_BULLETS = r"[\W_\d]"
"""What a bullet begins with, where there is one."""
KEYS = {
    "id": str,
    "group": list,
    "needs": list,
    "form": str,
    "pattern": str,
    "weak": bool,
    "inside": list,
    "joins": bool,
    "follows": str,
    "followed_by": str,
    "opens": str,
    "samples": list,
}
OPENINGS = ("", "names", "foot", "rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; `phrase`, `follows` and `followed_by` are regular expressions, compiled where they are needed."""

    id: str
    group: frozenset[str]
    weak: bool
    inside: tuple[str, ...]
    joins: bool
    opens: str
    phrase: str
    follows: str
    followed_by: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # equal to itself alone, so that it can be a key
class Rules:
    """All rules, and what finds them: `line` fits whole lines that begin as a rule says, `loose` any others.

    `needs` finds what a line must hold to be tried with `loose`; it must also hold one of `holds`, without which
    no rule of those fits, as their expressions tell. `inside` finds the beginnings of phrases that go
    inside a line, `inside_rules` the rules of each, and `word` the words of the vocabulary.
    """

    rules: tuple[Rule, ...]
    line: re.Pattern[str]
    loose: re.Pattern[str]
    needs: re.Pattern[str]
    holds: tuple[str, ...]
    inside: re.Pattern[str]
    inside_rules: dict[str, tuple[Rule, ...]]
    word: re.Pattern[str]

    def of_line(self, line: str) -> Rule | None:
        """Return the rule that the whole line fits."""
        return _of_line(self, line)

    def joined(self, line: str, place: int) -> tuple[Rule, int] | None:
        """Return the rule whose phrase may be joined to the text after it and fits at `place`, and its end."""
        for pattern in (self.line, self.loose):
            match = pattern.match(line, place)
            if match and (rule := self._named(match)).joins:
                start, end = match.span(str(match.lastgroup))
                return None if line[max(0, start - 1) : start] in OPENING else (rule, end)
        return None

    def _named(self, match: re.Match[str]) -> Rule:
        return self.rules[int(str(match.lastgroup)[1:])]


@lru_cache(
    maxsize=1 << 12
)  # a document is read until nothing more goes, and most of its lines stay as they are
def _of_line(rules: Rules, line: str) -> Rule | None:
    match = rules.line.fullmatch(line) or (
        rules.needs.search(line) and any(map(line.__contains__, rules.holds)) and rules.loose.fullmatch(line)
    )
    return rules._named(match) if match and not QUOTED.fullmatch(line) else None


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a rule's phrase as a pattern: the library's own cache is small, and asking it costs more than a match."""
    return re.compile(pattern)


def _literal(char: str) -> str:
    if char.isascii() and char.isalpha():
        return f"[{char.lower()}{char.upper()}{chr(ord(char.lower()) + 0xFEE0)}{chr(ord(char.upper()) + 0xFEE0)}]"
    return re.escape(char)


def _split(form: str, ends: str) -> tuple[list[str], str]:
    """Return the regular expressions of a form's parts up to one of `ends`, and what is left of the form."""
    parts: list[str] = []
    while form and form[0] not in ends:
        char, form = form[0], form[1:]
        if char == "…":
            # Up to the first place where what follows begins, and never tried again: linear.
            parts.append("…")
        elif char == "~":
            parts.append(r"[^\n]{1,40}?")
        elif char == "#":
            parts.append(NUMBER)
        elif char in "[{":
            branches: list[str] = []
            closing = "]" if char == "[" else "}"
            while True:
                inner, form = _split(form, "|" + closing)
                branches.append(_join(inner))
                if not form:
                    raise RulesError(f"{char} is not closed")
                mark, form = form[0], form[1:]
                if mark == closing:
                    break
            parts.append(f"(?:{'|'.join(branches)}){'?' if char == '[' else ''}")
        elif char in "]}|":
            raise RulesError(f"{char} closes nothing")
        else:
            parts.append(_literal(char))
    return parts, form


def _join(parts: Sequence[str]) -> str:
    """Return one regular expression with separators between the parts; a gap takes the nearest next part."""
    result = ""
    for i, part in enumerate(parts):
        if part == "…":
            after = _join(parts[i + 1 :]) if i + 1 < len(parts) else ""
            return result + (rf"(?>[^\n]{{0,{GAP}}}?{after})" if after else rf"[^\n]{{0,{GAP}}}")
        result += (SEPARATOR if result and i else "") + part
    return result


def expression(form: str) -> str:
    """Return the regular expression for a form.

    >>> bool(re.fullmatch(expression("还剩#页未读[请]继续阅读"), "还剩 7 页未读，继续阅读"))
    True

    Raises RulesError for brackets that do not match.
    """
    parts, _ = _split(form, "")
    return _join(parts)


def _rule(entry: dict[str, Any]) -> Rule:
    name = f"chrome.toml: rule {entry.get('id', entry)!r}"
    for key, value in entry.items():
        if not isinstance(value, KEYS.get(key, ())):
            raise RulesError(f"{name}: {key} is no key of a rule, or of another type")
    if not all(isinstance(text, str) for key in ("group", "samples") for text in entry.get(key) or [0]):
        raise RulesError(f"{name}: group and samples are lists of texts, and not empty")
    if ("form" in entry) == ("pattern" in entry) or "id" not in entry:
        raise RulesError(f"{name}: needs an id, and either form or pattern")
    if entry.get("opens", "") not in OPENINGS:
        raise RulesError(f"{name}: opens {entry['opens']!r}, which is none of {OPENINGS[1:]}")
    try:
        phrase = entry.get("pattern") or expression(entry["form"])
        for key in ("pattern", "follows", "followed_by"):
            re.compile(entry.get(key, ""))
        return Rule(
            id=entry["id"],
            group=frozenset(entry["group"]),
            weak=entry.get("weak", False),
            inside=tuple(entry.get("inside", ())),
            joins=entry.get(
                "joins", "form" in entry and not (entry.get("weak") or entry["form"].endswith("…"))
            ),
            opens=entry.get("opens", ""),
            phrase=phrase,
            follows=entry.get("follows", ""),
            followed_by=entry.get("followed_by", ""),
            samples=tuple(entry["samples"]),
        )
    except (re.error, RulesError) as error:
        raise RulesError(f"{name}: {error}") from error


def parse(text: str) -> Rules:
    """Return the rules that a TOML text holds; raises RulesError where it does not follow the form."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"chrome.toml: {error}") from error
    if set(data) != {"rule", "vocabulary"} or not data["vocabulary"].get("words"):
        raise RulesError("chrome.toml: holds [[rule]] and [vocabulary] with words, and nothing else")
    rules = tuple(_rule(entry) for entry in data["rule"])
    starts = sorted({start for rule in rules for start in rule.inside}, key=len, reverse=True)
    return Rules(
        rules=rules,
        inside_rules={start: tuple(rule for rule in rules if start in rule.inside) for start in starts},
        line=_any(data["rule"], rules, loose=False),
        loose=_any(data["rule"], rules, loose=True),
        needs=re.compile(
            "|".join(re.escape(text) for entry in data["rule"] for text in entry.get("needs", ()))
        ),
        holds=_holds(
            rule.phrase for entry, rule in zip(data["rule"], rules, strict=True) if "needs" in entry
        ),
        inside=re.compile("|".join(map(re.escape, starts))),
        word=re.compile("|".join(expression(word) for word in data["vocabulary"]["words"])),
    )


def _holds(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return texts of which every line holds one that fits any of some phrases."""
    found = [*map(needed, phrases)]
    return tuple(sorted(frozenset().union(*filter(None, found)))) if all(found) else ("",)


def _any(entries: Sequence[dict[str, Any]], rules: Sequence[Rule], *, loose: bool) -> re.Pattern[str]:
    """Return one pattern for all rules that need something (`loose`) or for all others; its groups name them."""
    names = {"form": list[str](), "pattern": list[str]()}
    for i, (entry, rule) in enumerate(zip(entries, rules, strict=True)):
        if ("needs" in entry) == loose:
            names["form" if "form" in entry else "pattern"].append(f"(?P<r{i}>{rule.phrase})")
    first_of_forms = _first(names["form"])
    forms = rf"{BULLET}{_ahead(first_of_forms)}(?:{'|'.join(names['form'])})[\W_]*"
    first = _first([_BULLETS, *names["pattern"]])
    every = "|".join([forms, *names["pattern"]])
    return re.compile(f"{_ahead(first_of_forms and first and first_of_forms + first)}(?:{every})")


def _first(phrases: Iterable[str]) -> str:
    """Return what any of some phrases may begin with, as a class of characters has it; "" for anything."""
    try:
        return "".join(map(beginning, phrases))
    except ValueError:
        return ""


def _ahead(first: str) -> str:
    """Return what looks ahead for the first character of a hundred phrases before each of them is tried."""
    return f"(?=[{first}])" if first else ""


@cache
def load() -> Rules:
    """Return the rules of the package, read once; raises RulesError where the file does not follow the form."""
    return parse((files("wenda") / "rules" / "chrome.toml").read_text("utf-8"))
