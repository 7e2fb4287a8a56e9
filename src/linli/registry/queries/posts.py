"""Posts: who serves which place, and who is nearest to a door."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.registry.access import Actor, Held, stands_above, within_reach
from linli.registry.models import Place, Post

_ABOVE = ("district", "street_office")
_HELD = (
    "id", "role", "organisation_id", "place_id", "place__kind", "place__path",
    "place__community_id", "place__building_id",
)  # fmt: skip


def standing() -> QuerySet[Post]:
    """Return posts that somebody holds today."""
    today = timezone.localdate()
    return Post.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))


def standing_posts(user: User) -> list[Held]:
    """Return the posts that a user holds today, each with the communities it reaches."""
    if not user.is_active:
        return []
    rows = list(standing().filter(user=user).order_by("id").values(*_HELD))
    below = _communities_below([row["place__path"] for row in rows if row["place__kind"] in _ABOVE])
    return [_held(row, below) for row in rows]


def last_ended(
    user_id: int, roles: Collection[str], *, community_id: int | None = None
) -> Post | None:
    """Return the post in one of these roles that a user held and that ended last (1 query)."""
    rows = Post.objects.filter(user=user_id, role__in=roles, ended_on__lte=timezone.localdate())
    if community_id is not None:
        rows = rows.filter(Q(place=community_id) | Q(place__community=community_id))
    return rows.select_related("place").order_by("-ended_on", "-pk").first()


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


def nearest_posts(place: Place, role: str) -> list[Post]:
    """Return the standing posts of a role at this place and upward, the nearest first."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(role=role, place__in=ids).select_related("place", "user")
    return sorted(posts, key=lambda post: (-depth[post.place_id], post.pk))


NOT_AT_THE_DOOR = ("street_officer", "district_reader", "property_staff", "administrator")


def watching_over(place: Place) -> list[dict[str, Any]]:
    """Return who serves this door, nearest first: role, holder, phone shown, place."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(place__in=ids).select_related("place")
    posts = posts.exclude(role__in=NOT_AT_THE_DOOR)
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


def posts_of_user(actor: Actor, post: Post) -> list[dict[str, Any]]:
    """Return the other standing posts of whoever holds this one, within reach (one query)."""
    narrowed = within_reach(
        actor, community="place__community", building="place__building", place="place"
    )
    rows = standing().filter(narrowed, user=post.user_id, user__isnull=False).exclude(pk=post.pk)
    return [_row(one) for one in rows.select_related("place", "user", "organisation")]


def stands_over(actor: Actor, user: User | None) -> bool:
    """True when the actor reaches, from above, all the posts that a user holds (1 query).

    Without a post it is whoever manages posts where the log-in was opened.
    """
    if actor.key == "system":
        return True
    pk = user.pk if user else 0
    held = list(standing().filter(user=pk).values_list("role", "place__path"))
    if user is None or user.is_superuser:
        return False
    if not held:
        home = _home_of(user)
        return home is not None and actor.may("manage_posts", path=home.path)
    return all(stands_above(actor, role, path=path) for role, path in held)


def is_home_of(actor: Actor, user: User) -> bool:
    """True when the actor manages posts where a log-in was opened, and stands above every post
    that its holder has, wherever (1 query)."""
    home = _home_of(user)
    if home is None or user.is_superuser:
        return False
    held = standing().filter(user=user.pk).values_list("role", flat=True)
    return actor.may("manage_posts", path=home.path) and all(
        stands_above(actor, role, path=home.path) for role in held
    )


def _home_of(user: User) -> Place | None:
    """Return where a log-in was opened (no query after ``select_related``)."""
    home = getattr(user, "account_home", None)
    return home.place if home else None


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
