"""Whatever stops a command, wherever: pages and site are the old ones or the new ones, whole, and the next run repairs."""

from __future__ import annotations

import ctypes
import dataclasses
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faulty import Done, at_write, interrupt, kill, no_network, noting, run
from test_cli import DOCUMENT, tree
from wenda import files
from wenda.importing import loading
from wenda.record import page
from wenda.record.ids import question_id

A = question_id("客户说“昨天答应回电的人没有回”，您第一句话怎么说？", ())
B = question_id("同一件事客户第三次来电，您会先做什么？", ())
BETTER = DOCUMENT.replace("不让客户从头再讲", "客户不必从头再讲一遍")

# What stands there before, and the command.
COMMANDS: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "import new": ((), ("import", "in")),
    "import again, better": ((("import", "old"),), ("import", "in")),
    "index": ((("import", "in"),), ("index",)),
    "index, fewer": ((("import", "in"), ("index",), ("withdraw", A, B, "--reason", "wrong")), ("index",)),
    "merge": ((("import", "in"),), ("merge", A, B, "--on", "2026-01-31")),
    "withdraw": ((("import", "in"),), ("withdraw", A, B, "--reason", "rights", "--on", "2026-01-31")),
    "publish": ((("import", "in"),), ("publish",)),
    "unimport": ((("import", "in"),), ("unimport", "in/a.txt", "--on", "2026-01-31")),
    "mv": ((("import", "in"),), ("mv", A, "--roles", "manager", "--on", "2026-01-31")),
    "new": ((), ("new", "客户把话听反了，您怎么改口？", "--roles", "agent")),
    "distinct": ((("import", "in"),), ("duplicates", "--distinct", A, B)),
    "export json": ((("import", "old"), ("export", "json"), ("import", "in")), ("export", "json")),
    "export markdown": ((("import", "in"),), ("export", "markdown")),
    "export anki": ((("import", "old"), ("export", "anki"), ("import", "in")), ("export", "anki")),
}
# What a command holds while it writes, where that is not the folder of pages.
HELD = {
    f"export {form}": f"dist/wenda.{end}"
    for form, end in (("json", "json"), ("markdown", "md"), ("anki", "apkg"))
}
# Done already: the second run says so instead of doing it again.
SAYS_SO = {"new": "has its page already", "unimport": "no page came from it"}


def start(folder: Path, name: str) -> tuple[Path, tuple[str, ...]]:
    """Return a folder as it is before the command, and the command."""
    earlier, command = COMMANDS[name]
    base = folder / "base"
    for each, text in (("in", BETTER), ("old", DOCUMENT)):
        (base / each).mkdir(parents=True)
        (base / each / "a.txt").write_text(text, "utf-8")
    for one in earlier:
        assert run(one, base).status == 0
    return base, command


def pages_of(folder: Path) -> dict[str, bytes]:
    """Return all that a command may have written: not the locks, which stay as empty files, nor the system's tmp."""
    return {
        path: data
        for path, data in tree(folder).items()
        if not path.endswith(".wenda.lock") and not path.startswith("tmp/")
    }


def stopped_everywhere(folder: Path, name: str, act: Callable[[], None]) -> int:
    """Stop a command at each of its writes in turn, run it again, and return at how many that was."""
    base, command = start(folder, name)
    whole = folder / "whole"
    shutil.copytree(base, whole)
    assert run(command, whole).status == 0
    before, after = pages_of(base), pages_of(whole)
    for number in range(1, 200):
        there = folder / f"at{number}"
        shutil.copytree(base, there)
        done = run(command, there, at_write(number, there, act))
        if done.status == 0:
            return number - 1
        assert done.status in (-9, 130), done
        unharmed(there, before, after)
        again = run(command, there)
        assert again.status == 0 or SAYS_SO.get(name, "-") in again.err, again
        assert pages_of(there) == after, f"{name} at {number}"
        shutil.rmtree(there)
    raise AssertionError("it never ends")


