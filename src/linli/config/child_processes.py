"""Processes that the server starts do not outlive it, even if it is killed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

LOOK_EVERY_SECONDS = 1


def when_it_dies(parent: int, then: Callable[[], None]) -> None:
    """Call ``then`` from a thread once this process has another parent than ``parent``."""
    threading.Thread(target=_watch, args=(parent, then), daemon=True).start()


def _watch(parent: int, then: Callable[[], None]) -> None:
    rest = threading.Event()
    while os.getppid() == parent:
        rest.wait(LOOK_EVERY_SECONDS)
    then()
