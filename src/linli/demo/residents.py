"""The households of the estate: 4,196 permanent residents of three villages, and who rents."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

from linli.core import codes
from linli.demo import invented
from linli.demo.estate import Estate
from linli.registry import actions, identity
from linli.registry.access import SYSTEM
from linli.registry.models import CareNeed, Consent, Household, Person
from linli.registry.pinyin import read_name
from linli.registry.queries.people import ID_PURPOSE

PERMANENT_RESIDENTS = 4196
VACANT, FLOATING = 118, 266
AREAS = ("62.50", "75.80", "88.20", "92.50", "106.30", "121.00")
BATCH = 500
STORY = "704-2-301"  # where the story's lamp shone into the bedroom


def move_in(home: Estate, *, now: datetime) -> None:
    """Let households move in behind every door, with their members and care needs."""
    die = invented.dice("households")
    doors = list(range(len(home.doors)))
    die.shuffle(doors)
    story = next(n for n, door in enumerate(home.doors) if door.door_key == STORY)
    doors.remove(story)
    vacant, floating = set(doors[:VACANT]), set(doors[VACANT : VACANT + FLOATING])
    homes = [
        _household(home, number, die, vacant=vacant, floating=floating)
        for number in range(len(home.doors))
    ]
    Household.objects.bulk_create(homes, batch_size=BATCH)
    people = _people(homes, die, today=now.date())
    Person.objects.bulk_create(people, batch_size=BATCH)
    _look_after(people, die, now=now)


def _household(
    home: Estate, number: int, die: random.Random, *, vacant: set[int], floating: set[int]
) -> Household:
    door = home.doors[number]
    rents = number in floating
    return Household(
        community_id=home.community.pk,
        building_id=door.building_id,
        dwelling=door,
        village="" if rents else die.choices(invented.VILLAGES, (5, 4, 3))[0],
        tenure="tenant" if rents else "owner",
        residence="vacant" if number in vacant else "floating" if rents else "resident",
        floor_area=Decimal(die.choice(AREAS)),
    )


def _people(homes: list[Household], die: random.Random, *, today: date) -> list[Person]:
    """Fill the homes: the permanent residents come to the number exactly."""
    residents = [h for h in homes if h.residence == "resident"]
    sizes = dict.fromkeys((h.pk for h in residents), 1)
    left = PERMANENT_RESIDENTS - len(residents)
    while left:
        lucky = die.choice(residents)
        if sizes[lucky.pk] < 6:
            sizes[lucky.pk] += 1
            left -= 1
    people = []
    for home in homes:
        if home.residence == "vacant":
            continue
        size = sizes.get(home.pk) or die.choice((1, 1, 2, 2, 3))
        story = home.dwelling.door_key == STORY
        people += _family(home, size, die, today=today, story=story)
    return people


def _family(
    home: Household, size: int, die: random.Random, *, today: date, story: bool
) -> list[Person]:
    age = die.randint(24, 45) if home.residence == "floating" else die.randint(28, 84)
    first = invented.surname(die)
    sex = die.choice("mf")
    members = [("户主", first, sex, age)]
    other = "f" if sex == "m" else "m"
    if story:
        members = [("户主", "王", "f", 78)]
    if size > 1:
        members.append(("配偶", invented.surname(die), other, max(22, age + die.randint(-4, 3))))
    for _child in range(size - 2):
        family = first if sex == "m" else members[1][1]
        years = max(0, age - die.randint(23, 32))
        members.append(("子女", family, die.choice("mf"), years))
    return [
        _person(home, member, n, die, today=today, name="王秀兰" if story and n == 0 else "")
        for n, member in enumerate(members)
    ]


def _person(
    home: Household,
    member: tuple[str, str, str, int],
    number: int,
    die: random.Random,
    *,
    today: date,
    name: str,
) -> Person:
    relation, family, sex, age = member
    named = name or family + invented.given(die, sex=sex, age=age)
    pinyin, initials = read_name(named)
    born = date(today.year - age - 1, die.randint(1, 12), die.randint(1, 28))
    person = Person(
        community_id=home.community_id,
        household=home,
        name=named,
        pinyin=pinyin,
        initials=initials,
        relation=("儿子" if sex == "m" else "女儿") if relation == "子女" else relation,
        sex=sex,
        born=born,
        phone=f"140{die.randrange(10**8):08}" if age >= 16 and die.random() < 0.85 else "",
        is_contact=number == 0,
    )
    if number == 0:
        person.phone = person.phone or f"140{die.randrange(10**8):08}"
        if die.random() < 0.3:
            _give_id(person, born, die)
    return person


def _give_id(person: Person, born: date, die: random.Random) -> None:
    sequence = die.randrange(50) * 2 + (person.sex == "m")
    first = f"99{die.randrange(10**4):04}{born:%Y%m%d}{sequence:03}"
    number = identity.with_check_letter(first)
    person.id_cipher = codes.encrypt(number)
    person.id_index = codes.index(number, purpose=ID_PURPOSE)


def _look_after(people: list[Person], die: random.Random, *, now: datetime) -> None:
    """Note care needs of about one in twelve, and the consents of nearly all."""
    today = now.date()
    needs, consents = [], []
    shared = {p.household_id for p in people if not p.is_contact}
    for person in people:
        age = identity.age(person.born, today=today) if person.born else 0
        kinds = []
        if age >= 70 and person.household_id not in shared:
            kinds.append("old_alone")
        elif age >= 80:
            kinds.append("old")
        for kind, share in (("disabled", 0.012), ("low_income", 0.01), ("ill", 0.008)):
            if die.random() < share:
                kinds.append(kind)
        since = today - timedelta(days=die.randint(30, 900))
        needs += [CareNeed(person=person, kind=kind, since=since) for kind in kinds]
        given = now - timedelta(days=die.randint(10, 700))
        if person.id_cipher:
            consents.append(_consent(person, "identity", given))
        if person.phone and die.random() < 0.96:
            consents.append(_consent(person, "contact", given))
        if kinds and die.random() < 0.96:
            consents.append(_consent(person, "care", given))
    CareNeed.objects.bulk_create(needs, batch_size=BATCH)
    Consent.objects.bulk_create(consents, batch_size=BATCH)


def _consent(person: Person, purpose: str, given: datetime) -> Consent:
    return Consent(person=person, purpose=purpose, basis="consent", given_at=given)


def hand_out_slips(home: Estate, *, door: str, now: datetime) -> str:
    """Issue keys to two households in three; return the code of the one behind ``door``."""
    rows = Household.objects.filter(community=home.community).exclude(residence="vacant")
    wanted = [
        household.pk
        for number, household in enumerate(rows.select_related("dwelling").order_by("id"))
        if number % 3 or household.dwelling.door_key == door
    ]
    slips = actions.issue_keys(wanted, by=SYSTEM)
    return next(slip.code for slip in slips if slip.household.dwelling.door_key == door)
