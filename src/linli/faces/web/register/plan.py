"""The estate's plan as shapes that the plan part draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

MARGIN = 6
LETTER = 11  # a letter's width in the plan's own units
ALWAYS = ("green_plot", "venue", "gate", "building")


def shapes(rows: Sequence[Mapping[str, Any]], *, kind: str = "") -> list[dict[str, Any]]:
    """Return plan rows as shapes: rectangles with a short word, each a link to its place.

    Places of ``kind`` are drawn too, and stand out.
    """
    drawn = [row for row in rows if row["kind"] in (*ALWAYS, kind)]
    return [_shape(row, stands_out=row["kind"] == kind) for row in sorted(drawn, key=_height(kind))]


def _height(kind: str) -> Callable[[Mapping[str, Any]], tuple[bool, ...]]:
    """Say what lies on top: ``kind``, then buildings and gates, then whatever bears its name."""

    def height(row: Mapping[str, Any]) -> tuple[bool, ...]:
        return row["kind"] == kind, row["kind"] in ("building", "gate"), bool(_word(row))

    return height


def one(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shape of a single place, standing out."""
    return _shape(row, stands_out=True)


def _shape(row: Mapping[str, Any], *, stands_out: bool) -> dict[str, Any]:
    plain = "green" if row["kind"] in ("green_plot", "venue") else ""
    return {
        "x": row["x"],
        "y": row["y"],
        "w": row["w"],
        "h": row["h"],
        "cx": row["x"] + row["w"] / 2,
        "cy": row["y"] + row["h"] / 2,
        "label": _word(row),
        "words": row["label"] or row["name"],
        "colour": "info" if stands_out else plain,
        "href": f"/register/places/{row['id']}/",
    }


def _word(row: Mapping[str, Any]) -> str:
    """Return a building's number, or a name that fits into its own rectangle."""
    if row["kind"] == "building":
        return str(row["name"]).replace("楼", "").replace("号", "").strip()
    name = str(row["name"])
    return name if len(name) * LETTER <= row["w"] + LETTER / 2 else ""


def box(drawn: Sequence[Mapping[str, Any]]) -> str:
    """Return the SVG view box that holds all shapes."""
    if not drawn:
        return "0 0 300 220"
    left = min(s["x"] for s in drawn) - MARGIN
    top = min(s["y"] for s in drawn) - MARGIN
    right = max(s["x"] + s["w"] for s in drawn) + MARGIN
    bottom = max(s["y"] + s["h"] for s in drawn) + MARGIN
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
