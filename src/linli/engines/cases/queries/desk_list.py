"""The owner's desk, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import partial

from django.db.models import Q, QuerySet

from linli.core import parsing
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_filters import NOT_DONE, PRESSING, DeskFilters, wanted
from linli.registry.access import Actor

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MICROS = 10**16  # the year 2286
CURSOR = re.compile(r"[<>](?:(?:\d{1,17}|-|!),)?\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One matter of the list; the fields are its columns, in this order."""

    id: int
    number: int
    place_label: str
    title: str
    kind: str
    owner_label: str
    due_at: datetime | None
    warn_at: datetime | None
    state: str
    closing: str
    is_solved: bool | None
    urgency: int
    danger: str
    supporters: int
    reopened: int
    group_id: int | None
    kind_confirmed: bool
    version: int
    opened_at: datetime
    closed_at: datetime | None
    waiting_since: datetime | None
    review_on: date | None


COLUMNS = tuple(field.name for field in fields(DeskRow))


@dataclass(frozen=True)
class DeskList:
    """One page of rows, and the cursors of its neighbours, if any."""

    rows: Sequence[DeskRow]
    older: str = ""
    newer: str = ""


def desk(
    actor: Actor,
    community_id: int,
    *,
    filters: DeskFilters,
    now: datetime,
    cursor: str = "",
    limit: int = 100,
    pressing: bool = True,
) -> DeskList:
    """Return one page; ``cursor`` is what an earlier page gave as ``older`` or ``newer``.

    Emergencies stand first; ``pressing`` False says that there are none, and saves a walk.
    """
    cases = wanted(actor, community_id, filters=filters, now=now)
    backwards = cursor.startswith("<")
    place = cursor.lstrip("<>") if CURSOR.fullmatch(cursor) else ""
    if filters.by_due:
        rows = _by_due(cases, place, backwards=backwards, limit=limit + 1, pressing=pressing)
    else:
        rows = _by_newest(cases, place, backwards=backwards, limit=limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return DeskList(rows=())
    mark = partial(_due_mark, pressing=pressing) if filters.by_due else _newest_mark
    return DeskList(
        rows=rows,
        older=f">{mark(rows[-1])}" if more or backwards else "",
        newer=f"<{mark(rows[0])}" if place and (more or not backwards) else "",
    )


def _by_due(
    cases: QuerySet[Case], place: str, *, backwards: bool, limit: int, pressing: bool
) -> list[DeskRow]:
    """Emergencies that are not done, then dated matters by due time, then those without one: three
    index walks, never a sort."""
    due, _, last = place.partition(",")
    first, rest = cases.none(), cases
    if pressing:
        first, rest = cases.filter(PRESSING), cases.exclude(PRESSING)
    dated = rest.filter(due_at__isnull=False)
    undated = rest.filter(due_at=None)
    after = "lt" if backwards else "gt"
    key, micros = parsing.whole(last) or 0, parsing.whole(due, most=MOST_MICROS)
    if due == "!":
        first = first.filter(**{f"id__{after}": key})
        dated, undated = (dated.none(), undated.none()) if backwards else (dated, undated)
    elif micros is not None:
        moment = EPOCH + timedelta(microseconds=micros)
        bound = {"due_at__lte": moment} if backwards else {"due_at__gte": moment}
        dated = dated.filter(Q(**{f"due_at__{after}": moment}) | Q(due_at=moment,
                             **{f"id__{after}": key}), **bound)  # fmt: skip
        first, undated = (first, undated.none()) if backwards else (first.none(), undated)
    elif due == "-":
        undated = undated.filter(**{f"id__{after}": key})
        first, dated = (first, dated) if backwards else (first.none(), dated.none())
    sign = "-" if backwards else ""
    walks = [
        first.order_by(f"{sign}id"),
        dated.order_by(f"{sign}due_at", f"{sign}id"),
        undated.order_by(f"{sign}id"),
    ]
    rows: list[DeskRow] = []
    for walk in reversed(walks) if backwards else walks:
        if len(rows) < limit:
            rows += _read(walk, limit - len(rows))
    return rows


def _by_newest(cases: QuerySet[Case], place: str, *, backwards: bool, limit: int) -> list[DeskRow]:
    if (last := parsing.whole(place)) is not None:
        cases = cases.filter(**{"id__gt" if backwards else "id__lt": last})
    return _read(cases.order_by("id" if backwards else "-id"), limit)


def _read(cases: QuerySet[Case], limit: int) -> list[DeskRow]:
    return [DeskRow(*row) for row in cases.values_list(*COLUMNS)[:limit]]


def _due_mark(row: DeskRow, *, pressing: bool) -> str:
    if pressing and row.urgency == Case.Urgency.EMERGENCY and row.state in NOT_DONE:
        return f"!,{row.id}"
    due = row.due_at
    return f"{_micros(due) if due else '-'},{row.id}"


def _newest_mark(row: DeskRow) -> str:
    return str(row.id)


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)
