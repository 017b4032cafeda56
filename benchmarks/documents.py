"""Documents to measure the text stages with: the shipped questions as sites and mirrors show them, nothing said twice.

    PYTHONPATH=tests .venv/bin/python -m benchmarks.documents FOLDER

Writes them into FOLDER/simplified and FOLDER/traditional, the same at every run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import noise
from wenda.record.folder import pages
from wenda.search.text import page_text

DOCS = Path(__file__).parents[1] / "docs"
QUESTIONS = 10
BEFORE = "客服面试题库{number}.docxVIP\n\n  • 0\n  • 0\n  • 约4.2千字\n  • 约 9页\n  • 举报\n\n"
AFTER = "\n\n您可能关注的文档\n\n文档评论(0)\n\nwd_sample01 + 关注\n实名认证\n文档贡献者\n\n该用户很懒，什么也没介绍\n"


def write(folder: Path) -> None:
    """Write the documents that are not there yet."""
    for number, body in enumerate(_bodies()):
        title = f"{2010 + number}年客服面试题库及答案"
        _put(
            folder / "simplified" / f"{number:02}.txt",
            f"{BEFORE.format(number=number)}{title}\n{body}{AFTER}",
        )
        try:
            shown = noise.mirror(f"{title}\n{body}", Random(number), title=title).text
        except UnicodeEncodeError:
            continue  # a character that GBK, and so a mirror, does not have
        _put(folder / "traditional" / f"{number:02}.txt", shown)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _bodies() -> Iterator[str]:
    """Yield questions with their answers, `QUESTIONS` in each text: numbered, every third time as a dialogue."""
    shipped = [page_text(each) for each in pages(DOCS) if each.listed]
    for first in range(0, len(shipped), QUESTIONS):
        lines: list[str] = []
        spoken = first // QUESTIONS % 3 == 0
        for number, each in enumerate(shipped[first : first + QUESTIONS], 1):
            answer = each.body.partition("\n考察点\n")[0].removeprefix("参考答案\n")
            lines += (
                [f"面试官：{each.question}", f"候选人：{answer}"]
                if spoken
                else [f"{number}.{each.question}", "答案：", answer]
            )
        yield "\n".join(lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
