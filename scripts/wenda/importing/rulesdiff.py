"""What a change of rules would change in every source at hand, before anything is written.

Rules are read once by a process, so the two sets of rules are tried in two processes, each with a copy of the
package of its own.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import wenda
from wenda.errors import RulesError, WendaError

_PACKAGE = Path(wenda.__file__).parent


def compare(paths: Sequence[Path], *, rules: Path | None, since: str) -> Iterator[str]:
    """Yield the lines of a diff, document by document.

    With `rules`, a folder with changed rules files, these are tried against the installed ones; without, the
    installed ones against those of the git revision `since`. Raises RulesError for rules that do not load.
    """
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        for copy in (old, new):
            shutil.copytree(_PACKAGE, copy / "wenda", ignore=shutil.ignore_patterns("__pycache__"))
        if rules is None:
            _as_of(since, old / "wenda/rules")
        else:
            for file in sorted(rules.iterdir()):
                shutil.copy(file, new / "wenda/rules" / file.name)
        before, after = _try(old, paths), _try(new, paths)
    for path in before | after:
        yield from difflib.unified_diff(
            before.get(path, []),
            after.get(path, []),
            f"{path} (rules before)",
            f"{path} (rules after)",
            lineterm="",
            n=1,
        )


def describe(path: str) -> list[str]:
    """Return all that the rules decide about a document, in lines that can be compared."""
    from wenda import pipeline
    from wenda.classifying import classify, titles
    from wenda.errors import SourceError
    from wenda.reading import read
    from wenda.reflowing.reflow import reflow

    try:
        document = pipeline.process(read.read(path))
    except SourceError as error:
        return [f"error: {error}"]
    outline = document.outline
    lines = [
        f"title: {outline.title}",
        f"roles: {' '.join(document.roles)}",
        f"questions: {len(outline.questions)}",
    ]
    for question in outline.questions:
        name = f"{question.ordinal}"
        lines += [f"{name} question: {part}" for part in question.text.split("\n")]
        lines += [
            f"{name} title: {titles.title_of(question)}",
            f"{name} kind: {classify.kind(question)}",
        ]
        lines.append(f"{name} topics: {' '.join(classify.question_topics(question))}")
        lines += [f"{name} option: {option}" for option in question.options]
        for part, text in (("answer", question.answer), ("analysis", question.analysis)):
            lines += [f"{name} {part}: {line}" for line in reflow(text or "").split("\n") if line]
    removed = [
        (s.stage, e.rule, s.before[e.start : e.end]) for s in document.steps for e in s.edits if not e.after
    ]
    removed += [("split", e.rule, document.text[e.start : e.end]) for e in outline.removed]
    counted = Counter((stage, rule, " ".join(text.split())) for stage, rule, text in removed)
    lines += [
        f"removed by {stage} {rule}: {text} ×{times}"
        for (stage, rule, text), times in sorted(counted.items())
    ]
    return lines


def _as_of(revision: str, folder: Path) -> None:
    """Put the rules files as they were at a git revision into `folder`; files that are new since then stay."""
    where = _PACKAGE / "rules"
    listed = _git("ls-tree", "--name-only", revision, "./")
    if listed.returncode:
        raise RulesError(
            f"{where}: no rules at git revision {revision}: {listed.stderr.decode().strip()}; use --rules FOLDER"
        )
    for name in listed.stdout.decode().split():
        (folder / name).write_bytes(_git("show", f"{revision}:./{name}").stdout)


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", "-C", str(_PACKAGE / "rules"), *arguments], capture_output=True, check=False
    )


def _try(copy: Path, paths: Sequence[Path]) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "wenda.importing.rulesdiff"]
    done = subprocess.run(
        command,
        input=json.dumps([str(path) for path in paths]).encode(),
        env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RulesError(f"the rules do not load: {done.stderr.decode().strip().splitlines()[-1]}")
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _main() -> None:
    from wenda.classifying import cues, learned, taxonomy
    from wenda.reflowing import structure

    try:
        loads = (
            cues.cues,
            structure.structure,
            taxonomy.roles,
            taxonomy.kinds,
            taxonomy.topics,
            learned.weights,
        )
        for load in loads:
            load()
        print(json.dumps({path: describe(path) for path in json.load(sys.stdin)}))
    except WendaError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _main()
