"""Places in reach, page by page in the order of their ids: as other programs read them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import NotFound
from linli.registry.access import Actor, within_reach
from linli.registry.models import Place


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place without its polygon and keys; the fields are its columns, in this order."""

    id: int
    code: str
    kind: str
    name: str
    label: str
    parent_id: int | None
    community_id: int | None
    building_id: int | None
    latitude: float | None
    longitude: float | None


COLUMNS = tuple(column.name for column in fields(PlaceRow))


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """A page of places; ``after`` leads to the next one."""

    rows: tuple[PlaceRow, ...]
    after: int | None


def places_in_reach(
    actor: Actor, *, community: int | None, kind: str, under: int | None, after: int, limit: int
) -> PlacesPage:
    """Return a page of active places in reach, by id (1 query, one more with ``under``)."""
    places = Place.objects.filter(within_reach(actor, place="self"), is_active=True, id__gt=after)
    if community:
        places = places.filter(community=community)
    if kind:
        places = places.filter(kind=kind)
    if under:
        path = Place.objects.filter(pk=under).values_list("path", flat=True).first()
        places = places.filter(path__startswith=path) if path else places.none()
    columns = places.order_by("id").values_list(*COLUMNS)[: limit + 1]
    rows = tuple(PlaceRow(*row) for row in columns)
    more, rows = len(rows) > limit, rows[:limit]
    return PlacesPage(rows=rows, after=rows[-1].id if more else None)


def place_in_reach(actor: Actor, code: str) -> Place:
    """Return the place of a public code, if it is in reach. Raises ``NotFound``."""
    place = Place.objects.filter(within_reach(actor, place="self"), code=codes.tidy(code)).first()
    if place is None:
        raise NotFound(_("There is no such place, or it is not for you."))
    return place
