"""Whether a document's cost grows with its length only: the same run-on text at 1 MB and 2 MB on one line.

    .venv/bin/python benchmarks/linear.py

Prints user CPU seconds of each (the better of three) and their ratio; 2.0 is linear.
"""

from __future__ import annotations

import json
import resource
from pathlib import Path

from wenda import pipeline, read

SAMPLES = Path(__file__).parents[1] / "tests" / "cases" / "samples.json"


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


def cost(data: bytes) -> float:
    """Return the least user CPU of three runs from bytes to questions, in seconds."""
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        found = pipeline.process(read.decode(data, "run-on.txt"))
        assert found.outline.questions
        best = min(best, resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
    return best


def main() -> None:
    """Print the costs and their ratio."""
    one, two = cost(run_on(1_000_000)), cost(run_on(2_000_000))
    print(f"1 MB on one line: {one:.2f} s   2 MB: {two:.2f} s   ratio {two / one:.2f}")


if __name__ == "__main__":
    main()
