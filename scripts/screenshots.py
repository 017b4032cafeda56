"""Pictures of the site as readers see it: `make screenshots` writes them to screenshots/, which git ignores.

Needs Debian's chromium and the built site; asks no other host.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
SIZES = {"1280": (1280, 860), "390": (390, 844)}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def shots(site: Path) -> dict[str, tuple[str, Callable[[Any], None]]]:
    """Return what is pictured: name → (path, what is done on the page first)."""
    pages = sorted((site / "questions").glob("*.html"))
    texts = {path: path.read_text("utf-8") for path in pages}
    choice = next(p for p, text in texts.items() if 'class="wd-key"' in text)
    question = max(
        (p for p, text in texts.items() if 'class="wd-key"' not in text),
        key=lambda p: ("wd-state--reviewed" in texts[p], 'id="levels"' in texts[p], p.name),
    )

    def search(page: Any) -> None:
        page.get_by_role("button", name="搜题目").click()
        page.keyboard.type("客户要曝光怎么办", delay=20)
        page.wait_for_timeout(1200)

    return {
        "home": ("index.html", _stay),
        "role": ("roles/agent.html", _stay),
        "question": (f"questions/{question.name}", _stay),
        "choice": (f"questions/{choice.name}", lambda page: page.locator(".wd-key summary").click()),
        "search": ("index.html", search),
        "404": ("404.html", _stay),
    }


def _stay(page: Any) -> None:
    """Do nothing before the picture is taken."""


def main(site: Path, out: Path) -> None:
    """Write out/NAME-WIDTH-SCHEME.png for each page, width and colour scheme."""
    out.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(site))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                    locale="zh-CN",
                )
                page = context.new_page()
                for name, (path, prepare) in shots(site).items():
                    page.goto(base + path)
                    page.wait_for_timeout(200)
                    prepare(page)
                    page.screenshot(path=str(out / f"{name}-{size}-{scheme}.png"))
                context.close()
        browser.close()
        server.shutdown()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}/")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
