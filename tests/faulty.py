"""A command in a process of its own with a fault in it: killed at its n-th write, interrupted, full disk, no network.

The process is forked, with the package imported and its rules loaded, so that a command costs what it does and not
what Python takes to start.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import wenda.desk.merge
import wenda.desk.unimport
import wenda.desk.withdraw
import wenda.importing.importer
import wenda.pipeline
import wenda.reading.read
import wenda.site.build
import wenda.site.index
from wenda.cli.main import main

Fault = Callable[[str, tuple[Any, ...]], None]

_WRITES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended: its status, minus the signal's number where one ended it, and what it said."""

    status: int
    out: str
    err: str


def run(
    arguments: Sequence[str], folder: Path, *faults: Fault, before: Callable[[], None] | None = None
) -> Done:
    """Run `wenda` with `arguments` in `folder`; `faults` see each of its audit events, `before` runs first."""
    _warm()
    with tempfile.TemporaryDirectory() as temporary:
        out, err = Path(temporary) / "out", Path(temporary) / "err"
        child = os.fork()
        if child == 0:
            status = 70
            try:
                _redirect(out, err)
                os.chdir(folder)
                tempfile.tempdir = str(folder / "tmp")
                (folder / "tmp").mkdir(exist_ok=True)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                sys.argv = ["wenda", *arguments]
                for fault in faults:
                    sys.addaudithook(fault)
                if before:
                    before()
                status = _status()
            finally:
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        return Done(
            status=os.waitstatus_to_exitcode(ended), out=out.read_text("utf-8"), err=err.read_text("utf-8")
        )


@functools.cache
def _warm() -> None:
    wenda.pipeline.process(
        wenda.reading.read.decode(
            "一、情景题\n\n1.客户说没收到货，您怎么办？\n\n答案：先听。\n".encode(), "a"
        )
    )


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _redirect(out: Path, err: Path) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))


def at_write(number: int, folder: Path, act: Callable[[], None]) -> Fault:
    """Return the fault that does `act` just before the `number`-th change below `folder`, counted from 1."""
    left = number

    def fault(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if is_write(event, arguments, folder):
            left -= 1
            if left == 0:
                act()

    return fault


def noting(folder: Path, log: Path) -> Fault:
    """Return the fault that is none: it writes down what is changed, one line a change."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def fault(event: str, arguments: tuple[Any, ...]) -> None:
        if is_write(event, arguments, folder):
            os.write(descriptor, f"{event} {arguments[0]}\n".encode())

    return fault


def is_write(event: str, arguments: tuple[Any, ...], folder: Path) -> bool:
    """Whether an audit event is a change of a file below `folder`, or the exchange of two folders."""
    if event == "ctypes.dlsym":
        return bool(arguments[1] == "renameat2")
    if event == "open":
        if not isinstance(arguments[2], int) or not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return False
    elif event not in _WRITES:
        return False
    path = arguments[0]
    return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(os.path.abspath(path)).startswith(  # noqa: PTH100
        str(folder) + os.sep
    )


def kill() -> None:
    """End this process at once, as kill -9 does."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    """Do what Ctrl-C does."""
    signal.raise_signal(signal.SIGINT)


def no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse everything that has to do with another machine."""
    import socket

    asked = event in (
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.connect",
        "socket.sendto",
        "socket.bind",
    )
    if asked or (event == "socket.__new__" and arguments[1] != socket.AF_UNIX):
        raise AssertionError(f"network: {event} {arguments}")
