"""Shortens the local names of scripts, in a process of its own: scripts by their names as JSON in, the same out.

    python -m wenda.site.renaming < scripts.json > shorter.json

The library is written in Go, and a process that has loaded that cannot be forked: what the fork calls waits for threads
that it has not got.
"""

from __future__ import annotations

import json
import sys

import minify


def main() -> None:
    """Read, shorten and write; end with a script's name and the library's error where it does not understand it."""
    shorter = {}
    for name, script in json.load(sys.stdin).items():
        try:
            shorter[name] = minify.string("application/javascript", script)
        except Exception as error:  # the library raises no other
            sys.exit(f"{name}: {error}")
    json.dump(shorter, sys.stdout)


if __name__ == "__main__":
    main()
