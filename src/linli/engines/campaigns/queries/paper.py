"""Which door a sheet of paper stands for, among those that its reader may see."""

from __future__ import annotations

from linli.engines.campaigns.models import Campaign, Door
from linli.engines.campaigns.queries.reach import doors_of
from linli.registry.access import Actor
from linli.registry.queries import find_place


def first_to_visit(actor: Actor, campaign: Campaign) -> Door | None:
    """Return the next door in walking order that nobody has been at yet (1 query)."""
    return doors_of(actor, campaign).filter(state="to_visit").order_by("order").first()


def scanned_door(actor: Actor, campaign: Campaign, door_id: int) -> Door | None:
    """Return the round's door whose code was scanned (1 query)."""
    return doors_of(actor, campaign).filter(pk=door_id).first()


def typed_door(actor: Actor, campaign: Campaign, typed: str) -> Door | None:
    """Return the round's door that typed words name, if it is the only one (≤ 2 queries more than
    ``find_place``): a visit on the wrong door would be worse than to ask again."""
    places = find_place(campaign.community_id, typed)
    doors = list(doors_of(actor, campaign).filter(place__in=places).order_by("order")[:2])
    exact = [door for door in doors if door.place_id == places[0].pk] if places else []
    fitting = exact or doors
    return fitting[0] if len(fitting) == 1 else None
