"""Whole sittings on the practice page, over http and from a folder; what is remembered, taken out and brought in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from browser.test_site_accessible import serious
from questions import BARE, CHOICE, MOVED, REVIEWED

STATE = "JSON.parse(localStorage.getItem('wenda.practice'))"


def rows(page: Any) -> dict[str, str]:
    """Return the numbers of “my progress” by name."""
    place = page.locator(".wp-mine .wp-numbers > div")
    return dict(
        zip(place.locator("dt").all_inner_texts(), place.locator("dd").all_inner_texts(), strict=True)
    )


def place(page: Any, text: str) -> None:
    page.wait_for_function(
        "(text) => document.querySelector('.wp-where')?.textContent.includes(text)", arg=text
    )


def test_a_sitting_of_ten_by_keyboard_taken_out_and_brought_in(page: Any, base: str, tmp_path: Path) -> None:
    page.goto(f"{base}practice.html?role=agent&kind=open,behavioral")
    page.get_by_role("button", name="开始练习").press("Enter")
    for number in range(1, 11):
        place(page, f"{number} / 10")
        assert page.locator(".wp-answer").count() == 0
        page.keyboard.press("Space")
        assert page.locator(".wp-answer h3").first.inner_text() == "参考答案"
        page.keyboard.press(str(number % 3 + 1))
    assert page.locator("h2", has_text="这一组练完 10 题").is_visible()
    before = page.evaluate(STATE)
    assert len(before["cards"]) == 10
    assert all(card["due"] > card["at"] for card in before["cards"].values())
    known = {card["rating"]: card["due"] - card["at"] for card in before["cards"].values()}
    assert known[3] > known[1]

    page.reload()
    page.wait_for_selector(".wp-setup")
    numbers = rows(page)
    assert (numbers["练过"], numbers["掌握"], numbers["模糊"], numbers["不会"]) == ("10", "3", "4", "3")

    with page.expect_download() as download:
        page.get_by_role("button", name="导出进度").click()
    taken = tmp_path / "progress.json"
    download.value.save_as(taken)
    assert json.loads(taken.read_text("utf-8"))["version"] == 1

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="清除全部").click()
    page.get_by_text("已清除全部").wait_for()
    assert rows(page)["练过"] == "0"
    assert page.evaluate(STATE) is None
    page.locator(".wp-file").set_input_files(taken)
    page.get_by_text("已导入").wait_for()
    assert page.evaluate(STATE) == before


def test_progress_shows_on_the_list_and_at_home(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html?kind=open&q=第 24 位")
    page.get_by_role("link", name="练习这些题").click()
    page.wait_for_url("**/practice.html?role=agent&*")
    page.get_by_text("符合条件 1 题").wait_for()
    page.get_by_role("button", name="开始练习").click()
    page.get_by_role("button", name="看答案").click()
    page.get_by_role("button", name="模糊").click()
    page.goto(f"{base}roles/agent.html")
    assert page.locator(".wd-rated").all_inner_texts() == ["模糊"]
    assert page.locator(".wd-practise__said").inner_text() == "练过 1 题：掌握 0，模糊 1，不会 0"
    page.goto(f"{base}index.html")
    due = page.locator("[data-mine=due]")
    assert due.inner_text() == "今天不用复习，练新题"
    page.evaluate(f"""() => {{
      const found = {STATE};
      Object.values(found.cards)[0].due = Date.now();
      localStorage.setItem('wenda.practice', JSON.stringify(found));
    }}""")
    page.reload()
    assert due.inner_text() == "今天该复习 1 题"


def test_a_choice_is_answered_in_place_and_explained(new_page: Any, base: str) -> None:
    page = new_page(width=390, has_touch=True)
    page.goto(f"{base}practice.html?kind=single-choice")
    page.get_by_role("button", name="开始练习").tap()
    page.locator(".wp-option").first.tap()
    assert page.locator(".wp-verdict").inner_text() == "答错了，正确答案是 B"
    assert "说了做什么" in page.locator(".wp-answer").inner_text()
    assert page.locator(".wp-option--key").inner_text().endswith("✓ 正确答案")
    page.keyboard.press("n")
    page.locator("h2", has_text="这一组练完 1 题").wait_for()
    assert page.evaluate(STATE)["cards"][CHOICE]["rating"] == 1


def test_a_question_without_answer_says_so_and_has_the_focus(page: Any, base: str) -> None:
    page.goto(f"{base}practice.html?id={BARE}")
    page.get_by_role("button", name="开始练习").click()
    page.get_by_role("button", name="看答案").click()
    assert page.locator(":focus").inner_text() == "这道题还没有参考答案。"
    page.keyboard.press("1")
    page.locator("h2", has_text="这一组练完 1 题").wait_for()


def test_what_is_due_comes_first_and_an_unfinished_sitting_goes_on(page: Any, base: str) -> None:
    page.goto(f"{base}practice.html")
    page.wait_for_selector(".wp-setup")
    card = {"rating": 1, "at": 1, "due": 2, "stability": 1, "difficulty": 5, "reps": 1, "lapses": 0}
    state = {"format": "wenda-practice", "version": 1, "cards": {REVIEWED: card}, "notes": {}}
    page.evaluate("(state) => localStorage.setItem('wenda.practice', JSON.stringify(state))", state)
    page.goto(f"{base}practice.html?n=5")
    page.get_by_text("今天该复习 1").wait_for()
    page.get_by_role("button", name="开始练习").click()
    assert page.locator(".wp-title").inner_text() == "客户催单，你怎么回？"
    page.keyboard.press("Space")
    page.keyboard.press("3")
    place(page, "2 / 5")
    second = page.locator(".wp-title").inner_text()
    page.reload()
    page.get_by_role("button", name="接着练").click()
    place(page, "2 / 5")
    assert page.locator(".wp-title").inner_text() == second
    page.keyboard.press("n")
    place(page, "3 / 5")
    page.keyboard.press("Space")
    page.keyboard.press("r")
    assert page.locator(".wp-answer").count() == 0
    assert page.evaluate(STATE)["cards"][REVIEWED]["reps"] == 2


def test_unseen_only_draws_at_random_what_was_never_rated(page: Any, base: str) -> None:
    page.goto(f"{base}practice.html")
    page.wait_for_selector(".wp-setup")
    every = page.evaluate("wendaData.index.questions.map((each) => each[0])")
    seen = set(every[::2])
    card = {"rating": 1, "at": 1, "due": 2, "stability": 1, "difficulty": 5, "reps": 1, "lapses": 0}
    state = {"format": "wenda-practice", "version": 1, "cards": dict.fromkeys(seen, card), "notes": {}}
    page.evaluate("(state) => localStorage.setItem('wenda.practice', JSON.stringify(state))", state)
    unseen = [id for id in every if id not in seen]
    orders = []
    for _ in range(2):
        page.goto(f"{base}practice.html?n=all&mode=new")
        page.get_by_text(f"这一组 {len(unseen)} 题").wait_for()
        page.get_by_role("button", name="开始练习").click()
        place(page, f"1 / {len(unseen)}")
        page.keyboard.press("n")
        place(page, f"2 / {len(unseen)}")
        orders.append(page.evaluate("JSON.parse(localStorage.getItem('wenda.practice.sitting')).ids"))
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(unseen)
    assert len({*map(tuple, orders), tuple(unseen)}) > 1

    page.keyboard.press("Space")
    page.keyboard.press("3")
    place(page, "3 / ")
    rated = orders[1][1]
    assert page.evaluate(STATE)["cards"][rated]["rating"] == 3
    page.goto(f"{base}practice.html?n=all&mode=new")
    page.get_by_text(f"这一组 {len(unseen) - 1} 题").wait_for()
    page.goto(f"{base}practice.html?id={rated}&mode=new")
    page.get_by_text("这一组 0 题").wait_for()
    assert page.get_by_role("button", name="开始练习").is_disabled()


def test_a_question_that_is_not_read_yet_cannot_be_rated(new_page: Any, http_base: str) -> None:
    page = new_page(service_workers="block")  # what a worker asks for passes no route
    page.goto(f"{http_base}practice.html?n=all&role=agent")
    page.get_by_role("button", name="开始练习").click()
    place(page, "1 / ")
    page.evaluate("wendaData.text = (id, then, failed) => { window.late = { then, failed }; }")
    page.evaluate("window.found = Object.values(wendaData.texts)[0]")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("3")
    assert len(page.evaluate(STATE)["cards"]) == 1
    page.evaluate("late.failed()")
    page.get_by_text("这道题没有读到").wait_for()
    page.keyboard.press("3")
    page.get_by_role("button", name="再试一次").click()
    page.evaluate("late.then(found)")
    place(page, "2 / ")
    assert page.locator(".wp-said").inner_text().startswith("掌握，")
    assert len(page.evaluate(STATE)["cards"]) == 1
    page.keyboard.press("n")
    page.get_by_role("button", name="结束").click()
    page.evaluate("late.then(found)")  # too late: the sitting is over
    assert page.locator("h2", has_text="这一组练完 1 题").is_visible()


def test_the_timer_counts_two_minutes_down(page: Any, base: str) -> None:
    page.clock.install(time=0)
    page.goto(f"{base}practice.html?n=5")
    page.get_by_role("button", name="开始练习").click()
    place(page, "1 / 5")
    page.clock.pause_at(3_600)  # time goes on by itself until then: a busy machine lost a second
    page.keyboard.press("t")
    page.clock.run_for(30_000)
    assert page.get_by_role("timer").inner_text() == "1:30"
    page.clock.run_for(91_000)
    assert page.get_by_role("timer").inner_text() == "0:00"
    assert page.locator(".wp-said").inner_text().startswith("时间到")
    page.keyboard.press("n")
    place(page, "2 / 5")
    page.clock.run_for(1_000)
    assert page.get_by_role("timer").inner_text() == "1:59"


def test_a_note_is_kept_with_the_progress(page: Any, base: str) -> None:
    page.goto(f"{base}practice.html?q=催单")
    page.get_by_role("button", name="开始练习").click()
    page.get_by_text("写下我的答法").click()
    page.locator("#wp-note").fill("先复述 1 2 3 n，再查。")
    page.get_by_role("button", name="看答案").click()
    page.get_by_text("笔记存下了").wait_for()
    assert page.evaluate(STATE)["notes"][REVIEWED]["text"] == "先复述 1 2 3 n，再查。"
    page.reload()
    page.get_by_role("button", name="开始练习").click()
    page.get_by_text("我的答法（有笔记）").click()
    assert page.locator("#wp-note").input_value() == "先复述 1 2 3 n，再查。"


GOOD = {"rating": 2, "at": 50, "due": 60, "stability": 1, "difficulty": 5, "reps": 1, "lapses": 0}


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"format":"wenda-practice","version":2,"cards":{},"notes":{}}',
        '{"format":"other","version":1,"cards":{},"notes":{}}',
        json.dumps(
            {"format": "wenda-practice", "version": 1, "cards": {"aaaaaaa1": {"rating": 9}}, "notes": {}}
        ),
        json.dumps({"format": "wenda-practice", "version": 1, "cards": {"../../x": GOOD}, "notes": {}}),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_lost(
    page: Any, http_base: str, tmp_path: Path, text: str
) -> None:
    page.goto(f"{http_base}practice.html")
    page.wait_for_selector(".wp-setup")
    page.evaluate(f"wendaProgress.rate('{REVIEWED}', {json.dumps(GOOD)})")
    before = page.evaluate(STATE)
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text, "utf-8")
    page.locator(".wp-file").set_input_files(wrong)
    page.get_by_text("什么都没有改动").wait_for()
    assert page.evaluate(STATE) == before


def test_a_refused_file_that_was_put_right_can_be_chosen_again(page: Any, base: str, tmp_path: Path) -> None:
    page.goto(f"{base}practice.html")
    page.wait_for_selector(".wp-setup")
    file, chosen = tmp_path / "progress.json", page.locator(".wp-file")
    file.write_text("{", "utf-8")
    chosen.set_input_files(file)
    page.get_by_text("什么都没有改动").wait_for()
    # A browser tells of a change only where another file is chosen than the one that is there.
    assert chosen.evaluate("(input) => input.files.length") == 0
    good = {"format": "wenda-practice", "version": 1, "cards": {REVIEWED: GOOD}, "notes": {}}
    file.write_text(json.dumps(good), "utf-8")
    chosen.set_input_files(file)
    page.get_by_text("已导入").wait_for()
    assert page.evaluate(STATE)["cards"][REVIEWED]["rating"] == 2


def test_a_merge_keeps_the_later_rating(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}practice.html")
    page.wait_for_selector(".wp-setup")
    page.evaluate(f"wendaProgress.rate('{REVIEWED}', {json.dumps(GOOD)})")
    page.evaluate(f"wendaProgress.rate('{CHOICE}', {json.dumps(GOOD)})")
    cards = {REVIEWED: {**GOOD, "at": 40, "rating": 1}, CHOICE: {**GOOD, "at": 51, "rating": 3}}
    file = json.dumps({"format": "wenda-practice", "version": 1, "cards": cards, "notes": {}})
    page.evaluate("(text) => wendaProgress.read(text)", file)
    found = page.evaluate(STATE)["cards"]
    assert (found[REVIEWED]["rating"], found[CHOICE]["rating"]) == (2, 3)


def test_what_a_newer_version_left_is_put_aside(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}roles/agent.html")
    page.evaluate("localStorage.setItem('wenda.practice', '{\"version\":9}')")
    page.reload()
    page.evaluate(f"wendaProgress.rate('{REVIEWED}', {json.dumps(GOOD)})")
    assert page.evaluate("localStorage.getItem('wenda.practice.unread')") == '{"version":9}'


def test_what_cannot_be_put_aside_is_not_written_over(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}roles/agent.html")
    page.evaluate("localStorage.setItem('wenda.practice', '{\"version\":9}')")
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    assert page.evaluate(f"wendaProgress.rate('{REVIEWED}', {json.dumps(GOOD)})") is False
    assert page.evaluate("localStorage.getItem('wenda.practice')") == '{"version":9}'
    assert page.evaluate(f"wendaProgress.load().cards['{REVIEWED}'].rating") == 2


def test_what_was_rated_before_a_merge_counts_after_it(page: Any, base: str) -> None:
    page.goto(f"{base}roles/agent.html")
    page.evaluate(f"wendaProgress.rate('{MOVED}', {json.dumps(GOOD)})")
    page.goto(f"{base}practice.html")
    page.wait_for_selector(".wp-setup")
    assert rows(page)["练过"] == "1"
    assert list(page.evaluate(STATE)["cards"]) == [REVIEWED]


def test_without_storage_it_says_so_and_goes_on(page: Any, base: str) -> None:
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
    )
    page.goto(f"{base}practice.html?n=5")
    page.get_by_text("不让网页保存").wait_for()
    page.get_by_role("button", name="开始练习").click()
    for number in range(1, 6):
        place(page, f"{number} / 5")
        page.keyboard.press("Space")
        page.keyboard.press("3")
    assert page.get_by_text("不让网页保存").is_visible()
    assert rows(page)["掌握"] == "5"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_in_a_sitting(
    new_page: Any, http_base: str, width: int, scheme: str
) -> None:
    page = new_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{http_base}practice.html")
    page.wait_for_selector(".wp-setup")
    found = serious(page)
    page.goto(f"{http_base}practice.html?kind=single-choice")
    page.get_by_role("button", name="开始练习").click()
    found += serious(page)
    page.keyboard.press("1")
    found += serious(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.keyboard.press("1")
    page.locator("h2", has_text="这一组练完").wait_for()
    assert found + serious(page) == []
