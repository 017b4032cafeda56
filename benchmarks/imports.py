"""What `wenda import` costs: on one processor and on all of them, and whether its memory grows with the documents."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.search.sites import ROOT

WORK = ROOT / "build/bench"
WENDA = ROOT / ".venv/bin/wenda"
DOCUMENTS = 240
MANY = 1_000
"""Documents of `make bench-full`, which are only imported with their pages written."""
RUNS = 3
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马方俞"


def spent(command: list[str | Path], *, fine: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Run a command; return user CPU seconds of it and its children, and peak memory in MB.

    Raises SystemExit where its exit status is not a `fine` one.
    """
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in fine:
        raise SystemExit(f"{command}: exit status {child.returncode}")
    return usage.ru_utime, usage.ru_maxrss / 1024


def documents(count: int = DOCUMENTS) -> Path:
    """Return a folder of documents of some 15 KB: those shipped in sources/, with another name for whom they call 客户.

    Questions that name nobody are the same in many of them, as in piles of scraped documents.
    """
    folder = WORK / f"documents-{count}"
    if not folder.exists():
        folder.mkdir(parents=True)
        shipped = [path.read_text("utf-8") for path in sorted((ROOT / "sources").glob("*.txt"))]
        for number in range(count):
            name = SURNAMES[number % len(SURNAMES)] + ("先生", "女士", "同学")[number % 3]
            text_ = shipped[number % len(shipped)].replace("客户", name).replace("客戶", name)
            (folder / f"{number:04}.txt").write_text(f"{2000 + number}年{text_}", "utf-8")
    return folder


def speed(folder: Path, *, dry_run: bool) -> dict[str, float]:
    """Return the seconds of an import on one processor and on all of them, and how often the one is the other.

    The best of `RUNS` each, taken in turns: what else the machine does makes a run longer and never shorter.
    """

    def seconds(prefix: list[str]) -> tuple[float, float]:
        with tempfile.TemporaryDirectory() as docs:
            began = time.monotonic()
            option = ["--dry-run"] if dry_run else []
            memory_mb = spent([*prefix, WENDA, "import", *option, "--allow-fewer", "--docs", docs, folder])[1]
            return time.monotonic() - began, memory_mb

    runs = [(seconds(["taskset", "-c", "0"]), seconds([])) for _ in range(RUNS)]
    (one, memory_mb), (every, _) = (min(each) for each in zip(*runs, strict=True))
    return {
        "one_s": round(one, 1),
        "all_s": round(every, 1),
        "ratio": round(one / every, 2),
        "one_mb": round(memory_mb),
    }


def memory(folder: Path) -> dict[str, float]:
    """Return the peak memory in MB of imports on one processor of a quarter of the documents, and of all of them.

    On one processor all is done in one process, whose memory is all that an import needs.
    """
    found = {}
    for count in (DOCUMENTS // 4, DOCUMENTS):
        chosen = sorted(folder.glob("*.txt"))[:count]
        with tempfile.TemporaryDirectory() as docs:
            command: list[str | Path] = [
                "taskset",
                "-c",
                "0",
                WENDA,
                "import",
                "--dry-run",
                "--allow-fewer",
                "--docs",
                docs,
            ]
            found[str(count)] = float(round(spent([*command, *chosen])[1]))
    return found


def measured(*, many: bool = False) -> dict[str, Any]:
    """Return what `wenda import` costs: on one processor, on all, and in memory; `many`: of MANY documents too."""
    folder = documents()
    return {
        "documents": DOCUMENTS,
        **speed(folder, dry_run=True),
        "written": speed(folder, dry_run=False),
        "memory_mb": memory(folder),
        **({"many": speed(documents(MANY), dry_run=False)} if many else {}),
    }


def lines(found: dict[str, Any]) -> list[str]:
    """Return what was measured in words."""
    told = [
        f"{each['one_s']} s on one processor, {each['all_s']} s on all: {each['ratio']} times as fast"
        for each in (found, found["written"])
    ]
    memory_mb = ", ".join(f"{size} MB with {count} documents" for count, size in found["memory_mb"].items())
    if "many" in found:
        many = found["many"]
        told.append(
            f"{many['one_s']} s on one processor, {many['all_s']} s on all: {many['ratio']} times as fast, {many['one_mb']} MB on one"
        )
    return [
        f"`wenda import --dry-run` of {found['documents']} documents: {told[0]}.",
        f"With the pages written: {told[1]}.",
        *(f"With the pages of {MANY:,} documents written: {each}." for each in told[2:]),
        f"Its peak memory on one processor: {memory_mb}.",
    ]
