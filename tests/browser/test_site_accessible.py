"""axe-core finds nothing serious on any kind of page; focus can be seen; motion can be refused."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from questions import CHOICE, CUT, REVIEWED, TABLE, WITHDRAWN

PAGES = {
    "home": "index.html",
    "roles": "roles/index.html",
    "role": "roles/agent.html",
    "topic": "topics/refunds.html",
    "question": f"questions/{REVIEWED}.html",
    "cut": f"questions/{CUT}.html",
    "table": f"questions/{TABLE}.html",
    "choice": f"questions/{CHOICE}.html",
    "withdrawn": f"questions/{WITHDRAWN}.html",
    "404": "nowhere.html",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(new_page: Any, http_base: str, width: int, scheme: str) -> None:
    page = new_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    found = []
    for name, path in PAGES.items():
        page.goto(http_base + path)
        page.wait_for_timeout(150)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += [f"{name}: {line}" for line in serious(page)]
    page.goto(http_base + "index.html")
    page.get_by_role("button", name="搜题目").click()
    page.keyboard.type("退货")
    page.wait_for_timeout(800)
    found += [f"search: {line}" for line in serious(page)]
    assert found == []


def serious(page: Any) -> list[str]:
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in result.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def test_focus_can_be_seen_wherever_it_goes(page: Any, http_base: str) -> None:
    page.goto(f"{http_base}questions/{REVIEWED}.html")
    page.wait_for_timeout(200)
    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement, c = getComputedStyle(e), r = e.getBoundingClientRect();
            return [e.outerHTML.slice(0, 80), c.outlineStyle !== "none" || c.boxShadow !== "none" || e.matches(".md-skip, .md-search__input"), r.width] }"""
        )
        if not seen[1]:
            unseen.append(seen)
    assert unseen == []


def test_motion_is_refused(new_page: Any, http_base: str) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{http_base}index.html")
    slow = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration.split(",")
        .some((t) => parseFloat(t) > 0.001)).length"""
    )
    assert slow == 0
