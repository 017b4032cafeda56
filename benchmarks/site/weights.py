"""Weight of the pages, and how they paint: `make bench-site` writes benchmarks/site/results.md.

Weights: bytes of HTML, raw and gzip -9, of the question pages of a site. Paint: Chromium over the loopback with an
empty cache, for a reader with history, the processor slowed four times as Lighthouse does for a phone: first
contentful paint (ms, median of five) and layout shift (the largest sum; 0 is none).
"""

from __future__ import annotations

import dataclasses
import functools
import gzip
import http.server
import os
import platform
import statistics
import tempfile
import threading
from contextlib import redirect_stdout
from importlib import metadata
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from wenda import files
from wenda.record.folder import pages
from wenda.record.page import write
from wenda.site import smaller
from wenda.site.build import build_site

ROOT = Path(__file__).parents[2]
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

SHIFT = """window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; })
.observe({type: "layout-shift", buffered: true});"""
# A reader who comes back: what the pages show for one must not move them.
KNOWN = """localStorage.setItem("wenda.last", JSON.stringify({id: "067gvp6z", title: "读过的题", where: "客服专员 第 1 / 9 题", at: 1}));
localStorage.setItem("wenda.favourites", JSON.stringify({"067gvp6z": {title: "读过的题", at: 1}}));
localStorage.setItem("wenda.role", JSON.stringify("manager"));"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def weights(site: Path) -> list[str]:
    """Return rows of the table of weights, in bytes."""
    data = [path.read_bytes() for path in sorted((site / "questions").glob("*.html"))]
    raw, packed = [len(each) for each in data], [len(gzip.compress(each, 9)) for each in data]
    ours = [path for path in smaller.ours(site) if path.name != "sw-off.js"]
    tools = [path for path in ours if smaller.TOOLS.fullmatch(path.name)]
    loaded, extra = (sum(len(gzip.compress(p.read_bytes(), 9)) for p in each) for each in (ours, tools))
    library = sum(len(gzip.compress(p.read_bytes(), 9)) for p in site.glob("assets/javascripts/vendor/*.js"))
    lists = [len(gzip.compress(path.read_bytes(), 9)) for path in (site / "roles").glob("*.html")]
    return [
        f"| question pages | {len(data)} |",
        f"| HTML raw, median / largest | {statistics.median(raw):,.0f} / {max(raw):,} |",
        f"| HTML gzip, median / largest | {statistics.median(packed):,.0f} / {max(packed):,} |",
        f"| largest role list, gzip | {max(lists):,} |",
        f"| CSS and JS of ours, gzip: reading and search | {loaded - extra:,} |",
        f"| scripts of ours, gzip: practice, papers, packs, worker | {extra:,} |",
        f"| the same with the library that schedules reviews | {extra + library:,} |",
        f"| whole site per question page, raw | {_total(site) / max(1, len(data)):,.0f} |",
    ]


def paint(site: Path, paths: list[str]) -> list[str]:
    """Return rows of the table of paints."""
    rows = []
    handler = functools.partial(_Quiet, directory=str(site))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for path in paths:
            runs = [_visit(browser, base + path) for _ in range(5)]
            rows.append(
                f"| {path.partition('/')[0]} | {statistics.median(p for p, _ in runs):.0f} | {max(s for _, s in runs):g} |"
            )
        browser.close()
        server.shutdown()
    return rows


def _visit(browser: Any, url: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(SHIFT)
    page.add_init_script(KNOWN)
    page.goto(url)
    page.wait_for_timeout(400)
    found = float(page.evaluate(PAINT)), float(page.evaluate("window.shift"))
    context.close()
    return found


def _total(site: Path) -> int:
    return sum(
        path.stat().st_size for path in site.rglob("*") if path.is_file() and "downloads" not in path.parts
    )


def weigh(sites: list[Path]) -> None:
    """Print the tables of each built site."""
    for site in sites:
        print(f"\n## {site.name}\n\n| weight | bytes |\n| --- | ---: |", *weights(site), sep="\n")
        question = min(path.name for path in (site / "questions").glob("*.html"))
        role = max((site / "roles").glob("*.html"), key=lambda path: path.stat().st_size).name
        print("\n| page | first contentful paint, ms | layout shift |\n| --- | ---: | ---: |")
        print(*paint(site, ["index.html", f"roles/{role}", f"questions/{question}"]), sep="\n")


def make(docs: Path, count: int) -> None:
    """Write `count` questions below `docs`."""
    own = [page for page in pages(ROOT / "docs") if page.listed]
    for number in range(count):
        page = own[number % len(own)]
        round_ = number // len(own)
        if round_:
            page_id = f"{page.id[:6]}{ALPHABET[round_ // 32]}{ALPHABET[round_ % 32]}"
            title = f"{page.title.rstrip('？')}（{round_}）？"
            page = dataclasses.replace(page, id=page_id, title=title)
        files.write_text(docs / "questions" / f"{page.id}.md", write(page))


def main() -> None:
    """Build both sites and write the tables."""
    os.environ["SITE_URL"] = "https://example.github.io/wenda/"
    with tempfile.TemporaryDirectory() as temporary:
        sites = []
        for count in (50, 1000):
            make(Path(temporary) / f"docs-{count}", count)
            site = Path(temporary) / f"{count} questions"
            build_site(Path(temporary) / f"docs-{count}", site)
            sites.append(site)
        out = Path(__file__).parent / "results.md"
        with out.open("w", encoding="utf-8") as file, redirect_stdout(file):
            versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("mkdocs", "mkdocs-material"))
            print(f"# Weight and paint\n\n{platform.machine()}, {os.cpu_count()} processors, {versions}.")
            print(
                "First contentful paint with the processor slowed four times, over the loopback, empty cache."
            )
            weigh(sites)
    print(out.read_text("utf-8"))


if __name__ == "__main__":
    main()
