"""Builders: one row each, with whatever a test does not care about filled in."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from linli.accounts.models import User
from linli.engines.cases.models import Case, CaseNumber
from linli.registry.access import Actor, actor_of_user
from linli.registry.models import AccountHome, Household, Organisation, Person, Place, Post

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Shanghai

LETTERS = str.maketrans("0123456789", "ABCDEFGHJK")  # a code must not look like a door: T0000301
_count = itertools.count(1)
_LABELLED = {"building", "entrance", "dwelling"}


def place(kind: str, name: str, *, parent: Place | None = None, **columns: Any) -> Place:
    """Put one place into the tree: path, community, building and label follow from its parent."""
    made = Place.objects.create(
        kind=kind,
        name=name,
        parent=parent,
        path="",
        label=_label(kind, name, parent),
        code=columns.pop("code", f"T{next(_count):07d}".translate(LETTERS)),
        order=columns.pop("order", next(_count)),
        **columns,
    )
    made.path = f"{parent.path if parent else ''}{made.pk}/"
    made.community = made if kind == "community" else (parent.community if parent else None)
    made.building = made if kind == "building" else (parent.building if parent else None)
    made.save(update_fields=["path", "community", "building"])
    return made


def _label(kind: str, name: str, parent: Place | None) -> str:
    if kind in _LABELLED and parent and parent.kind in _LABELLED:
        return f"{parent.label} {name}"
    return name


def district(name: str = "青原区") -> Place:
    return place("district", name)


def street_office(name: str = "清溪街道", *, parent: Place | None = None) -> Place:
    return place("street_office", name, parent=parent)


def community(name: str = "清溪家园社区", *, parent: Place | None = None, **columns: Any) -> Place:
    return place("community", name, parent=parent, **columns)


def building(name: str = "704 楼", *, parent: Place | None = None, **columns: Any) -> Place:
    columns.setdefault("door_key", name.split()[0])
    return place("building", name, parent=parent or community(), **columns)


def entrance(name: str = "2 单元", *, parent: Place | None = None, **columns: Any) -> Place:
    parent = parent or building()
    columns.setdefault("door_key", f"{parent.door_key}-{name.split()[0]}")
    return place("entrance", name, parent=parent, **columns)


def dwelling(name: str = "301", *, parent: Place | None = None, **columns: Any) -> Place:
    parent = parent or entrance()
    columns.setdefault("door_key", f"{parent.door_key}-{name}")
    return place("dwelling", name, parent=parent, **columns)


def household(*, dwelling: Place | None = None, **columns: Any) -> Household:
    door = dwelling or globals()["dwelling"]()
    return Household.objects.create(
        community=door.community, building=door.building, dwelling=door, **columns
    )


def person(name: str = "王秀兰", *, household: Household | None = None, **columns: Any) -> Person:
    """A member of a household; name it through the register's verb where pinyin matters."""
    home = household or globals()["household"]()
    return Person.objects.create(community=home.community, household=home, name=name, **columns)


def user(name: str = "", *, password: str = "", home: Place | None = None, **columns: Any) -> User:
    """A log-in, opened at ``home``. Without a password, let the client in with ``force_login``."""
    username = columns.pop("username", f"user{next(_count)}")
    made = User(username=username, display_name=name or username, **columns)
    made.set_password(password or None)
    made.save()
    if home:
        AccountHome.objects.create(user=made, place=home)
    return made


def organisation(
    name: str = "安居物业",
    *,
    community: Place | None = None,
    kind: str = "property_company",
    **columns: Any,
) -> Organisation:
    home = community or globals()["community"]()
    return Organisation.objects.create(community=home, kind=kind, name=name, **columns)


def post(role: str, at: Place, *, user: User | None = None, **columns: Any) -> Post:
    """A post at a place, with a user of its own if none is given."""
    holder = user or globals()["user"]()
    columns.setdefault("holder", str(holder))
    return Post.objects.create(role=role, place=at, user=holder, **columns)


def actor(user: User) -> Actor:
    """The user as the house sees it: with its posts, loaded now."""
    return actor_of_user(user)


def household_actor(household: Household) -> Actor:
    """Whoever holds the household's key."""
    return Actor(
        key=f"household:{household.pk}",
        label=str(household),
        household_id=household.pk,
    )


def case(*, community: Place, text: str = "2 单元门口的灯坏了", **columns: Any) -> Case:
    """A row alone, without steps or record; file through ``cases.actions`` where these matter."""
    counter, _ = CaseNumber.objects.get_or_create(community=community)
    counter.last += 1
    counter.save(update_fields=["last"])
    columns.setdefault("kind", "request")
    columns.setdefault("channel", "desk")
    columns.setdefault("opened_at", NOON)
    columns.setdefault("updated_at", NOON)
    columns.setdefault("title", text[:20])
    columns.setdefault("follow_index", f"follow-{next(_count)}")
    if (spot := columns.get("place")) is not None:
        columns.setdefault("building", spot.building)
        columns.setdefault("place_label", spot.label)
    return Case.objects.create(community=community, number=counter.last, text=text, **columns)
