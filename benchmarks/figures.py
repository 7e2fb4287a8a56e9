"""Measuring and saying: SQL statements and CPU of one request, one line a figure."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TURNS = 40  # of each figure; the ``--turns`` of a part
Act = Callable[[int], Any]


@dataclass(frozen=True)
class Cost:
    """Of one request: statements, and milliseconds (the median of many requests)."""

    statements: int
    cpu: float
    elapsed: float

    def __str__(self) -> str:
        return f"{self.statements} SQL · {self.cpu:.1f} ms CPU · {self.elapsed:.1f} ms elapsed"


def say(what: str, figure: object, *, goal: str = "") -> None:
    """Print one line: database, what, figure, goal."""
    from django.db import connection

    ending = f" (goal {goal})" if goal else ""
    print(f"{connection.vendor} · {what}: {figure}{ending}", flush=True)


def cost(act: Act, *, before: Act | None = None, turns: int = 0) -> Cost:
    """Return what one ``act`` costs. ``before`` is done first each time, and not counted."""
    return costs([act], before=before, turns=turns)[0]


def costs(acts: list[Act], *, before: Act | None = None, turns: int = 0) -> list[Cost]:
    """Return what each act costs, ten by ten in turns, so that a busy moment of the machine meets
    all.

    CPU is that of this process, which is the server's: requests come through Django's test client.
    What PostgreSQL does in processes of its own shows in the elapsed time only.
    """
    spent: list[list[tuple[float, float]]] = [[] for _act in acts]
    statements = [_statements(act, before) for act in acts]
    last = (turns or TURNS) + 2
    for first in range(2, last, 10):
        for act, of_act in zip(acts, spent, strict=True):
            for turn in range(first, min(first + 10, last)):
                if before:
                    before(turn)
                cpu, clock = time.process_time(), time.perf_counter()
                act(turn)
                of_act.append((time.process_time() - cpu, time.perf_counter() - clock))
    return [
        Cost(number, *(statistics.median(column) * 1000 for column in zip(*of_act, strict=True)))
        for number, of_act in zip(statements, spent, strict=True)
    ]


def _statements(act: Act, before: Act | None) -> int:
    """Warm up with one turn; count every statement of the next, BEGIN and COMMIT among them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for turn in (0, 1):
        if before:
            before(turn)
        with CaptureQueriesContext(connection) as seen:
            act(turn)
    return len(seen)


def slowest(act: Callable[[str], Any], words: tuple[str, ...]) -> str:
    """Return what the slowest word takes: the median of nine turns, and the fastest of them."""
    times = {word: _times(act, word) for word in words}
    word = max(times, key=lambda word: statistics.median(clock for _cpu, clock in times[word]))
    cpu, clock = zip(*times[word], strict=True)
    return (
        f"{statistics.median(clock):.1f} ms elapsed (fastest {min(clock):.1f}), "
        f"{statistics.median(cpu):.1f} ms CPU, for the slowest of {len(words)}, {word}"
    )


def _times(act: Callable[[str], Any], word: str) -> list[tuple[float, float]]:
    """Return CPU and elapsed milliseconds of each turn."""
    times = []
    for _turn in range(9):
        cpu, clock = time.process_time(), time.perf_counter()
        assert act(word), word
        times.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000))
    return times
