"""The cast: one stairwell of three households, those who work for it, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from linli.accounts.models import User
from linli.registry.access import Actor
from linli.registry.models import Household, Organisation, Person, Place
from tests import make


@dataclass
class Cast:
    """清溪家园社区, 704 楼 2 单元: 301 王秀兰, 302 单小明, 401 李建国.

    ``grid_worker`` … are users; ``actor("grid_worker")`` is how the house sees one.
    ``stranger`` is a community worker too, yet of another community (``elsewhere``).
    """

    district: Place
    street_office: Place
    community: Place
    building: Place
    other_building: Place
    entrance: Place
    dwellings: list[Place]
    households: list[Household]
    people: list[Person]
    elsewhere: Place
    elsewhere_building: Place
    property_company: Organisation
    grid_worker: User
    worker: User
    secretary: User
    property_worker: User
    steward: User
    street_officer: User
    stranger: User

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {}

    def actor(self, who: str) -> Actor:
        """Return the actor of a staff member, loaded once a test."""
        if who not in self._actors:
            self._actors[who] = make.actor(getattr(self, who))
        return self._actors[who]

    def resident(self, number: int = 0) -> Actor:
        """Return whoever holds the key of the first, second or third household."""
        return make.household_actor(self.households[number])


def assemble() -> Cast:
    """Put the cast into the database (about 40 rows)."""
    district = make.district()
    office = make.street_office(parent=district)
    home = make.community(parent=office)
    away = make.community("柳岸社区", parent=office)
    building = make.building(parent=home, geometry={"x": 40, "y": 40, "w": 120, "h": 60})
    stairs = make.entrance(parent=building)
    doors = [make.dwelling(number, parent=stairs) for number in ("301", "302", "401")]
    homes = [make.household(dwelling=door, village="东溪村") for door in doors]
    company = make.organisation(community=home)
    staff = _staff(office=office, home=home, away=away, building=building, company=company)
    return Cast(
        district=district,
        street_office=office,
        community=home,
        building=building,
        other_building=make.building("705 楼", parent=home),
        entrance=stairs,
        dwellings=doors,
        households=homes,
        people=_people(homes),
        elsewhere=away,
        elsewhere_building=make.building("1 楼", parent=away),
        property_company=company,
        **staff,
    )


def _people(homes: list[Household]) -> list[Person]:
    rows = [
        ("王秀兰", "wangxiulan", "wxl", "13800138001"),
        ("单小明", "shanxiaoming", "sxm", "13800138002"),
        ("李建国", "lijianguo", "ljg", "13800138003"),
    ]
    return [
        make.person(
            name, household=home, pinyin=pinyin, initials=letters, phone=phone, is_contact=True
        )
        for home, (name, pinyin, letters, phone) in zip(homes, rows, strict=True)
    ]


def _staff(
    *, office: Place, home: Place, away: Place, building: Place, company: Organisation
) -> dict[str, User]:
    posts = [
        ("grid_worker", "赵敏", "grid_worker", home, None),
        ("worker", "周洁", "worker", home, None),
        ("secretary", "陈书记", "secretary", home, None),
        ("property_worker", "孙师傅", "property_staff", home, company),
        ("steward", "刘桂芳", "steward", building, None),
        ("street_officer", "何主任", "street_officer", office, None),
        ("stranger", "钱进", "worker", away, None),
    ]
    staff = {}
    for username, name, role, place, organisation in posts:
        staff[username] = make.user(name, username=username)
        make.post(role, place, user=staff[username], organisation=organisation)
    return staff
