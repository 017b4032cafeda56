"""Whether a page answers its question: an answer that is missing, next to nothing, or no letter of an option."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenda.record import wording
from wenda.record.ids import normalise
from wenda.record.page import Page, edited, parse

SHORT = 8
"""Letters below which the answer to an open question is suspicious: `视情况而定。` has five."""
# As many Han characters, which stay what they are in whatever form they are compared: most answers.
_LONG = re.compile(rf"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{SHORT}}}")
_TERSE = ("true-false", "fill-in")  # kinds whose answer is one word


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """What is wrong with an answer, where (an offset in the body); `known` where the import found it so."""

    need: str
    message: str
    offset: int
    known: bool


def wanting(page: Page) -> Wanting | None:
    """Return what is wrong with the answer of a listed page, None where nothing is.

    A document may hold a question without an answer, or cut one off: that is known as long as nobody has
    edited the page, and no error.
    """
    if not page.listed:
        return None
    body = parse(page.body)
    answer, chosen = body.parts.get("answer", "").strip(), wording.options(body)
    if not chosen and _LONG.match(answer):
        return None
    said = normalise(answer)
    if not said:
        need, message = "no-answer", "there is no answer"
    elif chosen and said not in map(normalise, chosen) and not _letters(answer, len(chosen)):
        need, message = "no-answer", f"the answer “{answer[:20]}” is no letter of the {len(chosen)} options"
    elif not chosen and page.kind not in _TERSE and len(said) < SHORT:
        need, message = "short-answer", f"the answer has {len(said)} characters: “{answer}”"
    else:
        return None
    place = re.search(r"^## .*\{#answer\}", page.body, re.MULTILINE)
    return Wanting(need=need, message=message, offset=place.start() if place else 0, known=not edited(page))


def _letters(answer: str, count: int) -> bool:
    """Whether an answer begins with letters of `count` options, perhaps followed by a reason."""
    match = re.match(r"[（(]?([A-Z](?:[、,，\s]*[A-Z])*)(?![a-zA-Z])", answer)
    return bool(match) and all(
        ord(letter) - ord("A") < count for letter in re.findall("[A-Z]", match[1] if match else "")
    )
