"""The shape of a situation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Situation:
    """A kind of matter as somebody tells it, and how it ended.

    ``spot`` is the kind of place: entrance, dwelling, building, lift, lamp, green_plot, gate,
    venue, parking_space, facility or community. In the texts {floor}, {number}, {days} and
    {hour} are filled in. ``scene`` names the drawing, where there is one.
    """

    kind: str
    spot: str
    text: str
    result: str
    scene: str = ""
    season: tuple[int, ...] = ()
