"""Programs of Debian that some tests need: they skip without, or fail where CI has said that all must be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FIREFOX = Path("/usr/bin/firefox-esr")
NGINX = Path("/usr/sbin/nginx")

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def require(program: Path) -> None:
    """Skip where a program is absent, or fail where WENDA_BROWSER=required."""
    if not program.exists():
        if os.environ.get("WENDA_BROWSER") == "required":
            pytest.fail(f"{program} is required here and absent")
        pytest.skip(f"needs {program}")
