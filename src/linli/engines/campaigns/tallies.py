"""Kept tallies of answers: emptied by whoever changes an answer, filled by whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from linli.engines.campaigns.models import AnswerTally, Door, Visit

WHOLE = "all"  # words that say the same, over all buildings


def key_of(*, has_door: bool, building_id: int | None, day: date) -> str:
    """Return the key of the tally in which an answer counts."""
    return f"b{building_id or 0}" if has_door else f"d{day.isoformat()}"


def empty(visit: Visit, door: Door | None) -> None:
    """Let the tally be counted anew in which this visit counts, or used to (1 query).

    Last in a verb, as the line in the record is: it holds the tally's row until the end.
    """
    key = key_of(
        has_door=door is not None, building_id=door.building_id if door else None, day=visit.day
    )
    AnswerTally.objects.bulk_create(
        [AnswerTally(campaign_id=visit.campaign_id, key=key)],
        update_conflicts=True,
        unique_fields=["campaign", "key"],
        update_fields=["stamp", "counts", "texts"],
    )


def empty_all(campaign_ids: Iterable[int]) -> None:
    """Let these campaigns be counted anew: answers were erased, doors came or went."""
    for campaign_id in campaign_ids:
        AnswerTally.objects.filter(campaign=campaign_id).update(
            stamp=uuid4(), counts=None, texts=None
        )


def lay(campaign_id: int) -> None:
    """Make every tally of a campaign that has none, and then the one of the whole, which says
    that none is missing: from here on each verb makes its own."""
    doors = Door.objects.filter(campaign=campaign_id)
    buildings = doors.order_by().values_list("building", flat=True).distinct()
    voices = Visit.objects.filter(campaign=campaign_id, door=None).order_by()
    days = voices.values_list("day", flat=True).distinct()
    keys = {key_of(has_door=True, building_id=pk, day=date.min) for pk in buildings}
    keys |= {key_of(has_door=False, building_id=None, day=day) for day in days}
    for some in (sorted(keys), [WHOLE]):
        AnswerTally.objects.bulk_create(
            [AnswerTally(campaign_id=campaign_id, key=key) for key in some], ignore_conflicts=True
        )


def keep(campaign_id: int, key: str, *, stamp: UUID, counts: object, texts: object) -> bool:
    """Keep what was counted, unless an answer came in meanwhile (1 query)."""
    rows = AnswerTally.objects.filter(campaign=campaign_id, key=key, stamp=stamp)
    return rows.update(counts=counts, texts=texts) == 1
