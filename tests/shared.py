"""The reference material beside the checkout, for tests that are worth more on real documents."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def shared(name: str) -> Path:
    """Return ../shared/NAME, or skip the test and say so."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is absent: this test reads the reference documents there")
    return path
