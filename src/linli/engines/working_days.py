"""Verbs over the days that are worked, with a look at what every engine's open rows make of them.

Which days are worked is the house's and each community's (core.calendar); deadlines that run over
them are the engines', which say how they follow by ``Engine.redating``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import transaction

from linli.core import calendar
from linli.engines.plug import ENGINES, Redating
from linli.engines.sections import Follows
from linli.registry.access import Actor, require
from linli.registry.models import Place


@dataclass(frozen=True)
class Day:
    """A day as somebody wants it: worked, off, or (None) as the rule above says.

    Without a community it is the whole house's, which only its administrator changes.
    """

    day: date
    is_working: bool | None
    name: str = ""
    community: Place | None = None


@dataclass(frozen=True)
class Changes:
    """What happens to open rows, of each engine that has deadlines (``sections.Follows``)."""

    of_engines: tuple[tuple[Redating, Follows], ...] = ()

    @property
    def moved(self) -> list[Any]:
        """The rows that get new dates."""
        return list(chain.from_iterable(changes.moved for _by, changes in self.of_engines))

    @property
    def kept(self) -> int:
        """How many keep the date that somebody set."""
        return sum(changes.kept for _by, changes in self.of_engines)

    @property
    def lost(self) -> int:
        """How many lose their kind: by a day, none."""
        return sum(changes.lost for _by, changes in self.of_engines)

    @property
    def communities(self) -> set[int]:
        """In which communities any of it happens."""
        return set().union(*(changes.communities for _by, changes in self.of_engines))


def look_at_day(wanted: Day, *, by: Actor) -> Changes:
    """Return which open rows get another due date. Writes nothing."""
    _require(wanted, by=by)
    return _changes_of([wanted])


@transaction.atomic
def set_day(wanted: Day, *, by: Actor) -> Changes:
    """Keep a day and give the open rows that run over it their new due dates."""
    changes = look_at_day(wanted, by=by)
    if wanted.community is None:
        _set_house_day(wanted, by=by)
    elif wanted.is_working is None:
        calendar.clear_own_day(wanted.day, community_id=wanted.community.pk, by=by)
    else:
        calendar.set_own_day(
            wanted.day, is_working=wanted.is_working, name=wanted.name,
            community_id=wanted.community.pk, by=by,
        )  # fmt: skip
    return _follow(changes, by=by)


@transaction.atomic
def set_house_days(days: Iterable[Day], *, years: Iterable[int], by: Actor) -> Changes:
    """Keep many days of the house at once, such as a year's notice."""
    wanted = list(days)
    require(by, "manage_house")
    changes = _changes_of(wanted)
    for day in wanted:
        _set_house_day(day, by=by)
    for year in years:
        calendar.mark_year(year, by=by)
    return _follow(changes, by=by)


def mark_year(year: int, *, by: Actor) -> None:
    """Say that every holiday of a year has been entered."""
    require(by, "manage_house")
    calendar.mark_year(year, by=by)


def _require(wanted: Day, *, by: Actor) -> None:
    if wanted.community is None:
        require(by, "manage_house")
    else:
        require(by, "manage_rules", path=wanted.community.path)


def _set_house_day(wanted: Day, *, by: Actor) -> None:
    if wanted.is_working is None:
        calendar.clear_day(wanted.day, by=by)
    else:
        calendar.set_day(wanted.day, is_working=wanted.is_working, by=by, name=wanted.name)


def _changes_of(wanted: list[Day]) -> Changes:
    """Look at the open rows that run over any of these days; they are of one owner."""
    if not wanted:
        return Changes()
    days: Mapping[date, bool | None] = {day.day: day.is_working for day in wanted}
    community = wanted[0].community
    asked = [engine.redating for engine in ENGINES.values() if engine.redating is not None]
    return Changes(
        tuple((redating, redating.look(days, community=community)) for redating in asked)
    )


def _follow(changes: Changes, *, by: Actor) -> Changes:
    for redating, of_engine in changes.of_engines:
        redating.follow(of_engine, by=by)
    return changes
