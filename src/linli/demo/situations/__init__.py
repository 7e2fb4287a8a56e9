"""What happens on the estate: invented situations, each with what was done about it.

The situations are the tables of the TOML files beside this; a tale is drawn from them in their
order, so that the same dice tell the same demo.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = (
    "doors_and_lamps", "pipes_and_paths", "cleanliness", "order", "neighbourhood", "company",
    "desk",
)  # fmt: skip


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


def _read() -> Iterator[Situation]:
    for name in FILES:
        text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
        for row in tomllib.loads(text)["situation"]:
            yield Situation(**row | {"season": tuple(row.get("season", ()))})


ALL: tuple[Situation, ...] = tuple(_read())

__all__ = ["ALL", "Situation"]
