"""Standing visits: who needs one this week, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from linli.engines.campaigns.actions.door_selection import care_of
from linli.engines.campaigns.models import Campaign, Door, EffectRun, Reached
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of
from linli.engines.campaigns.rules import visit_need
from linli.registry.access import Actor

WEEK = timedelta(days=7)
ASKING = ("open_case", "raise_wish", "raise_topic")  # effects of an answer that asks for something


def needs_visit(
    actor: Actor,
    campaign_id: int,
    *,
    today: date,
    limit: int = 100,
    cases: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """Return whom to visit this week, the most needed first (5 queries).

    ``{"campaign", "rows": [{"door", "need"}], "total"}``; ``need`` is a ``rules.Need`` with its
    reasons. What a person put first (``moved_up``) stays first. ``cases``: household → open
    matters, which another engine knows.
    """
    campaign = campaign_for(actor, campaign_id)
    doors = _due(actor, campaign, today=today)
    homes = {door.household_id for door in doors if door.household_id}
    care = care_of(homes)
    reached = dict(Reached.objects.filter(household__in=homes).values_list("household", "at"))
    rows = []
    for door in doors:
        home = door.household_id or 0
        last = reached.get(home)
        need = visit_need(
            care=care.get(home, set()),
            days_since=(today - timezone.localdate(last)).days if last else None,
            every_days=campaign.every_days,
            open_cases=(cases or {}).get(home, 0),
            last=_last(door),
        )
        rows.append({"door": door, "need": need})
    rows.sort(key=_order)
    return {"campaign": campaign, "rows": rows[:limit], "total": len(rows)}


def _due(actor: Actor, campaign: Campaign, *, today: date) -> list[Any]:
    """Return the doors that fall due this week, and those that a person put first."""
    asked = EffectRun.objects.filter(visit=OuterRef("answer"), do__in=ASKING)
    due = Q(due_on__lte=today + WEEK) | Q(moved_up=1)
    doors = doors_of(actor, campaign).filter(due).exclude(state__in=("refused", "moved", "vacant"))
    return list(doors.annotate(has_asked=Exists(asked)).select_related("person", "walker"))


def _last(door: Any) -> str:
    """Say what of the last visit speaks for another: "absent", "asked", or nothing."""
    if door.state == Door.State.ABSENT:
        return "absent"
    return "asked" if door.has_asked else ""


def _order(row: dict[str, Any]) -> tuple[int, int, int]:
    return -row["door"].moved_up, -row["need"].score, row["door"].order
