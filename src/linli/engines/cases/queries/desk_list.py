"""The owner's desk: matters that a worker's posts reach, page by page, and their counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.core.models import ChainHead
from linli.engines.cases.models import Case
from linli.engines.cases.queries.reach import full_reach
from linli.registry.access import Actor

Whose = Literal["community", "team", "mine"]
Order = Literal["due", "newest"]
COLUMNS = (
    "id", "number", "place_label", "title", "kind", "owner_label", "due_at", "warn_at", "state",
    "closing", "is_solved", "urgency", "supporters", "reopened", "group_id", "kind_confirmed",
    "version", "opened_at", "closed_at", "waiting_since", "review_on",
)  # fmt: skip
ANSWERS_OF_DAYS = 90
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"[<>](?:(?:\d{1,17}|-),)?\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class DeskFilters:
    """What is asked of the list; an empty field asks nothing. ``state``: a state, "open", "all"."""

    whose: Whose = "community"
    state: str = "open"
    kind: str = ""
    building: int | None = None
    channel: str = ""
    is_overdue: bool = False
    is_due_today: bool = False
    is_guessed: bool = False
    is_repeated: bool = False
    group: int | None = None
    since: date | None = None
    until: date | None = None
    typed: str = ""
    order: Order = "due"

    @property
    def by_due(self) -> bool:
        """Closed matters have no deadline left: they stand newest first."""
        return self.order == "due" and self.state not in ("closed", "all") and not self.typed


@dataclass(frozen=True)
class Counts:
    """Numbers over the open matters in reach; ``buildings``: place id → open, overdue, resolved."""

    open: int = 0
    overdue: int = 0
    due_today: int = 0
    resolved: int = 0
    guessed: int = 0
    unowned: int = 0
    undated: int = 0
    mine: int = 0
    team: int = 0
    answers: int = 0
    solved: int = 0
    buildings: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class DeskPage:
    """One page of rows (dicts of ``COLUMNS``) and the cursors of its neighbours, if any."""

    rows: Sequence[dict[str, Any]]
    older: str = ""
    newer: str = ""


def in_reach(actor: Actor) -> Q:
    """Narrow matters to what the posts reach: community, building, or the company's own."""
    if actor.key == "system":
        return Q()
    narrow = Q(post__in=[post.id for post in actor.posts])
    if actor.organisations:
        narrow |= Q(organisation__in=actor.organisations)
    reach = full_reach(actor)
    if reach.communities:
        narrow |= Q(community__in=reach.communities)
    if reach.buildings:
        narrow |= Q(building__in=reach.buildings)
    for path in reach.paths:
        narrow |= Q(place__path__startswith=path)
    return narrow


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


def wanted(
    actor: Actor, community_id: int, *, filters: DeskFilters, now: datetime
) -> QuerySet[Case]:
    """Return the matters that the filters ask for, within reach, in no order yet."""
    matters = Case.objects.filter(_narrow(actor, community_id))
    matters = _whose(matters, actor, filters.whose)
    matters = _state(matters, filters, now)
    for column, value in (
        ("kind", filters.kind),
        ("building", filters.building),
        ("channel", filters.channel),
        ("group", filters.group),
    ):
        if value:
            matters = matters.filter(**{column: value})
    if filters.is_guessed:
        matters = matters.filter(kind_confirmed=False)
    if filters.is_repeated:
        matters = matters.filter(group__isnull=False)
    if filters.since:
        matters = matters.filter(opened_at__gte=_midnight(filters.since))
    if filters.until:
        matters = matters.filter(opened_at__lt=_midnight(filters.until + timedelta(days=1)))
    return _typed(matters, community_id, filters.typed)


def _narrow(actor: Actor, community_id: int) -> Q:
    """Reach, said so that one partial index can serve it."""
    here = Q(community=community_id)
    whole = community_id in full_reach(actor).communities
    return here if whole or actor.key == "system" else here & in_reach(actor)


def _whose(matters: QuerySet[Case], actor: Actor, whose: Whose) -> QuerySet[Case]:
    if whose == "mine":
        return matters.filter(post__in=[post.id for post in actor.posts])
    if whose == "team":
        return matters.filter(organisation__in=actor.organisations)
    return matters


def _state(matters: QuerySet[Case], filters: DeskFilters, now: datetime) -> QuerySet[Case]:
    if filters.state == "closed":
        matters = matters.filter(closed_at__isnull=False)
    elif filters.state != "all":
        matters = matters.filter(closed_at=None)
        if filters.state not in ("open", ""):
            matters = matters.filter(state=filters.state)
    if filters.is_overdue:
        matters = matters.filter(closed_at=None, due_at__lt=now, waiting_since=None).exclude(
            state__in=("resolved", "deferred")
        )
    if filters.is_due_today:
        matters = matters.filter(closed_at=None, due_at__gte=now, due_at__lt=_tomorrow(now))
    return matters


