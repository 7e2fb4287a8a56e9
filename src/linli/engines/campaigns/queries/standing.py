"""Standing visits: who needs one this week, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from linli.engines.campaigns.actions.door_selection import care_of
from linli.engines.campaigns.models import Campaign, Door, EffectRun, Reached
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of
from linli.engines.campaigns.rules import Need, visit_need
from linli.registry.access import Actor

WEEK = timedelta(days=7)
ASKING = ("open_case", "raise_wish", "raise_topic")  # effects of an answer that asks for something


@dataclass(frozen=True, slots=True)
class DueDoor:
    """A door that falls due, and how much it needs a visit."""

    door: Door
    need: Need


@dataclass(frozen=True, slots=True)
class WeekPage:
    """Whom to visit this week; ``total``: with those that do not stand in ``rows``."""

    campaign: Campaign
    rows: Sequence[DueDoor]
    total: int


def needs_visit(
    actor: Actor,
    campaign_id: int,
    *,
    today: date,
    limit: int = 100,
    cases: Mapping[int, int] | None = None,
) -> WeekPage:
    """Return whom to visit this week, the most needed first (5 queries).

    What a person put first (``moved_up``) stays first. ``cases``: household → open
    matters, which another engine knows.
    """
    campaign = campaign_for(actor, campaign_id)
    due = _due(actor, campaign, today=today)
    homes = {door.household_id for door, _has_asked in due if door.household_id}
    care = care_of(homes)
    reached = dict(Reached.objects.filter(household__in=homes).values_list("household", "at"))
    rows = []
    for door, has_asked in due:
        home = door.household_id or 0
        last = reached.get(home)
        need = visit_need(
            care=care.get(home, set()),
            days_since=(today - timezone.localdate(last)).days if last else None,
            every_days=campaign.every_days,
            open_cases=(cases or {}).get(home, 0),
            last=_last(door, has_asked=has_asked),
        )
        rows.append(DueDoor(door, need))
    rows.sort(key=_order)
    return WeekPage(campaign, rows[:limit], total=len(rows))


def _due(actor: Actor, campaign: Campaign, *, today: date) -> list[tuple[Door, bool]]:
    """Return the doors that fall due this week, and those that a person put first; beside each
    whether its last answer asked for something."""
    asked = EffectRun.objects.filter(visit=OuterRef("answer"), do__in=ASKING)
    due = Q(due_on__lte=today + WEEK) | Q(moved_up=1)
    doors = doors_of(actor, campaign).filter(due).exclude(state__in=("refused", "moved", "vacant"))
    rows = doors.annotate(has_asked=Exists(asked)).select_related("person", "walker")
    return [(door, door.has_asked) for door in rows]


def _last(door: Door, *, has_asked: bool) -> str:
    """Say what of the last visit speaks for another: "absent", "asked", or nothing."""
    if door.state == Door.State.ABSENT:
        return "absent"
    return "asked" if has_asked else ""


def _order(row: DueDoor) -> tuple[int, int, int]:
    return -row.door.moved_up, -row.need.score, row.door.order
