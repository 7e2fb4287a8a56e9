"""What must happen by itself: jobs, each run when it is due, by one process at a time.

A room writes its jobs into its ``tasks.py``::

    @jobs.job("calendar.seed", every=3600)
    def escalate(*, now: datetime) -> None: ...

What erases or closes for good says so (``for_good=True``): it rests while the clock is in doubt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from linli.core import clock
from linli.core.models import JobRun

log = logging.getLogger(__name__)
LEASE_SECONDS = 600  # a process that died gives its job back after this
SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ


@dataclass(frozen=True)
class Job:
    """A function to be called as ``run(now=...)`` at least ``every`` seconds apart."""

    name: str
    every: int
    run: Callable[..., object]
    lease: int = LEASE_SECONDS
    for_good: bool = False


jobs: dict[str, Job] = {}
Run = TypeVar("Run", bound=Callable[..., object])


def job(
    name: str, *, every: int, lease: int = LEASE_SECONDS, for_good: bool = False
) -> Callable[[Run], Run]:
    """Register a function of the keyword ``now`` as a job; ``every`` and ``lease`` in seconds.

    ``for_good``: what it does cannot be taken back, so it rests while the clock is in doubt.
    """

    def register(run: Run) -> Run:
        known = jobs.get(name)
        if known and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"two jobs are called {name}")
        jobs[name] = Job(name=name, every=every, run=run, lease=lease, for_good=for_good)
        return run

    return register


def run_due(now: datetime, deadline: datetime | None = None) -> dict[str, bool]:
    """Run every job that is due; start none after ``deadline``. Returns name → went well.

    A job that fails is logged, tried again next time, and stops no other.
    """
    autodiscover_modules("tasks")
    outcome: dict[str, bool] = {}
    doubted = clock.look(now)
    if doubted:
        log.warning(
            "The clock says %s, the house last believed %s: what erases for good rests until "
            "somebody confirms it (linli tick --clock-is-right).", now, doubted.believed
        )  # fmt: skip
    for job in list(jobs.values()):
        if doubted and job.for_good:
            continue
        if deadline and timezone.now() >= deadline:
            break
        if _take(job, now):
            outcome[job.name] = _run(job, now)
    return outcome


def _take(job: Job, now: datetime) -> bool:
    """Take the job's lease in one statement; False when it is not due, or somebody else has it.

    A run or a lease that lies in the future was written under a clock that was wrong: it counts
    for nothing, else the job would rest until real time has caught up.
    """
    JobRun.objects.get_or_create(name=job.name)
    lease = timedelta(seconds=job.lease)
    due = (
        Q(finished_at=None)
        | Q(finished_at__lte=now - timedelta(seconds=job.every))
        | Q(finished_at__gt=now + SKEW)
    )
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + lease + SKEW)
    taken = JobRun.objects.filter(due & free, name=job.name).update(
        started_at=now, leased_until=now + lease
    )
    return taken == 1


def _run(job: Job, now: datetime) -> bool:
    """Run behind a wall: the one place where any exception is caught, so that the rest goes on."""
    try:
        job.run(now=now)
    except Exception:
        log.exception("The job %s failed; it is tried again next time.", job.name)
        JobRun.objects.filter(name=job.name).update(leased_until=None, failures=F("failures") + 1)
        return False
    JobRun.objects.filter(name=job.name).update(finished_at=now, leased_until=None, failures=0)
    return True
