"""What the stages cost beside opencc-python-reimplemented's conversion alone, and beside peers: CPU on the same text.

    PYTHONPATH=tests .venv/bin/python -m benchmarks.text

Two sets of documents, `sources/` and those of benchmarks/documents.py, traditional and simplified ones apart. Each
process first goes through the other set, so that what is loaded once is left out (it is measured by itself) and no
text was seen before; the least of three processes counts. 1.00 is the conversion's cost.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from wenda import pipeline, simplify
from wenda.classifying import classify, titles
from wenda.reading import read
from wenda.reflowing import reflow
from wenda.repairing import repair
from wenda.splitting import split
from wenda.stripping import strip

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "build/bench/text"
PEERS = ROOT / ".bench/text/bin/python"
TURNS = 3
STAGES: dict[str, tuple[tuple[ModuleType, str], ...]] = {
    "read": ((read, "decode"), (simplify, "is_traditional")),
    "repair": ((repair, "repair"),),
    "simplify": ((simplify, "simplify"),),
    "strip": ((strip, "strip"),),
    "split": ((split, "split"),),
    "reflow": ((reflow, "reflow"),),
    "classify": ((classify, "kind"), (classify, "question_topics"), (classify, "title_roles")),
    "titles": ((titles, "title_of"),),
}
"""What makes up each stage. Titles are no stage of their own; they are shown, and not in the sum."""
SUMMED = tuple(name for name in STAGES if name != "titles")


def clocked() -> defaultdict[str, float]:
    """Have the stages' functions count their CPU seconds from now on; return where they do."""
    spent: defaultdict[str, float] = defaultdict(float)
    inside: list[str] = []  # a title asks for its question's kind: that counts once

    def counting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            inside.append(name)
            began = time.process_time()
            try:
                return work(*args, **named)
            finally:
                inside.pop()
                spent[name] += (time.process_time() - began) * (not inside)

        return counted

    for name, functions in STAGES.items():
        for module, function in functions:
            setattr(module, function, counting(name, getattr(module, function)))
    return spent


def document(text: str) -> None:
    """Take one text from its bytes to its questions, these classified and what they say reflowed."""
    found = pipeline.process(read.decode(text.encode(), "bench.txt"))
    for question in found.outline.questions:
        reflow.reflow(question.answer or "")
        reflow.reflow(question.analysis or "")
        classify.kind(question)
        classify.question_topics(question)
        titles.title_of(question)


def texts(folder: Path) -> dict[str, list[str]]:
    """Return the documents below a folder by their script."""
    found: dict[str, list[str]] = {"traditional": [], "simplified": []}
    for path in sorted(folder.rglob("*.txt")):
        text = path.read_text("utf-8")
        found["traditional" if simplify.is_traditional(text) else "simplified"].append(text)
    return found


def once(folder: Path, other: Path) -> dict[str, dict[str, float]]:
    """Return for each script of `folder` the size and the CPU seconds of each stage and of both conversions."""
    began = time.process_time()
    for chosen in texts(other).values():
        for text in chosen:
            document(text)
    start = time.process_time() - began
    again = time.process_time()
    for chosen in texts(other).values():
        for text in chosen:
            document(text)
    start -= time.process_time() - again
    spent = clocked()
    found = {}
    for name, chosen in texts(folder).items():
        spent.clear()
        for text in chosen:  # in turns, for a machine that others use is faster at one time than at another
            document(text)
            for what, convert in (
                ("fast conversion", simplify.convert),
                ("library", simplify.library().convert),
            ):
                began = time.process_time()
                convert(text)
                spent[what] += time.process_time() - began
        found[name] = {"mb": sum(len(text.encode()) for text in chosen) / 1e6, "start": start, **spent}
    return found


def least(runs: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return the least of each figure."""
    return {
        script: {what: min(run[script][what] for run in runs) for what in runs[0][script]}
        for script in runs[0]
    }


def measured() -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of both sets by script, the peers' too where they are installed."""
    from benchmarks import documents

    documents.write(DOCUMENTS)
    sets = {"sources/": (ROOT / "sources", DOCUMENTS), "shipped questions": (DOCUMENTS, ROOT / "sources")}
    runs: dict[str, list[dict[str, dict[str, float]]]] = {name: [] for name in sets}
    for _ in range(TURNS):
        for name, (folder, other) in sets.items():
            run = _json([sys.executable, "-m", "benchmarks.text", str(folder), str(other)])
            if PEERS.exists():
                for script, chosen in texts(folder).items():
                    peers = _json([str(PEERS), "benchmarks/peers.py"], json.dumps(chosen))
                    run[script] |= peers
            runs[name].append(run)
    return {name: least(each) for name, each in runs.items()}


def _json(command: list[str], given: str = "") -> Any:
    return json.loads(
        subprocess.run(command, cwd=ROOT, check=True, input=given, stdout=subprocess.PIPE, text=True).stdout
    )


def table(found: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Return the Markdown lines: each figure as a multiple of the library's conversion."""
    rest = [
        ("fast conversion", "fast conversion"),
        ("opencc", "OpenCC, C++"),
        ("ftfy", "ftfy.fix_text"),
        ("titles", "titles"),
    ]
    heads = [
        "documents",
        "script",
        "MB",
        "library, s/MB",
        "**all stages**",
        *SUMMED,
        *(head for _, head in rest),
    ]
    lines = [f"| {' | '.join(heads)} |", "|---|---|" + "--:|" * (len(heads) - 2)]
    for name, scripts in found.items():
        for script, each in scripts.items():
            library = each["library"]
            shares = [each.get(stage, 0.0) / library for stage in SUMMED]
            others = [f"{each[what] / library:.2f}" if what in each else "not installed" for what, _ in rest]
            cells = [
                name,
                script,
                f"{each['mb']:.2f}",
                f"{library / each['mb']:.2f}",
                f"**{sum(shares):.2f}**",
            ]
            lines.append(f"| {' | '.join([*cells, *(f'{share:.2f}' for share in shares), *others])} |")
    start = min(each["start"] for scripts in found.values() for each in scripts.values())
    return [*lines, "", f"What is loaded once by a process, and in none of these: {start:.2f} s."]


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(once(Path(sys.argv[1]), Path(sys.argv[2]))))
    else:
        sys.stdout.write("\n".join(table(measured())) + "\n")
