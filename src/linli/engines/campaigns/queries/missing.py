"""Doors still to be reached in one campaign, and households that nothing has ever reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Filters:
    """Which doors: of a building, of a walker (0: of nobody), in a state ("": still open)."""

    building: int | None = None
    walker: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class MissingDoor:
    """A door still open. ``come``: a slot in which nobody came yet, or "" for enough."""

    id: int
    label: str
    building: str
    entrance: str
    floor: int | None
    state: str
    word: str
    visits: int
    last_at: datetime | None
    come: str
    walker: str
    note: str


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A page of a campaign's open doors, in walking order."""

    campaign: Campaign
    rows: Sequence[MissingDoor]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class UnreachedHome:
    """A household that nothing has ever reached."""

    id: int
    door: str
    village: str
    residence: str


@dataclass(frozen=True, slots=True)
class UnreachedBuilding:
    """How many such households live in a building."""

    id: int | None
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class NeverReachedPage:
    """A page of households that nothing has ever reached; empty homes are not counted."""

    rows: Sequence[UnreachedHome]
    total: int
    page: int
    pages: int
    occupied: int
    buildings: Sequence[UnreachedBuilding]


def missing(actor: Actor, campaign_id: int, *, filters: Filters | None = None) -> list[MissingDoor]:
    """Return the doors still open, in walking order (3 queries); or those of one ``state``."""
    campaign = campaign_for(actor, campaign_id)
    return _rows(campaign, _narrowed(actor, campaign, filters or Filters()))


def missing_page(
    actor: Actor, campaign_id: int, *, page: int = 1, filters: Filters | None = None
) -> MissingPage:
    """Return one page of them (4 queries)."""
    campaign = campaign_for(actor, campaign_id)
    doors = _narrowed(actor, campaign, filters or Filters())
    total = doors.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = _rows(campaign, doors[(page - 1) * PAGE : page * PAGE])
    return MissingPage(campaign, rows, total=total, page=page, pages=pages)


def _narrowed(actor: Actor, campaign: Campaign, filters: Filters) -> QuerySet[Door]:
    doors = doors_of(actor, campaign).select_related("building", "entrance", "walker")
    doors = doors.annotate(now=state_now())
    if filters.state != "all":
        doors = doors.filter(Q(now=filters.state) if filters.state in STATES else still_open())
    if filters.building is not None:
        doors = doors.filter(building=filters.building)
    if filters.walker is not None:
        doors = doors.filter(walker=filters.walker or None)
    return doors.order_by("order", "pk")


def _rows(campaign: Campaign, shown: Iterable[Door]) -> list[MissingDoor]:
    """Return doors as rows, each with the time of day at which to come again (2 queries)."""
    doors = list(shown)
    tried: dict[int, list[str]] = defaultdict(list)
    absent = [door.pk for door in doors if door.state == Door.State.ABSENT]
    visits = Visit.objects.filter(campaign=campaign, door__in=absent)
    for door_id, slot in visits.values_list("door", "slot") if absent else ():
        tried[door_id or 0].append(slot)
    return [_row(door, campaign, tried[door.pk] or [door.last_slot]) for door in doors]


def _row(door: Any, campaign: Campaign, tried: list[str]) -> MissingDoor:
    again = door.state == Door.State.ABSENT and may_try_again(
        door.visits, campaign.most_visits, refused=False
    )
    return MissingDoor(
        id=door.pk,
        label=door.label,
        building=door.building.name if door.building else "",
        entrance=door.entrance.name if door.entrance else "",
        floor=door.floor,
        state=door.now,
        word=str(WORDS[door.now]),
        visits=door.visits,
        last_at=door.last_at,
        come=next_slot(tried) if again else "",
        walker=door.walker.name if door.walker else "",
        note=door.note,
    )


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
) -> NeverReachedPage:
    """Return households that nothing has ever reached (3 queries)."""
    counted = households_never_reached(actor, community_id).order_by("building__order")
    groups = counted.values("building", "building__name").annotate(n=Count("pk"))
    buildings = [
        UnreachedBuilding(row["building"], row["building__name"] or "", row["n"]) for row in groups
    ]
    total = sum(row.households for row in buildings if building in (None, row.id))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    homes = households_never_reached(actor, community_id, building=building)
    return NeverReachedPage(
        rows=[
            UnreachedHome(home.pk, home.dwelling.label, home.village, home.get_residence_display())
            for home in homes[(page - 1) * PAGE : page * PAGE]
        ],
        total=total,
        page=page,
        pages=pages,
        occupied=_occupied(actor, community_id).count(),
        buildings=buildings,
    )


def _occupied(actor: Actor, community_id: int) -> QuerySet[Household]:
    homes = households_of(actor).filter(community=community_id, moved_out_on=None)
    return homes.exclude(residence=Household.Residence.VACANT)
