"""How far an actor's posts reach into matters, asked of one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linli.registry.access import Actor
from linli.registry.held_posts import Reach, reach_of
from linli.registry.roles import GRANTS

if TYPE_CHECKING:
    from linli.engines.cases.models import Case


def full_reach(actor: Actor) -> Reach:
    """Return where the actor may read every matter.

    A property company's post shows its company's matters only, so it adds nothing here; nor does
    one that does not read matters at all, such as the house's administrator's.
    """
    return reach_of(
        post
        for post in actor.posts
        if post.role != "property_staff" and "see_cases" in GRANTS[post.role]
    )


def reaches(actor: Actor, case: Case) -> bool:
    """True when a post reaches the matter by its place, or by the company that answers for it."""
    reach = full_reach(actor)
    if case.community_id in reach.communities or case.building_id in reach.buildings:
        return True
    if case.post_id is not None and any(post.id == case.post_id for post in actor.posts):
        return True
    if case.organisation_id is not None and case.organisation_id in actor.organisations:
        return True
    return bool(reach.paths and case.place and case.place.path.startswith(reach.paths))
