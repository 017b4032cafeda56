"""One site for all browser tests, built from questions written for them; seen over http and from the folder.

The folder's path has a space and Chinese in it. Every page that a test opens may ask for the site's own files only,
and must raise no error: that is checked when the test ends.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from programs import CHROMIUM, CHROMIUM_ARGUMENTS, require
from questions import CHOICE, MOVED, WITHDRAWN, write_docs

SITE_URL = "https://wenda.example/kf/"

POLICY = re.findall(
    r'Content-Security-Policy "([^"]+)"', (Path(__file__).parents[2] / "deploy/nginx.conf").read_text("utf-8")
)[0]
"""What the shipped server says that a page may do; it holds in every test over http."""
# Playwright's wait_for_function calls eval in the page; that our pages do not, test_hostile.py and test_nginx.py show.
WAITING = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'")

Open = Callable[..., Any]
Serve = Callable[[Path], contextlib.AbstractContextManager[str]]


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "docs"
    write_docs(folder)
    pack = f'name = "首轮面试"\nabout = "先听，再问。"\nquestions = ["{MOVED}", "{CHOICE}", "{WITHDRAWN}"]\n'
    (folder.parent / "packs").mkdir()
    (folder.parent / "packs/first.toml").write_text(pack, "utf-8")
    return folder


@pytest.fixture(scope="session")
def site(docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built site, in a folder such as a job seeker's."""
    from wenda.site.build import build_site

    folder = tmp_path_factory.mktemp("disk") / "我的 面试题" / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", SITE_URL)
        build_site(docs, folder)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    policy = POLICY

    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code == 404 and missing.exists():
            # 404.html has absolute addresses below the path of SITE_URL, as on a real host.
            body = missing.read_bytes().replace(b'"/kf/', b'"/')
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        else:
            super().send_error(code, message, explain)


class _Waited(_Quiet):
    policy = WAITING


@pytest.fixture(scope="session")
def http_base(site: Path) -> Iterator[str]:
    """Yield the address of the site on the loopback."""
    with served(site, _Waited) as address:
        yield address


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Return what serves another folder in the same way."""
    return served


@contextlib.contextmanager
def served(folder: Path, kind: type[_Quiet] = _Quiet) -> Iterator[str]:
    """Serve a folder on the loopback and yield its address."""
    handler = functools.partial(kind, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    require(CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


TWICE = ("test_site_flow", "test_site_lists", "test_site_reading")
"""Modules whose tests run over http with every change, and from the folder with the slow suites."""
SITTINGS = ("test_practice", "test_packs", "test_offline", "test_site_firefox")
"""Modules of whole sittings: all with the slow suites."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow whole sittings, the same again from the folder, and axe on all but a light phone."""
    for item in items:
        if not item.path.is_relative_to(Path(__file__).parent):
            continue
        item.add_marker(pytest.mark.browser)
        given = getattr(getattr(item, "callspec", None), "params", {})
        again = item.path.stem in TWICE and given.get("base") == "file"
        axe = "axe" in item.name and (given.get("width"), given.get("scheme")) != (390, "light")
        if again or axe or item.path.stem in SITTINGS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, http_base: str) -> str:
    """Return the site's address: over http, then as a folder on disk."""
    return http_base if request.param == "http" else site.as_uri() + "/"


@pytest.fixture
def new_page(browser: Any, site: Path, http_base: str) -> Iterator[Open]:
    """Yield a maker of pages, each in a fresh profile: `new_page(width=390, color_scheme="dark", …)`."""
    contexts: list[Any] = []
    wrong: list[str] = []
    own = (http_base, site.as_uri(), "data:", "blob:")

    def make(width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(5000)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(f"request {r.url}"))
        page.on("pageerror", lambda error: wrong.append(f"error {error}"))
        page.on(
            "console",
            lambda said: (
                wrong.append(f"console {said.text}")
                if said.type == "error" and "404" not in said.text
                else None
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(new_page: Open) -> Any:
    """Return a page in a fresh profile at desktop size."""
    return new_page()
