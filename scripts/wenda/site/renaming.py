"""Shortens the local names of scripts, in a process of its own: a list of scripts as JSON in, the same out.

    python -m wenda.site.renaming < scripts.json > shorter.json

The library is written in Go, and a process that has loaded that cannot be forked: what the fork calls waits for threads
that it has not got.
"""

from __future__ import annotations

import json
import sys

import minify


def main() -> None:
    """Read, shorten and write; end with the library's error where it does not understand a script."""
    scripts = json.load(sys.stdin)
    json.dump([minify.string("application/javascript", each) for each in scripts], sys.stdout)


if __name__ == "__main__":
    main()
