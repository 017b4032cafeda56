"""A smoke test in Debian's Firefox: filter, search, copy's way out and the key, over http and from a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bidi import Tab, firefox
from programs import FIREFOX, require
from questions import CHOICE, MOVED, REVIEWED


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    require(FIREFOX)
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as found:
        yield found


def wait(tab: Tab, expression: str) -> None:
    for _ in range(100):
        if tab.evaluate(expression):
            return
        time.sleep(0.05)
    raise AssertionError(f"never so: {expression}")


def test_it_works_in_firefox(tab: Tab, base: str, site: Path) -> None:
    tab.goto(f"{base}roles/agent.html?kind=open&topic=law")
    shown = tab.evaluate("document.querySelectorAll('.wd-list li:not([hidden])').length")
    assert 0 < shown < 14
    tab.evaluate(
        "(() => { const q = document.forms[document.forms.length - 1].elements.q; q.value = '24';"
        " q.dispatchEvent(new Event('input', {bubbles: true})); return 1; })()"
    )
    wait(tab, "document.querySelectorAll('.wd-list li:not([hidden])').length === 1")
    wait(tab, "location.search.includes('q=24')")

    tab.goto(f"{base}questions/{CHOICE}.html")
    assert tab.evaluate("document.querySelector('.wd-key').open") is False
    tab.evaluate("(location.hash = '#analysis')")
    wait(tab, "document.querySelector('.wd-key').open")
    assert tab.evaluate("document.documentElement.classList.contains('js')")

    tab.goto(f"{base}questions/{MOVED}.html#answer")
    wait(tab, f"location.href.endsWith('{REVIEWED}.html#answer')")
    wait(tab, "document.readyState === 'complete'")
    tab.evaluate("(document.querySelector('[data-action=favourite]').click(), 1)")
    tab.goto(f"{base}index.html")
    assert "客户催单" in tab.evaluate("document.querySelector('.wd-favourites').textContent")
    tab.evaluate("(document.querySelector('[data-action=search]').click(), 1)")
    tab.evaluate(
        "(() => { const q = document.querySelector('.md-search__input'); q.value = '退货';"
        " q.dispatchEvent(new Event('input', {bubbles: true})); return 1; })()"
    )
    wait(tab, "document.querySelectorAll('.md-search-result__item').length > 0")


def test_practice_a_paper_and_a_pack_in_firefox(tab: Tab, base: str) -> None:
    tab.goto(f"{base}practice.html?kind=single-choice")
    wait(tab, "document.querySelector('.wp-setup .wp-main') !== null")
    tab.evaluate("(document.querySelector('.wp-setup .wp-main').click(), 1)")
    wait(tab, "document.querySelector('.wp-option') !== null")
    tab.evaluate("(document.querySelector('.wp-option').click(), 1)")
    wait(tab, "document.querySelector('.wp-verdict') !== null")
    tab.evaluate("(document.querySelector('.wp-rate--1').click(), 1)")
    wait(tab, f"JSON.parse(localStorage.getItem('wenda.practice')).cards['{CHOICE}'].rating === 1")

    tab.goto(f"{base}paper.html?role=agent&minutes=30&seed=k3f9")
    wait(tab, "document.querySelectorAll('.ws-question').length > 4")
    wait(tab, "location.search.includes('ids=')")
    tab.goto(f"{base}pack.html?ids={MOVED}-{CHOICE}")
    wait(tab, "document.querySelectorAll('.ws-question').length === 2")
    assert "已并入" in tab.evaluate("document.querySelector('.ws-notices').textContent")
