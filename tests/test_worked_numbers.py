"""Every worked number in the shipped pages can be recomputed: each equation is read off its page and done again."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wenda.record.folder import pages
from wenda.record.page import Page

DOCS = Path(__file__).parents[1] / "docs"

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?%?"
_UNIT = r"(?: ?(?!乘|除|加|减|等于)[\u4e00-\u9fff/]{1,4})?"
_TERM = rf"[(（]* *[−-]?{_NUMBER}{_UNIT} *[)）]*"
_SIDE = rf"{_TERM}(?: *[×÷+−*] *{_TERM})*"
EQUATION = re.compile(rf"{_SIDE}(?: *[=≈] *{_SIDE})+")
# What is matched is the tail of a longer expression that is not read here: `15 ÷ 季初 60 = …`, `e^(−4 × 20 ÷ 240) = …`.
_INSIDE = re.compile(r"[×÷+−*^√][\u4e00-\u9fff ]*[(（]*$")
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Two sides of an equation as they stand on a page, and whether they claim to be equal or near."""

    left: str
    sign: str
    right: str


def claims(text: str) -> Iterator[Claim]:
    text = text.replace("**", "")
    for match in EQUATION.finditer(text):
        if _INSIDE.search(text[: match.start()][-20:]):
            continue
        sides = re.split(r"\s*([=≈])\s*", match[0])
        for i in range(0, len(sides) - 2, 2):
            yield Claim(left=sides[i], sign=sides[i + 1], right=sides[i + 2])


def value(side: str) -> float:
    plain = re.sub(rf"({_NUMBER}){_UNIT}", r"\1", side).replace(",", "")
    plain = re.sub(r"([\d.]+)%", r"(\1/100)", plain)
    plain = plain.translate(str.maketrans("×÷−（）", "*/-()"))
    plain += ")" * (plain.count("(") - plain.count(")"))
    return _evaluate(ast.parse(plain.strip(), mode="eval").body)


def _evaluate(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.BinOp):
        return float(_OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right)))
    raise ValueError(ast.dump(node))


def holds(claim: Claim) -> bool:
    """Equal to half a unit of the last digit that is shown; “≈” allows a rounding of two in a hundred."""
    left, right = value(claim.left), value(claim.right)
    shown = re.search(r"\.(\d+)", claim.right)
    unit = 10.0 ** -(len(shown[1]) if shown else 0) * (0.01 if "%" in claim.right else 1)
    allowed = 0.5 * unit + 1e-9
    if claim.sign == "≈":
        allowed = max(allowed, 0.02 * abs(left))
    return abs(left - right) <= allowed


CHECKED = [page for page in pages(DOCS) if next(claims(page.body), None)]


@pytest.mark.parametrize("page", CHECKED, ids=lambda page: page.id)
def test_equations_hold(page: Page) -> None:
    wrong = [
        f"{c.left} {c.sign} {c.right} (is {value(c.left):.6g})" for c in claims(page.body) if not holds(c)
    ]
    assert wrong == []


def test_knowledge_pages_with_numbers_have_equations() -> None:
    found = {page.id for page in CHECKED if page.kind == "knowledge"}
    assert len(found) >= 13, "worked knowledge pages whose numbers can be recomputed"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("(10 + 95 + 15 + 120) ÷ 4 = 60 天", True),
        ("20,000 通 × 4 分钟 ÷ 60 ≈ 1,333 小时", True),
        ("82% − 12% = 70%", True),
        ("1 ÷ 3 = 0.33", True),
        ("1 ÷ 3 = 0.34", False),
        ("60 × 180 = 10,900", False),
    ],
)
def test_the_check_can_fail(text: str, good: bool) -> None:
    (claim,) = claims(text)
    assert holds(claim) is good


def part(page_id: str) -> str:
    return (DOCS / "questions" / f"{page_id}.md").read_text("utf-8").replace("**", "")


def rows(text: str, *header: str) -> list[list[str]]:
    """Return the cells of the rows of the table whose header begins with these cells."""
    _, _, rest = text.partition("| " + " | ".join(header))
    assert rest, header
    body = rest.split("\n\n")[0].split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def number(cell: str) -> float:
    match = re.search(_NUMBER, cell)
    assert match, cell
    return value(match[0])


