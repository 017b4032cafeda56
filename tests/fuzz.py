"""Fuzz targets, run by hand: `python tests/fuzz.py extract 200000` and `python tests/fuzz.py pages 5000`.

Inputs are put together from what documents and attacks are made of, and from bytes; the seed is printed, and an input
that breaks something is printed whole: it becomes a case. `extract` takes a text apart; `pages` makes whole pages of a document
as an import does, writes, reads and renders them, and holds them against the allow-list.

Noted runs, of 27 November 2026:

- extract 100000, seeds 20261127 (863 s) and 20261128 (940 s): nothing broke.
- pages 300, seed 5: the answer of a choice question went into its page as Markdown, so that `[](javascript:…)` became a
  link, which the allow-list refused. Now `choice-…` in hostile/inputs.toml.
- pages 5000, seed 20261127 (37 s), after that: nothing broke.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable

import markdown

from hostile.documents import inputs
from wenda import extract, pipeline
from wenda.errors import SourceError
from wenda.importing import loading
from wenda.model import Document
from wenda.reading import read
from wenda.record import family, page, wording
from wenda.record.markdown import escape
from wenda.site import articles

PIECES = (
    *"甲乙客户您答问题解析分。，？：；、（）()[]{}<>&*_`#|~!-=+^\\/\"'.:; \n\n\n　\t01289ABCD",
    *(
        "1.",
        "2、",
        "一、",
        "（1）",
        "①",
        "Q1：",
        "答案：",
        "解析：",
        "A. ",
        "B、",
        "(共3题,每题5分)",
        "###",
        "**",
        "---",
    ),
    *(
        "\u200b",
        "\u202e",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "□",
        "傢",
        "銆",
        "锛",
        "鈥",
        "🙂",
        "𠮷",
    ),
    *("2024年客服专员面试题及答案", "客户说没有收到货", "您怎么办？", "先听，再答。", "&lt;", "&#60;"),
    *(each.shows[:60] for each in inputs()),
)
ENCODINGS = ("utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "big5")
MARKDOWN = markdown.Markdown(extensions=["wenda.site.text_only", "attr_list", "tables", "sane_lists", "toc"])


def text(chance: random.Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randint(1, 60)))


def one_extract(chance: random.Random) -> None:
    if chance.random() < 0.1:
        data = chance.randbytes(chance.randint(0, 200))
    else:
        data = text(chance).encode(chance.choice(ENCODINGS), "replace")
    try:
        json.dumps(extract.record(pipeline.process(read.decode(data, "a.txt")))).encode()
    except SourceError:
        return
    except Exception:
        print("extract:", data)
        raise


def one_page(chance: random.Random) -> None:
    given = read.normalise(text(chance)).after  # as an import has it
    for body in (escape(given), f"- {escape(given)}", f"| {escape(' '.join(given.split()))} |\n|---|\n| b |"):
        fault = articles.fault_of(f"<article>{MARKDOWN.reset().convert(body)}</article>")
        assert fault is None, f"{fault}: {given!r}"
    asked, answer, analysis = (text(chance) for _ in range(3))
    source = (
        f"2026年客服专员面试题{given[:20]}\n\n1.{asked}您怎么办？\n\n答案：{answer}\n\n解析：{analysis}\n"
    )
    try:
        one_import(pipeline.process(read.decode(source.encode(), "a.txt")))
    except SourceError:
        return
    except Exception:
        print("pages:", repr(source))
        raise


def one_import(document: Document) -> None:
    """Make the pages of a document as an import does: each comes back from its text, and its HTML is allowed."""
    for question in document.outline.questions:
        made = family.to_page(loading._family(document, question, "a.txt", None))
        again = page.read(page.write(made))
        assert again == made
        assert not page.edited(again)
        assert (
            wording.question_text(page.parse(again.body))
            == loading._family(document, question, "a.txt", None).text
        )
        fault = articles.fault_of(f"<article>{MARKDOWN.reset().convert(again.body)}</article>")
        assert fault is None, fault


TARGETS: dict[str, Callable[[random.Random], None]] = {"extract": one_extract, "pages": one_page}


def main(target: str, count: int, seed: int) -> None:
    start = time.monotonic()
    for number in range(count):
        TARGETS[target](random.Random(seed * 1_000_003 + number))
    print(f"{target}: {count} inputs, seed {seed}, {time.monotonic() - start:.0f} s: nothing broke")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
