"""The estate's plan as shapes that the plan part draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MARGIN = 6
DRAWN_WITH_WORDS = ("building", "venue")


def shapes(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return plan rows as shapes: rectangles with a short word, each a link to its place."""
    return [
        {
            "x": row["x"],
            "y": row["y"],
            "w": row["w"],
            "h": row["h"],
            "cx": row["x"] + row["w"] / 2,
            "cy": row["y"] + row["h"] / 2,
            "label": _word(row),
            "words": row["label"] or row["name"],
            "colour": "green" if row["kind"] == "green_plot" else "",
            "href": f"/register/places/{row['id']}/",
        }
        for row in rows
        if row["kind"] in (*DRAWN_WITH_WORDS, "green_plot", "gate")
    ]


def _word(row: Mapping[str, Any]) -> str:
    if row["kind"] == "building":
        return str(row["name"]).replace("楼", "").replace("号", "").strip()
    return str(row["name"])[:6] if row["kind"] in DRAWN_WITH_WORDS else ""


def box(drawn: Sequence[Mapping[str, Any]]) -> str:
    """Return the SVG view box that holds all shapes."""
    if not drawn:
        return "0 0 300 220"
    left = min(s["x"] for s in drawn) - MARGIN
    top = min(s["y"] for s in drawn) - MARGIN
    right = max(s["x"] + s["w"] for s in drawn) + MARGIN
    bottom = max(s["y"] + s["h"] for s in drawn) + MARGIN
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
