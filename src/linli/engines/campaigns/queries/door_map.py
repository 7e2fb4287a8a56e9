"""The doors of one building as a map: its entrances side by side, their floors from the top."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.models import Door
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of
from linli.engines.campaigns.queries.tally import Tally, state_now, still_open
from linli.registry.access import Actor
from linli.registry.models import Place

COLUMNS = (
    "pk", "label", "now", "floor", "visits", "place__name", "place__order", "building__name",
    "entrance", "entrance__name", "walker", "walker__name",
)  # fmt: skip


def door_map(actor: Actor, campaign_id: int, building_id: int) -> dict[str, Any]:
    """Return a building's doors within reach (2 queries). Raises ``NotFound`` if there is none.

    ``campaign``, ``building`` (name), ``tally``, ``entrances`` in walking order:
    [{id, name, tally, walkers (names), floors: [{floor, doors: [row]}] from the top}].
    """
    campaign = campaign_for(actor, campaign_id)
    doors = doors_of(actor, campaign).filter(building=building_id)
    rows = list(doors.annotate(now=state_now()).order_by("order").values(*COLUMNS))
    if not rows:
        raise NotFound(_("No door of this campaign lies in that building."))
    entrances: dict[Any, dict[str, Any]] = {}
    whole = Tally()
    for row in rows:
        row["state"] = row.pop("now")
        entrance = entrances.setdefault(
            row["entrance"],
            {
                "id": row["entrance"],
                "name": row["entrance__name"] or "",
                "tally": Tally(),
                "walkers": [],
                "floors": {},
            },
        )
        whole.add(row["state"], 1)
        entrance["tally"].add(row["state"], 1)
        if row["walker__name"] and row["walker__name"] not in entrance["walkers"]:
            entrance["walkers"].append(row["walker__name"])
        entrance["floors"].setdefault(row["floor"] or 0, []).append(row)
    for entrance in entrances.values():
        entrance["floors"] = _from_the_top(entrance["floors"])
    return {
        "campaign": campaign,
        "building": {"id": building_id, "name": rows[0]["building__name"]},
        "tally": whole,
        "entrances": list(entrances.values()),
    }


def _from_the_top(floors: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Order floors from the top, and the doors of each as they lie, not as they are walked."""
    return [
        {"floor": floor, "doors": sorted(doors, key=lambda row: (row["place__order"], row["pk"]))}
        for floor, doors in sorted(floors.items(), reverse=True)
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
