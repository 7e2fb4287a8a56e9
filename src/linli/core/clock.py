"""Whether the machine's clock can be believed: what erases for good waits until somebody says so.

A flat battery or a machine woken from a picture has a clock that is wrong once. So the house keeps
the last moment that it believed, beside what the record says; a now far from it is doubted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from linli.core import record
from linli.core.models import HouseNote, Line

FURTHEST = timedelta(days=10)  # longer than an office is switched off over the Spring Festival
KEEP_EVERY = timedelta(minutes=10)
NOTE = "clock"


@dataclass(frozen=True)
class Doubt:
    """What the machine says it is, and the last moment that the house believed."""

    now: datetime
    believed: datetime


def doubt(now: datetime | None = None) -> Doubt | None:
    """Return why ``now`` is not believed; None when it is near what the house knows (1 query)."""
    now = now or timezone.now()
    believed = _believed()
    if believed is None or abs(now - believed) <= FURTHEST:
        return None
    return Doubt(now, believed)


def look(now: datetime) -> Doubt | None:
    """Return the doubt, as ``doubt`` does; without one, keep ``now`` as the moment believed."""
    doubted = doubt(now)
    if doubted is None:
        kept = HouseNote.objects.filter(name=NOTE).first()
        if kept is None or kept.at is None or not timedelta(0) <= now - kept.at < KEEP_EVERY:
            _keep(now)
    return doubted


@transaction.atomic
def confirm(*, by: record.Doer, now: datetime | None = None) -> Doubt | None:
    """Believe the machine's clock as it stands; returns the doubt that there was, or None."""
    now = now or timezone.now()
    doubted = doubt(now)
    if doubted is None:
        return None
    _keep(now)
    record.note(
        "clock.confirmed",
        ("core.clock", record.HOUSE),
        by=by,
        community_id=None,
        change={"believed": doubted.believed, "now": now},
    )
    return doubted


def _believed() -> datetime | None:
    """Return the last moment believed; in a house that kept none, its record's newest line."""
    kept = HouseNote.objects.filter(name=NOTE).values_list("at", flat=True).first()
    if kept is not None:
        return kept
    newest: datetime | None = Line.objects.aggregate(newest=Max("at"))["newest"]
    return newest


def _keep(now: datetime) -> None:
    HouseNote.objects.update_or_create(name=NOTE, defaults={"at": now})
