"""The inputs in inputs.toml as scraped documents, each with what a reader must see of it in the end."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A document with something hostile in it; `shows` must be read on its page."""

    name: str
    document: str
    shows: str
    choice: bool = False


def inputs() -> list[Input]:
    """Return all inputs."""
    data = tomllib.loads((Path(__file__).parent / "inputs.toml").read_text("utf-8"))
    return [_input(each) for each in data["input"]]


def _input(given: dict[str, Any]) -> Input:
    shows = given.get("shows")
    line, block = given.get("text", ""), given.get("block", "").strip("\n")
    if "unit" in given:
        block = given["unit"] * given["times"] + given.get("end", "")
        block *= given.get("repeat_lines", 1)
    elif "nested" in given:
        block = "\n".join("  " * depth + given["nested"] + "甲" for depth in range(given["times"]))
        shows = "甲" * given["times"]  # the marks become list items, as far as lists go
    if given.get("choice"):
        document = choice_document(given["name"], line)
        return Input(name=given["name"], document=document, shows=shows or line, choice=True)
    document = (
        f"2026年客服专员面试题{line}\n\n"
        f"一、情景题{line}（共1题）\n\n"
        f"1.编号{given['name']}的客户来电说{line}，您怎么办？\n\n"
        f"答案：先听完{line}再回答。\n{block}\n说完再确认一遍。\n\n"
        f"解析：看耐心{line}和顺序。\n"
    )
    return Input(name=given["name"], document=document, shows=shows or line or block)


def choice_document(name: str, line: str) -> str:
    """Return a document of one choice question with `line` in an option, the answer and the analysis."""
    return (
        f"2026年客服专员面试题\n\n一、单选题（共1题）\n\n1.编号{name}的客户来电，您先做什么？\n"
        f"A. 先听完{line}\nB. 先挂断\nC. 先转接\n\n答案：A，先听完{line}\n\n解析：看耐心{line}和顺序。\n"
    )
