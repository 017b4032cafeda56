"""Reading without network, as a reader meets it: what was read, what was asked for, a new build, and the way back."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from browser.test_site_accessible import serious
from questions import ANSWER, CHOICE, CUT, REVIEWED, TABLE, put, write_docs
from wenda.site.build import build_site

POLICY = re.findall(
    r'Content-Security-Policy "([^"]+)"', (Path(__file__).parents[2] / "deploy/nginx.conf").read_text("utf-8")
)[0]
ACTIVE = "navigator.serviceWorker.ready.then((r) => r.active.state)"
CACHED = """caches.keys().then((all) => Promise.all(all.filter((n) => !/ kept$/.test(n)).map((n) => caches.open(n).then((c) => c.keys()))))
.then((found) => found.flat().map((r) => new URL(r.url).pathname))"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A host as deploy/nginx.conf makes one: asked again each time, the policy on every answer."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


class Host:
    """A server whose site can be replaced, with the site below `path`."""

    def __init__(self, folder: Path, path: str) -> None:
        self.folder, self.path, self.address = folder, path, ""

    def publish(self, site: Path) -> None:
        """Put a built site in the place of the one that is served."""
        shutil.rmtree(self.folder / self.path, ignore_errors=True)
        shutil.copytree(site, self.folder / self.path)


@pytest.fixture(params=["", "repo/"], ids=["root", "sub-path"])
def host(request: pytest.FixtureRequest, tmp_path: Path, site: Path) -> Iterator[Host]:
    found = Host(tmp_path / "www", request.param)
    found.publish(site)
    handler = functools.partial(_Quiet, directory=str(tmp_path / "www"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}/{found.path}"
        yield found
        server.shutdown()


@pytest.fixture
def reader(browser: Any) -> Iterator[Callable[..., Any]]:
    """Yield a maker of pages of fresh profiles; errors other than a lost network fail the test."""
    wrong: list[str] = []
    with contextlib.ExitStack() as stack:

        def make(width: int = 390) -> Any:
            context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=width < 600)
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            return page

        yield make
    assert wrong == []


def start(page: Any, address: str) -> None:
    """Open a page and wait until the worker has it."""
    page.goto(address)
    assert page.evaluate(ACTIVE)
    until(page, lambda: any(path.endswith(address.rpartition("/")[2]) for path in page.evaluate(CACHED)))


def until(page: Any, true: Callable[[], bool]) -> None:
    for _ in range(100):
        try:
            if true():
                return
        except Error as error:  # the page loads anew: asked again, it answers
            if "context was destroyed" not in error.message:
                raise
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


def keep(page: Any) -> None:
    page.locator(".wd-keep button", has_text="离线也能看 · 约").click()
    page.locator(".wd-keep", has_text="✓ 已存到").wait_for()


def test_what_was_read_stays_readable_and_the_rest_says_so(reader: Any, host: Host) -> None:
    page = reader()
    start(page, f"{host.address}questions/{REVIEWED}.html")
    start(page, f"{host.address}questions/{CHOICE}.html")
    page.context.set_offline(True)
    for page_id, title in ((REVIEWED, "客户催单，你怎么回？"), (CHOICE, "哪一句可以对客户说？")):
        page.goto(f"{host.address}questions/{page_id}.html")
        assert page.locator("h1").inner_text().startswith(title)
        # With its styles and scripts: the button of favourites answers.
        assert page.locator("[data-action=favourite]").inner_text() == "收藏"
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    page.goto(f"{host.address}questions/{CUT}.html")
    assert page.locator("h1").inner_text() == "现在没有网络，这一页没有存下来"
    page.get_by_role("link", name="客户催单").wait_for()
    assert page.locator(".wd-offline__read li").count() == 2
    assert page.locator(".wd-offline__again").get_attribute("href") == f"{host.address}questions/{CUT}.html"
    assert serious(page) == []
    page.context.set_offline(False)
    page.wait_for_url(f"**/questions/{CUT}.html")


def test_a_role_that_was_asked_for_is_whole_and_goes_again(reader: Any, host: Host) -> None:
    page = reader()
    start(page, f"{host.address}roles/manager.html")
    keep(page)
    assert serious(page) == []
    page.context.set_offline(True)
    page.goto(f"{host.address}roles/manager.html")
    links = page.locator(".wd-list a").evaluate_all("(all) => all.map((a) => a.href)")
    assert len(links) == 2
    page.locator("[name=q]").fill("满意度")
    page.get_by_text("符合条件 1 题").wait_for()
    for link in links:
        page.goto(link)
        assert page.locator("h1#question").count() == 1
    page.locator(".md-header label[for=__search]").first.click()
    page.keyboard.type("吵起来")
    page.locator(".md-search-result__item").first.wait_for()
    page.goto(f"{host.address}questions/{REVIEWED}.html")
    page.locator(".wd-offline__roles").wait_for()
    offered = page.locator(".wd-offline__roles a").all_inner_texts()
    assert [" ".join(text.split()) for text in offered] == ["客服经理 2"]
    page.goto(f"{host.address}roles/manager.html")
    page.locator(".wd-keep button:visible", has_text="删除").click()
    page.locator(".wd-keep", has_text="已从手机删除").wait_for()
    page.goto(links[0])
    assert page.locator("h1").inner_text().startswith("现在没有网络")


