"""CPU seconds that peers of the text stages need for texts: OpenCC's C++ wheel, and ftfy for repair.

    .bench/text/bin/python benchmarks/peers.py < texts.json

Reads a JSON list of texts and prints an object with the seconds of each, after a first go that loads what is loaded once.
It runs in a venv of its own, for the module of OpenCC's wheel has the name of the library's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import ftfy
import opencc


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU seconds of one function on all texts."""
    work("客戶服務")
    began = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - began


if __name__ == "__main__":
    given = json.load(sys.stdin)
    found = {"opencc": seconds(opencc.OpenCC("t2s").convert, given), "ftfy": seconds(ftfy.fix_text, given)}
    sys.stdout.write(json.dumps(found))
