"""Compare search: ours, stock Material with jieba and Pagefind, in one run. Writes benchmarks/search/results.md.

make bench-search                      seeds, substrings, 1,000 and 10,000 pages
.venv/bin/python -m benchmarks.search.run --no-seeds --many 10000     one part
.venv/bin/python -m benchmarks.search.run --resume                    what a stopped run left

Each part is written as soon as it is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.search.boxes import ARGUMENTS, CHROMIUM, Ours, Pagefind, Stock, served
from benchmarks.search.generate import generate
from benchmarks.search.measure import measure_ours, measure_pagefind, measure_stock, median_of, number
from benchmarks.search.sites import OTHERS, ROOT, import_seeds, ours, ours_of_many, pagefind, stock
from markdown import Markdown
from playwright.sync_api import sync_playwright

from wenda.record.folder import pages

SHARED = Path(os.environ.get("WENDA_SHARED", ROOT.parent / "shared"))
BUILD = ROOT / "build/search"
RUNS = 3
INTRODUCTION = f"""# Search, measured

By `make bench-search`. Times and memory are the median of {RUNS} runs, each in a new browser; the load is given,
since times of one part compare with each other and less with another part's. Bytes are gzip's. The theme's own box loads its whole index with the page.
Memory is that of the tab's process, with what the driver of the browser keeps of each request. Each query follows 50 ms
after the results of the one before: ours draws the first four at once, the others once nobody has typed for 150 ms.
"""


def queries() -> list[dict[str, Any]]:
    """Return our queries, and those of the shared file where it is there, as query, kind, expect, set."""
    own = tomllib.loads((Path(__file__).with_name("queries.toml")).read_text("utf-8"))["queries"]
    found = [{**each, "set": "own"} for each in own]
    shared = SHARED / "search/queries.json"
    if shared.exists():
        for each in json.loads(shared.read_text("utf-8")):
            expect = [f"{e['document'][:3]}#{e['ordinal']}" for e in each["expect"]]
            found.append({"query": each["query"], "kind": each["kind"], "expect": expect, "set": "shared"})
    return found


def figures(asked: list[dict[str, Any]], found: dict[str, list[str]], sources: dict[str, str]) -> list[str]:
    """Return a table's rows: hit@1, hit@3, hit@10 and queries without any result, by set and kind."""
    groups: dict[tuple[str, str], list[int]] = {}
    for each in asked:
        if each.get("expect"):
            ids = [sources.get(i, i) for i in found[each["query"]]]
            ranks = [ids.index(e) + 1 for e in each["expect"] if e in ids]
            rank = min(ranks, default=0 if ids else -1)
            for key in ((each["set"], each["kind"]), (each["set"], "**all**")):
                groups.setdefault(key, []).append(rank)
    rows = []
    for (which, kind), ranks in sorted(groups.items()):
        hits = [sum(0 < rank <= k for rank in ranks) / len(ranks) for k in (1, 3, 10)]
        rows.append(
            f"| {which} | {kind} | {len(ranks)} | {' | '.join(f'{h:.2f}' for h in hits)} | {ranks.count(-1)} |"
        )
    return rows


def nothing_found(asked: list[dict[str, Any]], found: dict[str, list[str]]) -> str:
    nonsense = [each["query"] for each in asked if each["kind"] == "nonsense"]
    return f"{sum(not found[query] for query in nonsense)} of {len(nonsense)}"


def shown(docs: Path) -> dict[str, str]:
    """Return what each page shows, by id, spaces out: by Python-Markdown, not by the index's own reading."""
    texts = {}
    for page in pages(docs):
        html = Markdown(extensions=["attr_list", "tables", "sane_lists"]).convert(page.body)
        texts[page.id] = "".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return texts


def substrings(box: Ours, texts: dict[str, str], count: int) -> tuple[int, int]:
    """Return of `count` random substrings how many missed a page that has them, and how many had another before it."""
    chance = random.Random(11)
    missed = misplaced = 0
    for _ in range(count):
        text = texts[chance.choice(sorted(texts))]
        length = chance.randint(1, 6)
        start = chance.randrange(len(text) - length)
        run = text[start : start + length]
        having = {page_id for page_id, each in texts.items() if run.lower() in each.lower()}
        found = box.search(run, everything=True)
        missed += bool(having - set(found))
        misplaced += set(found[: len(having)]) != having
    return missed, misplaced


