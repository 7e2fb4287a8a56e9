"""How far a campaign has come: in all, by building, by area, by village, by day, by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q

from linli.core import record
from linli.engines.campaigns.models import Campaign, Conflict, Visit
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import SEE, doors_of, sees_all
from linli.engines.campaigns.queries.tally import Tally, state_now, tallies_of
from linli.engines.campaigns.rules import DONE
from linli.registry.access import Actor

STANDING_DAYS = 90  # a standing campaign has no first day: so far back its days are drawn
GROUPED = (
    "building", "building__name", "entrance", "entrance__name", "walker", "walker__name",
    "household__village", "now",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Doors of one building, entrance, walker, village and state; None where there is none."""

    building: int | None
    building_name: str
    entrance: int | None
    entrance_name: str
    walker: int | None
    walker_name: str
    village: str
    state: str
    doors: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a campaign's doors: one building, one village."""

    id: int | str | None
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Area:
    """The doors that one person walks, or nobody: where, and how many in each building."""

    walker: int | None
    name: str
    tally: Tally
    where: Sequence[tuple[str, Sequence[str]]]  # building, entrances; none: all of them
    buildings: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day, and until its evening."""

    day: date
    visits: int
    done: int
    so_far: int


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of a series."""

    id: int
    round: int
    title: str
    starts_on: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a campaign has come, as far as the reader's posts reach; areas in walking order."""

    campaign: Campaign
    totals: Tally
    buildings: Sequence[Part]
    villages: Sequence[Part]
    areas: Sequence[Area]
    days: Sequence[Day]
    rounds: Sequence[RoundRow]
    conflicts: int


_kept = record.UntilNextLine[Coverage]()


def coverage(actor: Actor, campaign_id: int, *, today: date) -> Coverage:
    """Return how far a campaign has come (2 queries; 7 when something was done meanwhile).

    Past rounds are counted with it, and between two visits there is nothing new to count.
    """
    campaign = campaign_for(actor, campaign_id)
    part = None if sees_all(actor, campaign) else (actor.key, actor.only_in, actor.reach(SEE))
    scope = (campaign.pk, today, part)
    kept = _kept.of(campaign.community_id, scope, lambda: _counted(actor, campaign, today=today))
    return replace(kept, campaign=campaign)


def _counted(actor: Actor, campaign: Campaign, *, today: date) -> Coverage:
    groups = groups_of(actor, campaign, today=today)
    conflicts = Conflict.objects.filter(campaign=campaign, settled_at=None)
    if not sees_all(actor, campaign):
        conflicts = conflicts.filter(door__in=doors_of(actor, campaign))
    return Coverage(
        campaign=campaign,
        totals=_tally(groups),
        buildings=_by_building(groups),
        villages=[Part(name, name, tally) for name, tally in _by_village(groups).items()],
        areas=areas_of(groups),
        days=_days(actor, campaign, today=today),
        rounds=rounds_of(actor, campaign),
        conflicts=conflicts.count(),
    )


def groups_of(actor: Actor, campaign: Campaign, *, today: date | None = None) -> list[Group]:
    """Count the doors once, by all that the page tells apart, in walking order."""
    counted = doors_of(actor, campaign).annotate(now=state_now(today)).values(*GROUPED)
    rows = counted.annotate(doors=Count("pk"), first=Min("order")).order_by("first")
    return [
        Group(
            building=row["building"],
            building_name=row["building__name"] or "",
            entrance=row["entrance"],
            entrance_name=row["entrance__name"] or "",
            walker=row["walker"],
            walker_name=row["walker__name"] or "",
            village=row["household__village"] or "",
            state=row["now"],
            doors=row["doors"],
        )
        for row in rows
    ]


def _tally(groups: Iterable[Group]) -> Tally:
    tally = Tally()
    for group in groups:
        tally.add(group.state, group.doors)
    return tally


def _by_building(groups: Iterable[Group]) -> list[Part]:
    held: dict[int | None, list[Group]] = defaultdict(list)
    for group in groups:
        held[group.building].append(group)
    return [Part(pk, there[0].building_name, _tally(there)) for pk, there in held.items()]


def _by_village(groups: Iterable[Group]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for group in groups:
        tallies[group.village].add(group.state, group.doors)
    return tallies


def areas_of(groups: Iterable[Group]) -> list[Area]:
    """Return one row an area, in walking order: it is places that are compared, not people."""
    whole: dict[int | None, set[int | None]] = defaultdict(set)
    held: dict[int | None, list[Group]] = defaultdict(list)
    for group in groups:
        whole[group.building].add(group.entrance)
        held[group.walker].append(group)
    return [
        Area(
            walker=walker,
            name=there[0].walker_name,
            tally=_tally(there),
            where=_where(there, whole),
            buildings=_by_building(there),
        )
        for walker, there in held.items()
    ]


def _where(
    groups: Iterable[Group], whole: Mapping[int | None, set[int | None]]
) -> list[tuple[str, list[str]]]:
    """Return (building, entrances) pairs; no entrances where the area holds them all."""
    held: dict[int | None, dict[int | None, str]] = defaultdict(dict)
    names: dict[int | None, str] = {}
    for group in groups:
        names[group.building] = group.building_name
        held[group.building][group.entrance] = group.entrance_name
    return [
        (names[pk], [] if set(there) == whole[pk] else [name for name in there.values() if name])
        for pk, there in held.items()
    ]


def _days(actor: Actor, campaign: Campaign, *, today: date) -> list[Day]:
    """Return every day on which somebody walked: visits, doors done, done until then (1 query)."""
    visits = Visit.objects.filter(campaign=campaign, door__isnull=False)
    if campaign.is_standing:
        visits = visits.filter(day__gt=today - timedelta(days=STANDING_DAYS))
    before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    done = Q(outcome__in=DONE)
    earlier = visits.filter(before, done, door=OuterRef("door")).values("pk")
    if not sees_all(actor, campaign):
        visits = visits.filter(door__in=doors_of(actor, campaign))
    rows = visits.values("day").annotate(
        visits=Count("pk"), done=Count("pk", filter=done & ~Q(Exists(earlier)))
    )
    so_far, days = 0, list[Day]()
    for row in rows.order_by("day"):
        so_far += row["done"]
        days.append(Day(row["day"], row["visits"], row["done"], so_far))
    return days


def rounds_of(actor: Actor, campaign: Campaign) -> list[RoundRow]:
    """Return every round of the series with its tally, the first round first (2 queries)."""
    first = campaign.series_id or campaign.pk
    series = Campaign.objects.filter(Q(pk=first) | Q(series=first)).exclude(state="draft")
    rows = list(series.order_by("round", "pk").values("id", "round", "title", "starts_on"))
    tallies = tallies_of(
        actor,
        [row["id"] for row in rows],
        whole=sees_all(actor, campaign),
        standing=campaign.is_standing,
    )
    return [RoundRow(**row, tally=tallies[row["id"]]) for row in rows]
