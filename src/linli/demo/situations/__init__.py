"""What happens on the estate: invented situations, each with what was done about it."""

from linli.demo.situations import (
    cleanliness,
    company,
    desk,
    doors_and_lamps,
    neighbourhood,
    order,
    pipes_and_paths,
)
from linli.demo.situations.schema import Situation

ALL: tuple[Situation, ...] = (
    *doors_and_lamps.SITUATIONS,
    *pipes_and_paths.SITUATIONS,
    *cleanliness.SITUATIONS,
    *order.SITUATIONS,
    *neighbourhood.SITUATIONS,
    *company.SITUATIONS,
    *desk.SITUATIONS,
)

__all__ = ["ALL", "Situation"]
