"""The commands as a person runs them: what they print, what they write, how they end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared import shared

DOCUMENT = """2026年客服专员面试题及答案

一、情景面试题(共2题,每题5分)

1.客户说“昨天答应回电的人没有回”,您第一句话怎么说?

答案:先替昨天的同事道歉,再报出自己的工号和回电的时间。

解析:有人、有时间,客户才放心。

2.同一件事客户第三次来电,您会先做什么?

答案:把前两次的记录念给他听,请他改正。

解析:不让客户从头再讲。
"""


def run(*arguments: str, cwd: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    wenda = Path(sys.executable).with_name("wenda")
    return subprocess.run(
        [str(wenda), *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_import_writes_pages_and_a_table_and_then_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DOCUMENT, "utf-8")
    first = run("import", "in", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "questions new" in first.stdout
    pages = tree(tmp_path / "docs/questions")
    assert len(pages) == 2
    second = run("import", "in", cwd=tmp_path)
    assert second.returncode == 0
    assert [line.split()[-1] for line in second.stdout.splitlines() if "questions unchanged" in line] == ["2"]
    assert tree(tmp_path / "docs/questions") == pages


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOCUMENT, "utf-8")
    done = run("import", "a.txt", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "Would be imported" in done.stdout
    assert not (tmp_path / "docs").exists()


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(b"PK\x03\x04" + bytes(200))
    (tmp_path / "in/b.txt").write_text(DOCUMENT, "utf-8")
    done = run("import", "in", cwd=tmp_path)
    assert done.returncode == 1
    assert "a.txt" in done.stderr
    assert len(tree(tmp_path / "docs/questions")) == 2


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--max-file", "0.0001", "larger than the 0.0001 MB"),
        ("--max-line", "10", "characters in a line, more than 10; --max-line"),
        ("--max-questions", "1", "has 2 questions, more than 1; --max-questions"),
    ],
)
def test_caps_can_be_set_and_are_named(tmp_path: Path, option: str, value: str, says: str) -> None:
    (tmp_path / "a.txt").write_text(DOCUMENT, "utf-8")
    done = run("import", "a.txt", option, value, cwd=tmp_path)
    assert done.returncode == 1
    assert says in done.stderr
    assert not (tmp_path / "docs/questions").exists()


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run("import", "nowhere.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr
    assert not (tmp_path / "docs").exists()


def test_extract_prints_one_object_a_document_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOCUMENT, "utf-8")
    done = run("extract", "--format", "jsonl", "a.txt", "missing.txt", cwd=tmp_path)
    assert done.returncode == 1
    found, missing = map(json.loads, done.stdout.splitlines())
    assert found["title"] == "2026年客服专员面试题及答案"
    assert found["roles"] == ["agent"]
    assert [q["points"] for q in found["questions"]] == [5, 5]
    assert found["questions"][0]["section"] == "情景面试题"
    assert "missing.txt" in missing["error"]
    assert sorted(tree(tmp_path)) == ["a.txt"]


def test_standard_input_is_a_document(tmp_path: Path) -> None:
    done = run("extract", "-", cwd=tmp_path, text=DOCUMENT)
    assert len(json.loads(done.stdout)["questions"]) == 2
    assert run("import", "-", cwd=tmp_path, text=DOCUMENT).returncode == 0
    assert len(tree(tmp_path / "docs/questions")) == 2


@pytest.mark.slow
def test_order_and_number_of_files_make_no_difference(tmp_path: Path) -> None:
    other = DOCUMENT.replace("2026年客服专员", "2025年客服经理").replace("请他改正", "请他补充")
    for name, texts in {"one": (DOCUMENT, other), "two": (other, DOCUMENT)}.items():
        (tmp_path / name).mkdir()
        for number, text in enumerate(texts):
            (tmp_path / name / f"{text[:4]}.txt").write_text(text, "utf-8")
            done = run("import", f"{name}/{text[:4]}.txt", "--docs", f"docs-{name}", cwd=tmp_path)
            assert done.returncode == 0, f"{number}: {done.stderr}"
    assert tree(tmp_path / "docs-one") == tree(tmp_path / "docs-two")


def test_import_of_the_seeds_makes_a_site_of_their_questions(tmp_path: Path) -> None:
    seeds = sorted(str(path) for path in shared("seeds").glob("*.txt"))
    done = run("import", *seeds, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run("build", "--docs", "docs", "--site", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site/questions").glob("*.html"))) == 47
    roles = {path.stem for path in (tmp_path / "site/roles").glob("*.html")}
    assert roles == {"index", "agent", "marketing", "manager", "director"}


def test_plain_mkdocs_builds_too(tmp_path: Path) -> None:
    project = Path(__file__).parents[1]
    mkdocs = Path(sys.executable).with_name("mkdocs")
    done = subprocess.run(
        [str(mkdocs), "build", "--site-dir", str(tmp_path / "site")],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/roles/agent.html").exists()


@pytest.mark.parametrize("command", ["import", "extract", "index", "build", "serve"])
def test_every_command_says_what_it_is_for(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 4


def test_lines_that_recur_and_fit_no_rule_are_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, role in enumerate(("客服专员", "客服经理", "客服总监")):
        text = DOCUMENT.replace("客服专员", role) + "\n青竹文档汇 独家整理 全站畅读\n"
        (tmp_path / f"in/{number}.txt").write_text(text, "utf-8")
    done = run("import", "in", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "“青竹文档汇 独家整理 全站畅读” stands in 3 documents and fits no rule" in done.stderr


def test_an_import_is_brief_and_verbose_lists_all(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, thing in enumerate(["茶杯", "雨伞", "台灯", "书签", "围巾", "口琴", "纸船"]):
        (tmp_path / f"in/{number}.txt").write_text(f"{thing}在桌上放了{number}天。", "utf-8")
    brief = run("import", "in", "--dry-run", cwd=tmp_path)
    assert brief.returncode == 0
    (line,) = brief.stderr.splitlines()
    assert "7 warnings about 7 documents" in line
    assert "--verbose" in line
    whole = run("import", "in", "--dry-run", "--verbose", cwd=tmp_path)
    assert len(whole.stderr.splitlines()) == 7
    assert brief.stdout == whole.stdout


def test_the_shipped_documents_change_no_shipped_page_and_are_no_news(tmp_path: Path) -> None:
    project = Path(__file__).parents[1]
    shutil.copytree(project / "docs/questions", tmp_path / "docs/questions")
    done = run("import", str(project / "sources"), cwd=tmp_path)
    assert done.returncode == 0
    assert "kept as edited" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert tree(tmp_path / "docs/questions") == tree(project / "docs/questions")


def test_a_folder_without_a_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/README.md").write_text("#", "utf-8")
    done = run("import", "in", cwd=tmp_path)
    assert done.returncode == 0
    assert "warning: in: holds no file to import" in done.stderr


def test_an_address_to_serve_at_has_a_port(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    done = run("serve", "--address", "nonsense", cwd=tmp_path)
    assert done.returncode == 2
    assert "nonsense is no address like 127.0.0.1:8000" in done.stderr


NAMES = {
    "not UTF-8": b"\xff\xfe.txt",
    "two lines": "新\n行.txt".encode(),
    "reserved elsewhere": b"CON.txt",
    "255 bytes": b"a" * 251 + b".txt",
    "an option": b"-rf.txt",
    "markup": b"<img src=x onerror=alert(1)>.txt",
    "a template": b"{{7*7}}.txt",
    "right to left": "\u202etxt.exe.txt".encode(),
    "YAML": b"a: [b] #c.txt",
    "spaces at its ends": b" a .txt",
}


# Six commands a name: those that have broken something with every change, the others with the slow suites.
BROKE = ("not UTF-8", "two lines")


@pytest.mark.parametrize(
    "name", [each if each in BROKE else pytest.param(each, marks=pytest.mark.slow) for each in NAMES]
)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = os.fsencode(tmp_path) + b"/in/" + NAMES[name]
    (tmp_path / "in").mkdir()
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(DOCUMENT.encode())
    assert run("import", "in", cwd=tmp_path).returncode == 0
    pages = tree(tmp_path / "docs/questions")
    assert len(pages) == 2
    for given in (b"in", path):
        done = run("import", os.fsdecode(given), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert tree(tmp_path / "docs/questions") == pages
    (tmp_path / "docs/index.md").write_text("# 问答\n", "utf-8")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    done = run("trace", Path(min(pages)).stem, "in", cwd=tmp_path)
    assert "答案:" in done.stdout
    done = run("unimport", "--", os.fsdecode(NAMES[name]), cwd=tmp_path)
    assert done.stdout.count("deleted") == 2, done


@pytest.mark.parametrize(
    "command", [("new",), ("withdraw", "00000000", "--reason"), ("mv", "00000000", "--roles")]
)
def test_words_that_are_no_text_are_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "docs").mkdir()
    done = run(*command, "怎么\udcff办？", cwd=tmp_path)
    assert done.returncode == 2
    assert "怎么\\udcff办？ is no text in UTF-8" in done.stderr


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    code = "import sys, wenda.cli.main; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "genanki",
        "mkdocs",
        "markdown",
        "yaml",
        "opencc",
        "jsonschema",
        "rich",
        "nh3",
        "minify",
        "rapidfuzz",
        "asyncio",
        "numpy",
    }
    assert heavy & set(done.stdout.split()) == set()


def test_a_build_that_finds_nothing_new_loads_nothing_that_makes_pages() -> None:
    code = "import sys, wenda.site.build; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "mkdocs", "genanki", "opencc", "rapidfuzz"} & set(done.stdout.split()) == set()