def queue(load: float, agents: int, handling: float, within: float = 20) -> tuple[float, float, float, float]:
    """Erlang C: the chance to wait, the share answered in time, the occupancy and the mean wait in seconds."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    wait = last / (sum(load**i / math.factorial(i) for i in range(agents)) + last)
    answered = 1 - wait * math.exp(-(agents - load) * within / handling)
    return wait, answered, load / agents, wait * handling / (agents - load)


def test_the_tables_of_erlang_c_can_be_recomputed() -> None:
    planned = rows(part("aajnc2yg"), "在线 N", "Pw")
    assert [row[0] for row in planned] == ["13", "14", "15", "16", "17"]
    for agents, wait, answered, busy, mean in planned:
        expected = queue(12, int(agents), 240)
        assert [number(cell) for cell in (wait, answered, busy)] == pytest.approx(expected[:3], abs=6e-4)
        assert number(mean) == pytest.approx(expected[3], abs=0.06)
    for agents, busy, answered, mean in rows(part("ew91dtrs"), "在线人数", "占用率"):
        expected = queue(12, int(agents), 240)
        assert [number(answered), number(busy)] == pytest.approx(expected[1:3], abs=6e-4)
        assert number(mean) == pytest.approx(expected[3], abs=0.6)
    assert f"{queue(12, 13, 240, 60)[1]:.1%}" in part("ew91dtrs")
    for count, load, handling in ((16, 13.2, 264), (17, 13.2, 264), (9, 6, 240)):
        assert f"{queue(load, count, handling)[1]:.1%}" in part("aajnc2yg")


@pytest.mark.parametrize("page_id", ["1g2jffgd", "j1hd6k2h"])
def test_the_steps_of_a_reckoning_give_their_results(page_id: str) -> None:
    for step, sum_, result in rows(part(page_id), "步骤", "计算", "结果"):
        shown = re.search(r"\.(\d+)", result)
        assert value(sum_) == pytest.approx(
            number(result), abs=0.5 * 10.0 ** -(len(shown[1]) if shown else 0)
        ), step


def test_leavers_and_rates_of_the_quarter() -> None:
    for _, first, joined, left, last, mean, rate in rows(part("4hwevpng"), "月份", "月初", "入职"):
        begin, end = number(first), number(last)
        assert begin + number(joined) - number(left) == end
        assert number(mean) == (begin + end) / 2
        assert number(rate) == pytest.approx(number(left) / number(mean), abs=6e-5)


def test_samples_and_their_errors() -> None:
    z, p, n = 1.96, 0.08, 20_000
    first = z**2 * p * (1 - p) / 0.02**2
    final = math.ceil(first) / (1 + (math.ceil(first) - 1) / n)
    page = part("8xyybvqd")
    for shown in (
        f"{first:.2f}",
        f"{final:.1f}",
        f"取 {math.ceil(final)}",
        f"{100 * z * math.sqrt(p * (1 - p) / 300):.2f} 个百分点",
        f"{0.9**6:.4f}",
        f"{0.9**30:.4f}",
        f"{math.ceil(z**2 * 0.25 / 0.02**2):,} 通",
    ):
        assert shown in page
    x, k = 1 / 6, z**2 / 6
    middle, half = (x + k / 2) / (1 + k), z * math.sqrt(x * (1 - x) / 6 + k / 24) / (1 + k)
    assert f"{middle - half:.1%} 到 {middle + half:.1%}" in page
    assert f"0.95 的 6 次方，约 {0.95**6:.1%}；乙是 0.85 的 6 次方，约 {0.85**6:.1%}" in part("kf7s9xry")


def error(*rates_and_sizes: tuple[float, int]) -> float:
    """Return the standard error, in percentage points, of a share or of the difference of two."""
    return 100 * math.sqrt(sum(p * (1 - p) / n for p, n in rates_and_sizes))


def test_whether_a_difference_is_more_than_chance() -> None:
    assert f"{error((0.06, 2000), (0.07, 2000)):.2f} 个百分点" in part("77sm8ykn")
    assert f"{error((0.031, 5000), (0.031, 5000)):.2f} 个百分点" in part("79qk17qy")
    a, b = error((0.58, 2000)), error((0.63, 7000))
    assert f"A 的标准误约 {a:.1f} 个点，B 约 {b:.1f} 个点" in part("nr0nt6ty")
    spread = 0.48 + 0.20 - 0.28**2  # NPS of 200 answers: promoters and detractors both vary
    assert f"大约 {100 * 1.96 * math.sqrt(spread / 200):.0f} 分" in part("c4h4hjch")
    assert 1.96**2 * spread / 0.05**2 == pytest.approx(930, abs=20)
