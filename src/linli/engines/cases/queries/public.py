"""The public page: what was asked and what became of it. No name, no number, no door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import parsing
from linli.core.refusals import NotFound
from linli.engines.cases import kinds, search
from linli.engines.cases.models import Case
from linli.engines.cases.queries.resident import photos_of

PAGE = 20
MOST_FOUND = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MICROS = 10**16  # the year 2286
# Only these leave the house: texts are the covered ones, and empty until somebody has looked
# (``look`` says why); the place is its building.
COLUMNS = (
    "id", "number", "kind", "state", "closing", "public_text", "public_result", "is_solved",
    "opened_at", "due_at", "closed_at", "resolved_at", "review_on", "waiting_since", "supporters",
    "updated_at", "look",
)  # fmt: skip


def public_page(
    community_id: int,
    *,
    kind: str = "",
    state: str = "",
    building: int | None = None,
    typed: str = "",
    cursor: str = "",
    limit: int = PAGE,
) -> dict[str, Any]:
    """Return ``{"rows", "older", "newer"}``: public matters, newest first (1 query, 2 if typed).

    ``state``: "open", "closed" or "" for all; ``cursor`` is what a page gave as older or newer.
    A row: the columns above, ``kind_label``, ``where`` (the building's name, or "").
    """
    cases = _wanted(community_id, kind=kind, state=state, building=building, typed=typed)
    backwards = cursor.startswith("<")
    rows = list(_from(cases, cursor).values(*COLUMNS, where=F("building__name"))[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    for row in rows:
        row["kind_label"] = kinds.label_of(row["kind"], community_id)
        row["where"] = row["where"] or ""
    if not rows:
        return {"rows": [], "older": "", "newer": ""}
    return {
        "rows": rows,
        "older": f">{_mark(rows[-1])}" if more or backwards else "",
        "newer": f"<{_mark(rows[0])}" if cursor and (more or not backwards) else "",
    }


def public_case(community_id: int, number: int) -> dict[str, Any]:
    """Return one public matter as a row with its public photos (2 queries)."""
    shown = Case.objects.filter(community=community_id, number=number, is_public=True)
    found = shown.values(*COLUMNS, where=F("building__name")).first()
    if found is None:
        raise NotFound(_("There is no such matter on the public page."))
    row: dict[str, Any] = dict(found)
    row["kind_label"] = kinds.label_of(row["kind"], community_id)
    row["where"] = row["where"] or ""
    row["photos"] = photos_of(row["id"], public_only=True)
    return row


def kinds_shown(community_id: int) -> list[tuple[str, str]]:
    """Return code and name of the kinds that a community shows, for the filter."""
    return [(kind.code, str(kind.label)) for kind in kinds.public_in(community_id)]


def _wanted(
    community_id: int, *, kind: str, state: str, building: int | None, typed: str
) -> QuerySet[Case]:
    cases = Case.objects.filter(community=community_id, is_public=True)
    if kind:
        cases = cases.filter(kind=kind)
    if building:
        cases = cases.filter(building=building)
    if state == "open":
        cases = cases.filter(closed_at=None)
    elif state == "closed":
        cases = cases.filter(closed_at__isnull=False)
    words = typed.split()[:5]
    if words:
        # The index knows the full text; what is searched here is only what is shown here, or
        # a name could be found out by asking for it.
        ids = search.find([community_id], typed, limit=MOST_FOUND)
        cases = cases.filter(pk__in=ids)
        for word in words:
            shown = Q(public_text__icontains=word) | Q(public_result__icontains=word)
            cases = cases.filter(shown)
    return cases


def _from(cases: QuerySet[Case], cursor: str) -> QuerySet[Case]:
    """Walk the index of public matters from a cursor ``>micros,id`` (older) or ``<`` (newer)."""
    backwards = cursor.startswith("<")
    moment, _comma, last = cursor.lstrip("<>").partition(",")
    order = ("opened_at", "id") if backwards else ("-opened_at", "-id")
    micros, key = parsing.whole(moment, most=MOST_MICROS), parsing.whole(last)
    if micros is None or key is None:
        return cases.order_by("-opened_at", "-id")
    at = EPOCH + timedelta(microseconds=micros)
    side = "gt" if backwards else "lt"
    beyond = Q(**{f"opened_at__{side}": at}) | Q(opened_at=at, **{f"id__{side}": key})
    return cases.filter(beyond, **{f"opened_at__{side}e": at}).order_by(*order)


def _mark(row: dict[str, Any]) -> str:
    return f"{(row['opened_at'] - EPOCH) // timedelta(microseconds=1)},{row['id']}"
