"""The posts that somebody holds today, and how far they reach: what access is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.core.prepared import Prepared, Slot
from linli.registry.models import Place, Post

_ABOVE = ("district", "street_office")
_HELD = (
    "id", "role", "organisation_id", "place_id", "place__kind", "place__path",
    "place__community_id", "place__building_id",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A post as far as access needs it.

    ``community_id`` and ``building_id`` say where the place lies (None above a community);
    ``communities`` are the communities that the post reaches as a whole.
    """

    id: int
    role: str
    place_id: int
    place_kind: str
    path: str
    organisation_id: int | None
    community_id: int | None = None
    building_id: int | None = None
    communities: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Reach:
    """How far posts reach: whole communities, whole buildings, and places below a building."""

    communities: frozenset[int] = field(default_factory=frozenset)
    buildings: frozenset[int] = field(default_factory=frozenset)
    paths: tuple[str, ...] = ()


def standing(on: date | Slot | None = None) -> QuerySet[Post]:
    """Return posts that somebody holds on that day, else today."""
    day = on or timezone.localdate()
    return Post.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day))


# Read with every request of a staff member.
_HELD_BY = Prepared(
    lambda: standing(Slot("today")).filter(user=Slot("user")).order_by("id").values_list(*_HELD)
)


def standing_posts(user: User) -> list[Held]:
    """Return the posts that a user holds today, each with the communities it reaches."""
    if not user.is_active:
        return []
    columns = _HELD_BY.rows(user=user.pk, today=timezone.localdate())
    rows = [dict(zip(_HELD, row, strict=True)) for row in columns]
    below = _communities_below([row["place__path"] for row in rows if row["place__kind"] in _ABOVE])
    return [_held(row, below) for row in rows]


def _communities_below(paths: list[str]) -> dict[str, frozenset[int]]:
    """Map the path of a district or street office to the communities below it (one query)."""
    if not paths:
        return {}
    wanted = Q()
    for path in paths:
        wanted |= Q(path__startswith=path)
    rows = list(Place.objects.filter(wanted, kind="community").values_list("pk", "path"))
    return {path: frozenset(pk for pk, its in rows if its.startswith(path)) for path in paths}


def _held(row: dict[str, Any], below: dict[str, frozenset[int]]) -> Held:
    kind, path, place_id = row["place__kind"], row["place__path"], row["place_id"]
    whole = frozenset({place_id}) if kind == "community" else below.get(path)
    return Held(
        id=row["id"],
        role=row["role"],
        place_id=place_id,
        place_kind=kind,
        path=path,
        organisation_id=row["organisation_id"],
        community_id=row["place__community_id"],
        building_id=row["place__building_id"],
        communities=whole or frozenset(),
    )


def reach_of(posts: Iterable[Held]) -> Reach:
    """Add up what posts reach: a whole community, a building alone, or a path below either."""
    communities: set[int] = set()
    buildings: set[int] = set()
    paths: list[str] = []
    for post in posts:
        communities |= post.communities
        if post.community_id is None or post.communities:
            continue
        if post.place_kind == "building":
            buildings.add(post.place_id)
        else:
            paths.append(post.path)
    return Reach(frozenset(communities), frozenset(buildings), tuple(paths))
