"""MkDocs hooks, as thin as they can be: the index before the build, the navigation from it, titles escaped.

Plain `mkdocs build` and `mkdocs serve` work because of these; what readers see is in plain files made before.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from wenda import files
from wenda.index import Catalog, catalog, write_catalog


def on_config(config: Any) -> Any:
    """Write the index, and make the navigation: home, then role, topic and kind lists."""
    docs = Path(config["docs_dir"])
    with files.writer(docs, "index"):
        found = catalog(docs)
        write_catalog(docs, found)
    config["nav"] = navigation(found)
    config["extra"]["wenda"] = found
    if not config["repo_url"]:
        config["edit_uri"] = None
    return config


def navigation(found: Catalog) -> list[dict[str, Any]]:
    """Return the site's navigation: sections only, so that its cost does not grow with the questions."""
    sections = (
        ("岗位", "roles", found.roles),
        ("主题", "topics", found.topics),
        ("题型", "kinds", found.kinds),
    )
    return [
        {"首页": "index.md"},
        *(
            {name: [f"{folder}/index.md", *({each.name: each.path} for each in listings)]}
            for name, folder, listings in sections
        ),
    ]


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Escape the front matter's title: the theme puts it into its templates as HTML."""
    if "title" in page.meta:
        page.meta["title"] = html.escape(str(page.meta["title"]))
    return markdown
