"""The doors of one building as a map: its entrances side by side, their floors from the top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.models import Campaign, Door
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of
from linli.engines.campaigns.queries.tally import Tally, state_now, still_open
from linli.registry.access import Actor
from linli.registry.models import Place

COLUMNS = (
    "pk", "label", "now", "floor", "visits", "place__name", "place__order", "entrance",
    "walker__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MapDoor:
    """A door of the map. ``order``: as the doors of a floor lie, not as they are walked."""

    pk: int
    label: str
    state: str
    floor: int | None
    visits: int
    name: str
    order: int
    entrance: int | None
    walker: str | None


@dataclass(frozen=True, slots=True)
class Floor:
    """The doors of one floor; 0 where none is known."""

    floor: int
    doors: Sequence[MapDoor]


@dataclass(frozen=True, slots=True)
class Entrance:
    """An entrance with its floors from the top, and the names of who walks there."""

    id: int | None
    name: str
    tally: Tally
    walkers: Sequence[str]
    floors: Sequence[Floor]


@dataclass(frozen=True, slots=True)
class Building:
    """The building that is drawn."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DoorMap:
    """A building's doors within reach, its entrances in walking order."""

    campaign: Campaign
    building: Building
    tally: Tally
    entrances: Sequence[Entrance]


def door_map(actor: Actor, campaign_id: int, building_id: int) -> DoorMap:
    """Return a building's doors within reach (2 queries). Raises ``NotFound`` if there is none."""
    campaign = campaign_for(actor, campaign_id)
    doors = doors_of(actor, campaign).filter(building=building_id).annotate(now=state_now())
    named = doors.order_by("order").values_list("building__name", "entrance__name", *COLUMNS)
    held: dict[tuple[int | None, str], list[MapDoor]] = defaultdict(list)
    rows = list(named)
    for _building, entrance, *columns in rows:
        door = MapDoor(*columns)
        held[door.entrance, entrance or ""].append(door)
    if not rows:
        raise NotFound(_("No door of this campaign lies in that building."))
    whole = [door for there in held.values() for door in there]
    return DoorMap(
        campaign=campaign,
        building=Building(building_id, rows[0][0]),
        tally=_tally(whole),
        entrances=[
            Entrance(
                id=pk,
                name=name,
                tally=_tally(there),
                walkers=list(dict.fromkeys(door.walker for door in there if door.walker)),
                floors=_from_the_top(there),
            )
            for (pk, name), there in held.items()
        ],
    )


def _tally(doors: Iterable[MapDoor]) -> Tally:
    tally = Tally()
    for door in doors:
        tally.add(door.state, 1)
    return tally


def _from_the_top(doors: Iterable[MapDoor]) -> list[Floor]:
    """Order floors from the top, and the doors of each as they lie, not as they are walked."""
    floors: dict[int, list[MapDoor]] = defaultdict(list)
    for door in doors:
        floors[door.floor or 0].append(door)
    return [
        Floor(floor, sorted(there, key=lambda door: (door.order, door.pk)))
        for floor, there in sorted(floors.items(), reverse=True)
    ]


def open_doors(
    actor: Actor, campaign_id: int, building_id: int, *, entrance_id: int | None, floor: int
) -> list[Door]:
    """Return the doors of one floor that are still open, for "nobody home" at once."""
    campaign = campaign_for(actor, campaign_id, permission="visit")
    doors = doors_of(actor, campaign).filter(
        still_open(), building=building_id, entrance=entrance_id
    )
    here = doors.filter(floor=floor) if floor else doors.filter(floor__isnull=True)
    return list(here.order_by("order"))


def buildings_of(actor: Actor, campaign_id: int) -> list[Place]:
    """Return the buildings in which the campaign has doors within reach, in walking order."""
    campaign = campaign_for(actor, campaign_id)
    ids = doors_of(actor, campaign).exclude(building=None).values("building")
    return list(Place.objects.filter(pk__in=ids))
