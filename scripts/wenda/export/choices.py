"""What can be answered in place: the options of a question and which of them are right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenda.record.page import Body, Page, parse
from wenda.search.text import plain

_OPTION = re.compile(r"^[-*+]\s+(?P<letter>[A-Z])[.、．]\s*(?P<text>.*(?:\n(?![-*+]\s).*)*)", re.MULTILINE)
_KEY = re.compile(r"[A-Z](?:[\s、,，和]*[A-Z])*")
_RIGHT, _WRONG = frozenset([*"对√✓✔是TY", "正确"]), frozenset([*"错×✗✘否FN", "错误"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Options as (letter, text) and the letters of the right ones; `several` where more may be ticked."""

    options: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    several: bool = False


def choice(page: Page, body: Body | None = None) -> Choice | None:
    """Return what the question lets one choose from, or None where its page has no options or no plain key."""
    body = body or parse(page.body)
    answer = plain(body.parts.get("answer", "")).strip(" 。.")
    found = tuple((m["letter"], plain(m["text"])) for m in _OPTION.finditer(body.parts.get("options", "")))
    verdict = _verdict(answer)
    if page.kind == "true-false" and verdict:
        options = found or (("A", "对"), ("B", "错"))
        right = tuple(letter for letter, text in options if _verdict(text) == verdict)
        return Choice(options=options, key=right) if len(right) == 1 else None
    letters = {letter for letter, _ in found}
    key = tuple(sorted(set(re.findall("[A-Z]", answer)))) if _KEY.fullmatch(answer) else ()
    if len(letters) < max(2, len(found)) or not key or not set(key) <= letters:
        return None
    return Choice(options=found, key=key, several=len(key) > 1 or page.kind == "multiple-choice")


def _verdict(text: str) -> str:
    return "对" if text in _RIGHT else "错" if text in _WRONG else ""
