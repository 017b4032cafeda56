"""Where the time of a cold build goes: CPU of its parts, each without the parts that it calls.

    PYTHONPATH=tests .venv/bin/python -m benchmarks.profile DOCS SITE

Prints JSON, seconds by part. Only what is called some times a page is clocked, so that the clock costs next to nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def parts() -> dict[str, list[tuple[Any, str]]]:
    """Return what makes up each part: an object and the name of its function."""
    import jinja2
    import markdown
    import mkdocs.commands.build
    import mkdocs.structure.files
    import mkdocs.utils

    from wenda.export import downloads, practice
    from wenda.search import index as search
    from wenda.site import articles, build, frame, hooks, index, smaller, worker

    return {
        "digests of what it is made from": [(build, "_inputs")],
        "reading pages": [(build, "catalog")],
        "lists": [(index, "_write")],
        "search": [(search, "write_search")],
        "practice": [(practice, "write_practice")],
        "Markdown": [(markdown.Markdown, "convert")],
        "templates": [(frame.QuestionTemplate, "render"), (jinja2.Template, "render")],
        "what a page shows beside its text": [(hooks, "on_page_markdown"), (hooks, "on_page_context")],
        "writing pages": [(mkdocs.utils, "write_file")],
        "static files": [(mkdocs.structure.files.Files, "copy_static_files")],
        "downloads": [(downloads, "write_all")],
        "scripts made small": [(smaller, "write"), (smaller, "join")],
        "list of files to read without network": [(worker, "write")],
        "last look at articles": [(articles, "check")],
        "the rest of MkDocs": [(mkdocs.commands.build, "build")],
    }


def clocked(chosen: dict[str, list[tuple[Any, str]]]) -> dict[str, float]:
    """Have these functions count their CPU seconds from now on; return where they do."""
    spent: defaultdict[str, float] = defaultdict(float)
    inside: list[list[float]] = []

    def counting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            inside.append([0.0])
            began = time.process_time()
            try:
                return work(*args, **named)
            finally:
                took = time.process_time() - began
                spent[name] += took - inside.pop()[0]
                if inside:
                    inside[-1][0] += took

        return counted

    for name, functions in chosen.items():
        for owner, function in functions:
            setattr(owner, function, counting(name, getattr(owner, function)))
    return spent


def profile(docs: Path, site: Path) -> dict[str, float]:
    """Build `docs` into `site` and return the CPU seconds of its parts."""
    from wenda.site.build import build_site

    start = time.process_time()
    spent = clocked(parts())
    loading = time.process_time() - start
    began = time.process_time()
    build_site(docs, site)
    whole = time.process_time() - began
    found = dict(sorted(spent.items(), key=lambda each: -each[1]))
    return {**found, "start": start + loading, "what is left": whole - sum(found.values())}


def measured(docs: Path, site: Path) -> dict[str, float]:
    """Return `profile` of a process of its own."""
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.profile", str(docs), str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return {name: round(seconds, 3) for name, seconds in found.items()}


def table(found: dict[str, float]) -> list[str]:
    """Return the Markdown table of a profile."""
    whole = sum(found.values())
    rows = [f"| {name} | {seconds:.2f} | {seconds / whole:.0%} |" for name, seconds in found.items()]
    return ["| part | CPU, s | share |", "|---|--:|--:|", *rows]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(profile(Path(sys.argv[1]), Path(sys.argv[2]))))
