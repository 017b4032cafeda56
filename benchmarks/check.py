"""Processor time of `wenda check` over 1,000 generated pages, as the commit hook runs it: python -m benchmarks.check

At most 2 s are wanted. The least of five runs counts; others take time from a machine and give none: 1.4 s on a machine of two
slow cores with another process on each.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.search.generate import generate

RUNS, PAGES = 5, 1_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        generate(PAGES, docs)
        spent = [_check(docs) for _ in range(RUNS)]
    print(f"wenda check, {PAGES} pages: {min(spent):.2f} s of processor time, the least of {RUNS}")


def _check(docs: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wenda = Path(sys.executable).with_name("wenda")
    subprocess.run([str(wenda), "check", "--docs", str(docs)], check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
