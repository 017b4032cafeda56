"""What the costs are to be, and whether they are: rows for the report, made of what one run measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks import imports, text

SECTIONS, FULL_NAV = "Material, sections, jieba", "Material, full nav"
FLAT = 1.05
"""Memory that is flat in the number of documents may grow by as much: the library's list of questions grows."""
Row = tuple[str, float, float]
"""What was measured, its figure, and what it may be at most; below 0: at least."""


def rows(result: dict[str, Any]) -> Iterator[Row]:
    """Yield a row for each target that the run measured."""
    start = result["start"]
    yield (
        "`wenda --help` × `mkdocs --version`",
        _cpu(start, "wenda --help") / _cpu(start, "mkdocs --version"),
        1.5,
    )
    for documents, scripts in result["text"].items():
        for script, each in scripts.items():
            spent = sum(each.get(stage, 0.0) for stage in text.SUMMED)
            yield f"text stages × the library's conversion: {documents}, {script}", spent / each["library"], 1
    imported = result["import"]
    tries = [
        (imported["documents"], "tried", imported),
        (imported["documents"], "written", imported["written"]),
    ]
    if "many" in imported:
        tries.append((imports.MANY, "written", imported["many"]))
    for count, name, each in tries:
        yield (
            f"import of {count} documents, {name}: on all processors, times as fast as on one",
            each["ratio"],
            -1.7,
        )
    few, many = imported["memory_mb"].values()
    yield "memory of an import × that of a quarter of its documents", many / few, FLAT
    if "many" in imported:
        grown = imported["many"]["one_mb"] / imported["written"]["one_mb"]
        yield (
            f"memory of an import of {imports.MANY} documents × that of {imported['documents']}",
            grown,
            FLAT,
        )
    builds = result["builds"]
    for count, found in builds.items():
        yield from _of_builds(int(count), found)
    if {"1000", "10000"} <= builds.keys():
        few, many = (_cpu(builds[count], "Wenda") / int(count) for count in ("1000", "10000"))
        yield "a page of 10,000 × a page of 1,000", many / few, 1.15
    for count, seconds in result["edit_to_page_s"].items():
        yield f"{int(count):,} pages: an edit shown after, s", seconds, 2


def _of_builds(count: int, found: dict[str, dict[str, float]]) -> Iterator[Row]:
    at, ours = f"{count:,} pages: ", _cpu(found, "Wenda")
    if count <= 5_000:
        yield f"{at}cold build × stock with sections and jieba", ours / _cpu(found, SECTIONS), 0.8
    if FULL_NAV in found:
        bar = 0.15 if count < 5_000 else 0.05
        yield f"{at}cold build × stock with full nav", ours / _cpu(found, FULL_NAV), bar
    yield f"{at}its peak memory × stock's", found["Wenda"]["memory_mb"] / found[SECTIONS]["memory_mb"], 1
    yield f"{at}KB a page without downloads", found["Wenda"]["kb_a_page"], 45
    yield f"{at}nothing changed × the cold build", _cpu(found, "Wenda, nothing changed") / ours, 0.1
    for name in ("wenda index", "wenda check"):
        yield f"{at}`{name}` × the cold build", _cpu(found, name) / ours, 0.15


def _cpu(found: dict[str, dict[str, float]], name: str) -> float:
    return found[name]["cpu_s"]


def table(result: dict[str, Any]) -> list[str]:
    """Return the Markdown table of all targets."""
    lines = ["| | measured | at most, or ≥ | |", "|---|--:|--:|---|"]
    for name, figure, bar in rows(result):
        wanted, met = (f"{bar:g}", figure <= bar) if bar > 0 else (f"≥ {-bar:g}", figure >= -bar)
        lines.append(f"| {name} | {figure:.2f} | {wanted} | {'met' if met else '**missed**'} |")
    return lines


def faster(result: dict[str, Any]) -> list[str]:
    """Return which peers cost less than our cold build, how much less, and what keeps ours above them."""
    lines = []
    for count, found in result["builds"].items():
        ours = _cpu(found, "Wenda")
        for name, each in found.items():
            if not name.lower().startswith("wenda") and each["cpu_s"] < ours:
                lines.append(f"- {name}, {int(count):,} pages: {each['cpu_s'] / ours:.2f} × our cold build.")
    spent = result["profile"]
    share = sum(spent[part] for part in ("Markdown", "templates", "the rest of MkDocs")) / sum(spent.values())
    return [
        *lines,
        "",
        "hugo and MkDocs' own theme write pages without our header, lists, search, downloads and checks; zensical is",
        "Material's look and search in Rust. The limit of ours is what Python does for each page: reading its Markdown,",
        f"its templates and MkDocs around them alone are {share:.0%} of a build. What would reach the others is the same",
        "pages written by a compiled generator: what is published is plain Markdown (`make successor`).",
    ]