def _typed(matters: QuerySet[Case], community_id: int, typed: str) -> QuerySet[Case]:
    """A number as people say it (SX-1124, 1124), or words anywhere in the matter."""
    typed = typed.strip()
    if not typed:
        return matters
    digits = typed.upper().removeprefix("SX").lstrip("- ")
    if digits.isdigit() and len(digits) < 9:
        return matters.filter(number=int(digits))
    from linli.engines.cases import search

    return matters.filter(pk__in=search.find([community_id], typed, limit=500))


def _by_due(
    matters: QuerySet[Case], place: str, *, backwards: bool, limit: int
) -> list[dict[str, Any]]:
    """Dated matters by due time, then those without one: two index walks, never a sort."""
    due, _, last = place.partition(",")
    dated = matters.filter(due_at__isnull=False)
    undated = matters.filter(due_at=None)
    after = "lt" if backwards else "gt"
    key = int(last) if last.isdigit() else 0
    if place and due != "-":
        moment = EPOCH + timedelta(microseconds=int(due))
        bound = {"due_at__lte": moment} if backwards else {"due_at__gte": moment}
        dated = dated.filter(Q(**{f"due_at__{after}": moment}) | Q(due_at=moment,
                             **{f"id__{after}": key}), **bound)  # fmt: skip
        undated = undated.none() if backwards else undated
    elif place:
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
    if place.isdigit():
        matters = matters.filter(**{"id__gt" if backwards else "id__lt": int(place)})
    return list(matters.order_by("id" if backwards else "-id").values(*COLUMNS)[:limit])


def _due_mark(row: dict[str, Any]) -> str:
    due = row["due_at"]
    return f"{_micros(due) if due else '-'},{row['id']}"


def _newest_mark(row: dict[str, Any]) -> str:
    return str(row["id"])


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _tomorrow(now: datetime) -> datetime:
    return _midnight(timezone.localdate(now) + timedelta(days=1))


_kept: dict[tuple[Any, ...], tuple[tuple[int, int], Counts]] = {}


def counts(actor: Actor, community_id: int, *, now: datetime) -> Counts:
    """Count open matters in reach. Kept until the community's record grows or the minute turns.

    Counting walks every open matter; the record's last number tells at the price of one row
    whether anything was done since.
    """
    head = ChainHead.objects.filter(community_id=community_id).values_list("number", flat=True)
    stamp = (head.first() or 0, int(now.timestamp()) // 60)
    scope = (
        community_id,
        actor.organisations,
        actor.communities,
        actor.buildings,
        actor.paths,
        tuple((post.id, post.role) for post in actor.posts),
    )
    found = _kept.get(scope)
    if found and found[0] == stamp:
        return found[1]
    if len(_kept) > 500:
        _kept.clear()
    fresh = _count(actor, community_id, now=now)
    _kept[scope] = (stamp, fresh)
    return fresh


def _count(actor: Actor, community_id: int, *, now: datetime) -> Counts:
    late = Q(due_at__lt=now, waiting_since=None) & ~Q(state__in=("resolved", "deferred"))
    sums = {
        "n": Count("id"),
        "overdue": Count("id", filter=late),
        "due_today": Count("id", filter=Q(due_at__gte=now, due_at__lt=_tomorrow(now))),
        "resolved": Count("id", filter=Q(state="resolved")),
        "guessed": Count("id", filter=Q(kind_confirmed=False)),
        "unowned": Count("id", filter=Q(owner_label="")),
        "undated": Count("id", filter=Q(due_at=None)),
        "mine": Count("id", filter=Q(post__in=[p.id for p in actor.posts])),
        "team": Count("id", filter=Q(organisation__in=actor.organisations)),
    }
    rows: list[Any] = list(
        Case.objects.filter(_narrow(actor, community_id), closed_at=None)
        .order_by()
        .values("building")
        .annotate(**sums)
    )
    totals = {name: sum(row[name] for row in rows) for name in sums}
    answered = Case.objects.filter(
        _narrow(actor, community_id),
        is_solved__isnull=False,
        closed_at__gte=now - timedelta(days=ANSWERS_OF_DAYS),
    ).aggregate(answers=Count("id"), solved=Count("id", filter=Q(is_solved=True)))
    return Counts(
        open=totals.pop("n"),
        **totals,
        **answered,
        buildings=tuple(
            (row["building"], row["n"], row["overdue"], row["resolved"])
            for row in rows
            if row["building"]
        ),
    )
