"""How every verb ends: the row, its step, its photos, what is told, and one line in the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.core import calendar, record
from linli.core.files import Sent
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.engines.cases import kinds, rules, triage
from linli.engines.cases.actions.access import Turn
from linli.engines.cases.kinds import Deadline
from linli.engines.cases.models import Answer, Case, Photo, Step
from linli.engines.cases.verbs import VERBS
from linli.registry.access import Actor
from linli.verbs.photos import columns as photo_columns
from linli.verbs.photos import keep_all

WORDS_MOST = 4000
REASON_MOST = 400
PHOTO_FOLDER = "cases"


def finish(
    turn: Turn,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    change: Mapping[str, Any] | None = None,
    is_public: bool = True,
    photos: Sequence[Sent] = (),
    photo_role: str = Photo.Role.REPORT,
    columns: Iterable[str] = (),
    solved: bool | None = None,
    tell: Callable[[Case], None] | None = None,
) -> Case:
    """Write what the verb did. ``columns`` are those of the matter that the verb has set itself.

    ``words`` is what the reporter may read (when ``is_public``); it never goes into the record,
    which is for ever. ``change`` does: it names owners, states and times, no resident.
    ``solved`` is the resident's word on it, which counts also when the matter opens again.
    """
    case, old = turn.case, turn.case.state
    changed = set(columns)
    if turn.move.target and turn.move.target != old:
        case.state = turn.move.target
        changed |= {"state", *leave(case, old, now=turn.now)}
    case.version += 1
    case.updated_at = turn.now
    case.save(update_fields=sorted(changed | {"version", "updated_at"}))
    step = write_step(
        case, turn.move.verb, by=turn.by, at=turn.now, words=words, facts=facts, is_public=is_public
    )
    if solved is not None:
        Answer.objects.create(case=case, community_id=case.community_id, at=turn.now, solved=solved)
    keep_photos(case, photos, step=step, role=photo_role, at=turn.now)
    if tell is not None:
        tell(case)
    states = {"state": [old, case.state]} if case.state != old else {}
    write_line(case, turn.move.verb, by=turn.by, at=turn.now, change={**states, **(change or {})})
    return case


def write_step(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    is_public: bool = True,
) -> Step:
    """Write one line of the timeline."""
    return Step.objects.create(
        case=case, at=at, verb=verb, by=by.key, by_label=by.label, words=words,
        is_public=is_public, facts=record.plain(facts or {}),
    )  # fmt: skip


def write_line(
    case: Case, verb: str, *, by: Actor, at: datetime, change: Mapping[str, Any] | None = None
) -> None:
    """Write the verb's one line in the community's record, as the last thing."""
    record.note(
        f"case.{VERBS[verb].past}", case, by=by, community_id=case.community_id,
        change={"number": case.number, **(change or {})}, at=at,
    )  # fmt: skip


def keep_photos(
    case: Case, photos: Sequence[Sent], *, step: Step | None, role: str, at: datetime
) -> None:
    """Hang photos on the matter (1 query, none without photos)."""
    kept = keep_all(photos, folder=PHOTO_FOLDER)
    if kept:
        Photo.objects.bulk_create(
            Photo(case=case, step=step, role=role, at=at, **photo_columns(photo)) for photo in kept
        )


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


def tidy(text: str, *, field: str, most: int = WORDS_MOST) -> str:
    """Clean what somebody typed. Raises ``Invalid`` that names the field when it is too long."""
    try:
        return clean(text or "", most=most)
    except Invalid as fault:
        raise Invalid(fault.sentence, errors={field: [fault.sentence]}) from None
