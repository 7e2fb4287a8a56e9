"""The one guarded way to read a campaign, and to read a door: what may not be seen is not found."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linli.core.prepared import Prepared, Slot
from linli.core.refusals import NotFound
from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.engines.campaigns.queries.reach import SEE
from linli.registry.access import Actor

WHOLE = frozenset({"plan_campaigns"})  # needs a post over the whole community


def campaign_for(actor: Actor, campaign_id: int, *, permission: str = SEE) -> Campaign:
    """Return a campaign of a community in which a post grants the permission (1 query).

    For reading: a verb begins with ``subjects.CAMPAIGNS``. Raises ``NotFound``.
    """
    campaign = next(iter(_CAMPAIGN.models(id=campaign_id)), None)
    if campaign is None or not _may_read(actor, campaign, permission):
        raise NotFound(_("There is no such campaign, or it lies outside your post."))
    return campaign


_CAMPAIGN = Prepared(
    lambda: Campaign.objects.select_related("community").filter(pk=Slot("id")).order_by()
)


def _may_read(actor: Actor, campaign: Campaign, permission: str) -> bool:
    if permission in WHOLE and actor.key != "system":
        return campaign.community_id in actor.reach(permission).communities
    return actor.may_in(campaign.community_id, permission)


def door_for(actor: Actor, door_id: int, *, permission: str = SEE) -> Door:
    """Return a door within reach, one that I walk or walked, or my own household's (≤ 2 queries).

    ``campaign``, ``place`` and ``household`` come with it. For reading: a verb begins with
    ``subjects.DOORS``. Raises ``NotFound``.
    """
    door = next(iter(_DOOR.models(id=door_id)), None)
    if door is None or not may_come(actor, door, permission=permission):
        raise NotFound(_("There is no such door, or it lies outside your post."))
    return door


_DOOR = Prepared(
    lambda: (
        Door.objects.select_related("campaign", "place", "household")
        .filter(pk=Slot("id"))
        .order_by()
    )
)


def may_come(actor: Actor, door: Door, *, permission: str) -> bool:
    """True for a post over the door, and for who has a post in the community and walks the door
    or walked it: an answer may be on its way when the door is handed over (≤ 1 query)."""
    if actor.may(permission, path=door.place.path):
        return True
    if actor.household_id is not None:
        return actor.household_id == door.household_id
    if actor.user_id is None or door.campaign.community_id not in actor.serves(permission):
        return False
    mine = Walker.objects.filter(campaign=door.campaign_id, user=actor.user_id)
    ids = set(mine.values_list("pk", flat=True))
    return door.walker_id in ids or not ids.isdisjoint(door.former)


def community_of_door(door_id: int) -> int | None:
    """Return the community in which a door's campaign runs; to say no more than whose post ended
    there (1 query)."""
    rows = Door.objects.filter(pk=door_id).order_by()
    return rows.values_list("campaign__community", flat=True).first()
