"""What lets MkDocs build question pages at less cost, all of it here and none of it needed.

WENDA_PLAIN=1 switches it off; the site is the same byte for byte, which tests/test_faster.py holds. What it rests on:

- Python-Markdown's parser is made anew for each page by MkDocs. `Markdown.reset` is there for using it again, and
  MkDocs registers what belongs to a page under names of its own, which takes the place of the page's before.
- The header, the drawer and the foot of one question page are those of another: all lie in one folder, so that relative
  addresses are the same, and none is in the navigation, so that nothing in it is marked as the current one.
- Templates do not change while a build runs, so that nobody needs to ask the disk whether they have.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from wenda.site import text_only

SAME = ("partials/nav.html", "partials/palette.html", "partials/search.html", "partials/footer.html")
"""Templates of the theme and ours that come out the same on every question page."""


def enabled() -> bool:
    """Whether the build is to be fast."""
    return os.environ.get("WENDA_PLAIN", "") != "1"


@contextlib.contextmanager
def one_parser() -> Iterator[None]:
    """Let MkDocs use one Markdown parser for all question pages and one for the others, while this lasts."""
    from mkdocs.structure import pages

    if not enabled():
        yield
        return
    import markdown

    made: dict[bool, markdown.Markdown] = {}

    def parser(**settings: Any) -> markdown.Markdown:
        html = bool(settings["extension_configs"].get(text_only.NAME, {}).get("html"))
        if html not in made:
            made[html] = markdown.Markdown(**settings)
        return made[html].reset()

    before = vars(pages)["markdown"]
    vars(pages)["markdown"] = SimpleNamespace(**vars(before) | {"Markdown": parser})
    try:
        yield
    finally:
        vars(pages)["markdown"] = before


def remember_frames(env: Any) -> Any:
    """Return a build's Jinja environment, made to render what is the same on all question pages once."""
    if enabled():
        env.auto_reload = False
        for name in SAME:
            _remember(env.get_template(name))
    return env


def _remember(template: Any) -> None:
    render = template.root_render_func
    found: list[str] = []

    def remembered(context: Any) -> Iterator[str]:
        page = context.get("page")
        if not page or not page.file.src_uri.startswith("questions/"):
            yield from render(context)
            return
        if not found:
            found.append("".join(render(context)))
        yield found[0]

    template.root_render_func = remembered