def unharmed(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Check that every file is the old one or the new one, and every page can be read."""
    for path, data in pages_of(folder).items():
        if path.endswith((".tmp", ".lock.json")):
            continue
        assert data in (before.get(path), after.get(path)), path
        if "questions" in path:
            page.read(data.decode(), path)
    assert {path for path in before if path in after} <= set(pages_of(folder))


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_each_write(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    assert stopped_everywhere(tmp_path, name, kill) >= 3


@pytest.mark.parametrize("name", ["import again, better", "merge"])
def test_interrupted_at_each_write(tmp_path: Path, name: str) -> None:
    assert stopped_everywhere(tmp_path, name, interrupt) >= 3


def small_files(limit: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def one_line(done: Done, status: int) -> None:
    """Check that a command failed with its status and one line that is no traceback."""
    assert done.status == status, done
    assert done.err.startswith("wenda: "), done
    assert len(done.err.strip().splitlines()) == 1, done


@pytest.mark.parametrize(
    "name",
    [
        "import new",
        "import again, better",
        "index",
        "merge",
        "withdraw",
        "mv",
        "new",
        "export json",
        "export anki",
    ],
)
def test_disk_full(tmp_path: Path, name: str) -> None:
    base, command = start(tmp_path, name)
    before = pages_of(base)
    done = run(command, base, before=small_files(100))
    one_line(done, 1)
    assert "File too large" in done.err or "dist/wenda.apkg: cannot be written: disk I/O error" in done.err
    assert pages_of(base) == before
    assert run(command, base).status == 0


def obey_modes() -> None:
    """Take from root, in this process, the capabilities that let it write everywhere (capset(2))."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None)
    if libc.capget(header, data) == 0:
        data[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.capset(header, data)


@pytest.mark.parametrize(
    "name",
    [
        "import new",
        "import again, better",
        "index",
        "merge",
        "withdraw",
        "publish",
        "export json",
        "export anki",
    ],
)
def test_read_only_target(tmp_path: Path, name: str) -> None:
    base, command = start(tmp_path, name)
    (base / "tmp").mkdir(exist_ok=True)
    before = pages_of(base)
    folders = [each for each in (base, *base.rglob("*")) if each.is_dir() and each.name != "tmp"]
    for each in folders:
        each.chmod(0o555)
    try:
        done = run(command, base, before=obey_modes)
    finally:
        for each in folders:
            each.chmod(0o755)
    one_line(done, 1)
    assert "Permission denied" in done.err
    assert pages_of(base) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_two_at_once(tmp_path: Path, name: str) -> None:
    base, command = start(tmp_path, name)
    before = pages_of(base)
    with files.writer(base / HELD.get(name, "docs"), "import"):
        done = run(command, base)
    one_line(done, 3)
    assert "`wenda import` (process" in done.err
    assert pages_of(base) == before


def test_two_builds_at_once_and_a_build_beside_an_import(tmp_path: Path) -> None:
    base, _ = start(tmp_path, "index")
    before = pages_of(base)
    for held, by in (("site", "build"), ("docs", "import")):
        with files.writer(base / held, by):
            done = run(("build",), base)
        one_line(done, 3)
        assert f"`wenda {by}` (process" in done.err
        assert pages_of(base) == before


def test_an_export_of_nothing_replaces_no_export(tmp_path: Path) -> None:
    base, _ = start(tmp_path, "export json")
    before = pages_of(base)
    for each in (base / "docs/questions").glob("*.md"):
        each.unlink()
    for form in ("json", "markdown", "anki"):
        one_line(run(("export", form), base), 1)
    assert {path: data for path, data in pages_of(base).items() if "questions" not in path} == {
        path: data for path, data in before.items() if "questions" not in path
    }


def test_no_network_in_import_index_and_build(tmp_path: Path) -> None:
    base, command = start(tmp_path, "import new")
    for each in (command, ("index",), ("build",)):
        done = run(each, base, no_network)
        assert done.status == 0, done
    assert (base / "site/questions" / f"{A}.html").exists()
    with pytest.raises(AssertionError, match="network"):
        no_network("socket.getaddrinfo", ("example.org", 80))


def killed_build(folder: Path, name: str) -> None:
    """Kill a build at steps from its first change to its last: the site is the old one or the new one, whole."""
    base, _ = start(folder, name)
    if (base / "docs").exists():
        assert run(("build",), base).status == 0
    assert run(("import", "in"), base).status == 0
    old = tree(base / "site")
    whole = folder / "whole"
    shutil.copytree(base, whole)
    log = folder / "writes"
    assert run(("build",), whole, noting(whole, log)).status == 0
    new, writes = tree(whole / "site"), log.read_text("utf-8").splitlines()
    assert old != new
    exchange = max(i for i, line in enumerate(writes, 1) if "dlsym" in line or line.endswith("/.site.new"))
    points = {*range(1, len(writes), len(writes) // 6), *range(exchange - 1, exchange + 3), len(writes)}
    for number in sorted(points):
        there = folder / f"at{number}"
        shutil.copytree(base, there)
        assert run(("build",), there, at_write(number, there, kill)).status == -9
        assert tree(there / "site") in (old, new), writes[number - 1]
        assert run(("build",), there).status == 0
        assert tree(there / "site") == new
        assert not [each.name for each in there.iterdir() if each.name.startswith(".site.") and each.is_dir()]
        shutil.rmtree(there)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["import new", "import again, better"])
def test_a_killed_build(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    killed_build(tmp_path, name)


def test_disk_full_in_a_build(tmp_path: Path) -> None:
    base, command = start(tmp_path, "import new")
    assert run(command, base).status == 0
    done = run(("build",), base, before=small_files(20_000))
    assert done.status == 1
    assert done.err.startswith("wenda: ")
    assert "Traceback" not in done.err
    assert not (base / "site").exists()
    assert not (base / ".site.new").exists()


def test_few_questions_do_not_replace_many(tmp_path: Path) -> None:
    base, command = start(tmp_path, "import new")
    assert run(command, base).status == 0
    assert run(("build",), base).status == 0
    old = tree(base / "site")
    for each in (base / "docs/questions").glob("*.md"):
        each.unlink()
    done = run(("build",), base)
    one_line(done, 1)
    assert "has 2 questions, the new site would have 0" in done.err
    assert tree(base / "site") == old
    assert run(("build", "--allow-fewer"), base).status == 0
    assert not list((base / "site").glob("questions/*.html"))


def test_a_document_in_which_less_is_found_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, command = start(tmp_path, "import new")
    assert run(command, base).status == 0
    before = pages_of(base)
    loaded = loading.load
    monkeypatch.setattr(loading, "load", lambda *given: dataclasses.replace(loaded(*given), families=()))
    done = run(command, base)
    assert done.status == 1
    assert "0 questions are found where 2 were before" in done.err
    assert pages_of(base) == before
    assert run((*command, "--allow-fewer"), base).status == 0
