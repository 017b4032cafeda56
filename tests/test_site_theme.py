"""What the overrides rely on in Material: when the theme changes, these say where to look."""

from __future__ import annotations

import hashlib
import re
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest

from questions import REVIEWED, write_docs
from wenda.site.build import build_site

TEMPLATES = files("material") / "templates"
MAIN = next(
    each for each in (TEMPLATES / "assets/stylesheets").iterdir() if re.match(r"main\..*css$", each.name)
)


def test_the_theme_is_the_one_that_the_overrides_were_written_for() -> None:
    assert metadata.version("mkdocs-material") == "9.8.1"


@pytest.mark.parametrize(
    ("replaced", "digest"),
    [
        # In the place of each stands a file of ours: a change there may have to be made here.
        ("partials/javascripts/base.html", "d6113712bc4d"),
        ("partials/javascripts/palette.html", "8790389765ea"),
        ("partials/javascripts/content.html", "3722e156f0f6"),
        ("partials/tabs.html", "d2c82916569e"),
    ],
)
def test_what_was_replaced_is_as_it_was(replaced: str, digest: str) -> None:
    assert hashlib.sha256((TEMPLATES / replaced).read_bytes()).hexdigest()[:12] == digest


@pytest.mark.parametrize("block", ["site_meta", "htmltitle", "extrahead", "site_nav", "container", "config"])
def test_the_blocks_that_are_filled_are_there(block: str) -> None:
    assert f"{{% block {block} %}}" in (TEMPLATES / "base.html").read_text("utf-8")


@pytest.mark.parametrize(
    "selector",
    [
        ".md-typeset ul:not([hidden])",
        "[dir=ltr] .md-typeset ul li",
        ".md-search__output",
        ".md-tabs__item--active",
        ".md-path__item",
        ".md-main__inner",
    ],
)
def test_the_classes_that_are_styled_are_there(selector: str) -> None:
    assert selector in MAIN.read_text("utf-8")


def test_the_bundle_uses_the_globals_that_our_script_defines() -> None:
    bundle = next(
        each for each in (TEMPLATES / "assets/javascripts").iterdir() if each.name.endswith(".min.js")
    )
    text = bundle.read_text("utf-8")
    assert set(re.findall(r"__md_[a-z]+", text)) <= {
        "__md_scope",
        "__md_hash",
        "__md_get",
        "__md_set",
        "__md_analytics",
    }


def test_the_bundle_reads_no_setting_that_our_page_leaves_out() -> None:
    bundle = next(
        each for each in (TEMPLATES / "assets/javascripts").iterdir() if each.name.endswith(".min.js")
    )
    keys = set(re.findall(r'"((?:clipboard|search|select)\.[a-z.]+)"', bundle.read_text("utf-8")))
    ours = {"clipboard.copy", "clipboard.copied"}
    # What is left belongs to the theme's search, which does not start without its data-md-component, and to versions.
    assert ours <= keys
    assert {key for key in keys - ours if not key.startswith("search.")} == {"select.version"}


def test_the_skip_link_says_where_it_leads(tmp_path: Path) -> None:
    # The theme's own says 跳转至, “jump to”.
    write_docs(tmp_path / "docs")
    build_site(tmp_path / "docs", tmp_path / "site")
    for path in ("index.html", "roles/index.html", f"questions/{REVIEWED}.html"):
        text = (tmp_path / "site" / path).read_text("utf-8")
        assert re.findall(r'class="md-skip">\s*(\S+)\s*</a>', text) == ["跳到正文"], path
