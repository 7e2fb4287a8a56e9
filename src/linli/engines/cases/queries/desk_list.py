"""The owner's desk, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from linli.core import typed
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_filters import DeskFilters, wanted
from linli.registry.access import Actor

COLUMNS = (
    "id", "number", "place_label", "title", "kind", "owner_label", "due_at", "warn_at", "state",
    "closing", "is_solved", "urgency", "supporters", "reopened", "group_id", "kind_confirmed",
    "version", "opened_at", "closed_at", "waiting_since", "review_on",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MICROS = 10**16  # the year 2286
CURSOR = re.compile(r"[<>](?:(?:\d{1,17}|-),)?\d{1,15}", re.ASCII)


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
) -> DeskPage:
    """Return one page; ``cursor`` is what an earlier page gave as ``older`` or ``newer``."""
    matters = wanted(actor, community_id, filters=filters, now=now)
    backwards = cursor.startswith("<")
    place = cursor.lstrip("<>") if CURSOR.fullmatch(cursor) else ""
    step = _by_due if filters.by_due else _by_newest
    rows = step(matters, place, backwards=backwards, limit=limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return DeskPage(rows=())
    mark = _due_mark if filters.by_due else _newest_mark
    return DeskPage(
        rows=rows,
        older=f">{mark(rows[-1])}" if more or backwards else "",
        newer=f"<{mark(rows[0])}" if place and (more or not backwards) else "",
    )


def _by_due(
    matters: QuerySet[Case], place: str, *, backwards: bool, limit: int
) -> list[dict[str, Any]]:
    """Dated matters by due time, then those without one: two index walks, never a sort."""
    due, _, last = place.partition(",")
    dated = matters.filter(due_at__isnull=False)
    undated = matters.filter(due_at=None)
    after = "lt" if backwards else "gt"
    key, micros = typed.whole(last) or 0, typed.whole(due, most=MOST_MICROS)
    if micros is not None:
        moment = EPOCH + timedelta(microseconds=micros)
        bound = {"due_at__lte": moment} if backwards else {"due_at__gte": moment}
        dated = dated.filter(Q(**{f"due_at__{after}": moment}) | Q(due_at=moment,
                             **{f"id__{after}": key}), **bound)  # fmt: skip
        undated = undated.none() if backwards else undated
    elif due == "-":
        undated = undated.filter(**{f"id__{after}": key})
        dated = dated if backwards else dated.none()
    sign = "-" if backwards else ""
    walks = [dated.order_by(f"{sign}due_at", f"{sign}id"), undated.order_by(f"{sign}id")]
    rows: list[dict[str, Any]] = []
    for walk in reversed(walks) if backwards else walks:
        if len(rows) < limit:
            rows += walk.values(*COLUMNS)[: limit - len(rows)]
    return rows


def _by_newest(
    matters: QuerySet[Case], place: str, *, backwards: bool, limit: int
) -> list[dict[str, Any]]:
    if (last := typed.whole(place)) is not None:
        matters = matters.filter(**{"id__gt" if backwards else "id__lt": last})
    return list(matters.order_by("id" if backwards else "-id").values(*COLUMNS)[:limit])


def _due_mark(row: dict[str, Any]) -> str:
    due = row["due_at"]
    return f"{_micros(due) if due else '-'},{row['id']}"


def _newest_mark(row: dict[str, Any]) -> str:
    return str(row["id"])


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)
