"""What lets MkDocs build question pages at less cost, all of it here and none of it needed.

WENDA_PLAIN=1 switches it off; the site is the same byte for byte, which tests/test_faster.py holds. What it rests on:

- Python-Markdown's parser is made anew for each page by MkDocs. `Markdown.reset` is there for using it again, and
  MkDocs registers what belongs to a page under names of its own, which takes the place of the page's before.
- What is around the article is the same on all question pages, or nearly: see `wenda.site.frame`.
- Templates do not change while a build runs, so that nobody needs to ask the disk whether they have.
- An address relative to a question page is that relative to any other: all lie in one folder.
- Each of Python-Markdown's inline patterns needs a letter of `_INLINE` to match, and MkDocs' reader of raw HTML a `<`.
  Where another extension brings a pattern, all texts go through all patterns.
- A question's front matter has been read, and checked, when MkDocs begins.
- Nobody asks for a page's Markdown once it is HTML, nor for that once it is in a file.
- Markdown hands a block of HTML on as it is: a list's rows, which are one, need not go through it, nor through MkDocs'
  search for anchors, of which they have none.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wenda.record.page import Page
from wenda.site import text_only
from wenda.site.frame import QuestionTemplate

QUESTION = "question.html"
"""The template of question pages."""

_PATTERNS = {"backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference"}
_PATTERNS |= {"short_image_ref", "autolink", "automail", "linebreak", "html", "entity", "not_strong"}
_PATTERNS |= {"em_strong", "em_strong2"}
_INLINE = re.compile(r"[`\\\[<&*_]|  \n")
_ROWS = re.compile(r'^<ul class="wd-list">\n(?:<li.*\n)*</ul>$', re.MULTILINE)
_READ = "---\n{}\n---\n"
_EMPTY = '<ul class="wd-list"></ul>'


def enabled() -> bool:
    """Whether the build is to be fast."""
    return os.environ.get("WENDA_PLAIN", "") != "1"


def source_of(page: Page) -> str:
    """Return a question's Markdown as MkDocs is to read it: its front matter has been read, its title is put back later."""
    return _READ + page.body


def lay_aside(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Return a list's Markdown with an empty list for each of its lists of rows, and these.

    None on the plain way, and none where an introduction has an empty list of its own.
    """
    rows = tuple(_ROWS.findall(markdown)) if enabled() and _EMPTY not in markdown else ()
    return (_ROWS.sub(_EMPTY, markdown) if rows else markdown), rows


def put_back(content: str, rows: tuple[str, ...]) -> str:
    """Return the HTML of what `lay_aside` returned, with the rows in their places."""
    parts = content.split(_EMPTY)
    return (
        "".join(part for pair in zip(parts, (*rows, ""), strict=True) for part in pair) if rows else content
    )


def forget(page: Any, part: str) -> None:
    """Let go of what MkDocs holds of a page to the end of the build, once nobody asks for it any more."""
    if enabled():
        setattr(page, part, "")  # not None: MkDocs takes that for a page without a title


@contextlib.contextmanager
def fewer_collections() -> Iterator[None]:
    """Look for rings of objects that nobody uses a hundred times more rarely: pages leave next to none.

    Each look goes through all that a build keeps, which grows with the pages.
    """
    import gc

    before = gc.get_threshold()
    if enabled():
        gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
            made[html] = _spare_plain_text(markdown.Markdown(**settings))
        return made[html].reset()

    class RawHTML(vars(pages)["_RawHTMLPreprocessor"]):  # type: ignore[misc]
        def run(self, lines: list[str]) -> list[str]:
            if any("<" in line for line in lines):
                super().run(lines)
            return lines

    plain_data = vars(pages)["meta"].get_data

    def data_of(source: str) -> tuple[str, dict[str, Any]]:
        if source.startswith(_READ):
            return source.removeprefix(_READ).lstrip("\n"), {}
        found: tuple[str, dict[str, Any]] = plain_data(source)
        return found

    ours = {
        "meta": SimpleNamespace(get_data=data_of),
        "markdown": SimpleNamespace(**vars(pages)["markdown"].__dict__ | {"Markdown": parser}),
        "_RawHTMLPreprocessor": RawHTML,
    }
    before = {name: vars(pages)[name] for name in ours}
    vars(pages).update(ours)
    try:
        yield
    finally:
        vars(pages).update(before)


def _spare_plain_text(parser: Any) -> Any:
    """Return the parser, made to try no inline pattern on a text that none can match."""
    names = {each.name for each in parser.inlinePatterns._priority}
    inline = parser.treeprocessors["inline"]
    handle = inline._InlineProcessor__handleInline

    def handled(data: str, patternIndex: int = 0) -> str:
        return handle(data, patternIndex) if _INLINE.search(data) else data

    if names <= _PATTERNS:
        inline._InlineProcessor__handleInline = handled
    return parser


def remember_frames(env: Any, finish: Callable[[str], str], project: Path) -> Any:
    """Return a build's Jinja environment, made to render what is the same on all question pages once.

    `finish` is what is done to each page's HTML afterwards, but for tidying. Compiled templates are kept in `project`.
    """
    if enabled():
        env.auto_reload = False
        _keep_compiled(env, project)
        _remember_templates(env)
        _remember_addresses(env)
        pages = QuestionTemplate(env, QUESTION, finish)
        get = env.get_template
        env.get_template = lambda name, *more: pages if name == QUESTION and not more else get(name, *more)
    return env


def _keep_compiled(env: Any, project: Path) -> None:
    """Keep what templates are compiled to, as Python does its own: in .cache, by the text of each and by versions.

    Without it where the folder cannot be written.
    """
    from jinja2 import FileSystemBytecodeCache

    folder = project / ".cache" / "templates"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if os.access(folder, os.W_OK):
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _remember_templates(env: Any) -> None:
    """Find a template by its name in a plain dictionary: a page includes some thirty."""
    found: dict[str, Any] = {}
    get = env.get_template

    def get_template(name: Any, parent: str | None = None, globals: Any = None) -> Any:
        if globals or not isinstance(name, str):
            return get(name, parent, globals)
        if name not in found:
            found[name] = get(name, parent)
        return found[name]

    env.get_template = get_template


def _remember_addresses(env: Any) -> None:
    """Make an address relative to a question page once for all of them: a page has some fifty."""
    from jinja2 import pass_context
    from mkdocs.utils import normalize_url

    @lru_cache(maxsize=1 << 16)
    def from_question(address: str) -> str:
        return normalize_url(address, page=SimpleNamespace(url="questions/x.html"))  # type: ignore[arg-type]

    plain = env.filters["url"]

    @pass_context
    def url(context: Any, value: Any) -> str:
        page = context["page"]
        if page is not None and page.url.startswith("questions/"):
            return from_question(str(value))
        return str(plain(context, value))

    env.filters["url"] = url
