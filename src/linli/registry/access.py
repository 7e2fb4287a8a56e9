"""Who may see and do what: an actor, the posts it holds, and how far they reach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Q

from linli.core.refusals import NotAllowed
from linli.registry import roles
from linli.registry.held_posts import Held, Reach, reach_of, standing_posts

if TYPE_CHECKING:
    from linli.accounts.models import User
    from linli.registry.models import Household, Place

_NOBODY = Q(pk__in=())


@dataclass(frozen=True)
class Actor:
    """Whoever acts: staff, a household, a bearer of a follow code, a token, or the house itself.

    ``key`` is what the record keeps ("user:7", "household:12", "follow:31", "token:3",
    "visitor", "system"); ``communities`` are the ids its posts reach as a whole,
    ``buildings`` those it reaches alone (a building steward's), ``paths`` the single entrances
    and public places it reaches alone. ``only_in`` is the one community in which it acts at all
    (a token's): what its posts own or walk elsewhere is not for it.
    """

    key: str
    label: str
    user_id: int | None = None
    household_id: int | None = None
    case_id: int | None = None
    posts: tuple[Held, ...] = ()
    communities: frozenset[int] = field(default_factory=frozenset)
    buildings: frozenset[int] = field(default_factory=frozenset)
    paths: tuple[str, ...] = ()
    only_in: int | None = None

    @property
    def is_staff(self) -> bool:
        return bool(self.posts)

    @property
    def organisations(self) -> frozenset[int]:
        return frozenset(p.organisation_id for p in self.posts if p.organisation_id)

    def may(self, permission: str, *, path: str | None = None) -> bool:
        """True when a post over ``path`` (anywhere, if none is given) grants the permission."""
        if self.key == "system":
            return True
        return any(
            permission in roles.GRANTS[p.role] and (path is None or path.startswith(p.path))
            for p in self.posts
        )

    def serves(self, permission: str) -> frozenset[int]:
        """Return the communities in which a post, wherever it stands there, grants it."""
        granting = [p for p in self.posts if permission in roles.GRANTS[p.role]]
        homes = frozenset(p.community_id for p in granting if p.community_id)
        return homes.union(*(p.communities for p in granting))

    def may_in(self, community_id: int, permission: str) -> bool:
        """True when a post, wherever it stands in the community or above it, grants it there."""
        return self.key == "system" or community_id in self.serves(permission)

    def reach(self, permission: str | None = None) -> Reach:
        """Return what the posts reach; with a permission, only the posts that grant it."""
        if permission is None:
            return Reach(self.communities, self.buildings, self.paths)
        return reach_of(p for p in self.posts if permission in roles.GRANTS[p.role])


SYSTEM = Actor(key="system", label="")
VISITOR = Actor(key="visitor", label="")


def require(
    actor: Actor, permission: str, *, path: str | None = None, community_id: int | None = None
) -> None:
    """Raise ``NotAllowed`` unless a post over ``path`` grants the permission.

    With ``community_id``, a post anywhere in that community will do: what it shows is narrowed.
    """
    if not actor.may(permission, path=path):
        raise NotAllowed(roles.refusal(permission))
    if community_id is not None and not actor.may_in(community_id, permission):
        raise NotAllowed(roles.refusal(permission))


def actor_of_user(user: User) -> Actor:
    """Load a user's present posts and what they reach (at most 2 queries)."""
    posts = tuple(standing_posts(user))
    reach = reach_of(posts)
    return Actor(
        key=f"user:{user.pk}",
        label=str(user),
        user_id=user.pk,
        posts=posts,
        communities=reach.communities,
        buildings=reach.buildings,
        paths=reach.paths,
    )


def stands_above(actor: Actor, role: str, *, path: str) -> bool:
    """True when the actor may appoint to, and end, a post of this role at this place.

    Administrators of the house, above whom nobody stands, appoint each other.
    """
    wanted, level = roles.appointing(role), roles.LEVELS[role]
    return actor.key == "system" or any(
        wanted in roles.GRANTS[held.role]
        and path.startswith(held.path)
        and (roles.LEVELS[held.role] > level or role == "administrator")
        for held in actor.posts
    )


def acting_below(actor: Actor, community: Place) -> Actor:
    """Return the actor with what its posts mean below one community, and nothing of the rest.

    A post above the community shrinks to it; one in another community is left out.
    """
    posts = tuple(
        held if held.path.startswith(community.path) else _shrunk(held, community)
        for held in actor.posts
        if held.path.startswith(community.path) or community.path.startswith(held.path)
    )
    reach = reach_of(posts)
    return replace(
        actor,
        posts=posts,
        communities=reach.communities,
        buildings=reach.buildings,
        paths=reach.paths,
        only_in=community.pk,
    )


def _shrunk(held: Held, community: Place) -> Held:
    return replace(
        held,
        place_id=community.pk,
        place_kind="community",
        path=community.path,
        community_id=community.pk,
        communities=frozenset({community.pk}),
    )


def actor_of_household(household: Household) -> Actor:
    """Return whoever holds the household's key; the record names the door, not a person."""
    return Actor(key=f"household:{household.pk}", label=str(household), household_id=household.pk)


def within_reach(
    actor: Actor,
    *,
    community: str = "community",
    building: str = "building",
    place: str = "",
    permission: str | None = None,
) -> Q:
    """Narrow rows to what the actor's posts reach.

    ``community`` and ``building`` name the columns; ``place`` the column of the place itself,
    by which posts at a single entrance are narrowed (without it they reach nothing here);
    ``permission`` counts only the posts that grant it. Works in ``filter()`` of any model.
    """
    if actor.key == "system":
        return Q()
    reach = actor.reach(permission)
    condition = Q(**{f"{community}__in": reach.communities}) if reach.communities else _NOBODY
    if reach.buildings:
        condition |= Q(**{f"{building}__in": reach.buildings})
    if place:
        prefix = f"{place}__path" if place != "self" else "path"
        for path in reach.paths:
            condition |= Q(**{f"{prefix}__startswith": path})
    return condition
