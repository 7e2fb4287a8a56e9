"""The reference community, made anew and always the same: its register, its people, its matters.

Every name, number and story in it is invented; phones begin with 140, which nobody is called by,
and ID numbers with 99, which is no region.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from linli.core import record
from linli.demo import cases, estate, neighbours, residents, rounds, staff
from linli.demo.known import OPEN311_KEY, PASSWORD
from linli.registry.access import SYSTEM
from linli.registry.models import Household, Person, Place

SLIP_DOOR = "704-2-301"
STAGES = ("estate", "residents", "posts", "neighbours", "matters")


class Progress(Protocol):
    """Whoever is told how far it is: ``stage(label, done, total)``."""

    def stage(self, label: str, done: int, total: int) -> None: ...


class Quiet:
    """A progress that nobody watches."""

    def stage(self, label: str, done: int, total: int) -> None:
        """Say nothing."""


def community(progress: Any = None, *, now: datetime | None = None) -> dict[str, Any]:
    """Make the demo and return logins, password, slip, slip_path, open311_key and community.

    Takes about a minute on two cores, in one transaction: interrupted, it leaves nothing behind.
    ``open311_key`` is only named here; the command issues the token that it opens.
    """
    watch: Progress = progress if hasattr(progress, "stage") else Quiet()
    moment = now or timezone.now()
    with transaction.atomic():
        made, slip = _register(watch, moment)
        cases.tell_all(made, watch=watch, now=moment)
        rounds.walk_all(made, watch=watch, now=moment)
    return {
        "logins": [
            {"username": row.username, "role": row.role, "name": row.name} for row in staff.LOGINS
        ],
        "password": PASSWORD,
        "slip": f"{slip[:5]}-{slip[5:]}",
        "slip_path": reverse("slip_code", args=[slip]),
        "open311_key": OPEN311_KEY,
        "community": made.community.name,
    }


def _register(watch: Progress, now: datetime) -> tuple[staff.Made, str]:
    """Make places, people, posts and keys. Returns what the matters need, and a slip's code."""
    watch.stage("the estate", 0, len(STAGES))
    home = estate.build()
    watch.stage("households", 1, len(STAGES))
    residents.move_in(home, now=now)
    watch.stage("posts", 2, len(STAGES))
    made = staff.appoint(home, password=PASSWORD, now=now)
    slip = residents.hand_out_slips(home, door=SLIP_DOOR, now=now)
    watch.stage("neighbours", 3, len(STAGES))
    neighbours.settle(home.street_office, now=now)
    record.note(
        "demo.made",
        home.community,
        by=SYSTEM,
        community_id=home.community.pk,
        change={
            "places": Place.objects.filter(community=home.community).count(),
            "households": Household.objects.filter(community=home.community).count(),
            "people": Person.objects.filter(community=home.community).count(),
        },
    )
    return made, slip
