"""Mock papers and packs, over http and from a folder: made, handed on by a link, opened in a fresh profile, printed."""

from __future__ import annotations

import gzip
import re
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from browser.test_site_accessible import serious
from questions import CHOICE, MOVED, REVIEWED, TABLE, TWO_ROLES, WITHDRAWN

LINK = f"pack.html?name=%E9%A6%96%E8%BD%AE&ids={MOVED}-{CHOICE}-{WITHDRAWN}-{TWO_ROLES}-zzzzzzzz"


def titles(page: Any) -> list[str]:
    page.wait_for_selector(".ws-question h3")
    found: list[str] = page.locator(".ws-question h3").all_inner_texts()
    return found


def address(page: Any) -> str:
    found: str = page.evaluate("location.href")
    return found


def test_a_paper_by_its_link_is_the_same_in_a_fresh_profile(new_page: Any, base: str) -> None:
    page = new_page()
    page.goto(f"{base}paper.html?role=agent&minutes=30&seed=k3f9")
    first = titles(page)
    assert len(first) >= 5
    short = new_page(width=390)
    short.goto(f"{base}paper.html?role=agent&minutes=30&seed=k3f9")
    assert titles(short) == first  # drawn again, from the seed
    again = new_page()
    again.goto(address(page))
    assert titles(again) == first
    page.get_by_text("出卷条件").click() if page.locator(".ws-setup[open]").count() == 0 else None
    page.get_by_role("button", name="换一套").click()
    page.wait_for_function("(old) => !location.href.includes(old)", arg="seed=k3f9")
    assert "seed=k3f9" not in address(page)


@pytest.mark.parametrize("path", ["paper.html?role=agent&minutes=15&seed=zz", f"pack.html?ids={CHOICE}"])
def test_the_copied_link_is_whole_where_a_page_may_not_change_its_address(
    new_page: Any, base: str, path: str
) -> None:
    page = new_page()
    page.add_init_script(
        "history.replaceState = () => { throw new DOMException('', 'SecurityError'); };"
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });"
    )
    page.goto(base + path)
    titles(page)
    page.get_by_role("button", name="带").click()
    if path.startswith("pack"):
        page.get_by_label("名称").fill("三月")
    shown = titles(page)
    page.get_by_role("button", name="链接").click()
    copied = page.evaluate("copied")
    assert "ids=" in copied
    again = new_page()
    again.goto(copied)
    assert titles(again) == shown
    assert again.locator(".ws--key").count() == 1
    if path.startswith("pack"):
        assert again.locator("h2").first.inner_text() == "三月"


def test_a_link_of_too_many_says_how_many_are_left_out(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}pack.html?ids={CHOICE}" + f"-{REVIEWED}" * 102)
    titles(page)
    assert page.locator(".ws-notices li").all_inner_texts() == ["一份最多 100 题，后面 3 题没有列出。"]


def test_buttons_that_do_nothing_yet_are_not_there(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}paper.html?role=agent&minutes=15&seed=a")
    titles(page)
    assert not page.get_by_text("按时间自动配").is_visible()
    page.goto(f"{http_base}roles/agent.html")
    page.get_by_role("button", name="勾选做题单").click()
    assert not page.get_by_text("生成题单").is_visible()
    page.locator(".wd-tick").first.click()
    assert page.get_by_text("生成题单").is_visible()


def test_a_table_in_an_answer_is_not_the_rubrics(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}paper.html?ids={TABLE}&key=1")
    titles(page)
    widths = "(all) => all.map((each) => getComputedStyle(each).minWidth)"
    inside = page.locator(".ws-answers td:nth-child(2)").evaluate_all(widths)
    rubric = page.locator(".ws-key > .wp-scroll td:nth-child(2)").first.evaluate(
        "(each) => getComputedStyle(each).minWidth"
    )
    assert inside
    assert rubric not in inside
    page.emulate_media(media="print")
    assert (
        page.locator(".ws-answers h4").first.evaluate("(each) => getComputedStyle(each).breakAfter")
        == "avoid"
    )


@pytest.mark.parametrize("path", [f"paper.html?ids={TABLE}&key=1", f"questions/{TABLE}.html"])
def test_dark_prints_dark_on_white(new_page: Any, http_base: str, path: str) -> None:
    inks = """() => [...document.querySelectorAll('article :is(h1, h2, h3, p, td)')].filter((each) => each.checkVisibility())
    .map((each) => { const s = getComputedStyle(each); return [s.color, s.backgroundColor]; })"""
    tables = "(all) => all.map((each) => getComputedStyle(each).backgroundColor)"
    page = new_page(color_scheme="dark")
    page.goto(http_base + path)
    page.locator("article table").first.wait_for()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.emulate_media(media="print", color_scheme="dark")
    found = page.evaluate(inks)
    assert found
    # Ink is dark: no channel above two thirds.
    bright = [ink for ink, _ in found if max(map(int, re.findall(r"\d+", ink)[:3])) > 170]
    assert bright == []
    assert set(page.locator("article table").evaluate_all(tables)) == {"rgb(255, 255, 255)"}


