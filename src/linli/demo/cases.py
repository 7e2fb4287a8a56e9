"""Eighteen months of matters on the estate, told in the order in which they happened."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import Max
from django.utils import timezone

from linli.demo import invented, peers, phrases, story
from linli.demo.crew import Crew, Moments, PlannedCase
from linli.demo.playback import tell
from linli.demo.situations import ALL, Situation
from linli.demo.staff import Made
from linli.engines.cases.actions import acting_at
from linli.outbox.models import Message
from linli.registry.bulk import update_rows
from linli.registry.models import Household, Person, Place

HOW_MANY, DAYS, LATELY, LATELY_DAYS = 520, 545, 80, 9
READ_AFTER_DAYS = 4
ENDINGS = {
    "confirmed": 50, "reviewed": 16, "silent": 11, "reopened": 5, "asked": 5, "deferred": 3,
    "extended": 2, "referred": 3, "whistled": 3, "withdrawn": 2,
}  # fmt: skip
CHANNELS = {"household": 40, "place_code": 30, "desk": 13, "phone": 9, "hotline": 5, "open311": 3}
DESK_KINDS = frozenset({"policy_question", "papers", "errand"})
STATED_HOURS = (3, 5, 8, 9, 8, 6, 4, 4, 5, 6, 7, 9, 10, 8, 5, 2)  # weights of 7 … 22 o'clock


class Watch(Protocol):
    """Whoever is told how far it is."""

    def stage(self, label: str, done: int, total: int) -> None: ...


def tell_all(made: Made, *, watch: Watch, now: datetime) -> int:
    """File and work on all matters, in the order of their moments. Returns how many verbs."""
    crew = crew_of(made)
    die = invented.dice("matters")
    street = Street(made, die)
    story.rules(made)
    story.numbers(made)
    tales = [tell(planned, crew, die) for planned in _planned_cases(street, die, now=now)]
    tales += story.tales(made, crew, now=now)
    tales += peers.tales(made, now=now)
    verbs = run(tales, now=now, watch=watch)
    story.views(made)
    return verbs


def run(tales: Iterable[Moments], *, now: datetime, watch: Watch, label: str = "matters") -> int:
    """Let every tale go on at its moment, the earliest first, until the present."""
    queue: list[tuple[datetime, int, Moments]] = []
    for number, tale in enumerate(tales):
        queue.append((next(tale), number, tale))
    heapq.heapify(queue)
    total, verbs, last = len(queue), 0, _newest()
    message_times: dict[tuple[int, int], datetime] = {}
    while queue:
        at, number, tale = heapq.heappop(queue)
        if at > now:
            continue
        with acting_at(at):
            following = next(tale, None)
        newest = _newest()
        if newest > last:
            message_times[last, newest], last = at, newest
        verbs += 1
        if following is not None:
            heapq.heappush(queue, (max(following, at), number, tale))
        watch.stage(label, total - len(queue), total)
    _date_messages(message_times, now=now)
    return verbs


def _newest() -> int:
    return Message.objects.aggregate(n=Max("pk"))["n"] or 0


def _date_messages(message_times: dict[tuple[int, int], datetime], *, now: datetime) -> None:
    """Give messages the moment of their verb; what was told some days ago has been read."""
    rows = Message.objects.in_bulk()
    for (first, last), at in message_times.items():
        for number in range(first + 1, last + 1):
            if message := rows.get(number):
                message.made_at = message.sent_at = at
                message.state = Message.State.SENT
                message.read_at = at if now - at > timedelta(days=READ_AFTER_DAYS) else None
    update_rows(rows.values(), ["made_at", "sent_at", "state", "read_at"])


def crew_of(made: Made) -> Crew:
    """Return who works on matters."""
    by_post = {}
    for actor in made.actors.values():
        for post in actor.posts:
            if post.role != "property_staff":
                by_post[post.id] = actor
    return Crew(
        community=made.community,
        workers=[made.grid[0], made.actors["secretary"], made.actors["worker"]],
        company=made.property,
        company_id=made.company.pk if made.company else None,
        by_post=by_post,
        departments=made.departments,
    )


class Street:
    """Who may raise something, and where it may be."""

    def __init__(self, made: Made, die: random.Random) -> None:
        self.public = made.estate.public
        self.community = made.community
        homes = Household.objects.filter(community=made.community).exclude(residence="vacant")
        self.homes = list(
            homes.select_related("dwelling__parent__community", "dwelling__parent__building")
            .select_related("dwelling__community", "dwelling__building", "building")
            .order_by("id")
        )
        contacts = Person.objects.filter(community=made.community, is_contact=True)
        self.contacts = {p.household_id: p for p in contacts}
        self.lifts: dict[int | None, list[Place]] = defaultdict(list)
        for lift in self.public["lift"]:
            self.lifts[lift.parent_id].append(lift)
        self.weights = [
            3 if h.dwelling.door_key[:3] in ("704", "709", "712") else 1 for h in self.homes
        ]
        for place in (p for places in self.public.values() for p in places):
            place.community = made.community

    def somebody(self, die: random.Random) -> Household:
        """Return a household; three buildings have more to say than the others."""
        return die.choices(self.homes, self.weights)[0]

    def spot(self, what: Situation, home: Household, die: random.Random) -> Place:
        """Return the place of a situation, near the household that raises it."""
        entrance = home.dwelling.parent
        if what.spot == "dwelling" or entrance is None:
            return home.dwelling
        if what.spot == "entrance":
            return entrance
        if what.spot == "building":
            return home.building or home.dwelling
        if what.spot == "lift":
            return die.choice(self.lifts[entrance.pk])
        if what.spot == "lamp":
            return die.choice([p for p in self.public["lamp"] if p.building_id is None])
        if what.spot == "community":
            return self.community
        return die.choice(self.public[what.spot])


def _planned_cases(street: Street, die: random.Random, *, now: datetime) -> Iterator[PlannedCase]:
    for number in range(HOW_MANY + LATELY):
        lately = number >= HOW_MANY
        days = die.uniform(0.1, LATELY_DAYS) if lately else DAYS * die.random() ** 1.15 + 3
        opened = _daytime(now - timedelta(days=days), die, now=now)
        yield _planned_case(street, die, opened, number, lately=lately)


def _daytime(at: datetime, die: random.Random, *, now: datetime) -> datetime:
    hour = die.choices(range(7, 23), STATED_HOURS)[0]
    local = timezone.localtime(at).replace(
        hour=hour, minute=die.randrange(60), second=die.randrange(60), microsecond=0
    )
    return local if local < now else local - timedelta(days=1)


def _planned_case(
    street: Street, die: random.Random, opened: datetime, number: int, *, lately: bool
) -> PlannedCase:
    month = timezone.localtime(opened).month
    what = die.choice([s for s in ALL if not s.season or month in s.season])
    home = street.somebody(die)
    ending = die.choices(list(ENDINGS), list(ENDINGS.values()))[0]
    if lately and die.random() < 0.1:
        ending = "left_lying"
    return PlannedCase(
        what=what,
        opened=opened,
        text=_said(what, die),
        result=_filled(what.result, die),
        place=street.spot(what, home, die),
        ending=_possible(ending, what.kind),
        urgency=1 if die.random() < 0.08 else 0,
        supporters=[street.somebody(die) for _n in range(die.choice((1, 1, 2, 4)))]
        if die.random() < 0.1
        else [],
        **_raised_by(street, home, what, die, number),
    )


def _raised_by(
    street: Street, home: Household, what: Situation, die: random.Random, number: int
) -> dict[str, Any]:
    channel = die.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    if what.kind in DESK_KINDS:
        channel = "desk"
    person = street.contacts.get(home.pk)
    names = channel != "place_code" or die.random() < 0.5
    return {
        "channel": channel,
        "household": home,
        "name": person.name if person and names else "",
        "phone": person.phone if person and (names or die.random() < 0.5) else "",
        "external_id": f"ZX{20260000 + number}" if channel == "hotline" else "",
    }


def _possible(ending: str, kind: str) -> str:
    """Return the ending if a matter of this kind can have it."""
    if kind in DESK_KINDS and ending != "referred":
        return "confirmed"
    if ending == "referred" and kind not in phrases.REFERRALS:
        return "confirmed"
    if ending == "whistled" and kind not in phrases.WHISTLES:
        return "reviewed"
    return ending


def _said(what: Situation, die: random.Random) -> str:
    text = die.choice(phrases.OPENINGS) + what.text + die.choice(phrases.CLOSINGS)
    return _filled(text, die)


def _filled(text: str, die: random.Random) -> str:
    return text.format(
        floor=die.randint(2, 11), number=die.randint(2, 9), days=die.randint(2, 9),
        hour=die.choice((9, 10, 11)),
    )  # fmt: skip