def test_search_is_kept_with_a_role_and_not_by_the_way(reader: Any, host: Host) -> None:
    page = reader()
    start(page, f"{host.address}roles/manager.html")
    page.reload()

    def found() -> list[str]:
        page.locator(".md-header label[for=__search]").first.click()
        page.locator(".md-search__input").fill("吵起来")
        page.locator(".md-search-result__item").first.wait_for()
        page.keyboard.press("Escape")
        return [path for path in page.evaluate(CACHED) if "data/search/" in path]

    assert found() == []
    keep(page)
    page.reload()
    assert found()
    page.locator(".wd-keep button:visible", has_text="删除").click()
    page.locator(".wd-keep", has_text="已从手机删除").wait_for()
    assert found() == []


def test_all_is_all(reader: Any, host: Host, site: Path) -> None:
    page = reader(1280)
    start(page, f"{host.address}index.html")
    keep(page)
    page.context.set_offline(True)
    for path in ("", f"questions/{TABLE}.html", "topics/refunds.html", "practice.html", "kinds/index.html"):
        page.goto(host.address + path)
        assert "没有网络" not in page.title()
    page.goto(f"{host.address}practice.html?topic=refunds")  # drawn at random: one of all has no answer
    page.get_by_role("button", name="开始练习").click()
    page.get_by_role("button", name="看答案").click()
    page.locator(".wp-answer h3").first.wait_for()


def test_a_new_build_takes_the_place_of_the_old_one_whole(
    reader: Any, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reader()
    start(page, f"{host.address}questions/{REVIEWED}.html")
    page.goto(f"{host.address}roles/manager.html")
    keep(page)
    write_docs(tmp_path / "docs")
    (tmp_path / f"docs/questions/{TABLE}.md").unlink()
    new = {"roles": ("manager",), "kind": "case", "topics": ("metrics",)}
    put(tmp_path / "docs", "jjjjjjj1", "新来的一题怎么答？", {"answer": ANSWER}, **new)
    changed = {"roles": ("agent",), "kind": "situational", "topics": ("complaints",)}
    put(tmp_path / "docs", REVIEWED, "客户催单，你怎么回？", {"answer": "改过的答案。"}, **changed)
    monkeypatch.setenv("SITE_URL", "https://wenda.example/kf/")
    build_site(tmp_path / "docs", tmp_path / "new")
    before = len(page.evaluate("caches.keys()"))
    host.publish(tmp_path / "new")
    page.goto(f"{host.address}questions/{REVIEWED}.html")
    page.get_by_text("改过的答案。").wait_for()  # with a network, what is read is the new page at once
    until(page, lambda: any("jjjjjjj1" in path for path in page.evaluate(CACHED)))
    until(page, lambda: len(page.evaluate("caches.keys()")) == before)
    assert not [path for path in page.evaluate(CACHED) if TABLE in path]
    page.context.set_offline(True)
    page.goto(f"{host.address}questions/jjjjjjj1.html")
    assert page.locator("h1").inner_text().startswith("新来的一题")
    page.goto(f"{host.address}questions/{REVIEWED}.html")
    assert "改过的答案。" in page.locator("article").inner_text()
    page.goto(f"{host.address}questions/{TABLE}.html")
    assert page.locator("h1").inner_text().startswith("现在没有网络")


def test_half_a_new_build_changes_nothing(reader: Any, host: Host) -> None:
    """Files that are not those of the list are not kept, and the old build stays whole."""
    page = reader()
    start(page, f"{host.address}questions/{REVIEWED}.html")
    style = host.folder / host.path / "assets/stylesheets/site.css"
    whole = style.read_bytes()
    style.write_bytes(whole + b"\nbody { outline: 7px solid red; }")
    worker = host.folder / host.path / "sw.js"
    worker.write_text(worker.read_text("utf-8").replace('BUILD = "', 'BUILD = "0'), "utf-8")
    page.reload()
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update()).catch(() => {})")
    page.wait_for_timeout(1500)
    page.context.set_offline(True)
    page.goto(f"{host.address}questions/{REVIEWED}.html")
    assert page.evaluate("getComputedStyle(document.body).outlineWidth") != "7px"
    assert page.locator("[data-action=favourite]").inner_text() == "收藏"


def test_a_host_takes_the_worker_back(reader: Any, host: Host) -> None:
    page = reader()
    start(page, f"{host.address}questions/{REVIEWED}.html")
    root = host.folder / host.path
    shutil.copyfile(root / "sw-off.js", root / "sw.js")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(f"{host.address}questions/{CHOICE}.html")
    gone = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    until(page, lambda: page.evaluate(gone) == 0)
    # The pages of that build still register what is there: that must not load them again and again.
    page.wait_for_timeout(1500)
    assert len(loads) <= 3
    assert page.evaluate("caches.keys()") == []


def test_no_room_is_said_before_the_first_byte(reader: Any, host: Host) -> None:
    page = reader()
    page.add_init_script("navigator.storage.estimate = async () => ({ quota: 100000, usage: 99000 })")
    start(page, f"{host.address}roles/manager.html")
    page.locator(".wd-keep button", has_text="约").click()
    page.locator(".wd-keep", has_text="空间不够").wait_for()
    assert not [path for path in page.evaluate(CACHED) if TABLE in path]


def test_a_browser_without_workers_is_told(reader: Any, host: Host) -> None:
    page = reader()
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(f"{host.address}roles/manager.html")
    page.locator(".wd-keep", has_text="不让网页存东西").wait_for()


def test_from_a_folder_there_is_none(page: Any, site: Path) -> None:
    for path in ("index.html", "roles/agent.html", f"questions/{REVIEWED}.html"):
        page.goto(f"{site.as_uri()}/{path}")
        page.wait_for_timeout(200)
        assert page.evaluate("window.wendaOffline") is None
        assert page.locator("link[rel=manifest]").count() == 0
        assert page.locator(".wd-keep:visible").count() == 0
