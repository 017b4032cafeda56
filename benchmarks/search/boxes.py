"""Search boxes as a browser drives them: each takes a query and gives the ids of the pages it lists."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ITEM = ".md-search-result__item"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    # As web servers do it: connections are kept, and small answers not held back.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Yield the address of a site on the loopback."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Ours:
    """Our search in the theme's box."""

    def __init__(self, browser: Any, base: str) -> None:
        self.page = browser.new_page()
        self.base = base
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(base + "index.html")

    def search(self, query: str, everything: bool = False) -> list[str]:
        """Return the ids listed for a query: the first ten, or all of them."""
        page = self.page
        page.fill(".md-search__input", "")
        page.fill(".md-search__input", query)
        page.wait_for_function("/找到/.test(document.querySelector('.md-search-result__meta').textContent)")
        total = int((re.search(r"找到 (\d+)", page.inner_text(".md-search-result__meta")) or [0, 0])[1])
        if everything:
            page.wait_for_function(f"document.querySelectorAll('{ITEM}').length >= {total}")
        links = page.locator(f"{ITEM} a").evaluate_all("all => all.map(a => a.href)")
        found = [_id(link) for link in links]
        return found if everything else found[:10]


class Stock:
    """Material's own box, with the pauses it needs."""

    def __init__(self, browser: Any, base: str) -> None:
        self.page = browser.new_page()
        self.page.goto(base + "index.html")
        self.page.focus(".md-search__input")
        self.page.wait_for_timeout(3000)

    def search(self, query: str) -> list[str]:
        page = self.page
        page.fill(".md-search__input", "")
        page.keyboard.press("End")
        page.wait_for_timeout(120)
        page.fill(".md-search__input", query)
        page.keyboard.press("End")
        page.wait_for_timeout(250)
        links = page.locator(f"{ITEM} > a:first-child").evaluate_all("all => all.map(a => a.href)")
        return [_id(link) for link in links][:10]


class Pagefind:
    """Pagefind by its interface, which is what its box shows."""

    def __init__(self, browser: Any, base: str) -> None:
        self.page = browser.new_page()
        self.page.goto(base + "index.html")

    def search(self, query: str) -> list[str]:
        links = self.page.evaluate(
            """async (query) => {
                 const pagefind = await import("/pagefind/pagefind.js");
                 const { results } = await pagefind.search(query);
                 return (await Promise.all(results.slice(0, 10).map((each) => each.data()))).map((data) => data.url);
               }""",
            query,
        )
        return [_id(link) for link in links]


def _id(link: str) -> str:
    match = re.search(r"questions/(\w+)\.html", link)
    return match[1] if match else link
