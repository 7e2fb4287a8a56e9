"""The estate's plan as shapes that the plan part draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linli.faces.web.shared.addresses import addresses
from linli.registry.queries.estate import Box, EstatePlace

MARGIN = 6
LETTER = 11  # a letter's width in the plan's own units
ALWAYS = ("green_plot", "venue", "gate", "building")
NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle of the plan with a short word in its middle, and where it leads."""

    x: float
    y: float
    w: float
    h: float
    label: str
    words: str
    colour: str
    href: str

    @property
    def cx(self) -> float:
        """The middle, from the left."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The middle, from the top."""
        return self.y + self.h / 2


def shapes(places: Sequence[EstatePlace], *, kind: str = "") -> list[Shape]:
    """Return what is drawn as shapes: rectangles with a short word, each a link to its place.

    Places of ``kind`` are drawn too, and stand out.
    """
    href = addresses("register-place")
    drawn = [place for place in places if place.kind in (*ALWAYS, kind)]
    return [
        _shape(place, href(place.id), stands_out=place.kind == kind)
        for place in sorted(drawn, key=_height(kind))
    ]


def _height(kind: str) -> Callable[[EstatePlace], tuple[bool, ...]]:
    """Say what lies on top: ``kind``, then buildings and gates, then whatever bears its name."""

    def height(place: EstatePlace) -> tuple[bool, ...]:
        return place.kind == kind, place.kind in ("building", "gate"), bool(_word(place))

    return height


def alone(place: EstatePlace) -> Shape:
    """Return the shape of a single place, standing out."""
    return _shape(place, addresses("register-place")(place.id), stands_out=True)


def _shape(place: EstatePlace, href: str, *, stands_out: bool) -> Shape:
    plain = "green" if place.kind in ("green_plot", "venue") else ""
    spot = place.box or NOWHERE
    return Shape(
        x=spot.x,
        y=spot.y,
        w=spot.w,
        h=spot.h,
        label=_word(place),
        words=place.label or place.name,
        colour="info" if stands_out else plain,
        href=href,
    )


def _word(place: EstatePlace) -> str:
    """Return a building's number, or a name that fits into its own rectangle."""
    if place.kind == "building":
        return place.name.replace("楼", "").replace("号", "").strip()
    wide = (place.box or NOWHERE).w
    return place.name if len(place.name) * LETTER <= wide + LETTER / 2 else ""


def box(drawn: Sequence[Shape]) -> str:
    """Return the SVG view box that holds all shapes."""
    if not drawn:
        return "0 0 300 220"
    left = min(s.x for s in drawn) - MARGIN
    top = min(s.y for s in drawn) - MARGIN
    right = max(s.x + s.w for s in drawn) + MARGIN
    bottom = max(s.y + s.h for s in drawn) + MARGIN
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