def test_the_mix_is_what_was_asked_for(page: Any, base: str) -> None:
    page.goto(f"{base}paper.html?role=agent&mix=single-choice-1,open-2&seed=a")
    assert len(titles(page)) == 3
    assert page.locator(".ws-group").all_inner_texts() == [
        "一、单选题（1 题，5 分）",
        "二、开放题（2 题，20 分）",
    ]
    page.get_by_label("行为").fill("1")
    page.get_by_label("行为").press("Tab")
    page.locator(".ws-group").nth(2).wait_for()
    assert "mix=single-choice-1,behavioral-1,open-2" in urllib.parse.unquote(address(page))


def test_the_rubric_shares_the_points_out(page: Any, base: str) -> None:
    page.goto(f"{base}paper.html?role=agent&ids={REVIEWED}-{CHOICE}&key=1")
    titles(page)
    points = [int(each) for each in page.locator(".ws-key tbody td:nth-child(3)").all_inner_texts()]
    assert sum(points) == 15
    assert "满分 15 分" in page.locator(".ws-line").inner_text()
    assert "选 B" in page.locator(".ws-key tbody").inner_text()
    assert page.locator(".ws-key tfoot td").all_inner_texts()[1:3] == ["合计", "15"]
    page.emulate_media(media="print")
    assert page.locator(".ws-answers").is_visible()
    assert not page.get_by_role("button", name="打印").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="带评分表和答案").press("Enter")
    page.emulate_media(media="print")
    assert not page.locator(".ws-answers").is_visible()
    assert page.locator(".ws-fill").is_visible()


def test_a_printed_paper_has_ink_and_room_to_write(page: Any, http_base: str) -> None:
    """A place for the letters of a choice, more room for more points; a question and its rubric stay whole."""
    page.goto(f"{http_base}paper.html?ids={CHOICE}-{REVIEWED}-{TABLE}")
    titles(page)
    page.emulate_media(media="print")
    heads = page.locator(".ws-question > h3")
    mark = "(all) => all.map((each) => getComputedStyle(each, '::after').content)"
    assert heads.evaluate_all(mark) == ['"（　　　）"', "none", "none"]
    rooms = page.locator(".ws-question").evaluate_all(
        "(all) => all.map((each) => each.querySelector('.ws-room')?.offsetHeight || 0)"
    )
    assert 0 == rooms[0] < rooms[1] < rooms[2]
    quiet = page.locator(".ws-line, .ws-question small").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).color)"
    )
    assert set(quiet) == {"rgb(51, 51, 51)"}
    page.emulate_media(media="screen")
    page.get_by_role("button", name="带评分表和答案").click()
    page.emulate_media(media="print")
    assert set(heads.evaluate_all(mark)) == {"none"}
    assert not page.locator(".ws-room").first.is_visible()
    # As of a question with two points to listen for.
    page.evaluate("""() => {
      const row = document.querySelector('.ws-key tbody tr:nth-child(2)'), more = row.cloneNode(true);
      more.cells[0].textContent = '';
      row.after(more);
    }""")
    broken = page.locator(".ws-key > .wp-scroll tbody tr").evaluate_all(
        "(all) => all.map((each) => [getComputedStyle(each).breakAfter, each.nextSibling?.cells[0].textContent])"
    )
    assert [after for after, _ in broken] == ["auto", "avoid", "auto", "auto"]
    assert [following == "" for _, following in broken] == [False, True, False, False]
    assert page.locator(".ws-key tfoot").evaluate("(each) => getComputedStyle(each).display") == (
        "table-row-group"  # a foot would be printed on each sheet
    )


def test_print_has_no_empty_sheet_and_no_gap_before_the_answer(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}packs/first.html")
    page.locator(".wd-list").wait_for()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.goto(f"{http_base}questions/{CHOICE}.html")
    page.emulate_media(media="print")
    assert page.locator("details.wd-key").evaluate("(each) => getComputedStyle(each).breakInside") == "auto"


def test_a_pack_link_follows_what_was_merged_and_says_what_is_gone(page: Any, base: str) -> None:
    page.goto(base + LINK)
    assert [each.split(". ", 1)[1] for each in titles(page)] == [
        "客户催单，你怎么回？",
        "哪一句可以对客户说？",
        "团队里两个人吵起来，你怎么办？",
    ]
    said = page.locator(".ws-notices li").all_inner_texts()
    assert said[0] == "有一题已并入另一页，换成了：客户催单，你怎么回？"
    assert "已撤下" in said[1]
    assert "没有编号为 zzzzzzzz 的题" in said[2]
    assert page.locator("h2").first.inner_text() == "首轮"
    page.get_by_role("link", name="练习这些题").click()
    page.get_by_text("符合条件 3 题").wait_for()


