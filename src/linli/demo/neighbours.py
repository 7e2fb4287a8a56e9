"""The fourteen other communities of the street office: a few rows each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from linli.accounts.models import User
from linli.demo import invented
from linli.registry import actions, tree
from linli.registry.access import SYSTEM
from linli.registry.models import Place, Post

BUILDINGS = 4


def settle(street_office: Place, *, now: datetime) -> list[Place]:
    """Make the peers with their buildings, a secretary and a worker each."""
    made = []
    locked = make_password(None)
    for order, name in enumerate(invented.PEERS, start=2):
        place = actions.add_place(
            "community", name=name, parent_id=street_office.pk, by=SYSTEM, order=order
        )
        blocks = tree.plant("building", [(place, str(n)) for n in range(1, BUILDINGS + 1)])
        for column, block in enumerate(blocks):
            block.geometry = {"x": 12 + column * 70, "y": 14, "w": 54, "h": 26}
        Place.objects.bulk_update(blocks, ["geometry"])
        die = invented.dice(name)
        for role in ("secretary", "worker"):
            holder = invented.surname(die) + invented.given(die, sex=die.choice("mf"), age=40)
            user = User.objects.create(
                username=f"{role}-{order}", display_name=holder, password=locked
            )
            Post.objects.create(
                role=role, place=place, user=user, holder=holder,
                since=now.date() - timedelta(days=500),
            )  # fmt: skip
        made.append(place)
    return made
