"""What the clock does for the core room: sweeping up, and keeping reads quick."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from linli.core import files, jobs, limits, queries
from linli.core.record import ends


@jobs.job("core.forget_tallies", every=3600, for_good=True)
def forget_tallies(*, now: datetime) -> None:
    limits.sweep()


@jobs.job("core.sweep_photos", every=3600, for_good=True)
def sweep_photos(*, now: datetime) -> None:
    files.sweep(now=now)


@jobs.job("core.keep_ends", every=24 * 3600)
def keep_ends(*, now: datetime) -> None:
    ends.keep(now)


@jobs.job("core.sweep_sessions", every=24 * 3600, for_good=True)
def sweep_sessions(*, now: datetime) -> None:
    """Forget log-ins and visits that have ended."""
    Session.objects.filter(expire_date__lt=now).delete()


@jobs.job("core.count_indexes", every=24 * 3600)
def count_indexes(*, now: datetime) -> None:
    queries.count_indexes()
