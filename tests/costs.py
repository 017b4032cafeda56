"""What a call costs, counted and not timed: the same on every machine, busy or not."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, `work` calls.

    Work that a single call does inside (a search by a regular expression) does not count: benchmarks/linear.py times it.
    """
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[str], object], unit: str, small: int, large: int) -> float:
    """Return how many times the calls of a text of `small` characters one of `large` needs; both repeat `unit`."""
    work(unit * 2)  # what is loaded once does not count
    few, many = (calls(partial(work, unit * (size // len(unit)))) for size in (small, large))
    return many / few


def units(stage: str) -> list[str]:
    """Return what tests/cases/long.toml repeats for a stage."""
    found: list[str] = tomllib.loads((Path(__file__).parent / "cases/long.toml").read_text("utf-8"))[stage]
    return found
