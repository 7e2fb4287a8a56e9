"""What the data API reads, narrowed to the posts of whoever holds the token."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import NotFound
from linli.registry.access import Actor, within_reach
from linli.registry.models import Place

PLACE_COLUMNS = (
    "id", "code", "kind", "name", "label", "parent_id", "community_id", "building_id", "latitude",
    "longitude",
)  # fmt: skip


def places(
    actor: Actor, *, community: int | None, kind: str, under: int | None, after: int, limit: int
) -> dict[str, Any]:
    """Return a page of active places in reach, by id (1 query, one more with ``under``)."""
    places = Place.objects.filter(within_reach(actor, place="self"), is_active=True, id__gt=after)
    if community:
        places = places.filter(community=community)
    if kind:
        places = places.filter(kind=kind)
    if under:
        path = Place.objects.filter(pk=under).values_list("path", flat=True).first()
        places = places.filter(path__startswith=path) if path else places.none()
    rows = list(places.order_by("id").values(*PLACE_COLUMNS)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return {"rows": rows, "after": rows[-1]["id"] if more else None}


def place(actor: Actor, code: str) -> Place:
    """Return the place of a public code, if it is in reach. Raises ``NotFound``."""
    place = Place.objects.filter(within_reach(actor, place="self"), code=codes.tidy(code)).first()
    if place is None:
        raise NotFound(_("There is no such place, or it is not for you."))
    return place
