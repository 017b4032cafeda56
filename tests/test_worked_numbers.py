"""Every worked number in the shipped pages can be recomputed: each equation is read off its page and done again."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wenda.record.library import pages
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
