"""Learn from labelled questions which runs of characters speak for which kind and topic: `make weights`.

    python training/fit.py            writes scripts/wenda/rules/weights.tsv
    python training/fit.py --check    how well questions of one author are told by those of all others

training/NAME.txt are the questions of one author each: `kind|topic topic|question`, the main topic first. All were
written for this project. Two linear models are added, each on the scale of its own scores: a support vector machine
(https://scikit-learn.org, LinearSVC) and a complement naive Bayes (Rennie et al., Tackling the Poor Assumptions of Naive
Bayes Text Classifiers, ICML 2003). A run counts once in a question, by its inverse document frequency; one that only
one question has is left out. The weights that are near nothing are dropped, the others become whole numbers.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from wenda.classifying import classify, learned
from wenda.classifying.taxonomy import kinds, topics
from wenda.model import Question

FOLDER = Path(__file__).parent
TARGET = FOLDER.parent / "scripts/wenda/rules" / learned.FILE
KEPT = 0.2
"""Share of the weights that are kept, the furthest from nothing."""
SPREAD = 10.0
"""The standard deviation of the training questions' scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question with what a person said of it, the main topic first, and who wrote it."""

    kind: str
    topics: tuple[str, ...]
    text: str
    author: str


def read() -> list[Labelled]:
    """Return the questions; raise ValueError, naming the line, where one does not follow the form."""
    known_kinds, known_topics = {term.id for term in kinds()}, {term.id for term in topics()}
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            kind, _, rest = line.partition("|")
            names, _, text = rest.partition("|")
            if kind not in known_kinds or not set(names.split()) <= known_topics or not text or "|" in text:
                raise ValueError(f"{path.name}:{number}: needs kind|topic topic|question: {line[:60]}")
            found.append(Labelled(kind=kind, topics=tuple(names.split()), text=text, author=path.stem))
    return found


def digest() -> str:
    """Return the digest of all questions, by which tests see that the weights are of these."""
    joined = "\0".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt")))
    return hashlib.sha256(joined.encode()).hexdigest()


def fit(runs: Any, labels: list[str], ids: list[str]) -> Any:
    """Return a matrix (ids x runs) of weights from the questions' runs and labels."""
    machine = LinearSVC(C=1.0, fit_intercept=False, random_state=0).fit(runs, labels)
    bayes = ComplementNB(alpha=0.3).fit(runs, labels)
    assert list(machine.classes_) == list(bayes.classes_) == sorted(ids)
    likely = bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(0, keepdims=True)
    both = sum(each / (runs @ each.T).std() for each in (machine.coef_, likely))
    return both[[sorted(ids).index(each) for each in ids]]


def table(questions: list[Labelled]) -> str:
    """Return what rules/weights.tsv holds for these questions."""
    vectors = TfidfVectorizer(analyzer=learned.runs, min_df=2, binary=True)
    runs = vectors.fit_transform([each.text for each in questions])
    kind_ids = [term.id for term in kinds() if any(each.kind == term.id for each in questions)]
    topic_ids = [term.id for term in topics()]
    told = [number for number, each in enumerate(questions) if each.topics]
    parts = [
        fit(runs, [each.kind for each in questions], kind_ids),
        fit(runs[told], [questions[number].topics[0] for number in told], topic_ids),
    ]
    # A question's vector has length one: without it a score is a plain sum, and which is highest stays the same.
    weights = np.vstack([_levels(part * vectors.idf_) for part in parts])
    present = runs > 0
    level = SPREAD / np.std((present @ weights.T)[:, len(kind_ids) :])
    lines = [
        "# How much runs of characters speak for kinds and topics: made by `make weights`, not by hand.",
        f"# of: {digest()}",
        f"# kinds: {' '.join(kind_ids)}",
        f"# topics: {' '.join(topic_ids)}",
        f"# level: {level:.6g}",
    ]
    for number, run in enumerate(vectors.get_feature_names_out()):
        column = weights[:, number]
        codes = "".join(
            learned.letter(at) + learned.coded(int(column[at])) for at in np.flatnonzero(column).tolist()
        )
        if codes:
            lines.append(f"{run}\t{codes}")
    return "\n".join(lines) + "\n"


def _levels(weights: Any) -> Any:
    size = np.abs(weights)
    kept = np.where(size >= np.quantile(size, 1 - KEPT), weights, 0)
    scale = np.quantile(np.abs(kept), 0.9995) / learned.LEVELS
    return np.clip(np.round(kept / scale), -learned.LEVELS, learned.LEVELS).astype(int)


def shares(questions: list[Labelled]) -> tuple[float, float]:
    """Return the shares of questions whose kind is told, and of those with topics whose first of ours is among them."""
    kind_told = topic_told = 0
    for each in questions:
        asked = Question(ordinal=1, text=each.text, start=0, end=0)
        kind_told += classify.kind(asked) == each.kind
        topic_told += not set(classify.question_topics(asked)[:1]).isdisjoint(each.topics)
    return kind_told / len(questions), topic_told / sum(bool(each.topics) for each in questions)


def main() -> None:
    """Write the weights, or print how they do on authors that were left out."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument(
        "--check", action="store_true", help="leave each author out in turn and print the shares"
    )
    questions = read()
    if not arguments.parse_args().check:
        TARGET.write_text(table(questions), "utf-8")
        return
    for author in sorted({each.author for each in questions}):
        others = learned.parse(table([each for each in questions if each.author != author]))
        with mock.patch.object(learned, "weights", lambda others=others: others):
            kind, topic = shares([each for each in questions if each.author == author])
        print(f"{author}: kind {kind:.3f}, topic {topic:.3f}", flush=True)


if __name__ == "__main__":
    main()
