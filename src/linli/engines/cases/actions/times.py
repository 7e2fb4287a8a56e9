"""What the verbs do to a matter's times: its clock stands, runs on, begins anew, ends.

Each function returns the columns that it changed.
"""

from __future__ import annotations

from datetime import datetime

from linli.core import calendar
from linli.engines.cases import kinds, rules, triage
from linli.engines.cases.kinds import Deadline
from linli.engines.cases.models import Case


def leave(case: Case, state: str, *, now: datetime) -> set[str]:
    """Set right what a state leaves behind; returns the columns that changed."""
    changed: set[str] = set()
    if state == Case.State.WAITING:
        changed |= wake(case, now=now)
    if state == Case.State.DEFERRED and case.state != Case.State.CLOSED:
        case.review_on = None
        changed |= {"review_on", *restart_clock(case, now=now)}
    return changed


def wake(case: Case, *, now: datetime) -> set[str]:
    """Let the clock run again: the deadline moves on by what the pause took of it."""
    since, case.waiting_since = case.waiting_since, None
    if since is None or case.due_at is None:
        return {"waiting_since"}
    unit = _unit(case)
    due = rules.moved_by_a_pause(
        case.due_at, since=since, until=now, unit=unit, calendar=calendar.load(case.community_id)
    )
    if case.warn_at is not None:
        case.warn_at += due - case.due_at
    case.due_at = due
    return {"waiting_since", "due_at", "warn_at"}


def _unit(case: Case) -> str:
    within = _within(case)
    return within.unit if within else "minutes"


def _within(case: Case) -> Deadline | None:
    kind = kinds.find_in(case.community_id, case.kind)
    return triage.within(kind, urgency=case.urgency, danger=case.danger) if kind else None


def restart_clock(case: Case, *, now: datetime) -> set[str]:
    """Give the matter its kind's full time from now on."""
    kind, within = kinds.find_in(case.community_id, case.kind), _within(case)
    case.due_at = case.warn_at = None
    case.escalation = 0
    if kind and within:
        case.due_at = rules.after(
            now, within.amount, within.unit, calendar=calendar.load(case.community_id)
        )
        case.warn_at = rules.warn_from(now, case.due_at, share=kind.warn_at)
    return {"due_at", "warn_at", "escalation"}


def contacted(case: Case, *, now: datetime) -> set[str]:
    """Remember the first contact with who raised it; returns the columns that changed."""
    if case.answered_at is not None:
        return set()
    case.answered_at = now
    return {"answered_at"}


def close(case: Case, closing: str, *, now: datetime) -> set[str]:
    """Set what every end of a matter sets; the state itself comes from the table."""
    case.closed_at = now
    case.closing = closing
    return {"closed_at", "closing"}
