"""The sites that are compared: ours, stock Material with jieba, and Pagefind over the same pages."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

from wenda import search
from wenda.record.folder import pages
from wenda.search import index
from wenda.site.build import build_site

ROOT = Path(__file__).parents[2]
OTHERS = ROOT / ".bench/search/bin"
"""The venv of requirements-bench.txt; `make bench-search` makes it."""

MKDOCS = """site_name: stock
docs_dir: {docs}
site_dir: {site}
use_directory_urls: false
theme: {{name: material, language: zh, font: false}}
plugins: [{{search: {{lang: zh}}}}]
markdown_extensions: [attr_list, tables, sane_lists]
not_in_nav: /questions/
nav: [index.md]
validation: {{links: {{not_found: ignore, anchors: ignore}}}}
"""


def import_seeds(seeds: Path, docs: Path) -> None:
    """Make pages of the seeds, once."""
    if not (docs / "questions").exists():
        command = [
            str(ROOT / ".venv/bin/wenda"),
            "import",
            *map(str, sorted(seeds.glob("*.txt"))),
            "--docs",
            str(docs),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def ours(docs: Path, site: Path) -> Path:
    """Build our site."""
    build_site(docs, site)
    return site


def ours_of_many(docs: Path, small: Path, site: Path) -> Path:
    """Return `small` with the index of `docs` in it: search reads nothing else of a site."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(small, site)
    shutil.rmtree(site / search.FOLDER)
    index.write_search(site, [page for page in pages(docs) if page.listed])
    return site


def stock(docs: Path, site: Path) -> Path:
    """Build the same pages with Material's own search and jieba."""
    if not (site / "search/search_index.json").exists():
        plain = site.with_name(site.name + "-docs")
        shutil.rmtree(plain, ignore_errors=True)
        (plain / "questions").mkdir(parents=True)
        (plain / "index.md").write_text("# stock\n", "utf-8")
        for path in (docs / "questions").glob("*.md"):
            # Without front matter: the theme would take `title` for the page's name only, as it does the heading.
            text = path.read_text("utf-8").split("---\n", 2)[2]
            (plain / "questions" / path.name).write_text(text, "utf-8")
        config = site.with_name(site.name + ".yml")
        config.write_text(MKDOCS.format(docs=plain, site=site), "utf-8")
        subprocess.run(
            [OTHERS / "mkdocs", "build", "-q", "-f", config], check=True, stderr=subprocess.DEVNULL
        )
    return site


def pagefind(site: Path) -> Path:
    """Add Pagefind's index to a stock site."""
    if not (site / "pagefind/pagefind.js").exists():
        command = [
            str(OTHERS / "python"),
            "-m",
            "pagefind",
            "--site",
            str(site),
            "--root-selector",
            "article",
        ]
        command += ["--force-language", "zh", "--glob", "questions/*.html"]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return site


def weight(paths: list[Path]) -> int:
    """Return the sum of the gzipped sizes of files, each by itself as a server sends it."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)
