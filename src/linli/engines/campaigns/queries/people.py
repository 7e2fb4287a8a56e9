"""Who walks a campaign, and which of their doors can be handed on."""

from __future__ import annotations

from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.engines.campaigns.queries.tally import still_open


def walkers_of(campaign: Campaign) -> list[Walker]:
    """Return who walks or walked it, in the order in which they were chosen (1 query)."""
    return list(Walker.objects.filter(campaign=campaign).order_by("pk"))


def open_doors_of(
    campaign: Campaign, *, walker: int | None, building: int | None = None
) -> list[int]:
    """Return the ids of what is still open of a walker (0: of nobody), in a building (0: in the
    open) or in all (1 query)."""
    doors = Door.objects.filter(still_open(), campaign=campaign, walker=walker or None)
    if building is not None:
        doors = doors.filter(building=building or None)
    return list(doors.values_list("pk", flat=True))
