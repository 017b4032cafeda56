"""Lists: filter in place, an address that keeps it, counts, the home page and the page for a lost address."""

from __future__ import annotations

from typing import Any

import pytest

from questions import CHOICE

SHOWN = ".wd-list li:visible"


def test_a_filter_narrows_and_its_address_can_be_passed_on(new_page: Any, base: str) -> None:
    page = new_page()
    page.goto(f"{base}roles/agent.html")
    assert page.locator("output").inner_text() == "共 44 题"
    page.get_by_role("button", name="开放").click()
    page.locator("[name=topic]").select_option("law")
    page.wait_for_url("**/agent.html?kind=open&topic=law")
    fits = page.locator(SHOWN).count()
    assert 0 < fits < 14
    assert page.locator("output").inner_text() == f"符合条件 {fits} 题"
    page.locator("[name=q]").fill("第 ２４")
    page.wait_for_url("**?q=*")
    assert page.locator(SHOWN).all_inner_texts()[0].startswith("第 24 位顾客")
    other = new_page(width=390)
    other.goto(page.url)
    assert other.locator(SHOWN).count() == 1
    other.get_by_role("button", name="筛选", exact=True).click()
    assert other.get_by_role("button", name="开放").get_attribute("aria-pressed") == "true"
    assert other.locator("[name=q]").input_value() == "第 ２４"
    other.get_by_role("button", name="清除条件").locator("visible=true").click()
    other.wait_for_url("**/agent.html")
    assert other.locator(SHOWN).count() == 44


def test_a_filter_that_fits_nothing_says_so(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html?q=没有这个词")
    assert page.get_by_text("没有符合条件的题目").is_visible()
    page.get_by_role("button", name="清除条件").last.click()
    assert page.locator(SHOWN).count() == 44


def test_status_and_groups(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html?status=r")
    assert page.locator(SHOWN).count() == 2
    assert page.locator(".wd-group:visible h2").count() == 2
    page.goto(f"{base}kinds/single-choice.html")
    assert page.locator(SHOWN).count() == 1
    page.goto(f"{base}topics/refunds.html?kind=knowledge")
    assert page.locator(SHOWN).count() == 13


def test_a_filter_works_by_keyboard(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html")
    page.locator("[name=q]").focus()
    page.keyboard.type("哪一句")
    page.wait_for_function("document.querySelectorAll('.wd-list li:not([hidden])').length === 1")
    page.keyboard.press("Enter")
    assert page.locator(SHOWN).count() == 1
    page.get_by_role("link", name="哪一句可以对客户说？").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{CHOICE}.html")


def test_home_has_a_card_for_each_role_and_a_question_at_random(page: Any, base: str) -> None:
    page.goto(f"{base}index.html")
    cards = page.locator(".wd-rolecards a").all_inner_texts()
    assert [card.split("\n")[0] for card in cards] == ["客服专员", "客服营销", "客服经理"]
    assert "44 题" in cards[0]
    assert page.locator(".wd-recent time").all_inner_texts() == ["2026-10-01", "2026-09-01"]
    seen = set()
    for _ in range(12):
        seen.add(page.locator(".wd-random p a").inner_text())
        page.get_by_role("button", name="换一题").click()
    assert len(seen) > 1
    page.locator(".wd-random p a").click()
    page.wait_for_url("**/questions/*.html")


def test_a_lost_address_leads_on(page: Any, http_base: str) -> None:
    answer = page.goto(f"{http_base}questions/zzzzzzzz.html")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有这一页"
    page.locator("article").get_by_role("link", name="客服专员").click()
    page.wait_for_url("**/roles/agent.html")


@pytest.mark.parametrize(
    "path", ["index.html", "roles/agent.html", "roles/index.html", f"questions/{CHOICE}.html"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(new_page: Any, base: str, path: str, width: int) -> None:
    page = new_page(width=width)
    page.goto(base + path)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
