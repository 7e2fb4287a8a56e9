"""How far a campaign has come: in all, by building, by area, by village, by day, by round."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from linli.engines.campaigns.models import Campaign, Conflict, Visit
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of, sees_all
from linli.engines.campaigns.queries.tally import Tally, state_now, tallies_of
from linli.engines.campaigns.rules import DONE
from linli.registry.access import Actor

STANDING_DAYS = 90  # a standing campaign has no first day: so far back its days are drawn
GROUPED = (
    "building", "building__name", "entrance", "entrance__name", "walker", "walker__name",
    "household__village", "now",
)  # fmt: skip


def coverage(actor: Actor, campaign_id: int, *, today: date) -> dict[str, Any]:
    """Return how far a campaign has come, as far as the reader's posts reach (5 queries).

    ``campaign``; ``totals`` (Tally); ``buildings`` and ``villages`` [{id, name, tally}];
    ``areas`` [{walker, name, where, tally}] in walking order; ``days``; ``rounds``; ``conflicts``.
    """
    campaign = campaign_for(actor, campaign_id)
    groups = groups_of(actor, campaign, today=today)
    totals = Tally()
    for group in groups:
        totals.add(group["now"], group["doors"])
    conflicts = Conflict.objects.filter(campaign=campaign, settled_at=None)
    if not sees_all(actor, campaign):
        conflicts = conflicts.filter(door__in=doors_of(actor, campaign))
    return {
        "campaign": campaign,
        "totals": totals,
        "buildings": _by(groups, "building", "building__name"),
        "villages": _by(groups, "household__village", "household__village"),
        "areas": areas_of(groups),
        "days": _days(actor, campaign, today=today),
        "rounds": rounds_of(actor, campaign),
        "conflicts": conflicts.count(),
    }


def groups_of(
    actor: Actor, campaign: Campaign, *, today: date | None = None
) -> list[dict[str, Any]]:
    """Count the doors once, by all that the page tells apart; each group with its first door."""
    counted = doors_of(actor, campaign).annotate(now=state_now(today)).values(*GROUPED)
    return list(counted.annotate(doors=Count("pk"), first=Min("order")).order_by("first"))


def _by(groups: list[dict[str, Any]], key: str, name: str) -> list[dict[str, Any]]:
    rows: dict[Any, dict[str, Any]] = {}
    for group in groups:
        value = group[key]
        if value not in rows:
            rows[value] = {"id": value, "name": group[name] or "", "tally": Tally()}
        rows[value]["tally"].add(group["now"], group["doors"])
    return list(rows.values())


def areas_of(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row an area, in walking order: it is places that are compared, not people."""
    whole: dict[Any, set[Any]] = defaultdict(set)
    held: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for group in groups:
        whole[group["building"]].add(group["entrance"])
        held[group["walker"]].append(group)
    rows = _by(groups, "walker", "walker__name")
    for row in rows:
        row["where"] = _where(held[row["id"]], whole)
        row["buildings"] = _by(held[row["id"]], "building", "building__name")
    return rows


def _where(groups: list[dict[str, Any]], whole: dict[Any, set[Any]]) -> list[tuple[str, list[str]]]:
    """Return (building, entrances) pairs; no entrances where the area holds them all."""
    found: dict[Any, dict[Any, str]] = {}
    names: dict[Any, str] = {}
    for group in groups:
        names[group["building"]] = group["building__name"] or ""
        entrances = found.setdefault(group["building"], {})
        entrances[group["entrance"]] = group["entrance__name"] or ""
    return [
        (names[pk], [] if set(held) == whole[pk] else [name for name in held.values() if name])
        for pk, held in found.items()
    ]


def _days(actor: Actor, campaign: Campaign, *, today: date) -> list[dict[str, Any]]:
    """Return every day on which somebody walked: visits, doors done, done until then (1 query)."""
    visits = Visit.objects.filter(campaign=campaign, door__isnull=False)
    if campaign.is_standing:
        visits = visits.filter(day__gt=today - timedelta(days=STANDING_DAYS))
    before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    done = Q(outcome__in=DONE)
    earlier = visits.filter(before, done, door=OuterRef("door")).values("pk")
    if not sees_all(actor, campaign):
        visits = visits.filter(door__in=doors_of(actor, campaign))
    rows = visits.values("day").annotate(
        visits=Count("pk"), done=Count("pk", filter=done & ~Q(Exists(earlier)))
    )
    so_far, days = 0, []
    for row in rows.order_by("day"):
        so_far += row["done"]
        days.append({**row, "so_far": so_far})
    return days


def rounds_of(actor: Actor, campaign: Campaign) -> list[dict[str, Any]]:
    """Return every round of the series with its tally, the first round first (2 queries)."""
    first = campaign.series_id or campaign.pk
    series = Campaign.objects.filter(Q(pk=first) | Q(series=first)).exclude(state="draft")
    rows = list(series.order_by("round", "pk").values("id", "round", "title", "starts_on"))
    tallies = tallies_of(
        actor,
        [row["id"] for row in rows],
        whole=sees_all(actor, campaign),
        standing=campaign.is_standing,
    )
    return [{**row, "tally": tallies[row["id"]]} for row in rows]
