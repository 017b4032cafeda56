"""What a build costs beside its peers: user CPU and peak memory of whole processes, side by side in one run.

    make bench                        1,000 pages
    make bench-full                   1,000, 5,000 and 10,000 pages; Material with a full nav at 5,000 once

Writes benchmarks/results/<date>.json and results.md there. Peers that are not installed are said to be so.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import statistics
import sys
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import edit, imports, linear, profile, targets, text
from benchmarks.imports import WENDA, WORK, spent
from benchmarks.search.generate import generate
from benchmarks.search.sites import MKDOCS, OTHERS, ROOT

RESULTS = Path(__file__).parent / "results"
ZENSICAL = ROOT / ".bench/zensical/bin/zensical"
FULL_NAV_ONCE = 5_000
ONCE_FROM = 10_000


def median(work: Callable[[], tuple[float, float]], times: int) -> dict[str, float]:
    """Return the median cost of `times` runs."""
    return _median([work() for _ in range(times)])


def _median(runs: list[tuple[float, float]]) -> dict[str, float]:
    cpu, memory = zip(*runs, strict=True)
    return {
        "cpu_s": round(statistics.median(cpu), 2),
        "memory_mb": round(statistics.median(memory)),
        "runs": len(runs),
    }


def plain_docs(docs: Path) -> Path:
    """Return the same pages without front matter, below a home page: what the peers build."""
    plain = docs.with_name(docs.name + "-plain")
    shutil.rmtree(plain, ignore_errors=True)
    (plain / "questions").mkdir(parents=True)
    (plain / "index.md").write_text("# stock\n", "utf-8")
    for path in (docs / "questions").glob("*.md"):
        text = path.read_text("utf-8").split("---\n", 2)[2]
        (plain / "questions" / path.name).write_text(text, "utf-8")
    return plain


def peers(docs: Path, count: int, full_nav: bool) -> dict[str, list[str | Path]]:
    """Return the peers' commands by name, each with a config of its own."""
    plain = plain_docs(docs)
    sections = MKDOCS.format(docs=plain, site=WORK / f"peer-{count}")
    every = re.sub(r"^(not_in_nav|nav):.*\n", "", sections, flags=re.MULTILINE)
    own = re.sub(r"^theme:.*\n", "theme: {name: mkdocs}\n", sections, flags=re.MULTILINE)
    own = own.replace("{lang: zh}", "{}")
    mkdocs = OTHERS / "mkdocs"
    configs = {"Material, sections, jieba": (mkdocs, sections), "MkDocs' own theme, sections": (mkdocs, own)}
    if full_nav:
        configs["Material, full nav"] = (mkdocs, every)
    if ZENSICAL.exists():
        configs["zensical, sections"] = (ZENSICAL, sections.replace(str(plain), plain.name))
    commands: dict[str, list[str | Path]] = {}
    if shutil.which("hugo"):
        commands["hugo, bare layouts"] = hugo(plain, count)
    for number, (name, (tool, settings)) in enumerate(configs.items()):
        if tool == ZENSICAL:
            settings = settings.replace(str(WORK / f"peer-{count}"), f"peer-{count}")
        config = WORK / f"peer-{count}-{number}.yml"
        config.write_text(settings, "utf-8")
        commands[name] = [tool, "build", "-f", config]
    return commands


def hugo(plain: Path, count: int) -> list[str | Path]:
    """Return hugo's command: the same pages in layouts of a few lines, without theme or search."""
    folder = WORK / f"peer-{count}-hugo"
    (folder / "layouts/_default").mkdir(parents=True, exist_ok=True)
    page = "<!doctype html><html lang=zh><title>{{ .Title }}</title><main>{{ .Content }}</main></html>\n"
    (folder / "layouts/_default/single.html").write_text(page, "utf-8")
    rows = "{{ range .Pages }}<li><a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}"
    for name in ("_default/list.html", "index.html"):
        (folder / "layouts" / name).write_text(page.replace("{{ .Content }}", rows), "utf-8")
    (folder / "config.toml").write_text('baseURL = "/"\nlanguageCode = "zh"\n', "utf-8")
    return ["hugo", "--quiet", "-s", folder, "-c", f"../{plain.name}/questions", "-d", folder / "public"]


def builds(count: int, times: int, full_nav: bool) -> dict[str, dict[str, float]]:
    """Return the costs of our cold build, of the one after it, of `index` and `check`, and of the peers' builds.

    Each `times` times; from ONCE_FROM pages once, which the table says, and Material's full nav once from FULL_NAV_ONCE.
    """
    docs, site = WORK / f"pages-{count}", WORK / f"site-{count}"
    if not docs.exists():
        generate(count, docs)

    def cold() -> tuple[float, float]:
        shutil.rmtree(site, ignore_errors=True)
        return spent([WENDA, "build", "--docs", docs, "--site", site])

    def index() -> tuple[float, float]:
        for folder in ("roles", "topics", "kinds", "packs", "assets"):
            shutil.rmtree(docs / folder, ignore_errors=True)
        return spent([WENDA, "index", "--docs", docs])

    def again() -> tuple[float, float]:
        return spent([WENDA, "build", "--docs", docs, "--site", site])

    work: dict[str, Callable[[], tuple[float, float]]] = {
        "Wenda": cold,
        "Wenda, nothing changed": again,
        "wenda index": index,
        "wenda index, nothing changed": lambda: spent([WENDA, "index", "--docs", docs]),
        # Pages made of one another's sentences are found to be alike, which check says by its status.
        "wenda check": lambda: spent([WENDA, "check", "--docs", docs], fine=(0, 1)),
        **{name: partial(spent, command) for name, command in peers(docs, count, full_nav).items()},
    }
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    # In turns: a machine that others use is faster at one time than at another.
    for turn in range(times if count < ONCE_FROM else 1):
        for name, each in work.items():
            if turn and name.endswith("full nav") and count >= FULL_NAV_ONCE:
                continue
            try:
                runs[name].append(each())
            except SystemExit as failed:
                sys.stderr.write(f"{name} is left out: {failed}\n")
    found = {name: _median(made) for name, made in runs.items() if made}
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    found["Wenda"]["kb_a_page"] = round(size / 1024 / count, 1)
    return found


