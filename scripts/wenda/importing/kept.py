"""What an import would have written to pages that it kept because somebody edited them, as diffs."""

from __future__ import annotations

import difflib
import html
from collections.abc import Iterable

from wenda.record.library import Change
from wenda.record.page import read


def news(changes: Iterable[Change]) -> list[Change]:
    """Return the kept pages for which the import has something else than what it wrote before the edit."""
    found = []
    for change in changes:
        if change.outcome == "edited" and change.before is not None:
            before, after = read(change.before), read(change.after)
            if before.generated != after.generated:
                found.append(change)
    return found


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
    """Return the diffs as a part of the cleaning record, HTML with everything of the pages escaped."""
    found = news(changes)
    if not found:
        return ""
    parts = [
        f"<details><summary><code>{change.id}</code></summary><pre>{html.escape(diff(change))}</pre></details>\n"
        for change in sorted(found, key=lambda each: each.id)
    ]
    head = f"<h2>编辑过而保留的页面：{len(found)}</h2>\n<p>减号是页面现在的样子，加号是这次导入本来会写的。</p>\n"
    return f'<section class="kept">{head}{"".join(parts)}</section>\n'
