"""Households: the list, the counts above it, and the page that shows all of one, once."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from linli.core import parsing
from linli.core.text import mask_phone
from linli.registry import identity, purposes
from linli.registry.access import Actor, within_reach
from linli.registry.models import CareNeed, Household, HouseholdKey, Person
from linli.registry.queries.access import household_for
from linli.registry.queries.posts import watching_over

PAGE = 50
IN_ORDER_OF_DOORS = (
    "building__order", "building_id", "dwelling__parent__order", "dwelling__parent_id",
    "dwelling__order", "dwelling_id", "id",
)  # fmt: skip


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
) -> dict[str, Any]:
    """Return ``{"rows", "total", "page", "pages"}`` of households by door (3 queries).

    A row: id, door, village, residence(+_label), tenure(+_label), contact, phone (masked),
    members, has_key, floor_area.
    """
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
    shown = [_row(home) for home in rows[(page - 1) * limit : page * limit]]
    return {"rows": shown, "total": total, "page": page, "pages": pages}


def _row(home: Any) -> dict[str, Any]:
    members = list(home.members.all())
    contact = members[0] if members else None
    return {
        "id": home.pk,
        "door": home.dwelling.label,
        "village": home.village,
        "residence": home.residence,
        "residence_label": home.get_residence_display(),
        "tenure": home.tenure,
        "tenure_label": home.get_tenure_display(),
        "contact": contact.name if contact else "",
        "phone": mask_phone(contact.phone) if contact else "",
        "members": len(members),
        "has_key": home.has_key,
        "floor_area": home.floor_area,
    }


def register_counts(actor: Actor, community_id: int) -> dict[str, int]:
    """Return households, resident, floating, vacant, people, with_key (2 queries)."""
    homes = households_of(actor).filter(community=community_id, moved_out_on=None)
    alive = HouseholdKey.objects.filter(household=OuterRef("pk"), revoked_at=None)
    counts = homes.aggregate(
        households=Count("pk"),
        resident=Count("pk", filter=Q(residence="resident")),
        floating=Count("pk", filter=Q(residence="floating")),
        vacant=Count("pk", filter=Q(residence="vacant")),
        with_key=Count("pk", filter=Exists(alive)),
    )
    counts["people"] = Person.objects.filter(
        household__in=homes.values("pk"), erased_at=None
    ).count()
    return counts


def villages(community_id: int) -> list[str]:
    """Return the villages of origin that occur, in order."""
    rows = Household.objects.filter(community=community_id).exclude(village="")
    return list(rows.values_list("village", flat=True).distinct().order_by("village"))


def household_page(actor: Actor, household_id: int) -> dict[str, Any]:
    """Return all that the register knows of a household, phones and ID masked (≤ 7 queries).

    ``household``, ``members`` (rows), ``keys`` (rows), ``watching`` (rows), ``others`` ({id,
    contact} of households behind the same door), ``may`` (edit_people, read_masked, read_care,
    issue_keys, export).
    """
    home = household_for(actor, household_id)
    path = home.dwelling.path
    may = {
        name: actor.may(name, path=path)
        for name in ("edit_people", "read_masked", "read_care", "issue_keys", "export")
    }
    people = Person.objects.filter(household=home, erased_at=None)
    people = people.order_by("-is_contact", "id").prefetch_related("consents")
    cared_for = set()
    if may["read_care"]:
        needs = CareNeed.objects.filter(person__household=home, until=None)
        cared_for = set(needs.values_list("person_id", flat=True))
    return {
        "household": home,
        "door": home.dwelling.label,
        "path": path,
        "members": [_member(person, cared_for) for person in people],
        "keys": _keys(home),
        "watching": watching_over(home.dwelling),
        "others": _others(home),
        "may": may,
    }


def _others(home: Household) -> list[dict[str, Any]]:
    """Return who else lives behind the same door: id and whoever speaks for them."""
    contact = Person.objects.filter(household=OuterRef("pk"), erased_at=None)
    named = contact.order_by("-is_contact", "id").values("name")[:1]
    rows = Household.objects.filter(dwelling=home.dwelling_id, moved_out_on=None)
    rows = rows.exclude(pk=home.pk).order_by("id")
    neighbours = rows.annotate(contact=Subquery(named)).values_list("id", "contact")
    return [{"id": pk, "contact": contact or ""} for pk, contact in neighbours]


def door_of(household_id: int) -> str:
    """Return the door of a household; empty when there is none (1 query)."""
    doors = Household.objects.filter(pk=household_id).values_list("dwelling__label", flat=True)
    return doors.first() or ""


def unasked(actor: Actor, person: Person) -> list[str]:
    """Return for which purposes something of a person is held without a consent on record."""
    care = actor.may("read_care", path=person.household.dwelling.path)
    return _unasked(person, is_cared_for=care and person.care_needs.filter(until=None).exists())


def _unasked(person: Person, *, is_cared_for: bool) -> list[str]:
    """Return the purposes for which something is held without a consent that is on record."""
    given = {c.purpose for c in person.consents.all() if c.withdrawn_at is None}
    held = {"contact": person.phone, "identity": person.id_index, "care": is_cared_for}
    return [purpose for purpose, is_held in held.items() if is_held and purpose not in given]


def _member(person: Person, cared_for: set[int]) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "id": person.pk,
        "name": person.name,
        "relation": person.relation,
        "sex": person.sex,
        "sex_label": person.get_sex_display(),
        "age": identity.age(person.born, today=today) if person.born else None,
        "phone": mask_phone(person.phone),
        "has_phone": bool(person.phone),
        "has_id": bool(person.id_cipher),
        "is_contact": person.is_contact,
        "is_cared_for": person.pk in cared_for,
        "unasked": _unasked(person, is_cared_for=person.pk in cared_for),
        "is_child": identity.needs_guardian(person.born, today=today),
        "consents": [
            {
                "id": c.pk,
                "purpose": c.purpose,
                "label": purposes.PURPOSES[c.purpose].label
                if c.purpose in purposes.PURPOSES
                else c.purpose,
                "given_at": c.given_at,
                "withdrawn_at": c.withdrawn_at,
            }
            for c in person.consents.all()
        ],
    }


def _keys(home: Household) -> list[dict[str, Any]]:
    rows = HouseholdKey.objects.filter(household=home).order_by("-issued_at", "-pk")
    return [
        {
            "id": key.pk,
            "hint": key.hint,
            "issued_at": key.issued_at,
            "first_used_at": key.first_used_at,
            "revoked_at": key.revoked_at,
        }
        for key in rows
    ]
