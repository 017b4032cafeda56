"""Every answer of some documents before and after reflow, in one file for a person to read.

    .venv/bin/python benchmarks/answers.py ../shared/seeds answers/seeds.md

The file holds other people's sentences: `answers/` is not committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from wenda import pipeline
from wenda.classifying import classify, titles
from wenda.errors import SourceError
from wenda.importing.loading import sources
from wenda.reading import read
from wenda.reflowing.reflow import reflow

# An answer longer than this must show structure (issue 3).
LONG = 120


def main(paths: list[str], target: Path) -> int:
    """Write the file; return how many long answers came out without structure."""
    blocks: list[str] = []
    long = wanting = number = 0
    for path, name in sources(map(Path, paths)):
        try:
            document = pipeline.process(read.read(str(path)))
        except SourceError:
            continue
        for question in document.outline.questions:
            number += 1
            answer = question.answer or ""
            after = answer if question.options else reflow(answer)
            plain = "\n\n" not in after and "\n" not in after
            long += len(answer) > LONG
            wanting += plain and len(answer) > LONG
            topics = " ".join(classify.question_topics(question))
            blocks += [
                f"# {number} · {name} #{question.ordinal}"
                + (" · NO STRUCTURE" * (plain and len(answer) > LONG)),
                f"*{titles.title_of(question)}* · {classify.kind(question)} · {topics}",
                f"> {question.text}",
                "```text\n" + (answer or "—") + "\n```",
                after,
            ]
            if question.analysis:
                blocks.append("解析: " + reflow(question.analysis))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n\n".join(blocks) + "\n", "utf-8")
    print(
        f"{target}: {number} questions, {long} answers over {LONG} characters, {wanting} of them without structure"
    )
    return wanting


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:-1], Path(sys.argv[-1]))))
