"""Who may see and do what: an actor, the posts it holds, and how far they reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from linli.core.refusals import NotAllowed
from linli.registry import roles

if TYPE_CHECKING:
    from linli.registry.models import User


@dataclass(frozen=True)
class Held:
    """A post as far as access needs it."""

    id: int
    role: str
    place_id: int
    place_kind: str
    path: str
    organisation_id: int | None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: staff, a household, a bearer of a follow code, a token, or the house itself.

    ``key`` is what the record keeps ("user:7", "household:12", "follow:31", "token:3",
    "visitor", "system"); ``communities`` are the ids its posts reach as a whole,
    ``buildings`` those it reaches alone (a steward's).
    """

    key: str
    label: str
    user_id: int | None = None
    household_id: int | None = None
    case_id: int | None = None
    posts: tuple[Held, ...] = ()
    communities: frozenset[int] = field(default_factory=frozenset)
    buildings: frozenset[int] = field(default_factory=frozenset)

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


SYSTEM = Actor(key="system", label="")
VISITOR = Actor(key="visitor", label="")


def require(actor: Actor, permission: str, *, path: str | None = None) -> None:
    """Raise ``NotAllowed`` unless a post over ``path`` grants the permission."""
    if not actor.may(permission, path=path):
        raise NotAllowed(roles.refusal(permission))


def actor_of_user(user: User) -> Actor:
    """Load a user's present posts and what they reach (at most 3 queries)."""
    from linli.registry.queries import reach_of_posts, standing_posts

    posts = standing_posts(user)
    communities, buildings = reach_of_posts(posts)
    return Actor(
        key=f"user:{user.pk}",
        label=str(user),
        user_id=user.pk,
        posts=tuple(posts),
        communities=communities,
        buildings=buildings,
    )


def within_reach(actor: Actor, *, community: str = "community", building: str = "building") -> Q:
    """Narrow rows that have community and building columns to what the actor's posts reach."""
    if actor.key == "system":
        return Q()
    return Q(**{f"{community}__in": actor.communities}) | Q(
        **{f"{building}__in": actor.buildings}
    )


def any_role(actor: Actor, wanted: Iterable[str]) -> bool:
    """True when one of the actor's posts has one of these roles."""
    names = set(wanted)
    return any(post.role in names for post in actor.posts)
