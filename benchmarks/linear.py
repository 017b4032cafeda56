"""Whether a document's cost grows with its length only: the same run-on text at 1 MB and 2 MB on one line.

    .venv/bin/python benchmarks/linear.py

Prints CPU seconds of each (the least of three) and their ratio; 2.0 is linear. Then come the stages, each with
the most awkward of what tests/cases/long.toml repeats: the unit whose cost grows the most when its text is twice as long.
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from wenda import pipeline
from wenda.classifying import classify
from wenda.classifying.titles import short_title
from wenda.model import Question
from wenda.reading import read
from wenda.reflowing.reflow import reflow
from wenda.repairing.repair import repair
from wenda.simplify import simplify
from wenda.splitting.split import split
from wenda.stripping.strip import strip

CASES = Path(__file__).parents[1] / "tests" / "cases"
SAMPLES = CASES / "samples.json"


def topics(text: str) -> object:
    """Return the topics of a question of that text."""
    return classify.question_topics(Question(ordinal=1, text=text, start=0, end=len(text)))


STAGES: dict[str, Callable[[str], object]] = {
    "repair": partial(repair, traditional=True),
    "simplify": simplify,
    "titles": short_title,
    "reflow": reflow,
    "classify": topics,
    "strip": strip,
    "split": split,
}


def run_on(size: int) -> bytes:
    """Return a numbered document on one line of about `size` bytes, of our own questions."""
    documents = json.loads(SAMPLES.read_text("utf-8"))
    asked = [
        question for each in documents for section in each["sections"] for question in section["questions"]
    ]
    text, number, length = "2026年客服专员面试题及答案一、情景模拟题", 0, 0
    parts = [text]
    while length < size:
        question = asked[number % len(asked)]
        number += 1
        answer = question["answer"].replace("\n", "")
        parts.append(f"{number}.{question['question']}答案：{answer}解析：{question['analysis']}")
        length += len(parts[-1].encode())
    return "".join(parts).encode()


def cost(*works: Callable[[], object], times: int = 3) -> list[float]:
    """Return the least CPU of each work in seconds, of so many times in turns: a machine is not as fast all the time."""
    best = [float("inf")] * len(works)
    for _ in range(times):
        for number, work in enumerate(works):
            before = time.process_time()
            work()
            best[number] = min(best[number], time.process_time() - before)
    return best


def document(data: bytes) -> None:
    """Take a document from bytes to questions."""
    assert pipeline.process(read.decode(data, "run-on.txt")).outline.questions


def worst(stage: Callable[[str], object], units: list[str], size: int) -> tuple[float, float, str]:
    """Return the largest ratio of the costs of twice `size` characters and of `size`, the cost of the former, and the unit.

    The three units that look worst are measured again: the largest of many figures is the one with the most noise.
    """

    def grown(unit: str, times: int) -> tuple[float, float, str]:
        one, two = cost(
            *(partial(stage, unit * (many // len(unit))) for many in (size, 2 * size)), times=times
        )
        return two / max(one, 0.005), two, unit

    worst_three = sorted(grown(unit, 1) for unit in units)[-3:]
    return max(grown(unit, 5) for _, _, unit in worst_three)


def measured() -> Iterator[str]:
    """Yield the costs and their ratios, a line each."""
    one, two = cost(*(partial(document, run_on(size)) for size in (1_000_000, 2_000_000)))
    yield f"1 MB on one line: {one:.2f} s, 2 MB: {two:.2f} s, ratio {two / one:.2f}"
    for name, units in tomllib.loads((CASES / "long.toml").read_text("utf-8")).items():
        # A text that is broken at every third character costs repair a thousand times what any document does.
        size = 4_000 if name == "repair" else 40_000
        ratio, seconds, unit = worst(STAGES[name], units, size)
        yield f"{name}: {size:,} to {2 * size:,} characters: ratio {ratio:.2f} at most, {seconds:.2f} s, of `{unit!r}`"


if __name__ == "__main__":
    for line in measured():
        print(line)
