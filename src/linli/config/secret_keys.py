"""Keys that a fresh house makes for itself, once, readable by its owner only."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def kept(home: Path, name: str, given: str) -> str:
    """Return the key given by the environment, else the one kept in ``home``, made on first use.

    A file without a letter in it is no key. A key is written whole: whatever happens, its file
    holds all of it or is not there.
    """
    if given.strip():
        return given.strip()
    path = home / f"{name}.key"
    if not (key := _read(path)):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(home):
            if not (key := _read(path)):  # nobody was quicker
                key = secrets.token_urlsafe(48)
                _write_whole(path, key)
    return key


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip("\0 \t\r\n\ufeff")
    except FileNotFoundError:
        return ""


def _write_whole(path: Path, key: str) -> None:
    """Write beside, make the disk keep it, then give it its name; and make the disk keep that."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time make keys: two that start at once must agree."""
    folder = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
