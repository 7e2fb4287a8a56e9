"""/healthz: whether the house can work, for whoever watches over the machine."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core import clock, jobs
from linli.core.models import JobRun

CLOCK_MAY_REST_SECONDS = 300
DISK_LOW_BYTES = 200_000_000


class NotMigrated(Exception):
    """The tables are older than the program."""


@cache
def _migrated() -> bool:
    """True once every migration is applied. Raises ``NotMigrated``, which is not remembered."""
    from linli.config.bootstrap import migrations_waiting

    if migrations_waiting():
        raise NotMigrated
    return True


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the state of database, migrations, clock and disk, or 503 naming what is
    wrong."""
    state = {"database": "ok", "migrations": "ok", "clock": "ok", "disk": _disk()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _migrated()
        state["clock"] = _clock()
    except NotMigrated:
        state.update(migrations="waiting: run linli serve or linli tick", clock="unknown")
    except DatabaseError:
        state.update(database="cannot be reached", migrations="unknown", clock="unknown")
    is_well = state["database"] == state["migrations"] == "ok"
    return JsonResponse(state, status=200 if is_well else 503)


def _disk() -> str:
    """Say how much room is left where the house keeps its data, once it grows scarce."""
    free = shutil.disk_usage(settings.HOME).free if settings.HOME.exists() else DISK_LOW_BYTES
    return "ok" if free >= DISK_LOW_BYTES else f"nearly full: {free // 1_000_000} MB left"


def _clock() -> str:
    """Say whether the clock has ticked lately; a still clock does not close the house."""
    if doubted := clock.doubt():
        return (
            f"in doubt: it says {_spoken(doubted.now)}, the house last believed "
            f"{_spoken(doubted.believed)}; what erases for good rests until somebody confirms it "
            "(settings page, or linli tick --clock-is-right)"
        )
    last = JobRun.objects.aggregate(last=Max("started_at"))["last"]
    if last is None:
        return "has not ticked yet"
    if last > timezone.now() + jobs.SKEW:
        return f"was ahead: a job ran at {_spoken(last)}, which is still to come"
    if timezone.now() - last > timedelta(seconds=CLOCK_MAY_REST_SECONDS):
        return f"stands still since {_spoken(last)}"
    return "ok"


def _spoken(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
