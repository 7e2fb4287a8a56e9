"""Which posts let somebody walk; and, once they have ended, why what is on the phone is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.campaigns.queries.access import community_of_door
from linli.registry.access import Actor
from linli.registry.models import Post
from linli.registry.queries.posts import last_ended
from linli.registry.roles import GRANTS

VISIT = "visit"
NOT_A_WALKER = gettext_lazy(
    "Your post does not include visiting households. Ask your secretary if you are to walk."
)


def why_not_walking(actor: Actor) -> str:
    """Say why somebody may not visit anywhere: their post has ended, or they never had one."""
    post = last_post(actor)
    return says(post) if post else str(NOT_A_WALKER)


def ended_sentence(actor: Actor, row: Mapping[str, Any]) -> str:
    """Return the sentence for an answer from a door in whose community the sender's post has
    ended; "" when that is not why it was refused."""
    door_id = row.get("door")
    community_id = community_of_door(door_id) if isinstance(door_id, int) else None
    if community_id is None or community_id in actor.serves(VISIT):
        return ""
    post = last_post(actor, community_id)
    return says(post) if post else ""


def last_post(actor: Actor, community_id: int | None = None) -> Post | None:
    """Return the post that let somebody visit (there) and ended last; None when none did."""
    roles = [role for role, granted in GRANTS.items() if VISIT in granted]
    if actor.user_id is None:
        return None
    return last_ended(actor.user_id, roles, community_id=community_id)


def says(post: Post) -> str:
    """Say that a post has ended, and what to do with what waits."""
    return _(
        "Your post (%(post)s, %(place)s) ended on %(day)s, so this cannot be taken in under it. "
        "It stays on this phone: save a copy and hand it to the community's office, which can "
        "type it in. If the post goes on, ask the office to renew it, and try again."
    ) % {
        "post": post.get_role_display(),
        "place": post.place,
        "day": post.ended_on.isoformat() if post.ended_on else "",
    }
