"""The demo's rounds: an opinion round that has ended, corridors at 70 %, insurance under way,
standing visits, and voices at the neighbours' festival."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from linli.core.now import acting_at
from linli.demo import answers, cases, follow_up, invented
from linli.demo.crew import Crew, Moments
from linli.demo.staff import Made
from linli.demo.visits import Told, write
from linli.engines.campaigns import actions, rules
from linli.engines.campaigns.actions.door_selection import care_of
from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.registry.access import Actor, actor_of_household
from linli.registry.models import Household

HOURS = (9, 10, 10, 14, 15, 16, 18, 18, 19, 19, 20)
OPINION_DAYS_AGO, OPINION_DAYS = 62, 21
SOMETHING_TO_DO = 44  # doors of the opinion round from which something followed
CORRIDOR_SHARE, INSURANCE_SHARE = 0.7, 0.4
VOICES, VOICES_WITH_MORE = 168, 11


def walk_all(made: Made, *, watch: cases.Watch, now: datetime) -> None:
    """Plan and walk the demo's rounds; from what is answered at the doors matters follow."""
    die, people, crew = invented.dice("rounds"), _people(made), cases.crew_of(made)
    watch.stage("rounds", 0, 1)
    tales = [
        *_opinions(made, people, die, crew, now=now),
        *_festival(made, die, crew, now=now),
        *_corridors(made, people, die, crew, now=now),
    ]
    _standing(made, people, die, now=now)
    _insurance(made, people, die, now=now)
    cases.run(tales, now=now, watch=watch, label="rounds")


def _people(made: Made) -> dict[int, Actor]:
    """Twelve who walk: six grid workers, two workers, four stewards."""
    names = [f"grid{n}" for n in range(1, 7)] + ["worker", "worker2"]
    names += [f"steward{n}" for n in (704, 707, 709, 712)]
    return {a.user_id: a for n in names if (a := made.actors.get(n)) and a.user_id}


def _planned(
    made: Made, kind: str, title: str, people: dict[int, Actor], *, at: datetime,
    days: int | None, **columns: Any,
) -> Campaign:  # fmt: skip
    secretary = made.actors["secretary"]
    first = timezone.localdate(at)
    with acting_at(at):
        campaign = actions.plan(
            by=secretary, community_id=made.community.pk, kind=kind, title=title,
            starts_on=first, ends_on=first + timedelta(days=days) if days else None,
            people=list(people), **columns,
        )  # fmt: skip
        return actions.start(campaign.pk, by=secretary)


def _doors(campaign: Campaign, people: dict[int, Actor]) -> list[tuple[Door, Actor]]:
    """Return the doors in walking order, each with who walks it."""
    walkers = {w.pk: people[w.user_id] for w in Walker.objects.filter(campaign=campaign)}
    doors = campaign.doors.select_related("campaign", "household").order_by("order")
    anybody = next(iter(people.values()))
    return [(door, walkers.get(door.walker_id or 0, anybody)) for door in doors]


def _daytime(day: datetime, die: random.Random) -> datetime:
    at = time(die.choice(HOURS), die.randrange(60), die.randrange(60))
    return timezone.make_aware(datetime.combine(timezone.localdate(day), at))


def _knocks(
    door: Door, actor: Actor, die: random.Random, first: datetime,
    say: Callable[[random.Random], answers.Answers], *, stay_absent: float = 0.2,
) -> Iterator[Told]:  # fmt: skip
    """Tell of a door until it is done: nobody home once or twice, then somebody, or never."""
    if door.household is not None and door.household.residence == Household.Residence.VACANT:
        yield Told(door, "vacant", first, actor)
        return
    at, tries = first, 0
    while die.random() < 0.24 and tries < 3:
        yield Told(door, "absent", at, actor)
        at, tries = _daytime(at + timedelta(days=die.randint(1, 3)), die), tries + 1
    if tries and die.random() < stay_absent:
        return
    outcome = die.choices(("met", "phone", "refused", "moved"), (90, 6, 3, 1))[0]
    answered = say(die) if outcome in rules.REACHED else {}
    yield Told(door, outcome, at, actor, answered)


def _opinions(
    made: Made, people: dict[int, Actor], die: random.Random, crew: Crew, *, now: datetime
) -> Iterator[Moments]:
    began = now - timedelta(days=OPINION_DAYS_AGO)
    campaign = _planned(
        made, "opinion_round", "秋季逐户征求意见", people, at=began, days=OPINION_DAYS
    )
    doors = _doors(campaign, people)
    lucky = set(die.sample(range(len(doors)), SOMETHING_TO_DO))
    visits: list[Told] = []
    for number, (door, actor) in enumerate(doors):
        first = _daytime(began + timedelta(days=1 + die.triangular(0, 14, 6)), die)
        if number in lucky and door.household is not None:
            continue
        if number % 14 == 3 and door.household is not None:
            home = actor_of_household(door.household)
            visits.append(Told(door, "met", first, home, answers.opinion(die), "own_key"))
            continue
        visits += _knocks(door, actor, die, first, answers.opinion)
    write(campaign, visits)
    for number, at in enumerate(sorted(lucky)):
        door, actor = doors[at]
        answered = answers.with_something_to_do(answers.opinion(die), die, number)
        day = _daytime(began + timedelta(days=3 + number % 9), die)
        yield _visit(campaign, door, actor, answered, crew, die, at=day)
    yield _ended(made, campaign, at=began + timedelta(days=OPINION_DAYS + 1))


