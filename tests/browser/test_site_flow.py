"""A reader's way: from a list through its questions, thinking first, choosing in place, searching and back."""

from __future__ import annotations

from typing import Any

import pytest

from questions import CHOICE, MOVED, REVIEWED, TWO_ROLES

STEPS = ".wd-steps:visible p"


def test_next_goes_on_in_the_list_as_it_was_filtered(page: Any, base: str) -> None:
    page.goto(f"{base}topics/refunds.html?kind=open")
    page.locator(".wd-list li:visible a").first.click()
    page.wait_for_url("**/questions/*.html")
    assert page.locator(STEPS).inner_text() == "退换与赔付 · 开放 第 1 / 14 题"
    assert page.locator(".wd-crumbs").inner_text().split()[:2] == ["首页", "退换与赔付"]
    for place in (2, 3):
        page.locator(".wd-step--next:visible").click()
        page.get_by_text(f"第 {place} / 14 题").wait_for()
    page.locator(STEPS).get_by_role("link").click()
    page.wait_for_url("**/refunds.html?kind=open")
    page.goto(f"{base}questions/{TWO_ROLES}.html")
    assert "退换与赔付" not in page.locator(STEPS).inner_text()


def test_the_answer_waits_until_one_has_thought_and_so_on_the_next_page(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    assert page.locator("#answer").is_visible()
    page.get_by_role("button", name="先自己想").click()
    assert page.locator("#answer").is_hidden()
    page.goto(f"{base}questions/{TWO_ROLES}.html")
    assert page.locator("#answer").is_hidden()
    page.get_by_role("button", name="看答案").click()
    assert page.locator("#answer").is_visible()
    page.goto("about:blank")
    page.goto(f"{base}questions/{REVIEWED}.html#pitfalls")
    page.locator("#pitfalls").wait_for()
    page.get_by_role("button", name="先自己想").click()
    page.reload()
    assert page.locator("#answer").is_visible()


def test_what_is_hidden_is_printed(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    page.get_by_role("button", name="先自己想").click()
    page.emulate_media(media="print")
    assert page.locator("#answer").is_visible()
    assert page.locator(".wd-veil").is_hidden()


@pytest.mark.parametrize(("letter", "said"), [("B", "答对了。"), ("A", "答错了，正确答案是 B。")])
def test_an_option_is_chosen_in_place(page: Any, base: str, letter: str, said: str) -> None:
    page.goto(f"{base}questions/{CHOICE}.html")
    page.get_by_role("button", name=f"{letter}.").click()
    page.get_by_text(said).wait_for()
    assert page.locator(".wd-option--right").inner_text().startswith("B.")
    assert page.locator(".wd-option--wrong").count() == (letter != "B")
    assert page.locator("#analysis").is_visible()


def test_a_question_can_be_practised(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    page.get_by_role("link", name="练这题").click()
    page.get_by_text("这一组 1 题").wait_for()


def test_a_list_says_what_each_choice_would_give(page: Any, base: str) -> None:
    page.goto(f"{base}topics/refunds.html?role=marketing")
    assert page.locator(".wd-list li:visible").count() == 20
    counts = [int(each) for each in page.locator("[data-kind] small").all_inner_texts()]
    assert sum(counts) == 20
    page.locator("[name=q]").fill("没有这个词")
    page.get_by_role("button", name="在答案里搜").click()
    assert page.locator(".md-search__input").input_value() == "没有这个词"


def test_a_phone_shows_a_question_of_a_role_at_once(new_page: Any, base: str) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{base}roles/agent.html")
    assert page.locator(".wd-list li").first.bounding_box()["y"] < 844
    page.goto(f"{base}roles/agent.html?kind=open")
    page.wait_for_function(
        "document.querySelector('.wd-list li:not([hidden])').getBoundingClientRect().top < 844"
    )


@pytest.mark.parametrize("path", ["roles/agent.html", f"questions/{CHOICE}.html", "index.html"])
def test_a_thumb_finds_what_can_be_tapped(new_page: Any, base: str, path: str) -> None:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(base + path)
    small = page.evaluate(
        """() => [...document.querySelectorAll("article :is(button, input, select, summary, .wd-button, .wd-chip, .wd-list a)")]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_tab_leaves_the_search_and_closes_it(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    for _ in range(14):
        page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('__search').checked") is False


def test_back_from_a_hit_is_back_in_the_search(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    page.keyboard.press("/")
    page.keyboard.type("退货")
    page.locator(".md-search-result__link").nth(2).click()
    page.wait_for_url("**/questions/*kkkkkk.html")
    page.go_back()
    page.wait_for_url(f"**/{REVIEWED}.html*")
    page.locator(".md-search-result__link").nth(2).wait_for()
    assert page.locator(".md-search__input").input_value() == "退货"
    page.go_back()
    page.wait_for_function("!document.getElementById('__search').checked")
    assert page.url.endswith(f"{REVIEWED}.html")


def test_who_comes_by_an_old_address_is_told(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{MOVED}.html")
    page.wait_for_url(f"**/{REVIEWED}.html")
    page.get_by_text("已并入这一题").wait_for()


def test_home_does_not_move_for_one_who_comes_back(page: Any, base: str) -> None:
    page.goto(f"{base}questions/{REVIEWED}.html")
    page.get_by_role("button", name="收藏").click()
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; })
        .observe({type: "layout-shift", buffered: true});"""
    )
    shifts = []
    for _ in range(3):
        page.goto(f"{base}index.html")
        page.wait_for_timeout(300)
        shifts.append(page.evaluate("window.shift"))
    assert min(shifts) == 0, shifts
    assert "客户催单" in page.locator(".wd-mine__last").inner_text()
