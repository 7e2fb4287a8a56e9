"""Posts: who serves which place, and who is nearest to a door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.registry.access import Actor, stands_above, within_reach
from linli.registry.held_posts import standing
from linli.registry.models import Organisation, Place, Post


@dataclass(frozen=True, slots=True)
class WatchingPost:
    """Who serves a door, with the phone that is shown there."""

    id: int
    role: str
    role_label: str
    holder: str
    phone: str
    place: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as a row of the list."""

    id: int
    role: str
    role_label: str
    holder: str
    phone: str
    place_id: int
    place: str
    organisation: str
    username: str
    user_id: int | None
    since: date | None
    ended_on: date | None


def last_ended(
    user_id: int, roles: Collection[str], *, community_id: int | None = None
) -> Post | None:
    """Return the post in one of these roles that a user held and that ended last (1 query)."""
    rows = Post.objects.filter(user=user_id, role__in=roles, ended_on__lte=timezone.localdate())
    if community_id is not None:
        rows = rows.filter(Q(place=community_id) | Q(place__community=community_id))
    return rows.select_related("place").order_by("-ended_on", "-pk").first()


def nearest_posts(place: Place, role: str) -> list[Post]:
    """Return the standing posts of a role at this place and upward, the nearest first."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(role=role, place__in=ids).select_related("place", "user")
    return sorted(posts, key=lambda post: (-depth[post.place_id], post.pk))


NOT_AT_THE_DOOR = ("street_officer", "district_reader", "property_staff", "administrator")


def watching_over(place: Place) -> list[WatchingPost]:
    """Return who serves this door, nearest first (1 query)."""
    ids = [int(part) for part in place.path.split("/") if part]
    depth = {pk: level for level, pk in enumerate(ids)}
    posts = standing().filter(place__in=ids).select_related("place")
    posts = posts.exclude(role__in=NOT_AT_THE_DOOR)
    return [
        WatchingPost(
            id=post.pk,
            role=post.role,
            role_label=post.get_role_display(),
            holder=post.holder,
            phone=post.phone,
            place=str(post.place),
        )
        for post in sorted(posts, key=lambda p: (-depth[p.place_id], p.pk))
    ]


def posts_of(
    actor: Actor, community_id: int, *, role: str = "", ended: bool = False
) -> list[PostRow]:
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


def posts_below(place: Place) -> list[Post]:
    """Return the standing posts at a place and below it, their places along (1 query)."""
    return list(standing().filter(place__path__startswith=place.path).select_related("place"))


def posts_of_user(actor: Actor, post: Post) -> list[PostRow]:
    """Return the other standing posts of whoever holds this one, within reach (one query)."""
    narrowed = within_reach(
        actor, community="place__community", building="place__building", place="place"
    )
    rows = standing().filter(narrowed, user=post.user_id, user__isnull=False).exclude(pk=post.pk)
    return [_row(other) for other in rows.select_related("place", "user", "organisation")]


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


def _row(post: Post) -> PostRow:
    return PostRow(
        id=post.pk,
        role=post.role,
        role_label=post.get_role_display(),
        holder=post.holder,
        phone=post.phone,
        place_id=post.place_id,
        place=str(post.place),
        organisation=str(post.organisation or ""),
        username=post.user.username if post.user else "",
        user_id=post.user_id,
        since=post.since,
        ended_on=post.ended_on,
    )


def organisations_of(community: Place) -> QuerySet[Organisation]:
    """Return the organisations of a community that may be chosen for a post."""
    return Organisation.objects.filter(community=community, is_active=True)
