"""What a process remembers for a minute, so that not every page asks for what hardly changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

KEEP_SECONDS = 60
MOST_KEPT = 500

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")
_all: list[Forgets] = []


class Forgets(Protocol):
    """Whatever remembers something, and can forget it."""

    def forget(self) -> None: ...


class Cache(Generic[Key, Answer]):
    """Answers by key. Whoever changes what was asked forgets it; other processes lag a minute."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[float, Answer]] = {}
        forget_with_all(self)

    def of(self, key: Key, ask: Callable[[], Answer]) -> Answer:
        """Return what ``ask`` answered within the last minute, else ask."""
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        answer = ask()
        self._kept[key] = (time.monotonic() + KEEP_SECONDS, answer)
        return answer

    def forget(self) -> None:
        """Ask anew from now on."""
        self._kept.clear()


def forget_with_all(memory: Forgets) -> None:
    """Let ``forget_all`` reach a memory, too."""
    _all.append(memory)


def forget_all() -> None:
    """Forget everything: between tests, each of which has a house of its own."""
    for memory in _all:
        memory.forget()
