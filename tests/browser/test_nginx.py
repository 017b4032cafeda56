"""deploy/nginx.conf serves the site as it says, and the pages hold to its Content-Security-Policy."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from programs import NGINX, require
from questions import CHOICE, MOVED, REVIEWED, write_docs
from wenda.site.build import build_site

CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx.conf"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require(NGINX)
    folder = tmp_path_factory.mktemp("nginx")
    write_docs(folder / "docs")
    build_site(folder / "docs", folder / "site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = CONFIGURATION.read_text("utf-8")
    text, listens = re.subn(r"listen 80;", f"listen 127.0.0.1:{port};", text)
    text, roots = re.subn(r"root /srv/wenda/site;", f'root "{folder / "site"}";', text)
    assert listens == roots == 1
    (folder / "wenda.conf").write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"""{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
    events {{}} http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {folder}/wenda.conf; }}"""
    (folder / "main.conf").write_text(main, "utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "main.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(100):
        assert process.poll() is None, process.communicate()[1]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_pages_are_asked_for_again_and_the_themes_files_are_kept(address: str) -> None:
    status, headers, body = get(address)
    assert status == 200
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert get(address, **{"If-None-Match": headers["ETag"]})[0] == 304
    bundle = re.search(rb'src="(assets/javascripts/bundle[^"]+)"', body)
    assert bundle
    _, headers, _ = get(address + bundle[1].decode())
    assert "immutable" in headers["Cache-Control"]
    _, headers, _ = get(address + "sw.js")
    assert headers["Cache-Control"] == "no-cache"
    assert "javascript" in headers["Content-Type"]
    assert "worker-src 'self'" in headers["Content-Security-Policy"]
    _, headers, _ = get(address + "assets/stylesheets/site.css")
    assert headers["Cache-Control"] == "no-cache"


def test_text_is_compressed(address: str) -> None:
    _, headers, body = get(f"{address}questions/{REVIEWED}.html", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"\n<!doctype html>") or b"<!doctype html>" in gzip.decompress(
        body
    )


def test_a_lost_address_is_a_404_with_the_sites_page_and_its_headers(address: str) -> None:
    status, headers, body = get(f"{address}questions/zzzzzzzz.html")
    assert status == 404
    assert "没有这一页" in body.decode()
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert get(f"{address}.wenda-build")[0] == 404


@pytest.mark.browser
def test_the_pages_hold_to_the_policy(browser: Any, address: str) -> None:
    said: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("index.html", "roles/agent.html?kind=open", f"questions/{CHOICE}.html"):
        page.goto(address + path)
        page.wait_for_timeout(300)
    page.get_by_text("看答案与解析").click()
    page.locator("label[title*=跟随系统]:visible").click()
    page.locator(".md-search__input").click()
    page.keyboard.type("退货")
    page.locator(".md-search-result__item").first.wait_for(timeout=5000)
    page.goto(f"{address}questions/{MOVED}.html#answer")
    page.wait_for_url(f"**/{REVIEWED}.html#answer")
    context.close()
    assert said == []
