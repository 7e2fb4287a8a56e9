"""The one way to a row of the register for a verb: held, and read as it is now.

Whoever changes people holds their household first: a household is moved out of, erased, or given
another member by one person at a time. All hold rows in one order, so that nobody waits for
somebody who waits for them: a list on its way in, its community, households by their ids, people by
their ids, then what hangs on one of them. What a verb reads before that, it does not rely on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.core.refusals import NotFound, OutOfDate
from linli.core.rows import check_version, in_order
from linli.registry.models import Household, Person, Place

NO_HOUSEHOLD = _("There is no such household, or it lies outside your post.")
NO_PERSON = _("There is no such person, or the person lives outside your post.")
NO_POST = _("There is no such post, or it lies outside yours.")
NO_PLACE = _("There is no such place, or it lies outside your post.")


def households(ids: Iterable[int]) -> dict[int, Household]:
    """Hold households, in the order of their ids; those that are gone are left out (1 query)."""
    rows = Household.objects.filter(pk__in=set(ids))
    return in_order(rows.select_related("dwelling", "community"))


def household(household_id: int, *, version: int | None = None) -> Household:
    """Hold a household. Raises ``NotFound``, and ``OutOfDate`` for an older page's ``version``."""
    home = households([household_id]).get(household_id)
    if home is None:
        raise NotFound(NO_HOUSEHOLD)
    check_version(home, version)
    return home


def person(person_id: int, *, version: int | None = None, beside: Collection[int] = ()) -> Person:
    """Hold a person, after their household and those ``beside`` it (3 queries).

    Raises ``NotFound``, and ``OutOfDate`` when they have moved at this very moment, or for an
    older page's ``version``.
    """
    home_ids = Person.objects.filter(pk=person_id).values_list("household_id", flat=True)
    held = households({*home_ids, *beside})
    member = people([person_id]).get(person_id)
    if member is None:
        raise NotFound(NO_PERSON)
    if member.household_id not in held:
        raise OutOfDate(_("Meanwhile they have moved to another door. Please look again."))
    member.household = held[member.household_id]
    check_version(member, version)
    return member


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Hold people whose households are held already, in the order of their ids (1 query)."""
    return in_order(Person.objects.filter(pk__in=set(ids)))


def places(ids: Iterable[int]) -> dict[int, Place]:
    """Hold places in the order of their ids, and the communities in which they lie: the tree of
    one is changed by one person at a time. Raises ``NotFound`` (2 queries)."""
    wanted = set(ids)
    lie_in = Place.objects.filter(pk__in=wanted, community__isnull=False)
    held = in_order(
        Place.objects.filter(
            pk__in={*wanted, *lie_in.values_list("community_id", flat=True)}
        ).select_related("parent")
    )
    if not wanted <= set(held):
        raise NotFound(NO_PLACE)
    return held


def place(place_id: int) -> Place:
    """Hold one place. Raises ``NotFound``."""
    return places([place_id])[place_id]


def whole_community(community_id: int) -> Place:
    """Hold a community with all its households and people, for what concerns many at once: a list
    taken in or out, an erasure (3 queries)."""
    community = place(community_id)
    of_it = {"community": community_id}
    in_order(Household.objects.filter(**of_it).only("pk"))
    in_order(Person.objects.filter(**of_it).only("pk"))
    return community


def user(user_id: int) -> User:
    """Hold a log-in. Raises ``NotFound``."""
    login = in_order(User.objects.filter(pk=user_id)).get(user_id)
    if login is None:
        raise NotFound(_("There is no such log-in."))
    return login