def start_up(times: int) -> dict[str, dict[str, float]]:
    """Return what it costs to start."""
    return {
        "wenda --help": median(lambda: spent([WENDA, "--help"]), 3 * times),
        "mkdocs --version": median(lambda: spent([ROOT / ".venv/bin/mkdocs", "--version"]), 3 * times),
    }


def table(title: str, found: dict[str, dict[str, float]], base: str) -> list[str]:
    """Return one Markdown table; each row's CPU is also given as a multiple of `base`'s."""
    whole = found[base]["cpu_s"]
    rows = [
        f"| {name} | {each['cpu_s']:.2f} | {each['cpu_s'] / whole:.2f} | {each['memory_mb']:.0f} | {each['runs']} |"
        for name, each in found.items()
    ]
    head = f"| | user CPU, s | × {base} | peak memory, MB | runs |"
    return [f"## {title}", "", head, "|---|--:|--:|--:|--:|", *rows, ""]


def main() -> None:
    """Measure and write both files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", type=int, nargs="+", default=[1000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--full-nav", type=int, nargs="*", default=[1000])
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    versions = {name: metadata.version(name) for name in ("mkdocs", "mkdocs-material", "Markdown", "Jinja2")}
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    load = os.getloadavg()[0]
    absent = [
        name for name, there in (("hugo", shutil.which("hugo")), ("zensical", ZENSICAL.exists())) if not there
    ]
    result: dict[str, Any] = {
        "machine": machine,
        "versions": versions,
        "load_before": round(load, 1),
        "not_installed": absent,
        "start": start_up(options.times),
        "builds": {
            str(count): builds(count, options.times, count in options.full_nav) for count in options.counts
        },
    }
    shown = min(options.counts)
    result["profile"] = profile.measured(WORK / f"pages-{shown}", WORK / f"site-{shown}")
    result["edit_to_page_s"] = {str(shown): round(edit.seconds(WORK / f"pages-{shown}"), 2)}
    result["import"] = imports.measured(many=len(options.counts) > 1)
    result["text"] = text.measured()
    result["long_lines"] = list(linear.measured())
    RESULTS.mkdir(exist_ok=True)
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    (RESULTS / f"{day}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = ["# What it costs", "", f"{day}. {machine}; {said}; load before the run {load:.1f}.", ""]
    lines += [f"Not installed, hence not measured: {', '.join(absent)}.", ""] if absent else []
    lines += ["## Targets", "", *targets.table(result), ""]
    lines += table("Start", result["start"], "mkdocs --version")
    for count, found in result["builds"].items():
        lines += table(f"{int(count):,} pages", found, "Material, sections, jieba")
        lines += [f"Our site has {found['Wenda']['kb_a_page']} KB a page.", ""]
    lines += [f"## Where a cold build of {shown:,} pages goes", "", *profile.table(result["profile"]), ""]
    lines += ["## Where others are faster", "", *targets.faster(result), ""]
    lines += rest(result)
    lines += reader()
    report = "\n".join(lines)
    (RESULTS / "results.md").write_text(report, "utf-8")
    sys.stdout.write(report)


def reader() -> list[str]:
    """Return what the benches of the search and of the pages' weight found, which run by themselves."""
    lines = ["## The reader's side", "", "As `make bench-search` and `make bench-site` found it last.", ""]
    search = (Path(__file__).parent / "search/results.md").read_text("utf-8")
    weight = (Path(__file__).parent / "site/results.md").read_text("utf-8")
    parts = [
        f"Search, {part}" for part in search.split("\n## ") if "generated pages" in part.split("\n", 1)[0]
    ]
    parts += [f"Weight, {part}" for part in weight.split("\n## ")[1:]]
    return [*lines, *(line for part in parts for line in (*("### " + part.strip()).split("\n"), ""))]


def rest(result: dict[str, Any]) -> list[str]:
    """Return the lines of the edit loop, the import and the text stages."""
    lines = ["## An edit, an import", ""]
    for count, seconds in result["edit_to_page_s"].items():
        lines.append(
            f"`wenda serve` with {int(count):,} pages shows an edited question after {seconds:.2f} s."
        )
    lines += [
        *imports.lines(result["import"]),
        "",
        "## Text stages",
        "",
        "From bytes to classified questions, CPU as a multiple of what opencc-python-reimplemented's conversion alone of the"
        " same text costs.",
        "",
        *text.table(result["text"]),
        "",
        *(f"- {line}" for line in result["long_lines"]),
        "",
    ]
    return lines


if __name__ == "__main__":
    main()
