"""The estate's plan beside the desk: a rectangle a building, coloured by its open matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.cache import Cache
from linli.engines.cases.queries import Counts
from linli.faces.web.desk.links import link
from linli.registry import queries
from linli.registry.access import Actor
from linli.registry.queries.estate import Box, EstatePlace

WIDE = 300  # the drawing's own width; a building's number is set in 11 of these units
COLUMNS, CELL, ROW = 5, 60, 44  # for an estate whose plan nobody has drawn yet

estates: Cache[int, list[EstatePlace]] = Cache()


@dataclass(frozen=True, slots=True)
class Shape:
    """What the plan draws, in the drawing's units; with an address, a link."""

    id: int
    kind: str
    name: str
    box: Box
    label: str
    colour: str = ""
    href: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A shape with every number as text, so that no locale writes a comma into the drawing."""

    x: str
    y: str
    w: str
    h: str
    cx: str
    cy: str
    label: str
    colour: str
    href: str
    words: str


def _estate(community_id: int) -> list[EstatePlace]:
    """Return what may be drawn (1 query a minute)."""
    return estates.of(community_id, lambda: queries.estate(community_id))


def building_choices(community_id: int) -> list[tuple[str, str]]:
    return [(str(p.id), p.name) for p in _estate(community_id) if p.kind == "building"]


def name_of(community_id: int, building_id: str) -> str:
    return dict(building_choices(community_id)).get(building_id, "")


def context(
    actor: Actor, community_id: int, totals: Counts, query: Mapping[str, str]
) -> dict[str, Any]:
    """Return shapes, box and legend for the part that draws the plan."""
    open_here = {row[0]: row for row in totals.buildings}
    whole = any(community_id in post.communities for post in actor.posts)
    made = []
    for shape in estate(community_id):
        if shape.kind == "building" and (whole or shape.id in actor.buildings):
            made.append(_building(shape, open_here.get(shape.id), query))
        elif shape.kind == "building":
            made.append(shape)
        elif shape.kind in ("green_plot", "venue") and shape.box.w > 20:
            made.append(replace(shape, colour="green", label=shape.name))
    return {
        "shapes": printable(made),
        "plan_box": box(made),
        "legend": _("red: overdue · yellow: to be confirmed · blue: in hand · grey: nothing open"),
    }


def estate(community_id: int) -> list[Shape]:
    """Return what the plan shows, in the drawing's units; a grid while nobody has drawn it."""
    places = _estate(community_id)
    buildings = [place for place in places if place.kind == "building"]
    missing = [place for place in buildings if place.box is None]
    return _grid(buildings) if len(missing) * 2 > len(buildings) else _scaled(places)


def box(shapes: Sequence[Shape]) -> str:
    """Return the SVG view box that holds all shapes."""
    height = max((shape.box.y + shape.box.h for shape in shapes), default=0) + 12
    return f"0 0 {WIDE} {height:.0f}"


def printable(shapes: Sequence[Shape]) -> list[Printed]:
    """Give every number as text."""
    return [_printable(shape) for shape in shapes]


def _building(
    shape: Shape, row: tuple[int, int, int, int] | None, query: Mapping[str, str]
) -> Shape:
    _id, open_, late, resolved = row or (0, 0, 0, 0)
    chosen = query.get("building") == str(shape.id)
    words = ngettext("%(name)s: %(count)s open", "%(name)s: %(count)s open", open_)
    return replace(
        shape,
        colour="bad" if late else "warn" if resolved else "info" if open_ else "",
        href=link(query, building="" if chosen else str(shape.id), at=""),
        words=words % {"name": shape.name, "count": open_},
    )


def _scaled(places: Sequence[EstatePlace]) -> list[Shape]:
    """Fit the plan's own units into the drawing's width."""
    boxes = [place.box for place in places if place.box]
    if not boxes:
        return []
    left, top = min(spot.x for spot in boxes), min(spot.y for spot in boxes)
    by = (WIDE - 24) / max(1, max(spot.x + spot.w for spot in boxes) - left)
    return [
        _shape(
            place,
            Box(
                12 + (place.box.x - left) * by,
                12 + (place.box.y - top) * by,
                place.box.w * by,
                place.box.h * by,
            ),
        )
        for place in places
        if place.box
    ]


def _grid(buildings: Sequence[EstatePlace]) -> list[Shape]:
    return [
        _shape(place, Box(10 + (at % COLUMNS) * (CELL - 3), 14 + (at // COLUMNS) * ROW, 44, 30))
        for at, place in enumerate(buildings)
    ]


def _shape(place: EstatePlace, spot: Box) -> Shape:
    return Shape(place.id, place.kind, place.name, spot, label=_short(place.name))


def _printable(shape: Shape) -> Printed:
    spot = shape.box
    middle = (spot.x + spot.w / 2, spot.y + spot.h / 2)
    x, y, w, h, cx, cy = (f"{number:.1f}" for number in (spot.x, spot.y, spot.w, spot.h, *middle))
    return Printed(x, y, w, h, cx, cy, shape.label, shape.colour, shape.href, shape.words)


def _short(name: str) -> str:
    """704 楼 → 704: the number alone fits into the rectangle."""
    return name.replace("号楼", "").replace("楼", "").strip() or name
