"""MkDocs hooks, as thin as they can be: the index before the build, navigation and views from it.

Plain `mkdocs build` and `mkdocs serve` work because of these; what readers see is in plain files made before.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Any

from wenda import files
from wenda.export import downloads
from wenda.site import faster, frame, packs, preview, smaller, text_only, worker
from wenda.site import html as site_html
from wenda.site import meta as site_meta
from wenda.site.index import Catalog, write_catalog
from wenda.site.lists import SECTIONS
from wenda.site.views import Site

_UNUSED = re.compile(r"assets/javascripts/(lunr|workers)/|assets/.*\.map$")
_SKIP = re.compile(r'(?<=class="md-skip">)\s*跳转至\s*(?=</a>)')


def on_startup(command: str, dirty: bool = False, **_: Any) -> None:
    """Remember whether this is a preview, which gets no worker and builds single pages."""
    worker.start(command)
    preview.start(dirty)


def on_config(config: Any) -> Any:
    """Write the index, and make the navigation: home, then role, topic and kind lists."""
    docs = Path(config["docs_dir"])
    files.refuse_links_out(docs)
    with files.writer(docs, "index"):
        # `wenda build` has read the pages already.
        found, whole = config["extra"].pop("catalog", None), True
        if found is None:
            found, whole = preview.read_docs(docs, Path(config["site_dir"]))
        if whole:
            write_catalog(docs, found, stays=docs == Path(config["config_file_path"]).parent / "docs")
    config["extra"]["whole"] = whole
    config["nav"] = navigation(found)
    config["extra"]["wenda"] = found
    config["extra"]["site"] = Site(found)
    # Where `wenda offline` puts the download; its name says the day. Without it the site offers none.
    config["extra"]["offline"] = os.environ.get("WENDA_OFFLINE", "")
    config["extra"]["worker"] = worker.wanted()
    if not config["repo_url"]:
        config["edit_uri"] = None
    return config


def navigation(found: Catalog) -> list[dict[str, Any]]:
    """Return the site's navigation: sections only, so that its cost does not grow with the questions."""
    listings = {"roles": found.roles, "topics": found.topics, "kinds": found.kinds}
    return [
        {"首页": "index.md"},
        {"练习": "practice.md"},
        {"模拟卷": "paper.md"},
        {packs.NAME: ["packs/index.md", *({each.name: each.page} for each in found.packs)]},
        *(
            {name: [f"{folder}/index.md", *({each.name: each.path} for each in listings[folder])]}
            for folder, name in SECTIONS.items()
        ),
    ]


def on_files(files: Any, **_: Any) -> Any:
    """Leave out of the site what only the theme's own search and its developers load: two megabytes."""
    for file in list(files):
        if _UNUSED.match(file.src_uri):
            files.remove(file)
    return files


def on_env(env: Any, config: Any, **_: Any) -> Any:
    """Render once what all question pages share."""
    return faster.remember_frames(env, _skip_to_text, Path(config["config_file_path"]).parent)


def on_page_read_source(page: Any, config: Any, **_: Any) -> str | None:
    """Hand MkDocs a question that has been read already."""
    question = config["extra"]["site"].at(page.file.src_uri) if faster.enabled() else None
    return None if question is None else faster.source_of(question)


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Choose the template, and escape the front matter's title: the theme puts it into its own as HTML."""
    path, meta = page.file.src_uri, page.meta
    # The site's own search does not read the theme's index.
    meta["search"] = {"exclude": True}
    site: Site = config["extra"]["site"]
    if question := site.at(path):
        meta["title"] = question.title
    if "title" in meta:
        meta["title"] = html.escape(str(meta["title"]))
    config["mdx_configs"][text_only.NAME] = {"html": not path.startswith("questions/")}
    if path.startswith("questions/"):
        view = site.question(path.removeprefix("questions/").removesuffix(".md"))
        meta["template"] = "question.html"
        meta["hide"] = ["navigation"]
        if view:
            meta["description"] = html.escape(view.description)
            meta["view"] = view
    elif path in site.listings:
        meta["template"] = "list.html"
        # Tabs, breadcrumbs and the lists below lead on; all pages have one left edge.
        meta["hide"] = ["navigation"]
        markdown, meta["rows"] = faster.lay_aside(markdown)
    elif path in site.packs:
        meta["template"] = "packs.html"
        meta["hide"] = ["navigation"]
    elif path.endswith("/index.md"):
        meta["hide"] = ["navigation", "toc"]
    elif path == "index.md":
        meta["template"] = "home.html"
        meta["hide"] = ["navigation", "toc"]
        if config["site_url"]:
            page.canonical_url = config["site_url"]  # not …/index.html, which nobody links to
    if "description" in meta and not path.startswith("questions/"):
        meta["description"] = html.escape(str(meta["description"]))
    return markdown


def on_page_content(content: str, page: Any, **_: Any) -> str:
    """Give the heading of a question page a fixed anchor, where Python-Markdown makes `_1` of Chinese; fill lists."""
    if page.file.src_uri.startswith("questions/") and page.toc.items and page.toc.items[0].level == 1:
        page.toc.items[0].id = "question"
    faster.forget(page, "markdown")
    return faster.put_back(content, page.meta.pop("rows", ()))


def on_page_context(context: Any, page: Any, config: Any, **_: Any) -> Any:
    """Hand the views of the page to its template."""
    path = page.file.src_uri
    site: Site = config["extra"]["site"]
    site_url = config["site_url"]
    crumbs = site.crumbs(path)
    title = html.unescape(str(page.meta.get("title") or page.title or ""))
    context["tabs"] = site.tabs(path)
    context["crumbs"] = crumbs
    context["plain_title"] = title
    described = [site_meta.breadcrumbs(crumbs, title, page.file.url, site_url)] if crumbs else []
    view = page.meta.get("view")
    if view:
        context["view"] = view
        context["parts"] = site_html.divide(page.content)
        context["lettered"] = site_html.lettered
        context["qr"] = site_meta.qr_code(page.canonical_url) if page.canonical_url else None
        if view.page.listed:
            described.append(site_meta.learning_resource(view, site_url))
    elif path in site.listings:
        context["listing"] = site.list(path)
        context["parts"] = site_html.divide_list(page.content)
    elif path in site.packs:
        context["pack"] = site.pack(path)
        context["parts"] = site_html.divide(page.content)
    elif path == "index.md":
        context["home"] = site.home()
    context["linked_data"] = [site_meta.script_json(each) for each in described]
    return context


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Say where the skip link leads; leave out indentation and empty lines, a sixth of a page's bytes."""
    faster.forget(page, "content")
    if isinstance(output, frame.Tidied):
        return output
    output = _skip_to_text(output)
    if "<pre" in output:
        return output
    return frame.tidy(output) + ("\n" if output.endswith("\n") else "")


def _skip_to_text(output: str) -> str:
    return _SKIP.sub("跳到正文", output, count=1)


def on_post_build(config: Any) -> None:
    """Lay the downloads that pages offer beside them, make scripts small, list the site's files for the worker."""
    if not config["extra"]["whole"]:
        return
    site = Path(config["site_dir"])
    downloads.write_all(site, config["extra"]["site"].downloads())
    if not worker.preview():
        smaller.write(site)
        smaller.join(site)
    worker.write(site, config["extra"]["wenda"])


def on_template_context(context: Any, config: Any, **_: Any) -> Any:
    """Hand the tabs to the pages that are made from templates alone (404)."""
    site: Site = config["extra"]["site"]
    context["tabs"] = site.tabs("404.html")
    context["home"] = site.home()
    return context
