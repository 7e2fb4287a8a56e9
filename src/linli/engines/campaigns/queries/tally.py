"""Doors counted by state: how many were reached, how many are done, how many are open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from linli.engines.campaigns.models import Target
from linli.engines.campaigns.queries.within import doors_in_reach
from linli.engines.campaigns.rules import DONE, REACHED, UNDONE
from linli.registry.access import Actor

STATES = ("met", "phone", "refused", "moved", "vacant", "absent", "to_visit")  # as pages tell them


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
    def done(self) -> int:
        return self._sum(DONE)

    @property
    def open(self) -> int:
        return self._sum(UNDONE)

    @property
    def percent(self) -> int:
        """The share of doors done in whole per cent; 100 only when no door is open."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Return (state, its word, doors) of every state that occurs, done ones first."""
        words = dict(Target.State.choices)
        return [(s, str(words[s]), self.states[s]) for s in STATES if self.states[s]]

    def _sum(self, states: Iterable[str]) -> int:
        return sum(self.states[state] for state in states)


def tallies_of(actor: Actor, campaign_ids: list[int], *, whole: bool) -> dict[int, Tally]:
    """Count the doors of these campaigns by state (one query over an index alone); without
    ``whole``, as far as the reader's posts reach."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    doors = Target.objects.filter(campaign__in=campaign_ids)
    if not whole:
        doors = doors.filter(doors_in_reach(actor))
    rows = doors.values_list("campaign", "state").annotate(n=Count("pk")).order_by()
    for campaign, state, count in rows:
        tallies[campaign].add(state, count)
    return tallies
