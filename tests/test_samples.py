"""The shipped sources are made from our own questions, and the pipeline gives those questions back."""

from __future__ import annotations

from typing import Any

import pytest

import make_samples
from wenda import pipeline
from wenda.reading import read
from wenda.record.folder import pages
from wenda.record.ids import normalise

LOST = "□"
DOCS = make_samples.HERE.parent / "docs"


@pytest.mark.parametrize("document", make_samples.samples(), ids=lambda document: document["shape"])
def test_a_source_gives_its_questions_back(document: dict[str, Any]) -> None:
    path = make_samples.SOURCES / make_samples.NAMES[document["shape"]]
    found = pipeline.process(read.read(str(path)))
    assert found.outline.title == document["title"]
    asked = [question for section in document["sections"] for question in section["questions"]]
    assert [normalise(q.text) for q in found.outline.questions] == [normalise(q["question"]) for q in asked]
    for got, want in zip(found.outline.questions, asked, strict=True):
        answer = got.answer or ""
        if LOST not in answer:
            assert normalise(answer) == normalise(want["answer"])
        else:
            assert sum(c != LOST for c in answer) > 0.9 * len(want["answer"])


@pytest.mark.parametrize("document", make_samples.samples(), ids=lambda document: document["shape"])
def test_a_source_is_what_its_maker_makes(document: dict[str, Any]) -> None:
    path = make_samples.SOURCES / make_samples.NAMES[document["shape"]]
    assert path.read_text("utf-8") == make_samples.source(document)


def test_their_pages_ship_and_name_them() -> None:
    named = {source.file for page in pages(DOCS) for source in page.sources}
    assert named == set(make_samples.NAMES.values())
    assert sum(bool(page.sources) for page in pages(DOCS)) >= 24
