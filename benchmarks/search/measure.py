"""Bytes, times and memory of a search box: what a reader waits and pays for."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.search.sites import weight

FIRST = "客户投诉怎么安抚"
TYPED = [
    "离职",
    "退款",
    "满意度",
    "投诉升级",
    "客户情绪激动怎么办",
    "排班",
    "转化率",
    "怎么说服领导",
    "复购",
    "首次解决率",
    "双11",
    "大促",
    "权限不够",
    "隐私泄露",
    "新人培训",
    "物流延误",
    "rfm模型",
    "客诉",
    "會員",
    "崔单",
    "成本",
    "预算",
    "曝光",
    "赔偿",
    "的",
    "机器人",
    "跨部门",
    "为什么选择客服",
    "压力",
    "绩效考核",
    "老人",
    "录音",
    "话术",
    "夜班",
    "骨干",
    "质检",
    "舆情",
    "涨价",
]
# From the focus to the first result that is drawn, in the page's own clock.
START = """() => { window.began = performance.now(); window.first = null;
  new MutationObserver(() => { if (!window.first && document.querySelector('.md-search-result__item'))
    requestAnimationFrame(() => { window.first = window.first || performance.now(); }); })
    .observe(document.querySelector('.md-search-result__list'), { childList: true }); }"""
ONE = """async (query) => {
  const input = document.querySelector('.md-search__input'), list = document.querySelector('.md-search-result__list');
  input.value = ''; input.dispatchEvent(new Event('input', { bubbles: true })); input.dispatchEvent(new Event('keyup'));
  await new Promise((done) => setTimeout(done, 50));
  const began = performance.now();
  const changed = new Promise((done) => { new MutationObserver(() => list.children.length && done()).observe(list, { childList: true }); });
  input.value = query; input.dispatchEvent(new Event('input', { bubbles: true })); input.dispatchEvent(new Event('keyup'));
  await Promise.race([changed, new Promise((done) => setTimeout(done, 5000))]);
  return performance.now() - began; }"""

FOUND = """async (query) => {
  const began = performance.now(), pagefind = await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(query);
  await Promise.all(results.slice(0, 10).map((each) => each.data()));
  return performance.now() - began; }"""


def measure_ours(browser: Any, base: str, site: Path) -> dict[str, str]:
    """Return the figures of our box, by name."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + "index.html")
    page.wait_for_timeout(500)
    before, bare = len(asked), memory(browser)
    waited = first_results(page)
    files = sorted({path_of(url, site) for url in asked[before:]})
    median = statistics.median(page.evaluate(ONE, query) for query in TYPED)
    return {
        "bytes of the first query, gzip": kilobytes(weight(files)),
        "of these loaded before the focus": kilobytes(0),
        "focus to first results": f"{waited:.0f} ms",
        "query, median": f"{median:.0f} ms",
        "memory of the tab": megabytes(memory(browser)),
        "of this without search": megabytes(bare),
        "whole index with texts, gzip": kilobytes(
            weight(sorted((site / "assets/data/search").rglob("*.js")))
        ),
    }


def measure_stock(browser: Any, base: str, site: Path) -> dict[str, str]:
    """Return the same figures of the theme's own box; its index is loaded with the page, focus or not."""
    page = browser.new_page()
    page.goto(base + "index.html", wait_until="commit")
    waited = first_results(page, timeout=120_000)
    median = statistics.median(page.evaluate(ONE, query) for query in TYPED[:12])
    index = [site / "search/search_index.json"]
    found = {
        "bytes of the first query, gzip": kilobytes(weight(index)),
        "of these loaded before the focus": kilobytes(weight(index)),
        "focus to first results": f"{waited:.0f} ms",
        "query, median": f"{median:.0f} ms",
        "memory of the tab": megabytes(memory(browser)),
        "whole index with texts, gzip": kilobytes(weight(index)),
    }
    page.close()
    return found


def measure_pagefind(browser: Any, base: str, site: Path) -> dict[str, str]:
    """Return the figures of Pagefind by its interface: it has no box in the page, so nothing is drawn."""
    page = browser.new_page()
    asked: list[str] = []
    page.goto(base + "index.html")
    page.wait_for_timeout(500)
    page.on("request", lambda request: asked.append(request.url))
    waited = page.evaluate(FOUND, FIRST)
    files = sorted({path_of(url, site) for url in asked})
    median = statistics.median(page.evaluate(FOUND, query) for query in TYPED)
    return {
        "bytes of the first query, gzip": kilobytes(weight(files)),
        "focus to first results": f"{waited:.0f} ms",
        "query, median": f"{median:.0f} ms",
        "memory of the tab": megabytes(memory(browser)),
        "whole index with texts, gzip": kilobytes(
            weight(sorted(path for path in (site / "pagefind").rglob("*") if path.is_file()))
        ),
    }


def median_of(runs: list[dict[str, str]]) -> dict[str, str]:
    """Return the median of each figure over several runs."""
    return {name: sorted((run[name] for run in runs), key=number)[len(runs) // 2] for name in runs[0]}


def number(figure: str) -> float:
    return float(figure.split()[0].replace(",", ""))


def first_results(page: Any, timeout: int = 30_000) -> float:
    """Focus the box, paste a query and return the milliseconds until the first result is drawn."""
    page.wait_for_selector(".md-search-result__list", state="attached")
    page.evaluate(START)
    page.focus(".md-search__input")
    page.keyboard.insert_text(FIRST)
    page.keyboard.press("End")
    page.wait_for_function("window.first", timeout=timeout)
    return float(page.evaluate("window.first - window.began"))


def memory(browser: Any) -> int:
    """Return the bytes that the largest tab alone holds, its workers with it; the other tabs are spare ones."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return max(private(process["id"]) for process in found if process["type"] == "renderer")


def private(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def path_of(url: str, site: Path) -> Path:
    return site / unquote(urlsplit(url).path).lstrip("/")


def kilobytes(size: int) -> str:
    return f"{size / 1024:,.0f} KB"


def megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