def test_questions_are_ticked_in_two_lists_by_keyboard_and_become_a_link(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html")
    page.get_by_role("button", name="勾选做题单").press("Enter")
    page.get_by_label("选：客户催单，你怎么回？").press("Space")
    page.goto(f"{base}topics/metrics.html")
    page.locator(".wd-tick").first.press("Space")
    page.get_by_text("已选 2 题").wait_for()
    page.get_by_role("link", name="生成题单").press("Enter")
    assert [each.split(". ", 1)[1] for each in titles(page)] == [
        "客户催单，你怎么回？",
        "<b>满意度</b> & 解决率怎么看？",
    ]
    page.get_by_role("button", name="下移").first.press("Enter")
    assert f"ids={TABLE}-{REVIEWED}" in address(page)
    page.get_by_label("名称").fill("三月 & 新人")
    page.reload()
    assert page.locator("h2").first.inner_text() == "三月 & 新人"


def test_a_committed_pack_is_a_page_with_downloads(page: Any, base: str, site: Path) -> None:
    page.goto(f"{base}packs/index.html")
    page.get_by_role("link", name="首轮面试").first.click()
    page.wait_for_url("**/packs/first.html")
    assert page.locator(".wd-list > li > a").all_inner_texts() == [
        "客户催单，你怎么回？",
        "哪一句可以对客户说？",
    ]
    assert page.get_by_role("link", name="编号 " + WITHDRAWN).count() == 1
    for link in page.locator(".wd-take a[download]").all():
        assert (site / link.get_attribute("href").removeprefix("../")).stat().st_size > 300
    page.get_by_role("link", name="打印讲义").click()
    assert len(titles(page)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(new_page: Any, http_base: str, width: int, scheme: str) -> None:
    page = new_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    found = []
    for path in (
        "paper.html?role=agent&seed=a&key=1",
        LINK + "&key=1",
        "packs/index.html",
        "packs/first.html",
    ):
        page.goto(http_base + path)
        if path.startswith("pa") and "?" in path:
            titles(page)
        found += serious(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path
    page.get_by_role("button", name="勾选做题单").click()
    assert found + serious(page) == []


def test_without_scripts_the_tools_say_where_to_go(new_page: Any, http_base: str) -> None:
    page = new_page(java_script_enabled=False)
    for path in ("paper.html", "pack.html"):
        page.goto(http_base + path)
        assert page.locator(".wp-without a").is_visible()
    page.goto(f"{http_base}packs/first.html")
    assert page.locator(".wd-list > li > a").first.is_visible()


def test_it_is_loaded_only_where_it_is_used_and_light(site: Path) -> None:
    question = (site / f"questions/{REVIEWED}.html").read_text("utf-8")
    assert not any(name in question for name in ("practice-", "paper.js", "pack-", "pack.js"))
    assert "vendor/" not in (site / "paper.html").read_text("utf-8")
    scripts = site / "assets/javascripts"
    ours = [*scripts.glob("practice*.js"), *scripts.glob("pa*.js"), *scripts.glob("vendor/ts-fsrs-*.js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in ours) <= 25_000


def test_a_link_outlives_new_questions_and_a_seed_with_its_mix_loses_few(
    new_page: Any, http_base: str, site: Path
) -> None:
    page = new_page()
    # Without a mix the numbers of each kind follow the library: a kind that was scarce may get more questions.
    conditions = "role=agent&minutes=60&mix=open-4,behavioral-4,knowledge-4&seed=a"
    page.goto(f"{http_base}paper.html?{conditions}")
    first, link = titles(page), address(page)
    text = (site / "assets/data/practice/index.js").read_text("utf-8")
    added = ",".join(f'["{n:02}kkkkkm","新题 {n}",[0],{n % 3},[],0,0,0]' for n in range(8))
    shard = 'wendaPractice("{}",{{}})'
    later = new_page(service_workers="block")  # what a worker asks for passes no route
    later.route(
        "**/practice/index.js",
        lambda route: route.fulfill(
            content_type="text/javascript", body=text.replace('"questions":[', f'"questions":[{added},')
        ),
    )
    asked = '{"question":[["p",["新？"]]],"parts":[]}'
    extra = ",".join(f'"{n:02}kkkkkm":{asked}' for n in range(8))
    later.route(
        "**/practice/0.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body=(site / "assets/data/practice/0.js").read_text("utf-8")
            + shard.format("0").replace("{}", "{" + extra + "}"),
        ),
    )
    later.goto(link)
    assert titles(later) == first
    later.goto(f"{http_base}paper.html?{conditions}")
    bare = {each.split(". ", 1)[1] for each in titles(later)}
    assert len({each.split(". ", 1)[1] for each in first} - bare) <= len(first) // 2
