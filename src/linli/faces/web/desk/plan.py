"""The estate's plan beside the desk: a rectangle a building, coloured by its open matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.cache import Cache
from linli.engines.cases.queries import Counts
from linli.faces.web.desk.links import link
from linli.registry import queries
from linli.registry.access import Actor

WIDE = 300  # the drawing's own width; a building's number is set in 11 of these units
COLUMNS, CELL, ROW = 5, 60, 44  # for an estate whose plan nobody has drawn yet

estates: Cache[int, list[dict[str, Any]]] = Cache()


def _estate(community_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what is drawn, and the buildings (1 query a minute)."""
    rows = estates.of(community_id, lambda: queries.estate(community_id))
    return [r for r in rows if "x" in r], [r for r in rows if r["kind"] == "building"]


def building_choices(community_id: int) -> list[tuple[str, str]]:
    return [(str(row["id"]), row["name"]) for row in _estate(community_id)[1]]


def name_of(community_id: int, building_id: str) -> str:
    return dict(building_choices(community_id)).get(building_id, "")


def context(
    actor: Actor, community_id: int, totals: Counts, query: Mapping[str, str]
) -> dict[str, Any]:
    """Return shapes, box and legend for the part that draws the plan."""
    shapes = estate(community_id)
    open_here = {row[0]: row for row in totals.buildings}
    whole = any(community_id in post.communities for post in actor.posts)
    made = []
    for shape in shapes:
        if shape["kind"] == "building" and (whole or shape["id"] in actor.buildings):
            made.append(_building(shape, open_here.get(shape["id"]), query))
        elif shape["kind"] == "building":
            made.append(shape)
        elif shape["kind"] in ("green_plot", "venue") and shape["w"] > 20:
            made.append({**shape, "colour": "green", "label": shape["name"]})
    return {
        "shapes": printable(made),
        "plan_box": box(made),
        "legend": _("red: overdue · yellow: to be confirmed · blue: in hand · grey: nothing open"),
    }


def estate(community_id: int) -> list[dict[str, Any]]:
    """Return what the plan shows, in the drawing's units; a grid while nobody has drawn it."""
    drawn, buildings = _estate(community_id)
    known = {row["id"] for row in drawn}
    missing = [row for row in buildings if row["id"] not in known]
    shapes = _grid(buildings) if len(missing) * 2 > len(buildings) else _scaled(drawn)
    return [{**shape, "label": _short(shape["name"])} for shape in shapes]


def box(shapes: list[dict[str, Any]]) -> str:
    """Return the SVG view box that holds all shapes."""
    height = max((s["y"] + s["h"] for s in shapes), default=0) + 12
    return f"0 0 {WIDE} {height:.0f}"


def printable(shapes: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Give every number as text, so that no locale writes a comma into the drawing."""
    return [_printable(shape) for shape in shapes]


def _building(
    shape: dict[str, Any], row: tuple[int, int, int, int] | None, query: Mapping[str, str]
) -> dict[str, Any]:
    _id, open_, late, resolved = row or (0, 0, 0, 0)
    chosen = query.get("building") == str(shape["id"])
    words = ngettext("%(name)s: %(count)s open", "%(name)s: %(count)s open", open_)
    return {
        **shape,
        "colour": "bad" if late else "warn" if resolved else "info" if open_ else "",
        "href": link(query, building="" if chosen else str(shape["id"]), at=""),
        "words": words % {"name": shape["name"], "count": open_},
    }


def _scaled(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fit the plan's own units into the drawing's width."""
    if not drawn:
        return []
    left = min(row["x"] for row in drawn)
    top = min(row["y"] for row in drawn)
    right = max(row["x"] + row["w"] for row in drawn)
    by = (WIDE - 24) / max(1, right - left)
    return [
        {
            **row,
            "x": 12 + (row["x"] - left) * by,
            "y": 12 + (row["y"] - top) * by,
            "w": row["w"] * by,
            "h": row["h"] * by,
        }
        for row in drawn
    ]


def _grid(buildings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "kind": "building",
            "x": 10 + (at % COLUMNS) * (CELL - 3),
            "y": 14 + (at // COLUMNS) * ROW,
            "w": 44,
            "h": 30,
        }
        for at, row in enumerate(buildings)
    ]


def _printable(shape: dict[str, Any]) -> dict[str, str]:
    numbers = {name: f"{shape[name]:.1f}" for name in ("x", "y", "w", "h")}
    words = {name: str(shape.get(name, "")) for name in ("label", "colour", "href", "words")}
    return {
        **numbers,
        **words,
        "cx": f"{shape['x'] + shape['w'] / 2:.1f}",
        "cy": f"{shape['y'] + shape['h'] / 2:.1f}",
    }


def _short(name: str) -> str:
    """704 楼 → 704: the number alone fits into the rectangle."""
    return name.replace("号楼", "").replace("楼", "").strip() or name
