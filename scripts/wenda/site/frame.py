"""The frame of question pages, rendered once: what is around the article is the same on all of them, or nearly so.

Jinja renders a page as its template's text with the blocks' in it. The blocks and the one partial that differ from
question to question are rendered for each; the rest, some nine tenths of the bytes, is rendered for the first page
of its kind with marks in their places, and cut there. What it rests on, beside the order of Jinja's blocks:

- What differs is in `_BLOCKS`, in `_PARTIAL` or is the page's title; or its tabs, its table of contents' first entry
  and whether it is listed, which make another kind of page with a frame of its own.
- All question pages lie in one folder, so that relative addresses are the same, and none is in the navigation.

The plain way (`wenda.site.faster`) renders each page whole; tests/test_faster.py holds that the bytes are the same.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any

_BLOCKS = ("site_meta", "htmltitle", "extrahead", "container")
_PARTIAL = "partials/toc.html"
_TITLE = "title"
_HOLE = re.compile(r"\0(\w+(?:/\w+\.html)?)\0")
_FRAMED = "wenda_framed"


class Tidied(str):
    """HTML of a page without indentation and empty lines, which need not be looked for again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a frame: as it is, and its first line, its whole lines made tidy, and its last line."""

    raw: str
    first: str
    whole: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What is rendered once: the text between the holes, what they hold, and what Jinja knows when it fills one."""

    texts: tuple[Text, ...]
    holes: tuple[str, ...]
    blocks: dict[str, list[Callable[[Any], Iterator[str]]]]
    variables: dict[str, Any]


class QuestionTemplate:
    """Stands for Jinja's template of question pages, to MkDocs, which only calls `render`."""

    def __init__(self, env: Any, name: str, finish: Callable[[str], str]) -> None:
        """Take the template `name` of `env`; `finish` is done to a frame as a whole before it is cut."""
        self._template = env.get_template(name)
        self._partial = env.get_template(_PARTIAL)
        self._finish = finish
        self._frames: dict[Any, _Frame] = {}
        self._render_partial = self._partial.root_render_func
        self._partial.root_render_func = self._partial_or_hole

    def render(self, values: Mapping[str, Any]) -> str:
        """Return the page as its template would, tidied where it has no `<pre>`."""
        page, view = values["page"], values.get("view")
        if view is None or "title" not in page.meta:
            return str(self._template.render(values))
        first = next(iter(page.toc), None)
        kind = (values["tabs"], view.page.listed, first and first.url, tuple(page.meta.get("hide", ())))
        frame = self._frames.get(kind)
        if frame is None:
            frame = self._frames[kind] = self._framed(values)
        return joined(frame.texts, self._filled(frame, values))

    def _partial_or_hole(self, context: Any) -> Iterator[str]:
        if context.get(_FRAMED):
            yield _hole(_PARTIAL)
        else:
            yield from self._render_partial(context)

    def _framed(self, values: Mapping[str, Any]) -> _Frame:
        page = copy.copy(values["page"])
        page.meta = {**page.meta, "title": _hole(_TITLE)}
        context = self._template.new_context({**values, "page": page, _FRAMED: True})
        for name in _BLOCKS:
            context.blocks.setdefault(name, []).insert(0, partial(_only_hole, name))
        text = self._finish("".join(self._template.root_render_func(context)))
        parts = _HOLE.split(text)
        return _Frame(
            texts=tuple(map(cut, parts[::2])),
            holes=tuple(parts[1::2]),
            blocks={**context.blocks, **{name: context.blocks[name][1:] for name in _BLOCKS}},
            variables={
                name: value for name, value in context.vars.items() if name not in {"page", *values, _FRAMED}
            },
        )

    def _filled(self, frame: _Frame, values: Mapping[str, Any]) -> list[str]:
        context = self._template.new_context(values)
        context.blocks = frame.blocks
        context.vars.update(frame.variables)
        filled = {_TITLE: values["page"].meta["title"]}
        for name in frame.holes:
            if name == _PARTIAL:
                inner = self._partial.new_context(context.get_all(), True, {})
                filled[name] = "".join(self._render_partial(inner))
            elif name not in filled:
                filled[name] = "".join(frame.blocks[name][0](context))
        return [filled[name] for name in frame.holes]


def _only_hole(name: str, _context: Any) -> Iterator[str]:
    yield _hole(name)


def _hole(name: str) -> str:
    return f"\0{name}\0"


def cut(raw: str) -> Text:
    """Return a piece of a frame with what `joined` needs of it."""
    first, *lines = raw.split("\n")
    if not lines:
        return Text(raw, first, "", "")
    return Text(raw, first, tidy("\n".join(lines[:-1])), lines[-1])


def tidy(text: str) -> str:
    """Return HTML without indentation, blanks at line ends and empty lines; its last line has no end."""
    # Not by `\s*\n\s*`, which looks for a line's end from each of its blanks.
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def joined(texts: Sequence[Text], filled: Sequence[str]) -> str:
    """Return the page, tidied where it has no `<pre>`; a line with a hole is put together before it is made tidy."""
    if any("<pre" in each for each in filled) or any("<pre" in each.raw for each in texts):
        return "".join(
            part for text, fill in zip_longest(texts, filled, fillvalue="") for part in (_raw(text), fill)
        )
    lines: list[str] = []
    open_line = ""
    for text, fill in zip_longest(texts, filled):
        open_line += text.first
        if "\n" in text.raw:
            lines += (open_line.strip(), text.whole)
            open_line = text.last
        if fill is not None:
            head, end, rest = fill.partition("\n")
            open_line += head
            if end:
                middle, _, last = rest.rpartition("\n")
                lines += (open_line.strip(), tidy(middle))
                open_line = last
    ends = "\n" if lines and not open_line else ""
    return Tidied("\n".join(filter(None, (*lines, open_line.strip()))) + ends)


def _raw(text: Text | str) -> str:
    return text if isinstance(text, str) else text.raw
