"""Whoever else logs in on this machine reads nothing of the house: files closed to all but us."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

OURS = (
    "*.key", "ends.jsonl", "*.sqlite3*", "*.part", "demo.json", "files", "programmes", "static",
    "before_restore_*", "restoring-*",
)  # fmt: skip
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def close() -> None:
    """Take every right of others away from the home and what the house keeps in it.

    What belongs to somebody else, or a folder that all may write into, is left as it is: in
    production ``left_open`` then keeps the house shut.
    """
    for path in _left_open():
        mode = path.stat().st_mode
        if mode & stat.S_ISVTX:
            continue
        with suppress(PermissionError):
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def left_open() -> list[Path]:
    """Return the paths that other people on this machine may read or enter."""
    return list(_left_open())


def _left_open() -> Iterator[Path]:
    if os.name != "posix":
        return
    for path in _ours():
        with suppress(FileNotFoundError):
            if path.stat().st_mode & OTHERS:
                yield path


def _ours() -> Iterator[Path]:
    """Yield the home first: once it is closed, nobody reaches what lies below its folders."""
    home = Path(settings.HOME)
    yield home
    for pattern in OURS:
        yield from sorted(home.glob(pattern))
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        for ending in ("", "-wal", "-shm"):
            yield database.with_name(database.name + ending)
