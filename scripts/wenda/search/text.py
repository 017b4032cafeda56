"""A page as search sees it: its text without Markdown, in fields, and folded so that spellings meet.

The browser folds what is typed in the same way (docs/assets/javascripts/search-text.js); one file of cases,
tests/cases/fold.json, holds both to it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from importlib import resources

from wenda import simplify
from wenda.record.page import HEADINGS, Page, parse

# Field bits of a posting, see search_index.
TITLE, ASKED, QUESTION = 1, 2, 4

_QUOTES = str.maketrans("‘’“”「」『』〈〉《》﹁﹂﹃﹄〔〕～〜", '\'\'""""""<><>""""()~~')


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a page: what stands on it in its order, and what it is also found by.

    `question` has the options with it.
    """

    title: str
    question: str
    body: str
    asked: tuple[str, ...] = ()


def page_text(page: Page) -> Text:
    """Return the text of a page; an answer's headings are part of it, as on the page that readers see."""
    body = parse(page.body)
    parts = dict(body.parts)
    question = [plain(body.question)]
    if "options" in parts:
        question += [HEADINGS["options"], plain(parts.pop("options"))]
    rest = [
        line for anchor, text in parts.items() for line in (HEADINGS.get(anchor, ""), plain(text)) if line
    ]
    return Text(
        title=page.title,
        question="\n".join(filter(None, question)),
        body="\n".join(rest),
        asked=page.also_asked + page.aliases,
    )


_LINE = re.compile(
    r"^[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d+\.)[ \t]+|#{1,6}[ \t]+)?|[ \t]*(?<!\\)\{[:#][^{}\n]*\}[ \t]*$|[ \t]*#+[ \t]*$",
    re.MULTILINE,
)
# Spaces stand in one place only: 300 lists in one another have lines of a thousand.
_RULE = re.compile(
    r"^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*(?:(?:::?|:?-+:?)[ \t]*)?)*$|^(?:[-*_][ \t]*){3,}$",
    re.MULTILINE,
)
# Every way begins with a letter of its own, and looks back only from there: so it is found without a try at each place.
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()>#+\-.!|])|<!--.*?-->|<(?P<auto>https?://[^<>\s]+)>|</?[A-Za-z][^<>]*>"
    r"|!\[(?P<image>[^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[(?P<link>[^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"
    r"|\*(?<=\S\*)\**|\*\**(?=\S)|_(?<!\w_)_*(?=\S)|_(?<=\S_)_*(?!\w)|``*|(?P<cell>\|)",
    re.DOTALL,
)
# Where none of these stands, a text shows what it is: most do.
_MARKUP = re.compile(r"[\\<>\[*_`|&#{]|^[ \t]*(?:[-+:]|\d+\.)", re.MULTILINE)


def shows_itself(markdown: str) -> bool:
    """Whether a piece of Markdown is a paragraph, or several, without any markup."""
    return not _MARKUP.search(markdown)


def plain(markdown: str) -> str:
    r"""Return the text that a piece of Markdown shows; its lines stay lines, list marks and markup go.

    >>> plain("1. **先听**，再答\n2. 记下 `工单` 号")
    '先听，再答\n记下 工单 号'
    >>> plain(r"3\. 满意度 a\*b | 5\_6")
    '3. 满意度 a*b   5_6'
    """
    if not shows_itself(markdown):
        markdown = unescape(_INLINE.sub(_shown, _LINE.sub("", _RULE.sub("", markdown))))
    return "\n".join([line for each in markdown.split("\n") if (line := each.strip())])


def _shown(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    if match["cell"]:
        return " "
    return match["auto"] or plain(match["link"] or match["image"] or "")


def fold(text: str) -> str:
    """Return `text` as it is compared: simplified script, half width, lower case, no space.

    Each character is folded by itself, so that a place in the folded text leads back to one in the page.

    >>> fold("ＲＦＭ 模型，客訴“５％”")
    'rfm模型,客诉"5%"'
    """
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=1 << 16)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower().translate(_QUOTES).translate(traditional())
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


@cache
def traditional() -> dict[int, str]:
    """Return the traditional characters that are folded: the 5,401 common ones of Big5, with their simplified."""
    return {
        code: simple
        for code, simple in simplify.tables().characters.items()
        if _common(chr(code)) and len(simple) == 1 and simple.encode("gb2312", "ignore")
    }


def _common(character: str) -> bool:
    """Whether Big5 has the character among its frequent ones (0xA440 to 0xC67E)."""
    data = character.encode("big5", "ignore")
    return len(data) == 2 and b"\xa4\x40" <= data <= b"\xc6\x7e"


@cache
def readings() -> dict[str, str]:
    """Return the reading of each character of GB 2312, its most frequent one, without tone: 诉 → su, 绿 → lv."""
    text = resources.files("wenda").joinpath("rules", "readings.toml").read_text("utf-8")
    return {c: reading for reading, characters in tomllib.loads(text).items() for c in characters}


def common_characters() -> str:
    """Return the 3,755 characters of GB 2312's first level: what a homophone is most likely typed with."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return b"".join(cells).decode("gb2312", "ignore")


@cache
def sound(reading: str) -> str:
    """Return the class of readings that are taken for one another: zh/z, ch/c, sh/s, n/l, final ng/n.

    >>> sound("zheng") == sound("zen"), sound("nan") == sound("lang")
    (True, True)
    """
    flat = re.sub("^([zcs])h", r"\1", reading)
    return re.sub("ng$", "n", re.sub("^n", "l", flat))
