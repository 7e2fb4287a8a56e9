"""Was it late? One rule, as a function of a row and as a condition of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Q


class Timed(Protocol):
    """A row of a list, or the model itself: whatever has a state and a deadline."""

    @property
    def state(self) -> str: ...

    @property
    def due_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class DeadlineClock:
    """The clock of rows with ``state`` and ``due_at``: it stands while their state is ``still``."""

    still: frozenset[str]

    def runs(self, state: str) -> bool:
        """True in states in which a deadline counts."""
        return state not in self.still

    def is_late(self, row: Timed, *, now: datetime) -> bool:
        """True when the deadline has passed and the clock runs."""
        due = row.due_at
        return due is not None and self.runs(row.state) and due < now

    def running(self) -> Q:
        """Return the condition that a row's deadline counts."""
        return ~Q(state__in=sorted(self.still))

    def late(self, now: datetime) -> Q:
        """Return what ``is_late`` says, as a condition; add ``closed_at=None`` for the index."""
        return self.running() & Q(due_at__lt=now)
