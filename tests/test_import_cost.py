"""What an import costs where many documents ask the same, counted: YAML is made and read for what is new only."""

from __future__ import annotations

import dataclasses
import gc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from test_library import QUESTION, asked, snapshot
from wenda.classifying import titles
from wenda.importing import importer, loading
from wenda.record import family, frontmatter
from wenda.record.library import Library
from wenda.record.page import parse


@pytest.fixture
def yaml(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the characters that are dumped to YAML and loaded from it."""
    counted: Counter[str] = Counter()
    entries, load = frontmatter.entries, frontmatter.load

    def dumping(values: Any) -> str:
        text = entries(values)
        counted["dumped"] += len(text)
        return text

    def loading(front: str, where: str) -> dict[str, Any]:
        counted["loaded"] += len(front)
        return load(front, where)

    monkeypatch.setattr(frontmatter, "entries", dumping)
    monkeypatch.setattr(frontmatter, "load", loading)
    return counted


@pytest.mark.parametrize("dry_run", [True, False])
def test_another_document_that_asks_the_same_costs_what_it_says(
    tmp_path: Path, yaml: Counter[str], dry_run: bool
) -> None:
    library = Library(tmp_path)
    costs = []
    for number in range(120):
        yaml.clear()
        change = library.reconcile(asked(QUESTION, "先复述前三次。", f"{number:03x}"))
        library.apply(change, dry_run=dry_run)
        costs.append(yaml.total())
        assert change.outcome == ("duplicate" if number else "new")
    assert max(costs[1:]) < 2_000
    assert len(change.after) > 15_000


def test_a_question_that_is_there_is_read_once(tmp_path: Path, yaml: Counter[str]) -> None:
    families = [asked(QUESTION, "先复述前三次。", f"{number:03x}") for number in range(40)]
    library = Library(tmp_path)
    for each in families:
        library.apply(library.reconcile(each))
    again = Library(tmp_path)
    yaml.clear()
    assert {again.reconcile(each).outcome for each in families} == {"unchanged"}
    (page,) = (tmp_path / "questions").glob("*.md")
    assert yaml["loaded"] < 1.5 * len(page.read_text("utf-8"))


def test_what_is_done_with_is_not_kept(tmp_path: Path) -> None:
    parse.cache_clear()
    places = []
    for number in range(6):
        path = tmp_path / f"{number}.txt"
        path.write_text(
            f"客服面试题\n\n1. 第{number}位客户催单，您怎么答？\n答：先查物流。\n\n2. {QUESTION}\n答：先复述。\n",
            "utf-8",
        )
        places.append((path, path.name))
    report = importer.import_sources(places, Library(tmp_path), dry_run=True, advance=lambda: None)
    assert report.outcomes == {"new": 7, "duplicate": 5}
    assert report.changes == []
    assert parse.cache_info().currsize == 0


def test_a_document_that_was_read_leaves_nothing_that_only_a_collection_frees() -> None:
    """Collections of all objects are rare beside much that stays: what waits for one grows with the documents."""
    places = loading.sources([Path(__file__).parents[1] / "sources"])
    for place in places:  # what is loaded once
        loading.load(place, label=True)
    gc.collect()
    gc.disable()
    try:
        for place in places:
            loading.load(place, label=True)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_question_is_classified_by_the_process_that_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place, *_) = loading.sources([Path(__file__).parents[1] / "sources"])
    found = loading.load(place, label=True)
    assert len(found.labels) == len(found.families) > 0
    family._known.clear()  # as in another process
    alone, report = Library(tmp_path / "alone"), importer.Report()
    importer.reconcile(dataclasses.replace(found, labels=()), alone, report, dry_run=False)
    family._known.clear()

    def never(question: object) -> str:
        raise AssertionError("classified again")

    monkeypatch.setattr(titles, "title_of", never)
    taken, report = Library(tmp_path / "taken"), importer.Report()
    importer.reconcile(found, taken, report, dry_run=False)
    assert report.errors == []
    assert snapshot(tmp_path / "taken") == snapshot(tmp_path / "alone")
