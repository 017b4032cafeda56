"""Roles, kinds and topics: their ids, names and the words that call for them, from rules/*.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wenda.errors import RulesError

_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a taxonomy: ASCII `id`, Chinese `name`, words that call for it, in three weights for topics.

    `kinds`: the kinds of questions that call for it, each with the weight that it gives.
    """

    id: str
    name: str
    strong: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    kinds: tuple[tuple[str, float], ...] = ()
    sections: tuple[str, ...] = ()


@cache
def roles() -> tuple[Term, ...]:
    """Return the roles; in the order in which their words are tried."""
    return _load("roles.toml", "role")


@cache
def kinds() -> tuple[Term, ...]:
    """Return the kinds of questions, in the order in which lists show them."""
    return _load("kinds.toml", "kind")


@cache
def topics() -> tuple[Term, ...]:
    """Return the topics."""
    return _load("topics.toml", "topic")


def name(terms: tuple[Term, ...], term_id: str) -> str:
    """Return the Chinese name of an id; an id that is not in the rules is a name itself."""
    return next((term.name for term in terms if term.id == term_id), term_id)


def slug(role: str) -> str:
    """Return the ASCII name of a role in addresses: its id, or its reading where the rules do not know it.

    >>> slug("agent"), slug("高铁站务员")
    ('agent', 'gao-tie-zhan-wu-yuan')
    """
    if role.isascii() and _ID.fullmatch(role):
        return role
    from pypinyin import lazy_pinyin

    readings = " ".join(lazy_pinyin(unicodedata.normalize("NFKC", role))).lower()
    return "-".join(re.findall("[a-z0-9]+", readings)) or "role-" + role.encode().hex()[:8]


def _load(file: str, table: str) -> tuple[Term, ...]:
    data = tomllib.loads(resources.files("wenda").joinpath("rules", file).read_text("utf-8"))
    terms: list[Term] = []
    for number, entry in enumerate(data.get(table, ()), 1):
        unknown = set(entry) - {"id", "name", "strong", "words", "weak", "kinds", "sections"}
        if unknown or not _ID.fullmatch(str(entry.get("id", ""))) or not entry.get("name"):
            raise RulesError(
                f"rules/{file}: [[{table}]] number {number}: needs id (a-z0-9-), name; not {sorted(unknown)}"
            )
        if any(entry["id"] == term.id for term in terms):
            raise RulesError(
                f"rules/{file}: [[{table}]] number {number}: the id {entry['id']} is there already"
            )
        terms.append(
            Term(
                id=entry["id"],
                name=entry["name"],
                strong=tuple(entry.get("strong", ())),
                words=tuple(entry.get("words", ())),
                weak=tuple(entry.get("weak", ())),
                kinds=tuple(entry.get("kinds", {}).items()),
                sections=tuple(entry.get("sections", ())),
            )
        )
    return tuple(terms)
