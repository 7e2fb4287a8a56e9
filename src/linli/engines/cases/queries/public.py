"""The public page: what was asked and what became of it. No name, no number, no door."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import parsing
from linli.core.refusals import NotFound
from linli.engines.cases import kinds, search
from linli.engines.cases.models import Case
from linli.engines.cases.queries.photos import CasePhoto, photos_of
from linli.engines.cases.series import SERIES

PAGE = 20
MOST_FOUND = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MICROS = 10**16  # the year 2286


@dataclass(frozen=True, slots=True)
class PublicCase:
    """All that leaves the house of a matter; from ``id`` on its columns, in this order.

    Texts are the covered ones, and empty until somebody has looked (``look`` says why); the place
    is its building.
    """

    where: str
    kind_label: str
    id: int
    number: int
    kind: str
    state: str
    closing: str
    public_text: str
    public_result: str
    is_solved: bool | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    resolved_at: datetime | None
    review_on: date | None
    waiting_since: datetime | None
    supporters: int
    updated_at: datetime
    look: str

    @property
    def reference(self) -> str:
        """The number as people say it: SX-1124."""
        return SERIES.reference(self.number)


OF_THE_CASE = tuple(field.name for field in fields(PublicCase))[2:]


@dataclass(frozen=True, slots=True)
class PublicList:
    """A page of public matters, newest first, and the cursors of its neighbours, if any."""

    rows: tuple[PublicCase, ...] = ()
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class PublicCasePage:
    """One public matter with the photos that strangers may see."""

    case: PublicCase
    photos: tuple[CasePhoto, ...]


def public_page(
    community_id: int,
    *,
    kind: str = "",
    state: str = "",
    building: int | None = None,
    typed: str = "",
    cursor: str = "",
    limit: int = PAGE,
) -> PublicList:
    """Return public matters, newest first (1 query, 2 if typed).

    ``state``: "open", "closed" or "" for all; ``cursor`` is what a page gave as older or newer.
    """
    cases = _wanted(community_id, kind=kind, state=state, building=building, typed=typed)
    backwards = cursor.startswith("<")
    rows = _read(_from(cases, cursor)[: limit + 1], community_id)
    more = len(rows) > limit
    rows = rows[:limit][::-1] if backwards else rows[:limit]
    if not rows:
        return PublicList()
    return PublicList(
        rows=rows,
        older=f">{_mark(rows[-1])}" if more or backwards else "",
        newer=f"<{_mark(rows[0])}" if cursor and (more or not backwards) else "",
    )


def public_case(community_id: int, number: int) -> PublicCasePage:
    """Return one public matter with its public photos (2 queries). Raises ``NotFound``."""
    shown = Case.objects.filter(community=community_id, number=number, is_public=True)
    cases = _read(shown[:1], community_id)
    if not cases:
        raise NotFound(_("There is no such matter on the public page."))
    return PublicCasePage(case=cases[0], photos=photos_of(cases[0].id, public_only=True))


def _read(cases: QuerySet[Case], community_id: int) -> tuple[PublicCase, ...]:
    return tuple(
        PublicCase(where or "", kinds.label_of(row[2], community_id), *row)
        for where, *row in cases.values_list("building__name", *OF_THE_CASE)
    )


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


def _mark(case: PublicCase) -> str:
    return f"{(case.opened_at - EPOCH) // timedelta(microseconds=1)},{case.id}"
