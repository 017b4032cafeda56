"""Originals → noise → pipeline gives back the originals, and says where it may not have."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import noise
from wenda import pipeline, simplify
from wenda.model import Document, Question
from wenda.reading import read
from wenda.repairing import gbk
from wenda.repairing.repair import repair
from wenda.repairing.shift import LOST

ORIGINALS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "roundtrip.json").read_text("utf-8")
)
FAMILIES = {"note", "split-note", "lost-lead-byte", "half-width", "doubled-label", "stray-newline"}
FLOOR = 0.99
JOINED = ("lettered", "choice")
LETTERS = "ABCDEFGH"


def render(original: dict[str, Any]) -> str:
    """Return an original in the shape that it names, a line for each part of a question."""
    lines, number = [original["title"]], 0
    for ordinal, section in zip("一二三四五", original["sections"], strict=False):
        if section["heading"]:
            lines.append(f"{ordinal}、{section['heading']}")
        for question in section["questions"]:
            number += 1
            lines += _lines(original["shape"], number, question)
    return "\n".join(lines)


def _lines(shape: str, number: int, question: dict[str, Any]) -> list[str]:
    if shape == "lettered":
        return [f"Q{number}：{question['question']}", f"A{number}：{question['answer']}"]
    if shape == "dialogue":
        return [f"面试官：{question['question']}", f"候选人：{question['answer']}"]
    options = [
        f"{letter}.{option}" for letter, option in zip(LETTERS, question.get("options", ()), strict=False)
    ]
    return [
        f"{number}.{question['question']}",
        *options,
        f"答案：{question['answer']}",
        f"解析：{question['analysis']}",
    ]


def mirrored(seed: int) -> tuple[str, noise.Mirrored]:
    """Return an original, every other one cut short and two of four run together, and what a mirror made of it."""
    rng = Random(seed)
    original = ORIGINALS[seed % len(ORIGINALS)]
    text = render(original)
    if rng.random() < 0.5:
        text = noise.truncate(text, rng)
    if original["shape"] in JOINED:
        return noise.join_lines(text), noise.mirror(text, rng, title=original["title"], join=True)
    return text, noise.mirror(text, rng, title=original["title"])


def process(text: str) -> Document:
    return pipeline.process(read.decode(text.encode(), "case.txt"))


def fold(text: str) -> str:
    """Return a text without blanks, its marks half-width: of those the mirrors leave no trace."""
    return re.sub(r"\s", "", gbk.halve(text))


def fields(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the parts of a question as lines, each with the part whole: a sentence of a text, an option, a key."""
    for part in (question.text, question.answer or "", question.analysis or ""):
        for line in re.split(r"(?<=[。？！；?!;])", fold(part)):
            if line:
                yield line, fold(part)
    for option in question.options:
        yield fold(option), fold(option)


def wrong_lines(want: Document, got: Document) -> tuple[int, list[str]]:
    """Return how many lines the wanted questions have, and those that the found questions lack or have too many."""
    total, wrong = 0, []
    for i in range(max(len(want.outline.questions), len(got.outline.questions))):
        ours, theirs = (
            list(fields(each.outline.questions[i])) if i < len(each.outline.questions) else []
            for each in (want, got)
        )
        total += len(ours)
        found = {whole for _, whole in theirs}
        wanted = {whole for _, whole in ours}
        wrong += [line for line, _ in ours if not any(line in whole for whole in found)]
        wrong += [
            line for line, _ in theirs if not any(line in whole for whole in wanted) and LOST not in line
        ]
    return total, wrong


def doubts(document: Document) -> int:
    return sum(edit.doubtful for step in document.steps for edit in step.edits)


@cache
def trip(seed: int) -> tuple[int, int, int]:
    """Return of one seed the number of lines, of wrong ones, and of doubts that were told."""
    text, mirror = mirrored(seed)
    got = process(mirror.text)
    total, wrong = wrong_lines(process(text), got)
    return total, len(wrong), doubts(got)


@pytest.mark.parametrize("original", ORIGINALS, ids=lambda original: original["shape"])
def test_originals_are_split_as_they_were_written(original: dict[str, Any]) -> None:
    found = process(render(original)).outline.questions
    asked = [question for section in original["sections"] for question in section["questions"]]
    assert [q.text for q in found] == [q["question"] for q in asked]
    assert [q.answer for q in found] == [q["answer"] for q in asked]
    assert [list(q.options) for q in found] == [q.get("options", []) for q in asked]
    assert [q.analysis for q in found] == [q.get("analysis") for q in asked]


@pytest.mark.parametrize("seed", range(len(ORIGINALS)))
def test_noise_is_the_noise_of_the_catalogue(seed: int) -> None:
    _, mirror = mirrored(seed)
    assert {kind for kind, count in mirror.counts.items() if count > 0} == FAMILIES
    assert mirror.counts["note"] >= 100
    assert simplify.is_traditional(mirror.text)


@pytest.mark.parametrize("seed", range(24))
def test_repair_brings_back_the_text(seed: int) -> None:
    """The same on texts alone: what differs after repair is a character that is said to be lost, or a doubt."""
    _, mirror = mirrored(seed)
    steps = repair(mirror.text, traditional=True)
    left = re.findall(r"[一-鿿]\([a-zāáǎàōóǒòēéěèīíǐìūúǔùüǘǚǜ]+\)|\?[a-z]+\)", steps[-1].after)
    assert left == []
    assert repair(steps[-1].after, traditional=True) == ()


def _floor(seeds: range) -> None:
    trips = [trip(seed) for seed in seeds]
    lines, wrong = sum(t[0] for t in trips), sum(t[1] for t in trips)
    assert 1 - wrong / lines >= FLOOR, f"{wrong} of {lines} lines differ"
    silent = [seed for seed, (_, bad, told) in zip(seeds, trips, strict=True) if bad > told]
    assert silent == [], "lines differ and nothing was said"


def test_forty_seeds() -> None:
    _floor(range(40))


@pytest.mark.slow
def test_two_hundred_seeds() -> None:
    every = Counter(
        kind for seed in range(200) for kind, count in mirrored(seed)[1].counts.items() if count > 0
    )
    assert every == dict.fromkeys(FAMILIES, 200)
    _floor(range(200))
