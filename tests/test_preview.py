"""A preview builds an edited question alone, and everything where more has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from questions import write_docs
from wenda.site import build, preview, worker


class Preview:
    """What `wenda serve` does when files change, without its server."""

    def __init__(self, docs: Path, site: Path) -> None:
        self.docs, self.site = docs, site

    def built(self) -> set[str]:
        """Build, and return which pages were written."""
        before = self._stamps()
        config: Any = load_config(
            str(build.project_folder() / "mkdocs.yml"),
            docs_dir=str(self.docs),
            site_dir=str(self.site),
            strict=False,
        )
        if not before:
            config.plugins.on_startup(command="serve", dirty=True)
        mkdocs_build(config, dirty=True)
        now = self._stamps()
        return {name for name in now if now[name] != before.get(name)}

    def change(self, name: str, old: str, new: str) -> None:
        path = self.docs / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        later = self.site.stat().st_mtime + 60  # the clock of a disk may be coarse
        os.utime(path, (later, later))

    def _stamps(self) -> dict[str, int]:
        return {
            path.relative_to(self.site).as_posix(): path.stat().st_mtime_ns
            for path in self.site.rglob("*.html")
        }


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Preview]:
    docs = tmp_path / "docs"
    write_docs(docs)
    site = tmp_path / "site"
    site.mkdir()
    with build._complete(build.project_folder(), docs) as whole:
        yield Preview(whole, site)
    preview.start(dirty=False)
    worker.start("build")


def name_of(shown: Preview) -> str:
    return min(path.stem for path in (shown.docs / "questions").glob("*.md"))


def test_an_edited_question_alone_is_built_again(shown: Preview) -> None:
    name = name_of(shown)
    assert f"questions/{name}.html" in shown.built()
    shown.change(f"questions/{name}.md", "{#answer}", "{#answer}\n\n改过的一句。")
    pages = {each for each in shown.built() if each.startswith(("questions/", "roles/", "index"))}
    assert pages == {f"questions/{name}.html"}
    assert "改过的一句。" in (shown.site / f"questions/{name}.html").read_text("utf-8")


def test_all_is_built_where_more_than_questions_has_changed(shown: Preview) -> None:
    shown.built()
    shown.change("index.md", "description: ", "description: 新")
    written = shown.built()
    assert f"questions/{name_of(shown)}.html" in written
    assert "roles/index.html" in written


def test_all_is_built_where_a_question_goes(shown: Preview) -> None:
    shown.built()
    gone = name_of(shown)
    (shown.docs / f"questions/{gone}.md").unlink()
    assert "roles/index.html" in shown.built()
    assert not (shown.site / f"questions/{gone}.html").exists()


def test_a_page_that_cannot_be_read_leaves_what_is_shown_and_is_named(
    shown: Preview, caplog: pytest.LogCaptureFixture
) -> None:
    shown.built()
    name = name_of(shown)
    shown.change(f"questions/{name}.md", "title:", "titel:")
    with pytest.raises(Abort):
        shown.built()
    assert f"{name}.md:" in caplog.text
    assert "titel" in caplog.text
    assert (shown.site / f"questions/{name}.html").exists()
    shown.change(f"questions/{name}.md", "titel:", "title:")
    shown.built()


def test_a_build_that_counts_reads_everything(shown: Preview) -> None:
    preview.start(dirty=False)
    assert preview.read_docs(shown.docs, shown.site)[1]
    assert preview.read_docs(shown.docs, shown.site)[1]
