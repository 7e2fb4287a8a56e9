"""Whom to call at once: emergency numbers, and whoever maintains the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.shipped import Number
from linli.registry.models import Place

TRAPPED = "trapped"
MOST_MAINTAINERS = 3


@dataclass(frozen=True)
class Call:
    """One telephone link."""

    label: str
    phone: str


def calls(
    community_id: int, dangers: Sequence[str] = (), *, place: Place | None = None
) -> list[Call]:
    """Return whom to call, the most needed first (at most 2 queries).

    A number that no telephone was entered for is left out; each telephone stands once.
    """
    numbers = community_lists.of(community_id).numbers
    first = [number for number in numbers if set(number.first_for) & set(dangers)]
    rest = [number for number in numbers if number not in first and not number.only_then]
    if dangers:  # what this danger asks for most stands before what it asks for too
        first.sort(key=lambda number: dangers[0] not in number.first_for)
    maintainers = _maintainers(place, dangers) if place else []
    if TRAPPED in dangers:
        listed = [*maintainers, *map(_call, first)]
    else:
        listed = [*map(_call, first), *maintainers]
    listed += map(_call, rest)
    return list({call.phone: call for call in reversed(listed) if call.phone}.values())[::-1]


def _call(number: Number) -> Call:
    return Call(str(number.label), number.phone)


def _maintainers(place: Place, dangers: Sequence[str]) -> list[Call]:
    """Return who maintains the place or what it lies in; of a building's lifts, when somebody is
    trapped there (1 query)."""
    near = Q(pk__in=[int(part) for part in place.path.split("/") if part])
    if TRAPPED in dangers and place.kind != Place.Kind.COMMUNITY:
        near |= Q(kind=Place.Kind.LIFT, path__startswith=place.path)
        if place.kind not in (Place.Kind.BUILDING, Place.Kind.LIFT) and place.parent_id:
            near |= Q(kind=Place.Kind.LIFT, parent=place.parent_id)
    rows = Place.objects.filter(near, is_active=True).exclude(maintainer_phone="")
    return [
        Call(row.maintainer or _("Maintenance of %(place)s") % {"place": row.name},
             row.maintainer_phone)
        for row in sorted(rows, key=lambda row: -len(row.path))[:MOST_MAINTAINERS]
    ]  # fmt: skip
