"""Make the documents in sources/ from tests/cases/samples.json, through the corruption that real ones have been through.

    .venv/bin/python tests/make_samples.py

One document in each shape of the four that started the project: a dialogue and a numbered one from a site in
simplified script, a lettered and a numbered one, run on, from a mirror in traditional script.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import noise

HERE = Path(__file__).parent
SAMPLES = HERE / "cases" / "samples.json"
SOURCES = HERE.parent / "sources"
NAMES = {
    "dialogue": "kefu-jingli-duihua.txt",
    "lettered": "kefu-yingxiao-shiti.txt",
    "numbered": "kefu-zongjian-wenti.txt",
    "run-on": "kefu-zhuanyuan-wentiji.txt",
}
_NUMERALS = "一二三四五六七八九十"
_LEADS = (
    "请坐，路上还顺利吧？那我们开始。第一个问题，",
    "好的。第二个问题，",
    "明白了。下一题，",
    "谢谢，讲得很具体。",
    "好，第五个问题，",
    "最后一题，",
)


def samples() -> list[dict[str, Any]]:
    """Return the clean documents: title, shape, sections with their questions."""
    loaded: list[dict[str, Any]] = json.loads(SAMPLES.read_text("utf-8"))
    return loaded


def source(document: dict[str, Any]) -> str:
    """Return a document as a site would show it; the same for everybody and every time."""
    rng = Random(document["title"] + " 2")
    shape = document["shape"]
    body = SHAPES[shape](document)
    if shape in ("dialogue", "numbered"):
        return _site(document["title"], body)
    bare = re.sub(r"^20\d\d年", "", document["title"])
    # Titles in the page list lack the year; on a mirror the text follows its title on the same line.
    return noise.mirror(body, rng, title=bare, least=100, join=False).text


def dialogue(document: dict[str, Any]) -> str:
    """面试官 and 候选人 take turns, with the pleasantries of a real interview."""
    lines = [document["title"]]
    for lead, question in zip(_LEADS, _questions(document), strict=True):
        lines += [f"面试官：{lead}{question['question']}", f"候选人：{question['answer']}"]
    return "\n".join(lines)


def lettered(document: dict[str, Any]) -> str:
    """Q1 and A1 on one line, section headings glued between."""
    text, number = str(document["title"]), 0
    for index, section in enumerate(document["sections"]):
        text += f"{_NUMERALS[index]}、{section['heading']}"
        for question in section["questions"]:
            number += 1
            text += f"Q{number}：{question['question']}A{number}：{_joined(question['answer'])}"
    return text


def numbered(document: dict[str, Any]) -> str:
    """Numbered questions with 答案 and 解析 on lines of their own; numbers begin again in each section."""
    lines = [document["title"]]
    for index, section in enumerate(document["sections"]):
        count, points = len(section["questions"]), section["points"]
        lines.append(
            f"{_NUMERALS[index]}、{section['heading']}(共{count}题，每题{points}分，总分{count * points}分)"
        )
        for number, question in enumerate(section["questions"], 1):
            lines += [f"{number}.{question['question']}", "答案：", *question["answer"].split("\n")]
            lines.append(f"解析：{question['analysis']}")
    return "\n\n".join(lines)


def run_on(document: dict[str, Any]) -> str:
    """题目 and 答案要点 without line breaks."""
    text, number = str(document["title"]), 0
    for index, section in enumerate(document["sections"]):
        count, points = len(section["questions"]), section["points"]
        text += (
            f"{_NUMERALS[index]}、{section['heading']}（共{count}题，每题{points}分，总计{count * points}分）"
        )
        for question in section["questions"]:
            number += 1
            text += f"题目{number}（{points}分）{question['question']}答案要点{_joined(question['answer'])}"
    return text


def _site(title: str, body: str) -> str:
    bare = re.sub(r"^20\d\d年", "", title)
    before = (
        f"{bare}.docxVIP\n\n  • 0\n  • 0\n  • 约4.2千字\n  • 约 9页\n  • 2026-03-02 发布于浙江\n  • 举报\n\n"
    )
    after = "\n\n您可能关注的文档\n\n文档评论(0)\n\nwd_sample01 + 关注\n实名认证\n文档贡献者\n\n该用户很懒，什么也没介绍\n\n相关文档\n"
    return f"{before}第PAGE页共NUMPAGES页\n\n{body}{after}"


def _questions(document: dict[str, Any]) -> list[dict[str, str]]:
    return [question for section in document["sections"] for question in section["questions"]]


def _joined(text: str) -> str:
    return noise.join_lines(text)


SHAPES = {"dialogue": dialogue, "lettered": lettered, "numbered": numbered, "run-on": run_on}


def main() -> None:
    """Write the sources; what stands there already is left alone when it is the same."""
    SOURCES.mkdir(exist_ok=True)
    for document in samples():
        (SOURCES / NAMES[document["shape"]]).write_text(source(document), "utf-8")


if __name__ == "__main__":
    main()
