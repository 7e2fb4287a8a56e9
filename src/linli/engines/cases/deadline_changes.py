"""What a change of calendar or kinds does to open matters: looked at first, then done.

A matter whose deadline still stands where the rules had put it goes along with the rules. One that
somebody put off, or that waited, keeps its date: it was promised to a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from linli.core import calendar
from linli.core.working_time import WorkingCalendar
from linli.engines.cases import kinds, rules, triage
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case

BATCH = 500
COLUMNS = (
    "community_id", "kind", "urgency", "danger", "opened_at", "due_at", "warn_at", "answer_due_at",
    "answered_at", "escalation",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """By what deadlines are counted: a community's kinds and its calendar."""

    kind_of: Callable[[int, str], Kind | None] = kinds.find_in
    calendar_of: Callable[[int], WorkingCalendar] = calendar.load

    def times(self, case: Case, kind: Kind) -> triage.Times:
        """Return the deadlines that the rules give a matter."""
        return triage.times(
            kind, urgency=case.urgency, danger=case.danger, start=case.opened_at,
            working=self.calendar_of(case.community_id),
        )  # fmt: skip


@dataclass
class Changes:
    """What would change: ``moved`` matters with their new dates, ``kept`` ones whose date somebody
    set, ``lost`` ones whose kind would be gone; ``communities`` in which any of it happens."""

    moved: list[Case] = field(default_factory=list)
    kept: int = 0
    lost: int = 0
    communities: set[int] = field(default_factory=set)


def look(cases: QuerySet[Case], *, before: Terms, after: Terms) -> Changes:
    """Return what happens to these open matters when the terms change. Writes nothing."""
    changes = Changes()
    for case in cases.filter(closed_at=None).only(*COLUMNS).order_by("pk").iterator(BATCH):
        _look_at(case, before, after, changes)
    return changes


def apply(changes: Changes) -> None:
    """Write the new dates. Whoever calls has a transaction, and notes it."""
    columns = ["due_at", "warn_at", "answer_due_at", "escalation"]
    Case.objects.bulk_update(changes.moved, columns, batch_size=BATCH)


def _look_at(case: Case, before: Terms, after: Terms, changes: Changes) -> None:
    old = before.kind_of(case.community_id, case.kind)
    new = after.kind_of(case.community_id, case.kind)
    if old is not None and new is None:
        changes.lost += 1
        changes.communities.add(case.community_id)
    if old is None or new is None:
        return
    times, was = after.times(case, new), before.times(case, old)
    due, answer = times.due_at, times.answer_due_at
    was_due, was_answer = was.due_at, was.answer_due_at
    if (due, answer) == (was_due, was_answer):
        return
    changes.communities.add(case.community_id)
    moved = False
    if due != was_due and case.due_at == was_due:
        case.due_at, case.warn_at = due, rules.warn_from(case.opened_at, due, share=new.warn_at)
        case.escalation = 0
        moved = True
    if answer != was_answer and case.answered_at is None and case.answer_due_at == was_answer:
        case.answer_due_at = answer
        moved = True
    if moved:
        changes.moved.append(case)
    else:
        changes.kept += 1
