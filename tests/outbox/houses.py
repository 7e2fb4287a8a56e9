"""Other houses, as the outbox meets them: a web server and a mail server, on loopback."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, dict[str, Any]]


@dataclass
class Call:
    """One request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content


@dataclass
class House:
    """Answers each call with what ``answer`` says; keeps what it was asked."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answer: Callable[[Call], Answer] = lambda call: (200, {})
    hang_up: bool = False  # take the request, then break the line


@contextmanager
def web_house() -> Iterator[House]:
    """Open a web server for a while."""
    house = House()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): text for name, text in self.headers.items()}
            call = Call(parts.path, dict(parse_qsl(parts.query)), headers, body)
            house.calls.append(call)
            if house.hang_up:
                self.close_connection = True
                return
            status, content = house.answer(call)
            raw = json.dumps(content).encode()
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", content["to"])
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    house.url = f"http://127.0.0.1:{server.server_port}"
    with _serving(server):
        yield house


@dataclass
class Mailbox:
    """What a mail server took in: (sender, receivers, letter)."""

    port: int = 0
    letters: list[tuple[str, list[str], str]] = field(default_factory=list)
    refuse_with: str = ""  # answer to RCPT
    hang_up: bool = False  # take the letter, then break the line


class MailDoor(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 for one letter."""

    @property
    def box(self) -> Mailbox:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        return box

    def handle(self) -> None:
        self.say("220 here")
        self.sender, self.receivers = "", list[str]()
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA" and not self.took_letter():
                return
            if word != "DATA":
                self.say(self.answer(word, line))
            if word == "QUIT":
                return

    def answer(self, word: str, line: str) -> str:
        address = line.partition("<")[2].partition(">")[0]
        if word == "MAIL":
            self.sender = address
        if word == "RCPT":
            self.receivers.append(address)
            return self.box.refuse_with or "250 ok"
        return "250 ok"

    def took_letter(self) -> bool:
        self.say("354 go on")
        self.box.letters.append((self.sender, self.receivers, self.letter()))
        if not self.box.hang_up:
            self.say("250 taken")
        return not self.box.hang_up

    def letter(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_house() -> Iterator[Mailbox]:
    """Open a small SMTP server for a while."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailDoor)
    box = Mailbox(port=server.server_address[1])
    server.box = box  # type: ignore[attr-defined]
    with _serving(server):
        yield box


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
