"""A deck for Anki: one note a question, known again by its id, so that a newer deck updates cards and keeps progress."""

from __future__ import annotations

import contextlib
import html
import io
import itertools
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
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
    """Write a deck of `pages` to `path` in one step and return the number of notes; see `write_decks`."""
    return write_decks([(path, tuple(pages))])


def write_decks(decks: Sequence[tuple[Path, Sequence[Page]]]) -> int:
    """Write each deck's pages to its path, each in one step, and return how many notes there are in all.

    A question is made a note of once, whatever decks it is in, and none is kept in memory. Their time is
    SOURCE_DATE_EPOCH's, else now: Anki takes a note over where it is newer than its own. Raises OSError or WendaError,
    with the deck at hand unchanged, when the disk refuses.
    """
    moment = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    with tempfile.TemporaryDirectory(prefix="wenda-") as folder:
        every, part = Path(folder, "every"), Path(folder, "part")
        known = {page.id: page for _, pages in decks for page in pages}
        path = decks[0][0]
        try:
            numbers = _write_notes(every, moment, [known[each] for each in sorted(known)])
            for path, pages in decks:
                wanted = {page.id for page in pages}
                if wanted != known.keys():
                    _take(every, part, moment, sorted(numbers[each] for each in wanted))
                _zip(path, every if wanted == known.keys() else part, moment)
        except sqlite3.Error as error:  # a full disk, as the deck's database says it
            raise WendaError(f"{path}: cannot be written: {error}; nothing was lost") from None
    return len(known)


@contextlib.contextmanager
def _database(path: Path, moment: float) -> Iterator[sqlite3.Connection]:
    """Yield the database of a deck without notes at `path`, which takes what stood there."""
    path.unlink(missing_ok=True)
    deck = genanki.Deck(DECK, "问答：客服面试题")
    deck.add_model(_model())
    with contextlib.closing(sqlite3.connect(path)) as database:
        # A deck that is cut off is thrown away.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        genanki.Package(deck).write_to_db(database.cursor(), moment, itertools.count())
        database.commit()
        yield database
        database.commit()


def _write_notes(path: Path, moment: float, pages: Iterable[Page]) -> dict[str, int]:
    """Write a deck's database with a note for each of `pages`; return the notes' numbers by the pages' ids."""
    numbers = itertools.count(int(moment * 1000))
    found = {}
    with _database(path, moment) as database:
        cursor = database.cursor()
        for page in pages:
            note(page).write_to_db(cursor, moment, DECK, numbers)
            (found[page.id],) = cursor.execute("SELECT max(id) FROM notes").fetchone()
    return found


def _take(every: Path, part: Path, moment: float, numbers: Iterable[int]) -> None:
    """Write a deck's database with the notes of these numbers out of another, and their cards."""
    with _database(part, moment) as database:
        database.execute("ATTACH ? AS every", (str(every),))
        database.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
        database.executemany("INSERT INTO wanted VALUES (?)", ((each,) for each in numbers))
        for table, key in (("notes", "id"), ("cards", "nid")):
            database.execute(
                f"INSERT INTO {table} SELECT * FROM every.{table} WHERE {key} IN wanted ORDER BY id"
            )


def _zip(path: Path, database: Path, moment: float) -> None:
    """Write the zip that a deck is, dated by `moment` (UTC) and not by its file: same input, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    date = time.gmtime(moment)[:6]
    try:
        with zipfile.ZipFile(temporary, "w") as new:
            for name in ("collection.anki2", "media"):
                entry = zipfile.ZipInfo(name, date)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, on whatever machine
                with new.open(entry, "w") as held, database.open("rb") as file:
                    shutil.copyfileobj(file if name != "media" else io.BytesIO(b"{}"), held)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def note(page: Page) -> Any:
    """Return the note of a question, tagged with its role, kind and topics."""
    return genanki.Note(model=_model(), fields=list(_fields(page)), tags=tags(page), guid=guid(page.id))


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
