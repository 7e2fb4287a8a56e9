"""What the clock does for matters. Each job walks a partial index, in batches, and may be cut off
anywhere: what it has not done it finds again the next time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from linli.core import calendar, files, jobs
from linli.core.refusals import Refusal
from linli.engines.cases import actions, kinds, rules, suggest
from linli.engines.cases.actions import new_names, scheduled
from linli.engines.cases.actions.finish import PHOTO_FOLDER
from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.models import Case, Objection, Photo
from linli.engines.cases.workflows import CLOCK
from linli.registry import purposes
from linli.registry.access import SYSTEM
from linli.registry.models import Place

BATCH = 500


@jobs.job("cases.escalate", every=300)
def escalate(*, now: datetime) -> int:
    """Tell the next post up of missed deadlines; returns how many tellings were made."""
    late = Case.objects.filter(CLOCK.late(now), closed_at=None)
    escalated, columns = 0, ("community_id", "kind", "due_at", "escalation")
    for pk, community_id, code, due, done in _each(late, *columns):
        working = calendar.load(community_id)
        ladder = ladder_of(code)
        level = rules.escalation_level(now=now, due=due, calendar=working, ladder=ladder)
        for rung in range(done + 1, level + 1):
            role = ladder[rung - 1][0]
            escalated += _did(partial(scheduled.escalate, pk, level=rung, role=role))
    return escalated


def ladder_of(code: str) -> tuple[tuple[str, int], ...]:
    """Return who is told of a missed deadline of this kind, and how many working days after."""
    kind = kinds.find(code)
    if kind is None or not kind.escalation:
        return rules.ESCALATION
    return tuple((step.role, step.after_working_days) for step in kind.escalation)


@jobs.job("cases.call_again", every=60)
def call_again(*, now: datetime) -> int:
    """Ring the next role for each emergency that nobody has taken; returns how many were rung."""
    plain, rung = shipped(), 0
    untaken = Case.objects.filter(
        closed_at=None, urgency=Case.Urgency.EMERGENCY, state__in=scheduled.UNTAKEN,
        opened_at__gt=now - timedelta(hours=plain.hours), called__lt=len(plain.call_again),
    )  # fmt: skip
    for pk, community_id, opened, called in _each(untaken, "community_id", "opened_at", "called"):
        minutes = community_lists.of(community_id).call_again_minutes
        due = min(int((now - opened) / timedelta(minutes=minutes)), len(plain.call_again))
        for level in range(called + 1, due + 1):
            role = plain.call_again[level - 1]
            rung += _did(partial(scheduled.call_again, pk, rung=level, role=role))
    return rung


@jobs.job("cases.remind", every=300)
def remind(*, now: datetime) -> int:
    """Tell owners, once, of deadlines that are near."""
    near = Case.objects.filter(closed_at=None, due_at__gt=now, warn_at__lte=now)
    near = near.filter(CLOCK.running()).filter(Q(reminded_for=None) | ~Q(reminded_for=F("due_at")))
    return sum(_did(partial(scheduled.remind, pk)) for (pk,) in _each(near))


@jobs.job("cases.close_silent", every=3600, for_good=True)
def close_silent(*, now: datetime) -> int:
    """Close what nobody confirmed in the time that its kind states."""
    waiting = Case.objects.filter(closed_at=None, state="resolved")
    closed = 0
    for pk, code, resolved in _each(waiting, "kind", "resolved_at"):
        kind = kinds.find(code)
        days = kind.silent_after_days if kind else rules.SILENT_AFTER_DAYS
        if rules.is_silent(now=now, resolved=resolved, after_days=days):
            closed += _did(partial(actions.close_silent, pk))
    return closed


@jobs.job("cases.review_deferred", every=3600)
def review_deferred(*, now: datetime) -> int:
    """Take deferred matters up again on the day that was promised."""
    today = timezone.localdate(now)
    waiting = Case.objects.filter(closed_at=None, state="deferred", review_on__lte=today)
    return sum(_did(partial(actions.resume, pk, by=SYSTEM)) for (pk,) in _each(waiting))


@jobs.job("cases.learn", every=6 * 3600)
def learn(*, now: datetime) -> int:
    """Learn the kinds anew from what people chose; returns how many communities were taught."""
    return suggest.learn_all(now=now)


@jobs.job("cases.forget_reporters", every=24 * 3600, for_good=True)
def forget_reporters(*, now: datetime) -> int:
    """Erase names and telephones from matters closed longer ago than their community keeps them;
    returns how many."""
    known = ~Q(reporter_name="") | ~Q(reporter_phone="") | ~Q(reporter_email="")
    forgotten = 0
    for community in Place.objects.filter(kind="community"):
        days = purposes.keep_days("matters", community.pk)
        old = Case.objects.filter(
            known, community=community, closed_at__lt=rules.erase_before(now, keep_days=days)
        )
        ids = list(old.order_by("pk").values_list("pk", flat=True)[: 20 * BATCH])
        for start in range(0, len(ids), BATCH):
            forgotten += scheduled.forget_reporters(
                ids[start : start + BATCH], community_id=community.pk, now=now
            )
    return forgotten


@jobs.job("cases.cover_again", every=60)
def cover_again(*, now: datetime) -> int:
    """Cover the names that are new in a register in what strangers read; returns in how many."""
    communities = Place.objects.filter(kind="community").order_by("id")
    ids = list(communities.values_list("pk", flat=True))
    return sum(new_names.cover_community(pk, now=now) for pk in ids)


@jobs.job("cases.forget_addresses", every=24 * 3600, for_good=True)
def forget_addresses(*, now: datetime) -> int:
    """Forget from where "this is about me" was said, 30 days on; returns of how many."""
    before = now - timedelta(days=rules.GROUNDLESS_DAYS)
    old = Objection.objects.filter(at__lt=before).exclude(came_from="")
    return old.update(came_from="")


def _held(names: Collection[str]) -> set[str]:
    """Return which of these photos hang on a matter."""
    return set(Photo.objects.filter(file__in=names).values_list("file", flat=True))


files.held_by(PHOTO_FOLDER, _held)


def _each(rows: QuerySet[Case], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield (id, columns …) in batches by id, so that no read stays open while rows change."""
    last = 0
    while True:
        batch = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def _did(act: Callable[[], Case | None]) -> int:
    """Act on one matter; 0 when somebody was quicker, and it needs it no more."""
    try:
        return 1 if act() is not None else 0
    except Refusal:
        return 0
