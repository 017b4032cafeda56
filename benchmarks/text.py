"""What the stages cost beside opencc-python-reimplemented's conversion alone: user CPU on the same text.

    .venv/bin/python -m benchmarks.text FOLDER

The .txt files of FOLDER (UTF-8), traditional and simplified ones apart; the least of three runs in one process, what is
loaded once left out. 1.00 is the conversion's cost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.linear import cost

from wenda import pipeline
from wenda.classifying import classify
from wenda.reading import read
from wenda.reflowing.reflow import reflow
from wenda.simplify import convert, is_traditional, library


def all_of(work: Callable[[str], object], texts: list[str]) -> Callable[[], None]:
    """Return a function that does `work` to each of `texts`."""

    def every() -> None:
        for text in texts:
            work(text)

    return every


def stages(text: str) -> None:
    """Take one text from its bytes to its questions, these classified and the answers reflowed."""
    document = pipeline.process(read.decode(text.encode(), "bench.txt"))
    for question in document.outline.questions:
        reflow(question.answer or "")
        classify.kind(question)
        classify.question_topics(question)


def measured(folder: Path) -> dict[str, dict[str, float]]:
    """Return for each script the sizes and seconds: `mb`, `stages_s`, `fast_conversion_s`, `library_s`."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))]
    found = {}
    for name, traditional in (("traditional", True), ("simplified", False)):
        chosen = [text for text in texts if is_traditional(text) is traditional]
        if not chosen:
            continue
        for text in chosen:
            stages(text)
        found[name] = {
            "mb": sum(len(text.encode()) for text in chosen) / 1e6,
            "stages_s": cost(all_of(stages, chosen)),
            "fast_conversion_s": cost(all_of(convert, chosen)),
            "library_s": cost(all_of(library().convert, chosen)),
        }
    return found


def main(folder: Path) -> None:
    """Print one line for each script."""
    for name, each in measured(folder).items():
        for what in ("stages", "fast_conversion"):
            ours, theirs = each[f"{what}_s"], each["library_s"]
            print(
                f"{name}, {each['mb']:.2f} MB: {what} {ours:.3f} s, {ours / theirs:.2f} of the library's {theirs:.3f} s"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
