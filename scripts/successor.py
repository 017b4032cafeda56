"""Whether the generator that follows Material builds the same pages from the same mkdocs.yml: `make successor`.

It runs no hooks and does not read our templates, so what is compared is what stands in the files: each page is there,
with its title and the text of its parts. Says what differs and exits 1; nothing depends on it yet.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

_TAG = re.compile(r"<(script|style|svg).*?</\1>|<[^>]+>", re.DOTALL)
_HEADING = re.compile(r'<h2 id="([a-z-]+)"')


def build(project: Path, zensical: Path, folder: Path) -> Path:
    """Build the project's docs in `folder` with its own mkdocs.yml, our templates left out; return the site."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(project / "docs", folder / "docs", ignore=shutil.ignore_patterns("intros", "data"))
    for page in (folder / "docs").glob("*.md"):  # pack.md and its like ask for a template of ours
        page.write_text(re.sub(r"^template:.*\n", "", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    text = (project / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(re.sub(r"^  custom_dir:.*\n", "", text, flags=re.MULTILINE), "utf-8")
    # mkdocs.yml names a Markdown extension of ours, which its venv does not have.
    env = {**os.environ, "PYTHONPATH": str((project / "scripts").resolve())}
    subprocess.run([str(zensical.resolve()), "build", "-f", "mkdocs.yml"], cwd=folder, env=env, check=True)
    return folder / "site"


def differences(ours: Path, theirs: Path) -> list[str]:
    """Return what a reader would miss in `theirs`."""
    found = []
    for path in sorted(ours.rglob("*.html")):
        name = path.relative_to(ours)
        if name.name == "offline.html":  # made by a template of ours alone, as nothing in docs/
            continue
        other = theirs / name
        if not other.exists():
            found.append(f"{name}: no page")
            continue
        own, its = path.read_text("utf-8"), other.read_text("utf-8")
        anchors = (
            set(_HEADING.findall(own))
            - {"related", "onward"}
            - {"roles", "topics", "kinds", "random", "recent", "mine"}
        )
        missing = anchors - set(re.findall(r'id="([^"]+)"', its))
        if name.parts[0] == "questions" and missing:
            found.append(f"{name}: no anchors {', '.join(sorted(missing))}")
        title = html.unescape(_TAG.sub("", own[own.index("<title>") : own.index("</title>")])).removesuffix(
            " - 问答"
        )
        if name.parts[0] == "questions" and title not in html.unescape(_TAG.sub("", its)):
            found.append(f"{name}: not its title “{title}”")
    return found


def main(zensical: Path, ours: Path, folder: Path) -> None:
    """Build, compare and say what came of it."""
    found = differences(ours, build(Path.cwd(), zensical, folder))
    print("\n".join(found[:40]) or f"zensical builds the same {sum(1 for _ in ours.rglob('*.html'))} pages")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
