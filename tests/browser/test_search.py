"""The search box as a person uses it, over http and from the folder on disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from questions import BARE, CHOICE, CUT, REVIEWED, TABLE, TWO_ROLES

Open = Callable[..., Any]

INPUT = ".md-search__input"
ITEMS = ".md-search-result__item"
SAID = ".md-search-result__meta"


def search(page: Any, query: str) -> list[str]:
    """Type a query, wait for its answer, and return the ids found in their order."""
    page.fill(INPUT, "")
    page.fill(INPUT, query)
    expect(page.locator(SAID)).to_contain_text("找到")
    return ids(page)


def ids(page: Any) -> list[str]:
    links = page.locator(f"{ITEMS} a").evaluate_all("all => all.map(a => a.href)")
    return [re.search(r"questions/(\w+)\.html$", link)[1] for link in links]  # type: ignore[index]


def all_ids(page: Any) -> list[str]:
    """Return the ids of all results, once all of them are listed."""
    total = int(re.search(r"\d+", page.inner_text(SAID))[0])  # type: ignore[index]
    expect(page.locator(ITEMS)).to_have_count(total)
    return ids(page)


FIRST = {
    "催单": REVIEWED,
    "客戶催單": REVIEWED,
    "崔单": REVIEWED,
    "顾客老是催发货该怎么办呢": REVIEWED,
    "受气": CUT,
    "两点前回您电话": CHOICE,
    "团队冲突": TWO_ROLES,
    "HHHHHHH1": BARE,
    "84％": TABLE,
    "<b>满意度": TABLE,
}
NONSENSE = ("量子力学", "红烧肉", "xyzabc", "🙂🙂", "'\"<script>")


def test_the_right_page_comes_first(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    assert {query: search(page, query)[0] for query in FIRST} == FIRST


def test_http_and_folder_find_the_same(new_page: Open, site: Any, http_base: str) -> None:
    queries = ("退货", "，然后", "第", "不", "客户 电话", "位顾客要", "升级", "怎么说？参", "满意渡", "xyz")
    found = []
    for base in (http_base, site.as_uri() + "/"):
        page = new_page()
        page.goto(base + "questions/aaaaaaa1.html")
        found.append([(search(page, query)[:10], page.inner_text(SAID)) for query in queries])
    assert found[0] == found[1]


def test_every_page_with_the_run_comes_first_and_the_count_is_true(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    search(page, "顾客要退货，怎么")
    listed = all_ids(page)
    assert sorted(listed[:40]) == [f"{number:02}kkkkkk" for number in range(40)]
    assert len(listed) == len(set(listed))


def test_nothing_is_loaded_before_the_box_has_the_focus(page: Any, base: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + "index.html")
    page.wait_for_timeout(300)
    assert [
        url for url in asked if "/data/search/" in url or "search-engine" in url or "search_index" in url
    ] == []
    page.focus(INPUT)
    expect(page.locator(".wd-search-roles button")).not_to_have_count(0)
    assert [url for url in asked if "search_index" in url] == []
    assert any("/data/search/meta.js" in url for url in asked)


def test_marks_are_shown_in_context_and_none_on_the_page(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    search(page, "還沒有發貨")
    item = page.locator(ITEMS).first
    assert item.locator("mark").all_inner_texts() == ["还没有发货"]
    assert "到今天还没有发货，对吗" in item.inner_text()
    item.locator("a").click()
    page.wait_for_url(re.compile(r"questions/\w+\.html$"))
    assert page.locator("article mark").count() == 0


def test_a_title_with_markup_is_text(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    search(page, "<b>满意度")
    assert "<b>满意度</b> & 解决率怎么看？" in page.locator(ITEMS).first.inner_text()


def test_the_keyboard_alone(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.type("吵起来")
    page.wait_for_selector(ITEMS)
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{ITEMS} a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.locator(INPUT)).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{TWO_ROLES}.html$"))


def test_enter_right_after_typing_opens_what_was_typed(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    page.focus(INPUT)
    page.keyboard.insert_text("委屈")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{CUT}.html$"))


def test_a_slash_in_a_field_is_a_slash(page: Any, base: str) -> None:
    page.goto(base + "roles/agent.html")
    page.click(".wd-filter input[name=q]")
    page.keyboard.type("a/b")
    assert page.input_value(".wd-filter input[name=q]") == "a/b"


def test_half_typed_pinyin_is_no_query(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    page.focus(INPUT)
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"selectionStart": 6, "selectionEnd": 6, "text": "tui'h'"})
    page.wait_for_timeout(300)
    assert page.inner_text(SAID) == "输入几个字开始搜索"
    client.send("Input.insertText", {"text": "退货"})
    expect(page.locator(SAID)).to_have_text("找到 40 道题")


def test_what_the_mouse_pastes_is_searched(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    page.focus(INPUT)
    page.evaluate(f"document.execCommand('insertText', false, '委屈')  || document.querySelector('{INPUT}')")
    page.wait_for_selector(ITEMS)
    assert ids(page)[0] == CUT


def test_filters_by_role_and_kind(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    search(page, "退货")
    page.click(".wd-search-roles [data-role=marketing]")
    expect(page.locator(SAID)).to_have_text("找到 20 道题")
    page.select_option(".wd-search-kind", "knowledge")
    expect(page.locator(SAID)).to_have_text("找到 6 道题")
    page.click(".wd-search-roles [data-role=manager]")
    expect(page.locator(SAID)).to_contain_text("所选范围")
    page.click(".wd-search-roles [data-role=manager]")
    page.select_option(".wd-search-kind", "")
    expect(page.locator(SAID)).to_have_text("找到 40 道题")


def test_nonsense_finds_nothing_and_there_is_a_way_on(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    for query in NONSENSE:
        page.fill(INPUT, query)
        expect(page.locator(SAID)).to_have_text(f"没有找到“{query}”")
        assert page.locator(ITEMS).count() == 0
    page.click(".wd-search-onward a >> nth=0")
    page.wait_for_url(re.compile(r"roles/\w+\.html$"))


def test_clearing_and_closing(page: Any, base: str) -> None:
    page.goto(base + "index.html")
    search(page, "委屈")
    page.click(".md-search__form [type=reset]")
    expect(page.locator(ITEMS)).to_have_count(0)
    expect(page.locator(INPUT)).to_be_focused()
    page.mouse.click(20, 780)
    expect(page.locator("#__search")).not_to_be_checked()


def test_on_a_phone(new_page: Open, base: str) -> None:
    page = new_page(width=390, has_touch=True, is_mobile=True)
    page.goto(base + "index.html")
    page.tap(".md-header__button[for=__search]")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.insert_text("委屈")
    page.wait_for_selector(ITEMS)
    for _ in range(50):  # until the panel has come to rest
        box = page.locator(ITEMS).first.bounding_box()
        if box["x"] >= 0 and box["x"] + box["width"] <= 390:
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail(f"a result is wider than the phone: {box}")
    page.locator(f"{ITEMS} a").first.tap()
    page.wait_for_url(re.compile(r"questions/\w+\.html$"))


def test_a_shard_that_does_not_come_is_said_and_tried_again(browser: Any, http_base: str) -> None:
    page = browser.new_page(service_workers="block")  # what a worker asks for passes no route
    page.route("**/data/search/meta.js*", lambda route: route.abort())
    page.goto(http_base + "index.html")
    page.fill(INPUT, "委屈")
    expect(page.locator(SAID)).to_contain_text("没有载入")
    page.unroute("**/data/search/meta.js*")
    assert search(page, "委屈")[0] == CUT
    page.close()
