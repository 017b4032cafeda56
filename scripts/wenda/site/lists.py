"""Role, topic and kind lists as Markdown: what a reader without scripts, or another generator, gets as well.

The rows are HTML blocks, because they carry what the filter of the site needs (`data-k` kind, `data-t` topics,
`data-s` status where it is not reviewed, `data-r` roles, `data-y` year, `data-p` points) and because thousands of Markdown links cost seconds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from wenda.classifying import taxonomy
from wenda.record import frontmatter
from wenda.record.markdown import escape
from wenda.record.page import Page
from wenda.site.text import plain

NO_KIND = "other"
"""Anchor of the group of questions whose kind is not known."""

SECTIONS = {"roles": "岗位", "topics": "主题", "kinds": "题型"}
"""Folders of the lists with their Chinese names, in the order of the site's navigation."""

_PART = 60  # rows: some four screens of a phone
_HEADING = re.compile(r"^(##+ [^\n{]*?) *$", re.MULTILINE)
_QUESTION = re.compile(r"\[(?P<text>[^\]]*)\]\((?:\.\./)?questions/(?P<id>[0-9a-z]{8})\.(?:md|html)[^)]*\)")


class Listed(Protocol):
    """One list: `folder`/`slug`.html, headed `name`."""

    @property
    def folder(self) -> str:
        """One of SECTIONS."""

    @property
    def slug(self) -> str:
        """ASCII name in the address."""

    @property
    def name(self) -> str:
        """Chinese name."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its questions."""


def grouped(pages: Iterable[Page]) -> list[tuple[str, str, list[Page]]]:
    """Return (kind id, Chinese name, questions) in the order in which a list shows them, reviewed ones first."""
    groups: dict[str | None, list[Page]] = {term.id: [] for term in taxonomy.kinds()}
    for page in pages:
        groups.setdefault(page.kind, []).append(page)
    return [
        (
            kind or NO_KIND,
            taxonomy.name(taxonomy.kinds(), kind) if kind else "其他",
            sorted(members, key=lambda page: (not page.reviewed, page.title, page.id)),
        )
        for kind, members in groups.items()
        if members
    ]


def list_page(listing: Listed, intro: str, known: Collection[str]) -> str:
    """Return a list: introduction, then the questions grouped by kind.

    A link of the introduction to a question that is not among the `known` ids becomes its text, since another
    folder of questions may be built with the introductions of the project.
    """
    count = len(listing.pages)
    about = f"客服面试{listing.name}" if listing.folder == "kinds" else f"{listing.name}面试题"
    front = {
        "title": listing.name,
        "description": f"{about} {count} 道，附参考答案、答题思路与追问。",
    }
    blocks = [f"# {escape(listing.name)} {{#top}}"]
    if intro.strip():
        blocks.append(_introduction(intro.strip(), known))
    for kind, name, members in grouped(listing.pages):
        heading = "题目" if listing.folder == "kinds" else name
        blocks.append(f"## {escape(heading)} {{#{kind}}}")
        blocks.append(rows(members, roles=listing.folder != "roles"))
    return frontmatter.dump(front) + "\n" + "\n\n".join(blocks) + "\n"


def rows(pages: Sequence[Page], *, roles: bool = False) -> str:
    """Return the rows of a list as one HTML block, links relative to a folder below docs; `roles` names theirs.

    Many rows are several lists: a phone lays out those on the screen, and one list is all or nothing.
    """
    parts = [pages[start : start + _PART] for start in range(0, len(pages), _PART)]
    return "\n".join(
        line
        for part in parts
        for line in ('<ul class="wd-list">', *(_row(page, roles) for page in part), "</ul>")
    )


def first_sentence(intro: str) -> str:
    """Return the first sentence of an introduction as plain text: what a card says of the role."""
    paragraphs = (line for line in intro.splitlines() if line and not line.startswith("#"))
    text = plain(next(paragraphs, ""), limit=200)
    return text[: text.find("。") + 1] or text


def overview(folder: str, listings: Sequence[Listed]) -> str:
    """Return the page of all lists of a folder."""
    name = SECTIONS[folder]
    front = {
        "title": f"全部{name}",
        "description": f"按{name}看题：" + "、".join(each.name for each in listings[:12]),
    }
    cards = [
        f'<li><a href="{each.slug}.html"><b>{html.escape(each.name)}</b> <span>{len(each.pages)} 题</span></a></li>'
        for each in listings
    ]
    body = "\n".join(['<ul class="wd-cards">', *cards, "</ul>"]) if cards else "还没有题目。"
    return frontmatter.dump(front) + f"\n# 全部{name} {{#top}}\n\n{body}\n"


def _row(page: Page, roles: bool) -> str:
    data = {
        "r": " ".join(map(taxonomy.slug, page.roles)) if roles else "",
        "k": page.kind or NO_KIND,
        "t": " ".join(page.topics),
        "s": "" if page.reviewed else "i",
        "y": str(page.year) if page.year else "",
        "p": f"{page.points:g}" if page.points else "",
    }
    attributes = "".join(f' data-{key}="{value}"' for key, value in data.items() if value)
    names = [taxonomy.name(taxonomy.roles(), role) for role in page.roles] if roles else []
    names += [taxonomy.name(taxonomy.topics(), topic) for topic in page.topics]
    notes = [html.escape(name) for name in names]
    # What a reader can rely on goes without saying.
    marks = ("" if page.reviewed else "<i>未审校</i>") + ("<i>不完整</i>" if page.truncated else "")
    tail = f" <span>{' · '.join(notes)}{marks}</span>" if notes or marks else ""
    title = html.escape(page.title)
    return f'<li{attributes}><a href="../questions/{page.id}.html">{title}</a>{tail}</li>'


def _introduction(intro: str, known: Collection[str]) -> str:
    """Return the introduction with an anchor at each heading and links to known questions only."""
    intro = _QUESTION.sub(lambda m: m[0] if m["id"] in known else m["text"], intro)
    number = 0

    def anchored(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{match[1]} {{#intro-{number}}}"

    return _HEADING.sub(anchored, intro)
