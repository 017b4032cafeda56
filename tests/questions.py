"""Questions written for the tests of the site: each kind of page that readers meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wenda import files
from wenda.record import page
from wenda.record.markdown import escape
from wenda.record.page import Body, Page, SourceRef, Withdrawal, compose

ANSWER = (
    "我先请客户把话说完，再复述一遍：“您是周二下的单，到今天还没有发货，对吗？”\n\n"
    "然后说清楚我马上能做什么、什么时候给他回话。\n\n- 查物流\n- 登记催件"
)
REVIEWED = "aaaaaaa1"
CHOICE = "bbbbbbb1"
TWO_ROLES = "ccccccc1"
CUT = "ddddddd1"
TABLE = "eeeeeee1"
WITHDRAWN = "fffffff1"
MOVED = "ggggggg1"
BARE = "hhhhhhh1"


def put(docs: Path, page_id: str, title: str, parts: dict[str, str], **fields: Any) -> None:
    question = fields.pop("question", f"{title.rstrip('？')}？请说具体一点。")
    body = compose(Body(heading=escape(title), question=escape(question), parts=parts))
    value = Page(id=page_id, title=title, body=body, **fields)
    files.write_text(docs / "questions" / f"{page_id}.md", page.write(value))


def write_docs(docs: Path) -> None:
    """Write the questions below `docs`."""
    source = SourceRef(
        file="样本.txt",
        digest="0" * 64,
        ordinal=3,
        title="客服岗面试样题",
        section="情景题",
        year=2024,
        points=10,
    )
    put(
        docs,
        REVIEWED,
        "客户催单，你怎么回？",
        {
            "answer": ANSWER,
            "intent": "- 会不会先听",
            "pitfalls": "- “系统就这样。”",
            "follow-ups": "- **还不发呢？** 升级。",
        },
        roles=("agent",),
        kind="situational",
        topics=("complaints", "communication"),
        status="reviewed",
        reviewed_on="2026-10-01",
        also_asked=("客户一直催发货怎么办",),
    )
    put(
        docs,
        CHOICE,
        "哪一句可以对客户说？",
        {
            "options": "- A. 这不归我管\n- B. 我查到以后两点前回您电话\n- C. 您去投诉吧",
            "answer": "B",
            "analysis": "**B** 说了做什么和什么时候。",
        },
        roles=("agent",),
        kind="single-choice",
        topics=("communication",),
        status="reviewed",
        reviewed_on="2026-09-01",
    )
    put(
        docs,
        TWO_ROLES,
        "团队里两个人吵起来，你怎么办？",
        {"answer": "先分开，各听一遍。"},
        roles=("agent", "manager"),
        kind="situational",
        topics=("team",),
    )
    put(
        docs,
        CUT,
        "请讲一次你受的委屈",
        {"answer": "那天我接到一个电话，客户说", "analysis": "看情绪。"},
        roles=("agent",),
        kind="behavioral",
        topics=("emotions",),
        truncated=True,
        year=2024,
        points=10,
        doubtful=("“已经”也可能是“己经”",),
        sources=(source,),
    )
    put(
        docs,
        TABLE,
        "<b>满意度</b> & 解决率怎么看？",
        {"answer": "| 周 | 满意度 |\n| --- | ---: |\n| 一 | 81% |\n| 二 | 84% |\n\n先看样本量。"},
        roles=("manager",),
        kind="case",
        topics=("metrics",),
    )
    put(
        docs,
        WITHDRAWN,
        "撤下的题",
        {},
        question="",
        roles=("agent",),
        status="withdrawn",
        withdrawn=Withdrawal(reason="权利人要求", on="2026-08-01"),
    )
    put(docs, MOVED, "并走的题", {}, question="", roles=("agent",), moved_to=REVIEWED)
    put(docs, BARE, "没有答案的题", {})
    for number in range(40):
        put(
            docs,
            f"{number:02}kkkkkk",
            f"第 {number} 位顾客要退货，怎么说？",
            {"answer": ANSWER},
            roles=("agent", "marketing") if number % 2 else ("agent",),
            kind=("open", "behavioral", "knowledge")[number % 3],
            topics=("refunds",) if number % 4 else ("refunds", "law"),
        )
