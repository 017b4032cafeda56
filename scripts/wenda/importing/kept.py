"""What an import would have written to pages that it kept because somebody edited them, as diffs."""

from __future__ import annotations

import difflib
import html
from collections.abc import Iterable

from wenda.record.family import place
from wenda.record.library import Change
from wenda.record.page import read


def news(changes: Iterable[Change]) -> list[Change]:
    """Return the kept pages of which a source says something that no import has found before."""
    return [
        each for each in changes if each.noted and _unused(each.noted) - _unused(each.before or each.noted)
    ]


def differing(changes: Iterable[Change]) -> list[Change]:
    """Return the kept pages that an import would write otherwise, whether that is news or not."""
    return [
        each
        for each in changes
        if each.outcome == "edited"
        and each.before
        and read(each.before).generated != read(each.after).generated
    ]


def _unused(text: str) -> set[tuple[tuple[str, int], str]]:
    return {(place(source), source.unused) for source in read(text).sources if source.unused}


def diff(change: Change) -> str:
    """Return the page as it stands against the page as the import would write it, as a unified diff."""
    name = f"questions/{change.id}.md"
    lines = difflib.unified_diff(
        (change.before or "").splitlines(),
        change.after.splitlines(),
        f"{name} (kept)",
        f"{name} (import)",
        lineterm="",
    )
    return "\n".join(lines)


def section(changes: Iterable[Change]) -> str:
    """Return the diffs as a part of the cleaning record, HTML with everything of the pages escaped; news first."""
    found = differing(changes)
    if not found:
        return ""
    fresh = {change.id for change in news(found)}
    parts = [
        f"<details><summary><code>{change.id}</code>{'　来源有新内容' * (change.id in fresh)}</summary>"
        f"<pre>{html.escape(diff(change))}</pre></details>\n"
        for change in sorted(found, key=lambda each: (each.id not in fresh, each.id))
    ]
    head = (
        f"<h2>编辑过而保留的页面：{len(found)}，其中来源有新内容的：{len(fresh)}</h2>\n"
        "<p>减号是页面现在的样子，加号是这次导入本来会写的。</p>\n"
    )
    return f'<section class="kept">{head}{"".join(parts)}</section>\n'