def seeds(browser: Any, count: int) -> list[str]:
    docs = BUILD / "seeds"
    import_seeds(SHARED / "seeds", docs)
    site, other = ours(docs, BUILD / "ours"), stock(docs, BUILD / "stock")
    pagefind(other)
    sources = {page.id: f"{page.sources[0].file[:3]}#{page.sources[0].ordinal}" for page in pages(docs)}
    asked = queries()
    lines = ["## The seeds' questions", ""]
    with served(site) as address, served(other) as elsewhere:
        boxes: dict[str, Any] = {
            "Wenda": Ours(browser, address),
            "Stock Material with jieba": Stock(browser, elsewhere),
            "Pagefind": Pagefind(browser, elsewhere),
        }
        results = {name: {e["query"]: box.search(e["query"]) for e in asked} for name, box in boxes.items()}
        for name, found in results.items():
            head = f"| {name} | kind | queries | hit@1 | hit@3 | hit@10 | none |"
            lines += [head, "|---|---|--:|--:|--:|--:|--:|", *figures(asked, found, sources), ""]
            lines += [f"Nonsense that finds nothing: {nothing_found(asked, found)}.", ""]
        disk = Ours(browser, site.as_uri() + "/")
        same = sum(disk.search(query) == found for query, found in results["Wenda"].items())
        lines += [f"From disk {same} of {len(results['Wenda'])} queries give the same as over http.", ""]
        missed, misplaced = substrings(boxes["Wenda"], shown(docs), count)
        lines += [
            f"Of {count} random substrings {missed} miss a page, {misplaced} have another page before one.",
            "",
        ]
        outside = outside_requests([(boxes["Wenda"], address), (disk, site.as_uri())])
        lines += [f"Requests to anywhere else: {outside}.", ""]
    return lines


def outside_requests(boxes: Iterable[tuple[Ours, str]]) -> int:
    return sum(not url.startswith((base, "data:")) for box, base in boxes for url in box.asked)


def many(launch: Callable[[], Any], count: int) -> list[str]:
    docs = BUILD / f"pages-{count}"
    if not docs.exists():
        generate(count, docs)
    import_seeds(SHARED / "seeds", BUILD / "seeds")
    site = ours_of_many(docs, ours(BUILD / "seeds", BUILD / "ours"), BUILD / f"ours-{count}")
    other = stock(docs, BUILD / f"stock-{count}")
    pagefind(other)
    with served(site) as address, served(other) as elsewhere:
        mine = repeated(launch, measure_ours, address, site)
        others = [repeated(launch, each, elsewhere, other) for each in (measure_stock, measure_pagefind)]
    head = ["| | Wenda | stock | Pagefind | Wenda / stock | Wenda / Pagefind |", "|---|--:|--:|--:|--:|--:|"]
    rows = []
    for name in mine:
        beside = [each.get(name, "") for each in others]
        ratios = [ratio(mine[name], figure) for figure in beside]
        rows.append(f"| {' | '.join([name, mine[name], *beside, *ratios])} |")
    return [f"## {count:,} generated pages", "", *head, *rows, ""]


def repeated(
    launch: Callable[[], Any], measure: Callable[..., dict[str, str]], *where: Any
) -> dict[str, str]:
    """Return the median figures of several runs, each in a browser of its own."""
    runs = []
    for _ in range(RUNS):
        browser = launch()
        runs.append(measure(browser, *where))
        browser.close()
    return median_of(runs)


def ratio(mine: str, other: str) -> str:
    """Return how many times the other figure ours is, or nothing where there is none or it is zero."""
    values = [number(figure) for figure in (mine, other) if figure]
    return f"{values[0] / values[1]:.2f}" if len(values) == 2 and values[1] else ""


def machine(chromium: str) -> str:
    """Return the line that says where and with what it was measured."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    versions = f"Chromium {chromium}, mkdocs-material {version('mkdocs-material')}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores ({model[1] if model else 'unknown'}), "
        f"load {load:.1f} when it began; {versions}, Pagefind {pagefind_version()}."
    )


def pagefind_version() -> str:
    command = [
        str(OTHERS / "python"),
        "-c",
        "from importlib.metadata import version; print(version('pagefind'))",
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def write_part(name: str, lines: list[str], chromium: str) -> None:
    """Keep a part and write results.md of all parts there are."""
    parts = BUILD / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    heading, *rest = lines
    (parts / f"{name}.md").write_text("\n".join([heading, "", machine(chromium), *rest]), "utf-8")
    order = sorted(parts.glob("*.md"), key=lambda path: (path.stem != "seeds", len(path.stem), path.stem))
    text = "\n".join([INTRODUCTION, *(path.read_text("utf-8") for path in order)])
    Path(__file__).with_name("results.md").write_text(text.rstrip() + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--substrings", type=int, default=1000)
    parser.add_argument("--many", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--no-seeds", action="store_true")
    parser.add_argument(
        "--resume", action="store_true", help="leave out the parts that were measured already"
    )
    options = parser.parse_args()
    with sync_playwright() as playwright:
        launch = partial(playwright.chromium.launch, executable_path=CHROMIUM, args=ARGUMENTS)
        browser = launch()
        parts: dict[str, Callable[[], list[str]]] = {}
        if not options.no_seeds:
            parts["seeds"] = partial(seeds, browser, options.substrings)
        for count in options.many:
            parts[f"pages-{count}"] = partial(many, launch, count)
        for name, measure in parts.items():
            if not (options.resume and (BUILD / f"parts/{name}.md").exists()):
                write_part(name, measure(), browser.version)


if __name__ == "__main__":
    main()
