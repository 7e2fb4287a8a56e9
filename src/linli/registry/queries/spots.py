"""Where exactly: the places just below one, for whoever reports there."""

from __future__ import annotations

from linli.registry.models import Place

MOST_SPOTS = 80
_FIRST = ("community", "building", "entrance")


def spots_below(place: Place) -> list[Place]:
    """Return a place's entrances, lifts, lamps …, without the doors of homes (1 query)."""
    if place.kind not in _FIRST or place.kind == "community":
        return []
    below = Place.objects.filter(path__startswith=place.path, is_active=True)
    rows = below.exclude(pk=place.pk).exclude(kind="dwelling")
    return list(rows.order_by("order", "id")[:MOST_SPOTS])


def places_to_choose(community_id: int) -> list[Place]:
    """Return buildings and public places outside them, in order (1 query)."""
    rows = Place.objects.filter(community=community_id, is_active=True).exclude(
        kind__in=("community", "entrance", "dwelling", "parking_space")
    )
    return [place for place in rows if place.kind == "building" or place.building_id is None]
