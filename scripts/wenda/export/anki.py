"""A deck for Anki: one note a question, known again by its id, so that a newer deck updates cards and keeps progress."""

from __future__ import annotations

import html
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import genanki

from wenda.classifying import taxonomy
from wenda.errors import WendaError
from wenda.export.blocks import Block, Inline, blocks
from wenda.export.choices import choice
from wenda.record.page import HEADINGS, Page, parse

# Anki knows decks and kinds of notes by numbers: another number would be another deck. Never change them.
DECK, MODEL = 1_748_203_911, 1_748_203_912

_FIRST = ("answer", "analysis")
_CSS = """.card { font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; font-size: 18px;
 line-height: 1.7; text-align: left; max-width: 40em; margin: 0 auto; }
h1 { font-size: 1.2em; } h3 { font-size: 1em; margin: 1.2em 0 .3em; } table { border-collapse: collapse; }
td, th { border: 1px solid #999; padding: .2em .6em; } .more { font-size: .9em; } .id { color: #777; font-size: .7em; }"""


def guid(page_id: str) -> str:
    """Return what Anki knows the note of a question by, for ever."""
    return f"wenda-{page_id}"


def write_deck(path: Path, pages: Iterable[Page]) -> int:
    """Write a deck of `pages` to `path` in one step and return the number of notes.

    Its time is SOURCE_DATE_EPOCH's, else now: Anki takes a note over where it is newer than its own. Raises
    OSError or WendaError, with nothing changed, when the disk refuses.
    """
    deck = genanki.Deck(DECK, "问答：客服面试题")
    for page in sorted(pages, key=lambda each: each.id):
        deck.add_note(note(page))
    moment = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        genanki.Package(deck).write_to_file(str(temporary), timestamp=moment)
        _date(temporary, moment)
        temporary.replace(path)
    except sqlite3.Error as error:  # a full disk, as the deck's database says it
        raise WendaError(f"{path}: cannot be written: {error}; nothing was lost") from None
    finally:
        temporary.unlink(missing_ok=True)
    return len(deck.notes)


def _date(path: Path, moment: float) -> None:
    """Date what a deck's zip holds by `moment` (UTC), where it has the time of a temporary file: same input, same bytes."""
    with zipfile.ZipFile(path) as old:
        held = [(each.filename, old.read(each)) for each in old.infolist()]
    date = time.gmtime(moment)[:6]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in held:
            entry = zipfile.ZipInfo(name, date)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, on whatever machine
            new.writestr(entry, data)


def note(page: Page) -> Any:
    """Return the note of a question, tagged with its role, kind and topics."""
    return genanki.Note(model=_model(), fields=list(_fields(page)), tags=tags(page), guid=guid(page.id))


@lru_cache(maxsize=1 << 14)  # a build writes a question into the deck of all, of its roles and of packs
def _fields(page: Page) -> tuple[str, ...]:
    body = parse(page.body)
    chosen = choice(page, body)
    options = blocks(body.parts.get("options", ""))
    if chosen and not options:
        options = [["ul", [[f"{letter}. {text}"] for letter, text in chosen.options]]]
    parts = [(anchor, text) for anchor, text in body.parts.items() if text and anchor in HEADINGS]
    first = [each for each in parts if each[0] in _FIRST]
    rest = [each for each in parts if each[0] not in (*_FIRST, "options")]
    return (
        f"<h1>{html.escape(page.title)}</h1>{_html(blocks(body.question))}",
        _html(options),
        _sections(first) + ("<p>（原文到这里就断了）</p>" if page.truncated else ""),
        _sections(rest),
        page.id,
    )


def tags(page: Page) -> list[str]:
    """Return the tags of a question, grouped as Anki shows them: 岗位::客服专员, 题型::情景, 主题::投诉."""
    found = [f"岗位::{taxonomy.name(taxonomy.roles(), each)}" for each in page.roles]
    found += [f"题型::{taxonomy.name(taxonomy.kinds(), page.kind)}"] if page.kind else []
    found += [f"主题::{taxonomy.name(taxonomy.topics(), each)}" for each in page.topics]
    return ["_".join(each.split()) for each in found]  # a space would part it in two


@cache  # what cards it makes is worked out for each model anew
def _model() -> Any:
    front = "{{题目}}{{选项}}"
    back = '{{FrontSide}}<hr id="answer">{{答案}}<div class="more">{{更多}}</div><p class="id">{{编号}}</p>'
    return genanki.Model(
        MODEL,
        "问答",
        fields=[{"name": name} for name in ("题目", "选项", "答案", "更多", "编号")],
        templates=[{"name": "说出来", "qfmt": front, "afmt": back}],
        css=_CSS,
    )


def _sections(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<h3>{html.escape(HEADINGS[anchor])}</h3>{_html(blocks(text))}" for anchor, text in parts)


def _html(found: Sequence[Block]) -> str:
    return "".join(map(_block, found))


def _block(block: Block) -> str:
    kind, body = block
    assert isinstance(body, list)
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{_runs(item)}</li>' for item in body)}</{kind}>"
    if kind == "table":
        head, *rows = ("".join(f"<td>{_runs(cell)}</td>" for cell in row) for row in body)
        return f"<table><tr>{head.replace('td>', 'th>')}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return f"<p><b>{_runs(body)}</b></p>" if kind == "h" else f"<p>{_runs(body)}</p>"


def _runs(inline: Inline) -> str:
    # {{ would be a field of the card's template; Anki fills fields once, so in a note it is text.
    texts = (html.escape(text, quote=False).replace("\n", "<br>") for text in inline)
    return "".join(f"<b>{text}</b>" if at % 2 and text else text for at, text in enumerate(texts))
