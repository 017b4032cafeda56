"""A little of what `python tests/fuzz.py` does at length, with another seed every day."""

from __future__ import annotations

import datetime

import pytest

import fuzz


@pytest.mark.slow
@pytest.mark.parametrize(("target", "count"), [("extract", 3000), ("pages", 200)])
def test_nothing_breaks(target: str, count: int) -> None:
    fuzz.main(target, count, datetime.date.today().toordinal())
