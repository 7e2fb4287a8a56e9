"""Posts: who serves which place, and who is nearest to a door."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.registry.access import Actor, Held, within_reach
from linli.registry.models import Place, Post, User

_ABOVE = ("district", "street_office")


def standing() -> QuerySet[Post]:
    """Return posts that somebody holds today."""
    today = timezone.localdate()
    return Post.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))


def standing_posts(user: User) -> list[Held]:
    """Return the posts that a user holds today, each with the communities it reaches."""
    if not user.is_active:
        return []
    posts = list(standing().filter(user=user).select_related("place").order_by("id"))
    below = _communities_below([p.place for p in posts if p.place.kind in _ABOVE])
    return [_held(post, below) for post in posts]


def _communities_below(places: list[Place]) -> dict[int, frozenset[int]]:
    """Map a district or street office to the communities that lie below it (one query)."""
    if not places:
        return {}
    wanted = Q()
    for place in places:
        wanted |= Q(path__startswith=place.path)
    rows = Place.objects.filter(wanted, kind="community").values_list("pk", "path")
    found: dict[int, set[int]] = defaultdict(set)
    for pk, path in rows:
        for place in places:
            if path.startswith(place.path):
                found[place.pk].add(pk)
    return {pk: frozenset(ids) for pk, ids in found.items()}


def _held(post: Post, below: dict[int, frozenset[int]]) -> Held:
    place = post.place
    whole = frozenset({place.pk}) if place.kind == "community" else below.get(place.pk)
    return Held(
        id=post.pk,
        role=post.role,
        place_id=place.pk,
        place_kind=place.kind,
        path=place.path,
        organisation_id=post.organisation_id,
        community_id=place.community_id,
        building_id=place.building_id,
        communities=whole or frozenset(),
    )


def nearest_posts(place: Place, role: str) -> list[Post]:
    """Return the standing posts of a role at this place and upward, the nearest first."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(role=role, place__in=ids).select_related("place", "user")
    return sorted(posts, key=lambda post: (-depth[post.place_id], post.pk))


def watching_over(place: Place) -> list[dict[str, Any]]:
    """Return who serves this door, nearest first: role, holder, phone shown, place."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(place__in=ids).select_related("place")
    posts = posts.exclude(role__in=("street_officer", "district_reader", "property_staff"))
    return [
        {
            "id": post.pk,
            "role": post.role,
            "role_label": post.get_role_display(),
            "holder": post.holder,
            "phone": post.phone,
            "place": str(post.place),
        }
        for post in sorted(posts, key=lambda p: (-depth[p.place_id], p.pk))
    ]


def posts_of(
    actor: Actor, community_id: int, *, role: str = "", ended: bool = False
) -> list[dict[str, Any]]:
    """Return the posts of a community as rows, narrowed to the actor's reach (one query)."""
    narrowed = within_reach(
        actor, community="place__community", building="place__building", place="place"
    )
    posts = Post.objects.filter(ended_on__isnull=False) if ended else standing()
    posts = posts.filter(narrowed, place__community=community_id)
    if role:
        posts = posts.filter(role=role)
    rows = posts.select_related("place", "user", "organisation")
    return [_row(post) for post in rows.order_by("role", "place__order", "place_id", "id")]


def _row(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "role": post.role,
        "role_label": post.get_role_display(),
        "holder": post.holder,
        "phone": post.phone,
        "place_id": post.place_id,
        "place": str(post.place),
        "organisation": str(post.organisation or ""),
        "username": post.user.username if post.user else "",
        "user_id": post.user_id,
        "since": post.since,
        "ended_on": post.ended_on,
    }
