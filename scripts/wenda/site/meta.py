"""What machines read on a page: JSON-LD, the absolute address, and the QR code of it for print."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from wenda.record.page import parse
from wenda.site.links import Link
from wenda.site.text import plain
from wenda.site.views import QuestionView


def absolute(site_url: str | None, path: str) -> str | None:
    """Return the absolute address of a path of the site; None without SITE_URL."""
    return f"{site_url.rstrip('/')}/{path}" if site_url else None


def qr_code(address: str) -> str:
    """Return the QR code of an address as `side:bits`, the bits row by row in base64 (error correction L).

    The page's script draws it: as SVG it would be a tenth of the page's weight.
    """
    import segno

    rows = segno.make(address, error="l", micro=False).matrix
    bits = "".join("1" if cell else "0" for row in rows for cell in row)
    data = int(bits.ljust(-len(bits) % 8 + len(bits), "0"), 2).to_bytes((len(bits) + 7) // 8, "big")
    return f"{len(rows)}:{base64.b64encode(data).decode()}"


def breadcrumbs(crumbs: Sequence[Link], title: str, path: str, site_url: str | None) -> dict[str, Any]:
    """Return the BreadcrumbList of a page; without SITE_URL it has names only."""
    items = []
    for place, (name, target) in enumerate([*((c.name, c.path) for c in crumbs), (title, path)], 1):
        item: dict[str, Any] = {"@type": "ListItem", "position": place, "name": name}
        address = absolute(site_url, "" if target == "index.html" else target)
        items.append(item | ({"item": address} if address else {}))
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def learning_resource(view: QuestionView, site_url: str | None) -> dict[str, Any]:
    """Return the LearningResource of a question; each value stands on the page too.

    Not a QAPage: that is for sites where readers post answers.
    """
    page = view.page
    address = absolute(site_url, f"questions/{page.id}.html")
    values: Mapping[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.title,
        "description": plain(parse(page.body).question, limit=300),
        "identifier": page.id,
        "inLanguage": "zh-CN",
        "learningResourceType": view.kind.name if view.kind else None,
        "about": [topic.name for topic in view.topics] or None,
        "audience": [{"@type": "Audience", "audienceType": role.name} for role in view.roles] or None,
        "dateModified": page.reviewed_on,
        "isAccessibleForFree": True,
        "url": address,
    }
    return {key: value for key, value in values.items() if value is not None}


def script_json(value: Any) -> str:
    """Return JSON that can stand in a script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
