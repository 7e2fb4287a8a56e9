"""Doors counted by state: how many were reached, how many are settled, how many are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from linli.engines.campaigns.models import Target

REACHED = ("met", "phone")
SETTLED = (*REACHED, "refused", "moved", "vacant")  # nobody need go there again in this round
OPEN = ("to_visit", "absent")
STATES = (*SETTLED, "absent", "to_visit")  # in the order in which pages tell them


@dataclass(slots=True)
class Tally:
    """Doors by state. A share is always of all doors, so that every page says the same."""

    states: Counter[str] = field(default_factory=Counter)

    def add(self, state: str, count: int) -> None:
        self.states[state] += count

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def reached(self) -> int:
        return self._sum(REACHED)

    @property
    def settled(self) -> int:
        return self._sum(SETTLED)

    @property
    def open(self) -> int:
        return self._sum(OPEN)

    @property
    def percent(self) -> int:
        """The settled share in whole per cent; 100 only when no door is open."""
        return self.settled * 100 // self.total if self.total else 0

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Return (state, its word, doors) of every state that occurs, settled ones first."""
        words = dict(Target.State.choices)
        return [(s, str(words[s]), self.states[s]) for s in STATES if self.states[s]]

    def _sum(self, states: Iterable[str]) -> int:
        return sum(self.states[state] for state in states)
