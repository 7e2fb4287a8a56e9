"""How far a reader's posts reach over campaigns and their doors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from linli.engines.campaigns.models import Campaign, Door
from linli.registry.access import Actor, within_reach

SEE = "see_campaigns"


def campaigns_in_reach(actor: Actor, *, permission: str = SEE) -> Q:
    """Narrow campaigns to the communities in which, or above which, a post grants it.

    A building steward sees that a round is on, and of its doors those of the building.
    """
    if actor.key == "system":
        return Q()
    return Q(community__in=actor.serves(permission))


def doors_in_reach(actor: Actor, *, permission: str = SEE) -> Q:
    """Narrow doors to what the posts reach, and to those that I walk myself."""
    reached = within_reach(
        actor, community="campaign__community", place="place", permission=permission
    )
    if actor.user_id is None:
        return reached
    walked = Q(walker__user=actor.user_id)
    if actor.only_in is not None:
        walked &= Q(campaign__community=actor.only_in)
    return reached | walked


def sees_all(actor: Actor, campaign: Campaign) -> bool:
    """True when a post reaches the campaign's whole community: no door need be left out."""
    whole = actor.reach(SEE).communities
    return actor.key == "system" or campaign.community_id in whole


def doors_of(actor: Actor, campaign: Campaign) -> QuerySet[Door]:
    """Return the campaign's doors that the reader may see."""
    doors = Door.objects.filter(campaign=campaign)
    return doors if sees_all(actor, campaign) else doors.filter(doors_in_reach(actor))


def doors_under(actor: Actor, campaign: Campaign) -> QuerySet[Door]:
    """Return the doors that a post reaches; walking a door elsewhere is no reason to read what all
    of them said."""
    doors = Door.objects.filter(campaign=campaign)
    if sees_all(actor, campaign):
        return doors
    return doors.filter(
        within_reach(actor, community="campaign__community", place="place", permission=SEE)
    )
