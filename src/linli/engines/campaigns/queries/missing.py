"""Doors still to be reached in one campaign, and households that nothing has ever reached."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.engines.campaigns.models import Campaign, Door, Reached, Visit
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of
from linli.engines.campaigns.queries.tally import STATES, WORDS, state_now, still_open
from linli.engines.campaigns.rules import may_try_again, next_slot
from linli.registry.access import Actor
from linli.registry.models import Household
from linli.registry.queries.households import households_of

PAGE = 100


def missing(
    actor: Actor,
    campaign_id: int,
    *,
    building: int | None = None,
    walker: int | None = None,
    state: str = "",
) -> list[dict[str, Any]]:
    """Return the doors still open, in walking order (3 queries); or those of one ``state``.

    A row: id, label, building, entrance, floor, state, word, visits, last_at, come (a slot in
    which nobody came yet, or "" for enough), walker, note. ``walker`` 0 means: of nobody.
    """
    campaign = campaign_for(actor, campaign_id)
    return _rows(campaign, _narrowed(actor, campaign, building, walker, state))


def missing_page(
    actor: Actor, campaign_id: int, *, page: int = 1, **filters: Any
) -> dict[str, Any]:
    """Return ``{"campaign", "rows", "total", "page", "pages"}`` (4 queries)."""
    campaign = campaign_for(actor, campaign_id)
    doors = _narrowed(
        actor, campaign, filters.get("building"), filters.get("walker"), filters.get("state", "")
    )
    total = doors.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = _rows(campaign, doors[(page - 1) * PAGE : page * PAGE])
    return {"campaign": campaign, "rows": rows, "total": total, "page": page, "pages": pages}


def _narrowed(
    actor: Actor, campaign: Campaign, building: int | None, walker: int | None, state: str
) -> QuerySet[Door]:
    doors = doors_of(actor, campaign).select_related("building", "entrance", "walker")
    doors = doors.annotate(now=state_now())
    if state != "all":
        doors = doors.filter(Q(now=state) if state in STATES else still_open())
    if building is not None:
        doors = doors.filter(building=building)
    if walker is not None:
        doors = doors.filter(walker=walker or None)
    return doors.order_by("order", "pk")


def _rows(campaign: Campaign, doors: QuerySet[Door]) -> list[dict[str, Any]]:
    """Return doors as rows, each with the time of day at which to come again (2 queries)."""
    found = list(doors)
    tried: dict[int, list[str]] = defaultdict(list)
    absent = [door.pk for door in found if door.state == Door.State.ABSENT]
    visits = Visit.objects.filter(campaign=campaign, door__in=absent)
    for door, slot in visits.values_list("door", "slot") if absent else ():
        tried[door].append(slot)
    return [_row(door, campaign, tried[door.pk] or [door.last_slot]) for door in found]


def _row(door: Any, campaign: Campaign, tried: list[str]) -> dict[str, Any]:
    again = door.state == Door.State.ABSENT and may_try_again(
        door.visits, campaign.most_visits, refused=False
    )
    return {
        "id": door.pk,
        "label": door.label,
        "building": door.building.name if door.building else "",
        "entrance": door.entrance.name if door.entrance else "",
        "floor": door.floor,
        "state": door.now,
        "word": WORDS[door.now],
        "visits": door.visits,
        "last_at": door.last_at,
        "come": next_slot(tried) if again else "",
        "walker": door.walker.name if door.walker else "",
        "note": door.note,
    }


def households_never_reached(
    actor: Actor, community_id: int, *, building: int | None = None
) -> QuerySet[Household]:
    """Return occupied households that nobody ever met, telephoned or heard from, by door."""
    never = _occupied(actor, community_id).filter(
        ~Exists(Reached.objects.filter(household=OuterRef("pk")))
    )
    if building is not None:
        never = never.filter(building=building)
    return never.select_related("dwelling").order_by(
        "building__order", "dwelling__order", "dwelling_id", "id"
    )


def never_reached(
    actor: Actor, community_id: int, *, page: int = 1, building: int | None = None
) -> dict[str, Any]:
    """Return households that nothing has ever reached (3 queries).

    ``{"rows": [{id, door, village, residence}], "total", "page", "pages", "occupied",
    "buildings": [{id, name, households}]}``; empty homes are not counted.
    """
    counted = households_never_reached(actor, community_id).order_by("building__order")
    groups = counted.values("building", "building__name").annotate(n=Count("pk"))
    buildings = [
        {"id": row["building"], "name": row["building__name"] or "", "households": row["n"]}
        for row in groups
    ]
    total = sum(row["households"] for row in buildings if building in (None, row["id"]))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    homes = households_never_reached(actor, community_id, building=building)
    return {
        "rows": [
            {
                "id": home.pk,
                "door": home.dwelling.label,
                "village": home.village,
                "residence": home.get_residence_display(),
            }
            for home in homes[(page - 1) * PAGE : page * PAGE]
        ],
        "total": total,
        "page": page,
        "pages": pages,
        "occupied": _occupied(actor, community_id).count(),
        "buildings": buildings,
    }


def _occupied(actor: Actor, community_id: int) -> QuerySet[Household]:
    homes = households_of(actor).filter(community=community_id, moved_out_on=None)
    return homes.exclude(residence=Household.Residence.VACANT)
