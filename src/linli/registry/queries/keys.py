"""Which households have a slip, and which still want one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from linli.accounts.models import User
from linli.registry.access import Actor
from linli.registry.models import Household, HouseholdKey, Place
from linli.registry.queries.households import IN_ORDER_OF_DOORS, households_of
from linli.registry.queries.posts import stands_over


@dataclass(frozen=True, slots=True)
class BuildingSlips:
    """A building, and how many of its households hold no slip."""

    id: int
    name: str
    without: int


def _without(actor: Actor, community_id: int) -> QuerySet[Household]:
    alive = HouseholdKey.objects.filter(household=OuterRef("pk"), revoked_at=None)
    homes = households_of(actor, permission="issue_keys")
    return homes.filter(~Exists(alive), community=community_id, moved_out_on=None).exclude(
        residence=Household.Residence.VACANT
    )


def households_without_key(actor: Actor, community_id: int) -> list[BuildingSlips]:
    """Return a community's buildings with how many of their households have no slip (2 queries)."""
    wanting = dict(
        _without(actor, community_id).values_list("building").annotate(n=Count("pk")).order_by()
    )
    houses = Place.objects.filter(community=community_id, kind="building", is_active=True)
    return [
        BuildingSlips(house.pk, house.name, without=wanting.get(house.pk, 0)) for house in houses
    ]


def standing_key(household: Household) -> HouseholdKey | None:
    """Return the slip that opens a household now, if there is one (1 query)."""
    return HouseholdKey.objects.filter(household=household, revoked_at=None).first()


def households_to_key(
    actor: Actor, community_id: int, *, building_id: int, limit: int
) -> list[Household]:
    """Return the households of a building that have no slip yet, by door."""
    homes = _without(actor, community_id).filter(building=building_id)
    homes = homes.select_related("dwelling", "dwelling__community", "dwelling__building")
    return list(homes.order_by(*IN_ORDER_OF_DOORS)[:limit])


def user_called(username: str) -> User | None:
    """Return the open log-in of that name. For verbs: no page tells whether there is one."""
    rows = User.objects.filter(username__iexact=username, is_active=True)
    return rows.select_related("account_home__place").first()


def staff_by_username(actor: Actor, username: str) -> User | None:
    """Return the log-in of that name, if the actor stands over all its posts, or is it."""
    user = user_called(username)
    is_over = stands_over(actor, user)  # asked of nobody, too: both answers take the same time
    return user if user and (is_over or user.pk == actor.user_id) else None