def _visit(
    campaign: Campaign, door: Door | None, actor: Actor, answered: answers.Answers, crew: Crew,
    die: random.Random, *, at: datetime,
) -> Moments:  # fmt: skip
    """Record one visit with all that follows from it, until the matters that it raised are done."""
    yield at + timedelta(minutes=4)
    recorded = actions.record_visit(
        by=actor, campaign_id=campaign.pk, uid=uuid4(), outcome="met", answers=answered,
        form_number=campaign.form_number, at=at, channel="field" if door else "spot",
        door_id=door.pk if door else None,
    )  # fmt: skip
    yield from follow_up.work_on(recorded, crew, die)


def _ended(made: Made, campaign: Campaign, *, at: datetime) -> Moments:
    yield at
    actions.end(campaign.pk, by=made.actors["secretary"])


def _corridors(
    made: Made, people: dict[int, Actor], die: random.Random, crew: Crew, *, now: datetime
) -> Iterator[Moments]:
    began = now - timedelta(days=6)
    campaign = _planned(made, "corridor_round", "楼道巡查 · 本月", people, at=began, days=14)
    doors = _doors(campaign, people)
    for number, (door, actor) in enumerate(doors[: round(len(doors) * CORRIDOR_SHARE)]):
        at = _daytime(began + timedelta(days=number % 5), die)
        yield _visit(campaign, door, actor, answers.corridor(die), crew, die, at=at)


def _insurance(made: Made, people: dict[int, Actor], die: random.Random, *, now: datetime) -> None:
    began = now - timedelta(days=11)
    campaign = _planned(
        made, "insurance_registration", "家财险登记", people, at=began, days=30,
        chosen={"residence": ["resident", "floating"]},
    )  # fmt: skip
    visits: list[Told] = []
    last = now - timedelta(hours=3)
    for door, actor in _doors(campaign, people):
        if die.random() < INSURANCE_SHARE:
            first = _daytime(began + timedelta(days=die.uniform(0, 9)), die)
            visits += _knocks(door, actor, die, first, answers.insurance, stay_absent=0.7)
    write(campaign, [visit for visit in visits if visit.at < last])


def _standing(made: Made, people: dict[int, Actor], die: random.Random, *, now: datetime) -> None:
    began = now - timedelta(days=150)
    campaign = _planned(made, "door_visit", "上门走访", people, at=began, days=None)
    doors = _doors(campaign, people)
    care = care_of([door.household_id for door, _actor in doors if door.household_id])
    visits: list[Told] = []
    for door, actor in doors:
        every = rules.days_between(care.get(door.household_id or 0, set()), campaign.every_days)
        at = began + timedelta(days=die.randint(1, 25))
        while every and at < now - timedelta(days=1):
            outcome = die.choices(("met", "phone", "absent"), (80, 10, 10))[0]
            answered = answers.standing(die) if outcome != "absent" else {}
            visits.append(Told(door, outcome, _daytime(at, die), actor, answered))
            at += timedelta(days=every + die.randint(-4, 16))
    write(campaign, visits)
    for door, _actor in doors:
        needs = care.get(door.household_id or 0, set())
        if door.last_at:
            last = timezone.localdate(door.last_at)
            door.due_on = rules.due_after(last, needs, campaign.every_days)
    Door.objects.bulk_update([door for door, _actor in doors], ["due_on"], batch_size=400)


def _festival(made: Made, die: random.Random, crew: Crew, *, now: datetime) -> Iterator[Moments]:
    began = now - timedelta(days=33)
    campaign = _planned(made, "festival_voices", "邻里节，听听您的想法", {}, at=began, days=2)
    worker = made.actors["worker"]
    day = timezone.localtime(began).replace(hour=9, minute=30, second=0, microsecond=0)
    at = [day + timedelta(minutes=die.randrange(420)) for _n in range(VOICES)]
    visits = [Told(None, "met", when, worker, answers.festival(die), "spot") for when in at]
    write(campaign, visits[VOICES_WITH_MORE:])
    for number, when in enumerate(at[:VOICES_WITH_MORE]):
        answered = answers.with_something_to_say(answers.festival(die), number)
        yield _visit(campaign, None, worker, answered, crew, die, at=when)
    yield _ended(made, campaign, at=began + timedelta(days=3))
