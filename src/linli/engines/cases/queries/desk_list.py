"""The owner's desk, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from linli.core import parsing
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_filters import NOT_DONE, PRESSING, DeskFilters, wanted
from linli.registry.access import Actor

COLUMNS = (
    "id", "number", "place_label", "title", "kind", "owner_label", "due_at", "warn_at", "state",
    "closing", "is_solved", "urgency", "danger", "supporters", "reopened", "group_id",
    "kind_confirmed", "version", "opened_at", "closed_at", "waiting_since", "review_on",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MICROS = 10**16  # the year 2286
CURSOR = re.compile(r"[<>](?:(?:\d{1,17}|-|!),)?\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class DeskPage:
    """One page of rows (dicts of ``COLUMNS``) and the cursors of its neighbours, if any."""

    rows: Sequence[dict[str, Any]]
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
) -> DeskPage:
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
        return DeskPage(rows=())
    mark = partial(_due_mark, pressing=pressing) if filters.by_due else _newest_mark
    return DeskPage(
        rows=rows,
        older=f">{mark(rows[-1])}" if more or backwards else "",
        newer=f"<{mark(rows[0])}" if place and (more or not backwards) else "",
    )


def _by_due(
    cases: QuerySet[Case], place: str, *, backwards: bool, limit: int, pressing: bool
) -> list[dict[str, Any]]:
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
    rows: list[dict[str, Any]] = []
    for walk in reversed(walks) if backwards else walks:
        if len(rows) < limit:
            rows += walk.values(*COLUMNS)[: limit - len(rows)]
    return rows


def _by_newest(
    cases: QuerySet[Case], place: str, *, backwards: bool, limit: int
) -> list[dict[str, Any]]:
    if (last := parsing.whole(place)) is not None:
        cases = cases.filter(**{"id__gt" if backwards else "id__lt": last})
    return list(cases.order_by("id" if backwards else "-id").values(*COLUMNS)[:limit])


def _due_mark(row: dict[str, Any], *, pressing: bool) -> str:
    if pressing and row["urgency"] == Case.Urgency.EMERGENCY and row["state"] in NOT_DONE:
        return f"!,{row['id']}"
    due = row["due_at"]
    return f"{_micros(due) if due else '-'},{row['id']}"


def _newest_mark(row: dict[str, Any]) -> str:
    return str(row["id"])


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)
