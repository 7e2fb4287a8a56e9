"""Files that live and die with a transaction.

A file is written to ``incoming/`` and moved to its folder when the transaction commits. What is
rolled back goes at once; what a ``kill -9`` left behind is found by the clock's sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.db.transaction import TransactionManagementError

from linli.core.files import storage

INCOMING = "incoming"
PICTURES, SOUNDS = (".webp",), (".weba", ".oga", ".m4a", ".mp3", ".wav")
LEFT_OVER = timedelta(hours=24)

Holder = Callable[[Collection[str]], set[str]]
_holders: dict[str, Holder] = {}
_kept_here: ContextVar[list[str] | None] = ContextVar("files_kept_here", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Open a transaction (within another: a savepoint) that takes its files with it when it fails.

    Every verb that keeps files begins with it, as a decorator or in a ``with``.
    """
    outer, kept, is_through = _kept_here.get(), list[str](), False
    token = _kept_here.set(kept)
    try:
        with transaction.atomic():
            yield
        is_through = True
    finally:
        _kept_here.reset(token)
        if outer is not None:
            outer.extend(kept)
        if not is_through or not transaction.get_connection().in_atomic_block:
            _let_go(kept)  # even of a verb that went through: a savepoint within may have failed


def begin_keeping(file: str) -> str:
    """Return where to write a new file now. Raises what Django does outside a transaction."""
    kept = _kept_here.get()
    if kept is None or not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("Files are kept inside the verb: see core.files.keeping.")
    kept.append(file)
    transaction.on_commit(lambda: settle(file))
    return f"{INCOMING}/{file}"


def settle(file: str) -> None:
    """Move a file to where it stays."""
    storage.move(f"{INCOMING}/{file}", file)


def forget(file: str) -> None:
    """Delete a file, wherever it lies."""
    storage.delete(file)
    storage.delete(f"{INCOMING}/{file}")


def held_by(folder: str, holder: Holder) -> None:
    """Let a room say which of the given names its rows hold, for files a crash left behind."""
    _holders[folder] = holder


def sweep(*, now: datetime) -> int:
    """Delete files whose transaction never committed, a day on. Returns how many."""
    paths = [
        path
        for ending in (*PICTURES, *SOUNDS)
        for path in storage.older(INCOMING, now - LEFT_OVER, ending=ending)
    ]
    files = [name.removeprefix(f"{INCOMING}/") for name in paths]
    held = _held(files)
    for file in files:
        if file in held:
            settle(file)
        else:
            storage.delete(f"{INCOMING}/{file}")
    return len(set(files) - held)


def _let_go(files: Iterable[str]) -> None:
    """Delete those that never settled. Rows are asked: it may be only a hook that failed."""
    left = [file for file in files if storage.is_there(f"{INCOMING}/{file}")]
    if not left or transaction.get_connection().needs_rollback:
        return  # of a transaction that is lost as a whole; its own end comes here again
    held = _held(left)
    for file in left:
        if file not in held:
            storage.delete(f"{INCOMING}/{file}")


def _held(files: Collection[str]) -> set[str]:
    """Ask each folder's room which of its files stand in a row (1 query a folder)."""
    held: set[str] = set()
    for folder in {file.split("/")[0] for file in files}:
        own = [file for file in files if file.split("/")[0] == folder]
        held |= _holders[folder](own) if folder in _holders else set()
    return held
