"""Which matters a worker's posts reach, and which of them the desk's filters ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.core.parsing import whole
from linli.engines.cases import search
from linli.engines.cases.models import Case
from linli.engines.cases.models.case import TO_LOOK_AT
from linli.engines.cases.queries.reach import full_reach
from linli.engines.cases.series import SERIES
from linli.engines.cases.workflows import CLOCK
from linli.registry.access import Actor

MOST_NUMBER = 99_999_999  # longer ones are words: a telephone, an order of the hotline
Whose = Literal["community", "team", "mine"]
NOT_DONE = ("filed", "accepted", "assigned", "in_hand", "waiting", "inspecting")
PRESSING = Q(urgency=Case.Urgency.EMERGENCY, closed_at=None, state__in=NOT_DONE)
Order = Literal["due", "newest"]
# The deadline runs: nobody's answer is waited for, and nothing is put off.
RUNNING = CLOCK.running()


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
    is_to_look_at: bool = False
    group: int | None = None
    since: date | None = None
    until: date | None = None
    typed: str = ""
    order: Order = "due"

    @property
    def by_due(self) -> bool:
        """Closed matters have no deadline left: they stand newest first."""
        both = self.state in ("closed", "all") or self.is_to_look_at
        return self.order == "due" and not both and not self.typed


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
    return narrow if actor.only_in is None else narrow & Q(community=actor.only_in)


def wanted(
    actor: Actor, community_id: int, *, filters: DeskFilters, now: datetime
) -> QuerySet[Case]:
    """Return the matters that the filters ask for, within reach, in no order yet."""
    cases = Case.objects.filter(narrow(actor, community_id))
    cases = _whose(cases, actor, filters.whose)
    cases = _state(cases, filters, now)
    for column, value in (
        ("kind", filters.kind),
        ("building", filters.building),
        ("channel", filters.channel),
        ("group", filters.group),
    ):
        if value:
            cases = cases.filter(**{column: value})
    if filters.is_guessed:
        cases = cases.filter(kind_confirmed=False)
    if filters.is_to_look_at:
        cases = cases.filter(TO_LOOK_AT)
    if filters.is_repeated:
        cases = cases.filter(group__isnull=False)
    if filters.since:
        cases = cases.filter(opened_at__gte=_midnight(filters.since))
    if filters.until:
        cases = cases.filter(opened_at__lt=_midnight(filters.until + timedelta(days=1)))
    return _typed(cases, community_id, filters.typed)


def narrow(actor: Actor, community_id: int) -> Q:
    """Reach, said so that one partial index can serve it."""
    here = Q(community=community_id)
    return here if sees_all(actor, community_id) else here & in_reach(actor)


def sees_all(actor: Actor, community_id: int) -> bool:
    """True when a post reaches the whole community: no matter need be left out."""
    return actor.key == "system" or community_id in full_reach(actor).communities


def _whose(cases: QuerySet[Case], actor: Actor, whose: Whose) -> QuerySet[Case]:
    if whose == "mine":
        return cases.filter(post__in=[post.id for post in actor.posts])
    if whose == "team":
        return cases.filter(organisation__in=actor.organisations)
    return cases


def _state(cases: QuerySet[Case], filters: DeskFilters, now: datetime) -> QuerySet[Case]:
    if filters.state == "closed":
        cases = cases.filter(closed_at__isnull=False)
    elif filters.state != "all" and not (filters.is_to_look_at and filters.state == "open"):
        cases = cases.filter(closed_at=None)
        if filters.state not in ("open", ""):
            cases = cases.filter(state=filters.state)
    if filters.is_overdue:
        cases = cases.filter(CLOCK.late(now), closed_at=None)
    if filters.is_due_today:
        cases = cases.filter(RUNNING, closed_at=None, due_at__gte=now, due_at__lt=tomorrow(now))
    return cases


def _typed(cases: QuerySet[Case], community_id: int, typed: str) -> QuerySet[Case]:
    """A number as people say it (SX-1124, 1124), or words anywhere in the matter."""
    typed = typed.strip()
    if not typed:
        return cases
    digits = SERIES.digits(typed)
    if (number := whole(digits, most=MOST_NUMBER)) is not None:
        return cases.filter(number=number)
    return cases.filter(pk__in=search.find([community_id], typed, limit=500))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def tomorrow(now: datetime) -> datetime:
    """Return the coming midnight."""
    return _midnight(timezone.localdate(now) + timedelta(days=1))
