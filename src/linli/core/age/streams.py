"""Writing and reading ``age`` files as streams, block by block."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from typing import IO

from cryptography.exceptions import InvalidTag

from linli.core.age.keys import (
    COLUMNS,
    VERSION,
    Damaged,
    Key,
    Lock,
    Locked,
    Stanza,
    cipher,
    derived,
    spelt,
    unspelt,
)

BLOCK = 64 * 1024
TAG = 16
LONGEST_LINE = 1024
MOST_LOCKS = 20


class Encrypting:
    """A file to write into: what is written comes out locked. Whoever opened it closes it."""

    def __init__(self, out: IO[bytes], lock: Lock) -> None:
        file_key = os.urandom(16)
        head = VERSION + b"\n" + lock.lock(file_key).lines() + b"---"
        nonce = os.urandom(16)
        out.write(head + b" " + spelt(_mac(file_key, head)).encode() + b"\n" + nonce)
        self._out = out
        self._cipher = cipher(derived(file_key, salt=nonce, label="payload"))
        self._count = 0
        self._waiting = bytearray()

    def write(self, content: bytes) -> int:
        """Take bytes; a full block goes out once more follows it, for the last one is marked."""
        self._waiting += content
        while len(self._waiting) > BLOCK:
            self._put(bytes(self._waiting[:BLOCK]), is_last=False)
            del self._waiting[:BLOCK]
        return len(content)

    def flush(self) -> None:
        """Do nothing: a block goes out when it is full."""

    def close(self) -> None:
        """Write the last block. Without it the file is refused as cut off."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, block: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_number(self._count, is_last=is_last), block, None))
        self._count += 1


class Decrypting:
    """A file to read from: what is read has been proved, block by block.

    Raises ``Locked`` when the key does not fit, ``Damaged`` when the file was changed or cut off.
    """

    def __init__(self, source: IO[bytes], key: Key) -> None:
        self._source = source
        file_key = _file_key(source, key)
        nonce = source.read(16)
        if len(nonce) < 16:
            raise Damaged
        self._cipher = cipher(derived(file_key, salt=nonce, label="payload"))
        self._count = 0
        self._ready = b""
        self._ahead = source.read(BLOCK + TAG)
        self._is_over = False

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes; fewer only at the end."""
        parts, left = [], size if size >= 0 else float("inf")
        while left > 0 and (self._ready or not self._is_over):
            if not self._ready:
                self._ready = self._next()
            part = self._ready[: int(left)] if left != float("inf") else self._ready
            self._ready = self._ready[len(part) :]
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _next(self) -> bytes:
        sealed, self._ahead = self._ahead, self._source.read(BLOCK + TAG)
        self._is_over = not self._ahead
        number = _number(self._count, is_last=self._is_over)
        self._count += 1
        try:
            return self._cipher.decrypt(number, sealed, None)
        except InvalidTag as fault:
            raise Damaged from fault


def is_encrypted(beginning: bytes) -> bool:
    """True when a file that begins like this is one of ours, or of the ``age`` tool."""
    return beginning.startswith(VERSION + b"\n")


def _file_key(source: IO[bytes], key: Key) -> bytes:
    """Read the head up to its proof, and return the file's key."""
    head = _line(source)
    if head != VERSION + b"\n":
        raise Damaged
    stanzas: list[Stanza] = []
    while not (line := _line(source)).startswith(b"---"):
        if not line.startswith(b"-> ") or len(stanzas) == MOST_LOCKS:
            raise Damaged
        stanza, lines = _stanza(line, lambda: _line(source))
        stanzas.append(stanza)
        head += lines
    file_key = next(filter(None, map(key.opened, stanzas)), None)
    if file_key is None:
        raise Locked
    if line[:4] != b"--- ":
        raise Damaged
    proof = unspelt(line[4:].decode("ascii", "replace").rstrip("\n"))
    if not hmac.compare_digest(proof, _mac(file_key, head + b"---")):
        raise Damaged
    return file_key


def _stanza(line: bytes, following: Callable[[], bytes]) -> tuple[Stanza, bytes]:
    """Read one lock: its first line, then its body, which a line shorter than 64 ends."""
    lines, body = line, ""
    while True:
        row = following()
        lines += row
        body += row.decode("ascii", "replace").rstrip("\n")
        if len(row) != COLUMNS + 1:
            break
    words = tuple(line[3:].decode("ascii", "replace").split())
    return Stanza(words, unspelt(body)), lines


def _line(source: IO[bytes]) -> bytes:
    line = source.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise Damaged
    return line


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(derived(file_key, salt=b"", label="header"), head, "sha256")


def _number(count: int, *, is_last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\1" if is_last else b"\0")
