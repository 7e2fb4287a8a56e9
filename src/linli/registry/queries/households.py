"""Households: the list, the counts above it, and the page that shows all of one, once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from linli.core import parsing
from linli.core.text import mask_phone
from linli.registry.access import Actor, within_reach
from linli.registry.models import Consent, Household, HouseholdKey, Person, Place

PAGE = 50
IN_ORDER_OF_DOORS = (
    "building__order", "building_id", "dwelling__parent__order", "dwelling__parent_id",
    "dwelling__order", "dwelling_id", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household as a row of the list; its phone masked."""

    id: int
    door: str
    village: str
    residence: str
    residence_label: str
    tenure: str
    tenure_label: str
    contact: str
    phone: str
    members: int
    has_key: bool
    floor_area: Decimal | None


@dataclass(frozen=True, slots=True)
class HouseholdList:
    """A page of households by door."""

    rows: list[HouseholdRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """How many households and people the posts reach in a community."""

    households: int
    resident: int
    floating: int
    vacant: int
    with_key: int
    people: int


def households_of(actor: Actor, *, permission: str = "see_people") -> QuerySet[Household]:
    """Return the households within reach of the posts that grant the permission."""
    return Household.objects.filter(within_reach(actor, place="dwelling", permission=permission))


def narrowed(
    actor: Actor, community_id: int, *, filters: dict[str, str], permission: str = "see_people"
) -> QuerySet[Household]:
    """Return a community's households by ``filters``.

    Keys: building (id), residence, tenure, village, key ("with", "without"), moved ("out").
    """
    households = households_of(actor, permission=permission).filter(community=community_id)
    households = households.filter(moved_out_on__isnull=filters.get("moved") != "out")
    for name in ("residence", "tenure", "village"):
        if filters.get(name):
            households = households.filter(**{name: filters[name]})
    if (building := parsing.whole(filters.get("building"))) is not None:
        households = households.filter(building=building)
    if filters.get("key") in ("with", "without"):
        alive = HouseholdKey.objects.filter(household=OuterRef("pk"), revoked_at=None)
        holds = Exists(alive)
        households = households.filter(holds if filters["key"] == "with" else ~holds)
    return households


def households_page(
    actor: Actor,
    community_id: int,
    *,
    filters: dict[str, str],
    page: int = 1,
    limit: int = PAGE,
) -> HouseholdList:
    """Return a page of households by door (3 queries)."""
    households = narrowed(actor, community_id, filters=filters)
    total = households.count()
    pages = max(1, -(-total // limit))
    page = min(max(1, page), pages)
    alive = HouseholdKey.objects.filter(household=OuterRef("pk"), revoked_at=None)
    people = Person.objects.filter(erased_at=None).order_by("-is_contact", "id")
    rows = (
        households.annotate(has_key=Exists(alive))
        .select_related("dwelling")
        .prefetch_related(Prefetch("members", people))
        .order_by(*IN_ORDER_OF_DOORS)
    )
    shown = [_row(home, has_key=home.has_key) for home in rows[(page - 1) * limit : page * limit]]
    return HouseholdList(rows=shown, total=total, page=page, pages=pages)


def _row(home: Household, *, has_key: bool) -> HouseholdRow:
    members = list(home.members.all())
    contact = members[0] if members else None
    return HouseholdRow(
        id=home.pk,
        door=home.dwelling.label,
        village=home.village,
        residence=home.residence,
        residence_label=home.get_residence_display(),
        tenure=home.tenure,
        tenure_label=home.get_tenure_display(),
        contact=contact.name if contact else "",
        phone=mask_phone(contact.phone) if contact else "",
        members=len(members),
        has_key=has_key,
        floor_area=home.floor_area,
    )


def register_counts(actor: Actor, community_id: int) -> RegisterCounts:
    """Count households and people within reach (2 queries)."""
    homes = households_of(actor).filter(community=community_id, moved_out_on=None)
    alive = HouseholdKey.objects.filter(household=OuterRef("pk"), revoked_at=None)
    counts = homes.aggregate(
        households=Count("pk"),
        resident=Count("pk", filter=Q(residence="resident")),
        floating=Count("pk", filter=Q(residence="floating")),
        vacant=Count("pk", filter=Q(residence="vacant")),
        with_key=Count("pk", filter=Exists(alive)),
    )
    people = Person.objects.filter(household__in=homes.values("pk"), erased_at=None)
    return RegisterCounts(**counts, people=people.count())


def villages(community_id: int) -> list[str]:
    """Return the villages of origin that occur, in order."""
    rows = Household.objects.filter(community=community_id).exclude(village="")
    return list(rows.values_list("village", flat=True).distinct().order_by("village"))


def homes_at(dwelling: Place) -> list[Household]:
    """Return the households that live in a dwelling now (1 query)."""
    return list(Household.objects.filter(dwelling=dwelling, moved_out_on=None))


def door_of(household_id: int) -> str:
    """Return the door of a household; empty when there is none (1 query)."""
    doors = Household.objects.filter(pk=household_id).values_list("dwelling__label", flat=True)
    return doors.first() or ""


def own_consent(actor: Actor, consent_id: int) -> Consent | None:
    """Return a consent that somebody of the actor's household gave; None for another's."""
    consents = Consent.objects.select_related("person__household__dwelling")
    return consents.filter(pk=consent_id, person__household=actor.household_id).first()
