"""The index of the search costs per page what a page needs: counted, so that it holds on every machine."""

from __future__ import annotations

import costs
from wenda.record.page import Body, Page, compose, parse
from wenda.search import index

A_PAGE = 200
"""Calls that a page of two hundred characters may cost; 124 when this was written."""


def pages(count: int) -> tuple[Page, ...]:
    """Return pages that have some pairs of characters in common and some of their own."""
    found = []
    for number in range(count):
        own = "".join(chr(0x4E00 + (number * 37 + step * 11) % 3000) for step in range(120))
        answer = f"先请客户坐下，听完再答，记下工单号。\n\n{own}\n\n再看记录，给出方案和时限，第二天回访。"
        body = compose(
            Body(heading=f"第{number}题", question="客户投诉，你怎么办？", parts={"answer": answer})
        )
        page_id = f"{number:08}"
        found.append(Page(id=page_id, title=f"第{number}题", roles=("agent",), kind="open", body=body))
    return tuple(found)


def of(count: int) -> int:
    """Return the calls of an index of so many pages, what is loaded once aside."""
    made = pages(count)
    dict(index.shards(made))
    parse.cache_clear()  # which holds the pages of a small site, and not of a large one
    return costs.calls(lambda: dict(index.shards(made)))


def test_the_index_is_linear_in_the_pages_and_cheap_for_each() -> None:
    # Twice as many pages each time: there are twice as many files then, no fuller than before.
    few, some, many = of(700), of(1400), of(2800)
    assert many - some < 1.2 * 2 * (some - few)
    assert (some - few) / 700 < A_PAGE
