"""As much of WebDriver BiDi over a WebSocket as a smoke test in Debian's Firefox needs; Playwright drives its own only."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from programs import FIREFOX


class Tab:
    """One tab: go somewhere, evaluate JavaScript there. Raises AssertionError with what Firefox says went wrong."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._number = 0
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self._receive(1)
        assert b" 101 " in answer, answer
        self._ask("session.new", {"capabilities": {}})
        self._context = self._ask("browsingContext.getTree", {})["contexts"][0]["context"]

    def close(self) -> None:
        """Let go of the socket; the browser is ended by whoever started it."""
        self._socket.close()

    def goto(self, url: str) -> None:
        """Navigate and wait for the load event."""
        self._ask("browsingContext.navigate", {"context": self._context, "url": url, "wait": "complete"})

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression as JSON makes it."""
        found = self._ask(
            "script.evaluate",
            {
                "expression": f"JSON.stringify({expression})",
                "target": {"context": self._context},
                "awaitPromise": True,
            },
        )
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        self._send(json.dumps({"id": self._number, "method": method, "params": parameters}).encode())
        while True:
            message = json.loads(self._message())
            if message.get("id") == self._number:
                assert message["type"] == "success", message
                return message["result"]

    def _send(self, data: bytes) -> None:
        length = len(data)
        size = bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + struct.pack(">H", length)
        mask = os.urandom(4)
        self._socket.sendall(b"\x81" + size + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(data)))

    def _message(self) -> bytes:
        data = b""
        while True:
            first, second = self._receive(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self._receive(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._receive(8))
            data += self._receive(length)
            if first & 0x80:
                return data

    def _receive(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self._socket.recv(count - len(data))
            assert part, "Firefox closed the connection"
            data += part
        return data


@contextmanager
def firefox(profile: Path) -> Iterator[Tab]:
    """Yield a tab of a headless Firefox with a fresh profile."""
    profile.mkdir(parents=True, exist_ok=True)
    command = [
        str(FIREFOX),
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        said = (re.search(r"BiDi listening on ws://127\.0\.0\.1:(\d+)", line) for line in process.stderr)
        tab = Tab(int(next(filter(None, said))[1]))
        yield tab
        tab.close()
    finally:
        process.terminate()
        process.communicate(timeout=20)
