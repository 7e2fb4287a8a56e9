"""What the clock does for campaigns: ends them, runs what waited, forgets in time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from linli.core import jobs
from linli.engines.campaigns import actions, effects
from linli.engines.campaigns.actions import answer_erasure, visit_photos
from linli.engines.campaigns.models import Campaign
from linli.registry.access import SYSTEM

State = Campaign.State


@jobs.job("campaigns.end", every=600, for_good=True)
def end_over(*, now: datetime) -> int:
    """End campaigns whose last day is over; returns how many."""
    over = Campaign.objects.filter(state=State.RUNNING, ends_on__lt=timezone.localdate(now))
    for pk in list(over.order_by("pk").values_list("pk", flat=True)):
        actions.end(pk, by=SYSTEM)
    return len(over)


@jobs.job("campaigns.run_waiting", every=300)
def run_waiting(*, now: datetime) -> int:
    """Run effects that waited for their engine."""
    return effects.run_waiting()


@jobs.job("campaigns.refresh_doors", every=24 * 3600)
def refresh_doors(*, now: datetime) -> int:
    """Bring the doors of what runs up to date with the register; returns how many changed."""
    rows = Campaign.objects.filter(state=State.RUNNING).exclude(targets=Campaign.Targets.ANYONE)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(actions.refresh_doors(pk, by=SYSTEM) for pk in ids)


@jobs.job("campaigns.sweep_pictures", every=3600, for_good=True)
def sweep_pictures(*, now: datetime) -> int:
    """Hang up pictures that were left behind, and delete those whose visit never came."""
    visit_photos.attach_left()
    return visit_photos.sweep(now=now)


@jobs.job("campaigns.forget", every=6 * 3600, for_good=True)
def forget(*, now: datetime) -> int:
    """Erase answers that have been kept as long as their purpose allows; returns how many."""
    return answer_erasure.forget_expired(now=now)
