"""Pages of the packs as Markdown, and the overview of them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from wenda.record import frontmatter
from wenda.record.markdown import escape
from wenda.record.packs import FOLDER, Pack, members
from wenda.record.page import Page
from wenda.site import lists

NAME = "题单"


def texts(packs: Sequence[Pack], pages: Mapping[str, Page]) -> dict[str, str]:
    """Return the pages of the packs by path below docs, the overview among them."""
    found = {pack.page: pack_page(pack, members(pack, pages)) for pack in packs}
    return {f"{FOLDER}/index.md": overview(packs, pages), **found}


def pack_page(pack: Pack, pages: Sequence[Page]) -> str:
    """Return the page of a pack: what it is for, then its questions in its own order."""
    here = [page for page in pages if page.listed]
    gone = [page for page in pages if not page.listed]
    front = {"title": pack.name, "description": f"题单“{pack.name}”，{len(here)} 题。{pack.about}"[:150]}
    blocks = [f"# {escape(pack.name)} {{#top}}", escape(pack.about), "## 题目 {#questions}", lists.rows(here)]
    if gone:
        rows = [f'<li><a href="../questions/{page.id}.html">编号 {page.id}，看原因</a></li>' for page in gone]
        blocks += ["## 已撤下 {#gone}", "\n".join(["<ul>", *rows, "</ul>"])]
    return frontmatter.dump(front) + "\n" + "\n\n".join(block for block in blocks if block) + "\n"


def overview(packs: Sequence[Pack], pages: Mapping[str, Page]) -> str:
    """Return the page of all packs, and how one is made."""
    front = {
        "title": "全部题单",
        "description": "现成的题单，可练、可打印、可下载；也可以自己勾题，做成一个链接。",
    }
    cards = [
        f'<li><a href="{pack.slug}.html"><b>{html.escape(pack.name)}</b> <span>{_count(pack, pages)} 题</span></a></li>'
        for pack in packs
    ]
    own = (
        "## 自己做一份 {#own}\n\n在任一题目列表点“勾选做题单”，勾好后点“生成题单”。"
        "得到的链接里就是这份题单，发给谁都能打开，也能打印成讲义、做成试卷。"
    )
    body = "\n".join(['<ul class="wd-cards">', *cards, "</ul>"]) if cards else "还没有现成的题单。"
    return frontmatter.dump(front) + f"\n# 全部题单 {{#top}}\n\n{body}\n\n{own}\n"


def _count(pack: Pack, pages: Mapping[str, Page]) -> int:
    return sum(page.listed for page in members(pack, pages))
