"""The desk's counts over the open matters in reach, kept until something is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from linli.core import record
from linli.core.models import ChainHead
from linli.engines.cases.models import Answer, Case
from linli.engines.cases.models.case import TO_LOOK_AT
from linli.engines.cases.queries.desk_filters import (
    PRESSING,
    RUNNING,
    narrow,
    sees_all,
    tomorrow,
)
from linli.engines.cases.workflows import CLOCK
from linli.registry.access import Actor

ANSWERS_OF_DAYS = 90
ANSWERED, LINES, TO_LOOK = -1, -2, -3  # stand where a building's id would


@dataclass(frozen=True)
class Counts:
    """Numbers over the open matters in reach; ``buildings``: place id → open, overdue, resolved.

    ``answers`` and ``solved`` are what residents said in 90 days, also of matters opened again.
    """

    open: int = 0
    overdue: int = 0
    due_today: int = 0
    resolved: int = 0
    guessed: int = 0
    unowned: int = 0
    undated: int = 0
    pressing: int = 0
    mine: int = 0
    team: int = 0
    to_look_at: int = 0
    answers: int = 0
    solved: int = 0
    buildings: tuple[tuple[int, int, int, int], ...] = ()


_kept: dict[tuple[object, ...], tuple[tuple[int, int], Counts]] = {}


def counts(actor: Actor, community_id: int, *, now: datetime) -> Counts:
    """Count open matters in reach. Kept until the community's record grows or the minute turns.

    Counting walks every open matter; the record's last number tells at the price of one row
    whether anything was done since.
    """
    minute = int(now.timestamp()) // 60
    scope = (
        community_id,
        actor.organisations,
        actor.communities,
        actor.buildings,
        actor.paths,
        tuple((post.id, post.role) for post in actor.posts),
    )
    kept = _kept.get(scope)
    if kept and kept[0][1] == minute and kept[0][0] == record.last_line(community_id):
        return kept[1]
    if len(_kept) > 500:
        _kept.clear()
    last, fresh = _count(actor, community_id, now=now)
    _kept[scope] = ((last, minute), fresh)
    return fresh


def forget() -> None:
    """Count anew: between tests, whose records all begin at the same line."""
    _kept.clear()


def _count(actor: Actor, community_id: int, *, now: datetime) -> tuple[int, Counts]:
    """Count open matters by building, and the answers of 90 days; return them behind the number
    of the record's last line (1 query, so that both tell of the same moment)."""
    here = Case.objects.filter(narrow(actor, community_id)).order_by()
    sums = _sums(actor, now=now)
    answered = _answers(actor, community_id, here, since=now - timedelta(days=ANSWERS_OF_DAYS))
    nothing = {name: Value(0) for name in sums}
    solved = {"resolved": Count("id", filter=Q(solved=True))}
    # Not by the column itself: SQLite would walk all open matters in the order of buildings.
    open_now = here.filter(closed_at=None).values_list(Coalesce("building", 0))
    lines = ChainHead.objects.filter(pk=community_id)
    rows = open_now.annotate(n=Count("id"), **sums).union(
        answered.values_list(Value(ANSWERED)).annotate(n=Count("id"), **nothing | solved),
        lines.values_list(Value(LINES), "number", *nothing.values()),
        here.filter(TO_LOOK_AT).values_list(Value(TO_LOOK)).annotate(n=Count("id"), **nothing),
        all=True,
    )
    groups = [dict(zip(("building", "n", *sums), row, strict=True)) for row in rows]
    answers = [row for row in groups if row["building"] == ANSWERED]
    last = sum(row["n"] for row in groups if row["building"] == LINES)
    to_look = sum(row["n"] for row in groups if row["building"] == TO_LOOK)
    groups = [row for row in groups if row["building"] not in (ANSWERED, LINES, TO_LOOK)]
    return last, Counts(
        open=sum(row["n"] for row in groups),
        **{name: sum(row[name] for row in groups) for name in sums},
        to_look_at=to_look,
        answers=sum(row["n"] for row in answers),
        solved=sum(row["resolved"] for row in answers),
        buildings=tuple(
            (row["building"], row["n"], row["overdue"], row["resolved"])
            for row in groups
            if row["building"]
        ),
    )


def _answers(
    actor: Actor, community_id: int, here: QuerySet[Case], *, since: datetime
) -> QuerySet[Answer]:
    """Every answer counts once it is given: opening a matter again takes no "no" out."""
    answers = Answer.objects.order_by().filter(community=community_id, at__gte=since)
    if sees_all(actor, community_id):
        return answers
    return answers.filter(Exists(here.filter(pk=OuterRef("case"))))


def _sums(actor: Actor, *, now: datetime) -> dict[str, Count]:
    return {
        "overdue": Count("id", filter=CLOCK.late(now)),
        "due_today": Count("id", filter=RUNNING & Q(due_at__gte=now, due_at__lt=tomorrow(now))),
        "resolved": Count("id", filter=Q(state="resolved")),
        "guessed": Count("id", filter=Q(kind_confirmed=False)),
        "unowned": Count("id", filter=Q(owner_label="")),
        "undated": Count("id", filter=Q(due_at=None)),
        "pressing": Count("id", filter=PRESSING),
        "mine": Count("id", filter=Q(post__in=[p.id for p in actor.posts])),
        "team": Count("id", filter=Q(organisation__in=actor.organisations)),
    }
