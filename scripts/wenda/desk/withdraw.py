"""Taking a question back: its words go, its address stays and says why, and no import brings it back."""

from __future__ import annotations

from pathlib import Path

from wenda.desk.desk import find, find_open, save
from wenda.errors import WendaError
from wenda.record.notices import withdrawn
from wenda.record.page import Page

REASONS = {"rights": "权利人提出异议", "wrong": "内容有误", "outdated": "内容已经过时"}
"""Reasons that come up, with the words that readers see; any other text is shown as it is."""


def withdraw(docs: Path, page_id: str, reason: str, *, on: str) -> Page:
    """Put a notice in the place of a page and return it; a page that is withdrawn already stays as it is.

    Raises WendaError for a page that does not exist or was merged into another, and for no reason.
    """
    reason = " ".join(REASONS.get(reason, reason).split())
    if not reason:
        raise WendaError("say why: readers who follow an old link are told")
    page = find(docs, page_id)
    if page.withdrawn and not page.withdrawn.until_import:
        return page
    if not page.withdrawn:
        page = find_open(docs, page_id)
    notice = withdrawn(page, reason, on)
    save(docs, notice)
    return notice
