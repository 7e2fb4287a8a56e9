"""Doors counted by state: how many were reached, how many are done, how many are open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from linli.engines.campaigns.models import Door
from linli.engines.campaigns.queries.reach import doors_in_reach
from linli.engines.campaigns.rules import DONE, REACHED, UNDONE
from linli.registry.access import Actor

DUE = "due"  # standing visits: it was reached, and is to be reached again
STATES = ("met", "phone", "refused", "moved", "vacant", "absent", DUE, "to_visit")  # as pages tell
WORDS = {**dict(Door.State.choices), DUE: pgettext_lazy("door", "due again")}


def due_again(today: date | None = None) -> Q:
    """Narrow to doors of running standing visits that were reached and have fallen due again."""
    day = today or timezone.localdate()
    return Q(state__in=REACHED, due_on__lte=day, campaign__ended_at=None)


def still_open(today: date | None = None) -> Q:
    """Narrow to doors at which somebody is still to be met, or to be met again."""
    return Q(state__in=UNDONE) | due_again(today)


def state_now(today: date | None = None) -> Case:
    """Say a door's state, or ``DUE``: a door met half a year ago is not done for ever."""
    due = When(due_again(today), then=Value(DUE))
    return Case(due, default=F("state"), output_field=CharField())


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
        return self._sum(UNDONE | {DUE})

    @property
    def percent(self) -> int:
        """The share of doors done in whole per cent; 100 only when no door is open."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Return (state, its word, doors) of every state that occurs, done ones first."""
        return [(s, str(WORDS[s]), self.states[s]) for s in STATES if self.states[s]]

    def _sum(self, states: Iterable[str]) -> int:
        return sum(self.states[state] for state in states)


def tallies_of(
    actor: Actor, campaign_ids: list[int], *, whole: bool, standing: bool
) -> dict[int, Tally]:
    """Count the doors of these campaigns by state (one query; over an index alone, unless some are
    ``standing`` visits); without ``whole``, as far as the reader's posts reach."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    doors = Door.objects.filter(campaign__in=campaign_ids)
    if not whole:
        doors = doors.filter(doors_in_reach(actor))
    now = state_now() if standing else F("state")
    counted = doors.annotate(now=now).values_list("campaign", "now").order_by()
    rows = counted.annotate(n=Count("pk"))
    for campaign, state, count in rows:
        tallies[campaign].add(state, count)
    return tallies
