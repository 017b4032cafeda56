"""What the shipped questions and answers promise: their parts, their length, how many of each kind, what leads to them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from wenda.classifying import taxonomy
from wenda.record import page
from wenda.record.folder import pages
from wenda.record.page import Page

DOCS = Path(__file__).parents[1] / "docs"
SHIPPED = [each for each in pages(DOCS) if each.listed and each.status == "reviewed"]
CHOICES = {"single-choice", "multiple-choice", "true-false"}
FIRST_HALF, SECOND_HALF = {"agent", "marketing"}, {"manager", "director"}
_LINK = re.compile(r"questions/(\w{8})\.md")
_LAW = re.compile(r"《[^》]*(?:法|条例|办法|规定|解释)》|(?:法|条例)第[一二三四五六七八九十百]+条")


def parts(each: Page) -> dict[str, str]:
    return dict(page.parse(each.body).parts)


def han(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def of(roles: set[str]) -> list[Page]:
    """Return the pages whose first role, the one who is asked most, is among these."""
    return [each for each in SHIPPED if each.roles[0] in roles]


def each_page(value: Page) -> str:
    return value.id


@pytest.mark.parametrize("each", SHIPPED, ids=each_page)
def test_a_page_has_all_its_parts(each: Page) -> None:
    found = parts(each)
    assert {"answer", "intent", "approach", "pitfalls", "follow-ups"} <= set(found)
    asked = re.findall(r"^- \*\*(.+?)\*\* ?(.*)$", found["follow-ups"], re.MULTILINE)
    assert 2 <= len(asked) <= 3
    assert all(han(gist) >= 10 for _, gist in asked)
    assert "“" in found["pitfalls"], "the sentence that loses the job"
    assert each.reviewed_on


@pytest.mark.parametrize("each", SHIPPED, ids=each_page)
def test_an_answer_can_be_said_in_one_to_two_and_a_half_minutes(each: Page) -> None:
    found = parts(each)
    if each.kind not in CHOICES:
        assert 300 <= han(found["answer"]) <= 600
        return
    letters = set(re.findall(r"^- ([A-E])\. ", found["options"], re.MULTILINE))
    explained = set(re.findall(r"\b([A-E])\b", found["analysis"])) | {
        letter for word, letter in (("“对”", "A"), ("“错”", "B")) if word in found["analysis"]
    }
    assert letters <= explained, "an option is left without a reason"


@pytest.mark.parametrize(
    ("roles", "least"),
    [
        (FIRST_HALF, {"told": 30, "case": 6, "choice": 8, "knowledge": 5, "self": 5, "levels": 12}),
        (SECOND_HALF, {"told": 25, "case": 10, "choice": 6, "knowledge": 8, "law": 5, "levels": 15}),
    ],
    ids=["agents and marketing", "managers and directors"],
)
def test_there_are_enough_of_each_kind(roles: set[str], least: dict[str, int]) -> None:
    groups = dict.fromkeys(CHOICES, "choice") | {"behavioral": "told", "situational": "told"}
    groups |= {"pressure": "self", "motivation": "self"}
    found = Counter(groups.get(each.kind or "", each.kind or "") for each in of(roles))
    found["levels"] = sum("levels" in parts(each) for each in of(roles))
    found["law"] = sum(bool({"law", "crisis"} & set(each.topics)) for each in of(roles))
    assert {name: found[name] for name in least} == {name: max(found[name], n) for name, n in least.items()}
    for role in roles:
        assert len(of({role})) >= 30


@pytest.mark.parametrize("each", [each for each in SHIPPED if each.kind == "case"], ids=each_page)
def test_a_case_has_data_to_reason_from(each: Page) -> None:
    asked = page.parse(each.body).question
    assert len(re.findall(r"\d", asked)) >= 6


@pytest.mark.parametrize("each", SHIPPED, ids=each_page)
def test_a_page_that_cites_law_says_when_it_was_checked(each: Page) -> None:
    if _LAW.search(each.body):
        assert each.law_checked


def test_every_role_and_topic_is_introduced() -> None:
    names = {term.id for term in taxonomy.topics()} | FIRST_HALF | SECOND_HALF
    assert {path.stem for path in (DOCS / "intros").glob("*.md")} == names


@pytest.mark.parametrize("role", sorted(FIRST_HALF | SECOND_HALF))
def test_a_reading_plan_of_two_weeks_leads_through_every_page_of_its_role(role: str) -> None:
    text = (DOCS / "intros" / f"{role}.md").read_text("utf-8")
    plan = text[text.index("{#plan}") :]
    assert [int(day) for day in re.findall(r"第 (\d+) 天", plan)] == list(range(1, 15))
    linked = _LINK.findall(plan)
    assert len(linked) == len(set(linked)), "asked to read a page twice"
    assert {each.id for each in of({role})} <= set(linked)


def test_answers_do_not_all_begin_alike() -> None:
    told = [parts(each)["answer"] for each in SHIPPED if each.kind not in CHOICES]
    first = [answer for answer in told if re.match(r"[（“]?(?:我会|我)?先", answer)]
    assert len(first) * 10 <= len(told)
    openings = Counter(re.sub(r"[^\u4e00-\u9fff]", "", answer)[:5] for answer in told)
    assert openings.most_common(1)[0][1] <= 3
