"""Hostile documents through the whole way, import to the page in Chromium: nothing runs, nothing is fetched, no
element is new, and the text is there as the characters it is.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile.documents import Input, choice_document, inputs
from wenda.importing import importer, loading
from wenda.record.folder import pages
from wenda.record.library import Library
from wenda.site.build import build_site

Serve = Callable[[Path], contextlib.AbstractContextManager[str]]

CONTROL, CHOICE_CONTROL = "control", "choice-control"
# Told to every page before anything of its own: what the browser stopped, and what ran after all.
LISTEN = """
window.wrong = [];
document.addEventListener("securitypolicyviolation", e => window.wrong.push(e.violatedDirective + " " + e.blockedURI));
window.alert = window.confirm = window.prompt = said => window.wrong.push("ran " + said);
"""
LOOK = """() => {
  const own = new Set();
  for (const each of document.querySelectorAll("*")) {
    // The theme says the whole of a text that it had to cut short in `title`.
    const told = a => a.name === "title" && a.value.trim() === each.textContent.trim();
    const names = [...each.attributes].filter(a => !told(a)).map(a => a.name).filter(n => n !== "class" && n !== "style").sort();
    own.add(each.tagName + " " + names.join(" "));
  }
  return {
    nodes: [...own],
    scripts: document.scripts.length,
    links: [...document.querySelectorAll("article a")].map(a => a.protocol),
    data: [...document.querySelectorAll('script[type="application/ld+json"]')].map(s => JSON.parse(s.textContent).name),
    title: document.title,
    heading: document.querySelector("h1").textContent,
    text: document.querySelector("article").textContent,
    end: document.querySelectorAll(".wd-permalink, .md-footer").length,
    wrong: window.wrong,
  };
}"""
# What a document's own lists, tables and lines become.
MARKDOWN = {"BR ", "LI ", "OL ", "OL start", "P ", "TABLE ", "TBODY ", "TD ", "TH ", "THEAD ", "TR ", "UL "}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


CASES = inputs()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return the built site and the page of each input by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    plain = CASES[0].document.replace(CASES[0].shows, "").replace(CASES[0].name, CONTROL)
    choice = choice_document(CHOICE_CONTROL, "每一句")
    documents = {CONTROL: plain, CHOICE_CONTROL: choice, **{each.name: each.document for each in CASES}}
    (folder / "in").mkdir()
    for name, text in documents.items():
        (folder / f"in/{name}.txt").write_bytes(text.encode())
    library = Library(folder / "docs")
    places = loading.sources([folder / "in"])
    report = importer.import_sources(places, library, dry_run=False, advance=lambda: None)
    assert report.errors == []
    build_site(folder / "docs", folder / "site")
    found = {Path(source.file).stem: page.id for page in pages(folder / "docs") for source in page.sources}
    assert set(found) == set(documents)
    return folder / "site", found


@pytest.fixture(scope="module", params=["http", pytest.param("file", marks=pytest.mark.slow)])
def address(
    request: pytest.FixtureRequest, hostile: tuple[Path, dict[str, str]], serve: Serve
) -> Iterator[str]:
    if request.param == "file":
        yield hostile[0].as_uri() + "/"
    else:
        with serve(hostile[0]) as base:
            yield base


class Watched:
    """A page of the browser that notes what no page of the site may do."""

    def __init__(self, context: Any, own: str) -> None:
        self.wrong: list[str] = []
        self.page = context.new_page()
        self.page.add_init_script(LISTEN)
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        self.page.on("popup", lambda _: self.wrong.append("popup"))
        self.page.on(
            "request",
            lambda r: None if r.url.startswith((own, "data:")) else self.wrong.append(f"request {r.url}"),
        )
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)

    def look(self, url: str) -> dict[str, Any]:
        self.page.goto(url)
        found: dict[str, Any] = self.page.evaluate(LOOK)
        assert self.wrong + found["wrong"] == [], url
        return found


@pytest.fixture
def watched(browser: Any, address: str) -> Iterator[Watched]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield Watched(context, address)
    context.close()


def faults(case: Input, found: dict[str, Any], control: dict[str, Any]) -> list[str]:
    """Return what is wrong with an opened page."""
    wrong = sorted(set(found["nodes"]) - set(control["nodes"]) - MARKDOWN)
    if found["scripts"] != control["scripts"] or found["end"] != control["end"]:
        wrong.append("scripts or footers")
    wrong += [each for each in found["links"] if each not in ("http:", "file:")]
    if squeeze(case.shows) not in squeeze(found["text"]):
        wrong.append("the text is not there")
    if squeeze(found["heading"].rstrip("#")) not in squeeze(found["title"]):
        wrong.append(f"title {found['title'][:80]}")
    return wrong


@pytest.mark.slow
def test_nothing_runs_and_the_text_is_there(
    watched: Watched, hostile: tuple[Path, dict[str, str]], address: str
) -> None:
    _, ids = hostile
    control, choice = (
        watched.look(f"{address}questions/{ids[name]}.html") for name in (CONTROL, CHOICE_CONTROL)
    )
    wrong = {}
    for case in CASES:
        found = watched.look(f"{address}questions/{ids[case.name]}.html")
        if bad := faults(case, found, choice if case.choice else control):
            wrong[case.name] = bad
    assert wrong == {}


@pytest.mark.slow
def test_lists_and_search_show_titles_as_text(watched: Watched, address: str) -> None:
    watched.look(address + "index.html")
    found = watched.look(address + "roles/agent.html")
    page = watched.page
    assert (
        page.locator("article :is(img, iframe, object, embed, script, style, link, video, math)").count() == 0
    )
    assert len(found["text"]) > 1000
    for query in ("alert", "<img src=x onerror", "javascript:", "{{ 7*7 }}", "</script>", "编号plaintext"):
        page.fill(".md-search__input", "")
        page.fill(".md-search__input", query)
        page.locator(".md-search-result__item").first.wait_for()
        page.wait_for_timeout(150)
        tags = page.locator(".md-search-result *").evaluate_all(
            "all => [...new Set(all.map(n => n.tagName))]"
        )
        assert not set(tags) & {
            "SCRIPT",
            "IMG",
            "IFRAME",
            "OBJECT",
            "EMBED",
            "STYLE",
            "LINK",
            "FORM",
            "VIDEO",
        }
    assert watched.wrong + page.evaluate("window.wrong") == []


def test_there_are_enough() -> None:
    assert len(CASES) >= 60
    assert len({each.name for each in CASES}) == len(CASES)
