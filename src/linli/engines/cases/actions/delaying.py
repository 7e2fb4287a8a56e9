"""Verbs that move a matter's time: defer, take up again, extend."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from linli.core.refusals import Invalid
from linli.engines.cases import kinds, rules
from linli.engines.cases.actions import notifications
from linli.engines.cases.actions.access import begin
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.actions.times import contacted
from linli.engines.cases.models import Case
from linli.engines.cases.verbs import NEEDS
from linli.registry.access import SYSTEM, Actor

FURTHEST_REVIEW_DAYS = 366 * 3
REVIEW_AFTER_DAYS = 30  # of a matter whose programme is gone
CLOSE_OF_DAY = time(18)


def proposed_review(case: Case, *, today: date) -> date:
    """Return the day on which a deferred matter of this kind is looked at again, unless whoever
    defers it chooses another (``review_after_days`` of the programme)."""
    kind = kinds.find_in(case.community_id, case.kind)
    return today + timedelta(days=kind.review_after_days if kind else REVIEW_AFTER_DAYS)


@transaction.atomic
def defer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    reason: str = "",
    review_on: date | None = None,
) -> Case:
    """Say honestly that it cannot be solved now, why, and when it is looked at again."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    action = begin(case_id, "defer", by=by, version=version, reason=reason, review_on=review_on)
    case, today = action.row, timezone.localdate(action.now)
    assert review_on is not None  # noqa: S101  the table asks for it
    if not today < review_on <= today + timedelta(days=FURTHEST_REVIEW_DAYS):
        raise Invalid(NEEDS["review_on"], errors={"review_on": [NEEDS["review_on"]]})
    case.review_on = review_on
    case.due_at = timezone.make_aware(datetime.combine(review_on, CLOSE_OF_DAY))
    case.warn_at = case.waiting_since = None
    columns = {"review_on", "due_at", "warn_at", "waiting_since"}
    return finish(
        action, words=reason, facts={"review_on": review_on}, change={"review_on": review_on},
        columns=columns | contacted(case, now=action.now),
        tell=lambda case: notifications.tell_raisers(
            "case.deferred", case, reason=reason, review_on=notifications.spoken_day(review_on)
        ),
    )  # fmt: skip


@transaction.atomic
def resume(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Take a deferred or waiting matter up again; its clock runs."""
    action = begin(case_id, "resume", by=by, version=version)
    if by.key != SYSTEM.key:
        return finish(action)
    day = notifications.spoken_day(action.row.review_on or timezone.localdate(action.now))
    return finish(
        action, tell=lambda case: notifications.tell_owner("case.review_due", case, review_on=day)
    )  # fmt: skip


@transaction.atomic
def extend(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    due_at: datetime | None = None,
    reason: str = "",
) -> Case:
    """Give more time. Who raised it is told the reason and the new deadline."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    action = begin(case_id, "extend", by=by, version=version, reason=reason, due_at=due_at)
    case, before = action.row, action.row.due_at
    assert due_at is not None  # noqa: S101  the table asks for it
    latest = action.now + timedelta(days=FURTHEST_REVIEW_DAYS)
    if due_at <= (before or action.now) or due_at <= action.now or due_at > latest:
        raise Invalid(NEEDS["due_at"], errors={"due_at": [NEEDS["due_at"]]})
    kind = kinds.find_in(case.community_id, case.kind)
    share = kind.warn_at if kind else rules.WARN_AFTER_SHARE
    case.due_at, case.escalation = due_at, 0
    case.warn_at = rules.warn_from(action.now, due_at, share=share)
    return finish(
        action, words=reason, facts={"due": due_at}, change={"due": [before, due_at]},
        columns={"due_at", "warn_at", "escalation", *contacted(case, now=action.now)},
        tell=lambda case: notifications.tell_raisers("case.extended", case, reason=reason),
    )  # fmt: skip
