"""The estate as its pages show it: the plan, public places, a building's doors, labels."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from linli.registry.models import Household, Place
from linli.registry.queries.places import PUBLIC_KINDS, floor_of

PAGE = 50
BOX = ("x", "y", "w", "h")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the plan's own units."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class EstatePlace:
    """A building, or whatever else the plan may show; without ``box`` nobody has drawn it yet."""

    box: Box | None
    id: int
    kind: str
    name: str
    label: str
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A gate, camera, plot, lamp … as a row of the list."""

    id: int
    kind: str
    kind_label: str
    name: str
    label: str
    code: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PublicPlaces:
    """A page of them."""

    rows: list[PublicPlace]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Door:
    """A dwelling of a building's page, and who lives there (ids of households)."""

    id: int
    name: str
    floor: int
    households: list[int]


@dataclass(frozen=True, slots=True)
class Stair:
    """An entrance with its doors; a building without entrances is its own."""

    id: int
    name: str
    code: str
    doors: list[Door]


def plan(community_id: int) -> list[EstatePlace]:
    """Return what is drawn on the estate's plan (1 query)."""
    return [place for place in estate(community_id) if place.box]


def estate(community_id: int) -> list[EstatePlace]:
    """Return the buildings and whatever else is on the plan (1 query)."""
    rows = Place.objects.filter(
        Q(kind="building") | Q(geometry__isnull=False), community=community_id, is_active=True
    ).exclude(kind="community")
    columns = ("pk", "kind", "name", "label", "door_key", "code", "geometry")
    return [EstatePlace(_box(shape), *row) for *row, shape in rows.values_list(*columns)]


def _box(geometry: dict[str, float] | None) -> Box | None:
    """A plot's geometry says how large it is, too; the plan draws where it lies."""
    return Box(**{side: geometry[side] for side in BOX}) if geometry else None


def public_places(community_id: int, *, kind: str = "", page: int = 1) -> PublicPlaces:
    """Return a page of the community's gates, cameras, plots, lamps … (2 queries)."""
    kinds = [kind] if kind in PUBLIC_KINDS else list(PUBLIC_KINDS)
    places = Place.objects.filter(community=community_id, kind__in=kinds)
    shown = Paginator(places.order_by("kind", "order", "id"), PAGE).get_page(page)
    rows = [
        PublicPlace(
            id=place.pk,
            kind=place.kind,
            kind_label=place.get_kind_display(),
            name=place.name,
            label=place.label,
            code=place.code,
            is_active=place.is_active,
        )
        for place in shown
    ]
    total, pages = shown.paginator.count, shown.paginator.num_pages
    return PublicPlaces(rows=rows, total=total, page=shown.number, pages=pages)


def stairs_of(building: Place) -> list[Stair]:
    """Return a building's entrances with their doors and who lives there (3 queries)."""
    living: dict[int, list[int]] = {}
    homes = Household.objects.filter(building=building, moved_out_on=None)
    for pk, dwelling_id in homes.values_list("pk", "dwelling_id"):
        living.setdefault(dwelling_id, []).append(pk)
    entrances = list(Place.objects.filter(building=building, kind="entrance", is_active=True))
    doors = Place.objects.filter(building=building, kind="dwelling", is_active=True)
    below: dict[int | None, list[Door]] = {}
    for door in doors:
        below.setdefault(door.parent_id, []).append(
            Door(door.pk, door.name, floor_of(door.name), living.get(door.pk, []))
        )
    stairs = [*entrances, building] if building.pk in below else entrances
    return [Stair(p.pk, p.name, p.code, below.get(p.pk, [])) for p in stairs]


def labels_of_building(building: Place) -> list[Place]:
    """Return a building, and the entrances and lifts in it that bear a label (1 query)."""
    inside = _labelled(building.community_id or 0).filter(building=building)
    return [building, *inside.filter(kind__in=("entrance", "lift")).exclude(pk=building.pk)]


def labels_of_kind(community_id: int, kind: str) -> list[Place]:
    """Return a community's places of one kind, in order of buildings (1 query)."""
    return list(_labelled(community_id).filter(kind=kind))


def _labelled(community_id: int) -> QuerySet[Place]:
    places = Place.objects.filter(community=community_id, is_active=True)
    return places.order_by("building__order", "building_id", "order", "id")
