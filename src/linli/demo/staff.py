"""Who serves the estate: posts with log-ins to try, and names to call, as people.toml has them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from linli.accounts.models import User
from linli.demo import invented
from linli.demo.estate import Estate
from linli.registry.access import Actor, actor_of_user
from linli.registry.models import Organisation, Person, Place, Post


@dataclass(frozen=True)
class LogIn:
    """A log-in that the demo prints."""

    username: str
    name: str
    post: str
    role: str


PEOPLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "people.toml").read_text(encoding="utf-8")
)
LOGINS = tuple(LogIn(**row) for row in PEOPLE["login"])
GRID_WORKERS: list[str] = PEOPLE["grid_workers"]


@dataclass
class Made:
    """What the matters need to know of the register."""

    estate: Estate
    community: Place
    actors: dict[str, Actor] = field(default_factory=dict)
    grid: list[Actor] = field(default_factory=list)
    property: list[Actor] = field(default_factory=list)
    company: Organisation | None = None
    departments: dict[str, Organisation] = field(default_factory=dict)


def appoint(home: Estate, *, password: str, now: datetime) -> Made:
    """Fill the posts: secretary, six grid workers, stewards, workers, company, street, district."""
    made = Made(home, home.community)
    hashed = make_password(password)  # one for all: it costs a third of a second each time
    since = now.date() - timedelta(days=700)
    made.company = _organisations(home, made)
    users: dict[str, User] = {}

    def serve(
        role: str, place: Place, name: str, username: str = "", *, company: bool = False
    ) -> None:
        user = None
        if username in users:
            user = users[username]
        elif username:
            user = User.objects.create(username=username, display_name=name, password=hashed)
            users[username] = user
        Post.objects.create(
            role=role, place=place, user=user, holder=name, since=since,
            phone=f"140{invented.dice(name + str(place)).randrange(10**8):08}",
            organisation=made.company if company else None,
        )  # fmt: skip

    for post in PEOPLE["post"]:
        serve(post["role"], getattr(home, post["at"]), post["name"], post["username"])
    for number, name in enumerate(PEOPLE["property_staff"], start=1):
        username = "property" if number == 1 else f"property{number}"
        serve("property_staff", home.community, name, username, company=True)
    _grid(home, serve)
    _buildings(home, serve)
    made.actors = {name: actor_of_user(user) for name, user in users.items()}
    made.grid = [made.actors[f"grid{n}"] for n in range(1, len(GRID_WORKERS) + 1)]
    made.property = [a for name, a in made.actors.items() if name.startswith("property")]
    return made


def _organisations(home: Estate, made: Made) -> Organisation:
    company = Organisation.objects.create(
        community=home.community, kind="property_company", name=invented.COMPANY, phone="0000-88704"
    )
    for department in PEOPLE["department"]:
        made.departments[department["name"]] = Organisation.objects.create(
            community=home.community, kind="department", **department
        )
    for name in PEOPLE["teams"]:
        Organisation.objects.create(community=home.community, kind="team", name=name)
    return company


def _grid(home: Estate, serve: Callable[..., None]) -> None:
    """Six grid workers: the first serves the whole community, the others three buildings each."""
    serve("grid_worker", home.community, GRID_WORKERS[0], "grid1")
    for number, name in enumerate(GRID_WORKERS[1:], start=2):
        for building in home.buildings[(number - 2) * 3 : (number - 1) * 3]:
            serve("grid_worker", building, name, f"grid{number}")


def _buildings(home: Estate, serve: Callable[..., None]) -> None:
    """A steward for each building, some for single entrances; trusted locals, Party members."""
    die = invented.dice("stewards")
    for building in home.buildings:
        number = building.door_key
        name = "刘桂芳" if number == "704" else _resident(building, die)
        serve("steward", building, name, f"steward{number}")
        serve("trusted_local", building, _resident(building, die))
        if die.random() < 0.7:
            serve("party_member", building, _resident(building, die))
    for entrance in die.sample(home.entrances, 8):
        serve("steward", entrance, _resident(entrance, die))


def _resident(place: Place, die: random.Random) -> str:
    people = Person.objects.filter(
        household__dwelling__path__startswith=place.path, relation__in=("户主", "配偶")
    )
    names = list(people.order_by("id").values_list("name", flat=True)[:60])
    return str(die.choice(names))
