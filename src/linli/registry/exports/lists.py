"""Lists that leave the house as Excel: with a reason, a watermark, and a line in the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.text import mask_id, mask_phone
from linli.registry import access, exports
from linli.registry.access import Actor, within_reach
from linli.registry.models import CareNeed, Household, HouseholdKey, Person, Place
from linli.registry.queries.households import IN_ORDER_OF_DOORS, narrowed
from linli.registry.queries.places import PUBLIC_KINDS
from linli.registry.queries.posts import posts_of


@transaction.atomic
def households_sheet(
    actor: Actor,
    *,
    community: Place,
    reason: str,
    filters: dict[str, str] | None = None,
    unmasked: bool = False,
) -> bytes:
    """Return the households within reach as .xlsx, one row each, in the order of their doors.

    Phones are masked unless ``unmasked`` and a post grants reading them. Raises ``NotAllowed``
    without the right to take lists out, ``Invalid`` without a reason.
    """
    why = exports.allow(actor, reason, unmasked=unmasked)
    homes = narrowed(actor, community.pk, filters=filters or {}, permission=_right(unmasked))
    people = Person.objects.filter(erased_at=None).order_by("-is_contact", "id")
    homes = homes.select_related("dwelling__parent", "building").prefetch_related(
        Prefetch("members", people)
    )
    in_order = homes.order_by(*IN_ORDER_OF_DOORS)
    rows = [_household_row(home, unmasked=unmasked) for home in in_order]
    headers = [
        _("whole address"),
        _("building"),
        _("entrance"),
        _("door number"),
        _("head of the household"),
        _("phone"),
        _("number of members"),
        _("village of origin"),
        _("tenure"),
        _("residence"),
        _("floor area (m²)"),
        _("remark"),
    ]
    return _leave(actor, community, "households", headers, rows, why, unmasked=unmasked)


def _household_row(home: Household, *, unmasked: bool) -> list[Any]:
    members = list(home.members.all())
    contact = members[0] if members else None
    return [
        home.dwelling.label,
        *_door_parts(home.dwelling.door_key),
        contact.name if contact else "",
        _phone(contact.phone, unmasked) if contact else "",
        len(members),
        home.village,
        home.get_tenure_display(),
        home.get_residence_display(),
        home.floor_area,
        home.remark,
    ]


@transaction.atomic
def people_sheet(
    actor: Actor,
    *,
    community: Place,
    reason: str,
    filters: dict[str, str] | None = None,
    unmasked: bool = False,
) -> bytes:
    """Return the people within reach as .xlsx; phones and ID numbers masked unless ``unmasked``."""
    why = exports.allow(actor, reason, unmasked=unmasked)
    homes = narrowed(actor, community.pk, filters=filters or {}, permission=_right(unmasked))
    people = Person.objects.filter(household__in=homes.values("pk"), erased_at=None)
    order = [*(f"household__{column}" for column in IN_ORDER_OF_DOORS), "id"]
    rows = [
        [
            person.household.dwelling.label,
            person.name,
            person.relation,
            person.get_sex_display(),
            person.born,
            _phone(person.phone, unmasked),
            _id(person.id_cipher, unmasked),
            person.household.village,
            person.household.get_residence_display(),
        ]
        for person in people.select_related("household__dwelling").order_by(*order)
    ]
    headers = [
        _("whole address"),
        _("name"),
        _("relation to the head"),
        _("sex"),
        _("born"),
        _("phone"),
        _("ID number"),
        _("village of origin"),
        _("residence"),
    ]
    return _leave(actor, community, "people", headers, rows, why, unmasked=unmasked)


@transaction.atomic
def care_sheet(actor: Actor, *, community: Place, reason: str) -> bytes:
    """Return whom to look after first as .xlsx: only for posts that may read care needs."""
    why = exports.allow(actor, reason)
    access.require(actor, "read_care", community_id=community.pk)
    homes = narrowed(actor, community.pk, filters={}, permission="read_care")
    needs = CareNeed.objects.filter(person__household__in=homes.values("pk"), until=None)
    order = [*(f"person__household__{column}" for column in IN_ORDER_OF_DOORS), "person", "id"]
    rows = [
        [
            need.person.household.dwelling.label,
            need.person.name,
            need.person.born,
            mask_phone(need.person.phone),
            need.get_kind_display(),
            need.remark,
            need.since,
        ]
        for need in needs.select_related("person__household__dwelling").order_by(*order)
    ]
    headers = [
        _("whole address"),
        _("name"),
        _("born"),
        _("phone"),
        _("care need"),
        _("remark"),
        _("since"),
    ]
    return _leave(actor, community, "care", headers, rows, why, unmasked=True)


@transaction.atomic
def posts_sheet(
    actor: Actor, *, community: Place, reason: str, role: str = "", ended: bool = False
) -> bytes:
    """Return the posts within reach as .xlsx: who serves, or once served, which place."""
    why = exports.allow(actor, reason, community_id=community.pk)
    columns = ("role_label", "holder", "place", "phone", "organisation", "since", "ended_on")
    posts = posts_of(actor, community.pk, role=role, ended=ended)
    rows = [[getattr(post, column) for column in columns] for post in posts]
    headers = [
        _("role"),
        _("holder"),
        _("place"),
        _("phone shown to residents"),
        _("organisation"),
        _("since"),
        _("ended on"),
    ]
    return _leave(actor, community, "posts", headers, rows, why)


@transaction.atomic
def keys_sheet(actor: Actor, *, community: Place, reason: str) -> bytes:
    """Return which household holds a key, since when, and whether it has been used."""
    why = exports.allow(actor, reason)
    homes = narrowed(actor, community.pk, filters={}, permission="export")
    standing = HouseholdKey.objects.filter(revoked_at=None)
    rows = []
    for home in (
        homes.select_related("dwelling")
        .prefetch_related(Prefetch("keys", standing))
        .order_by(*IN_ORDER_OF_DOORS)
    ):
        key = next(iter(home.keys.all()), None)
        rows.append(
            [
                home.dwelling.label,
                f"…{key.hint}" if key else "",
                timezone.localtime(key.issued_at) if key else None,
                timezone.localtime(key.first_used_at) if key and key.first_used_at else None,
            ]
        )
    headers = [_("whole address"), _("key"), _("issued"), _("first used")]
    return _leave(actor, community, "keys", headers, rows, why)


@transaction.atomic
def places_sheet(actor: Actor, *, community: Place, reason: str, kind: str = "") -> bytes:
    """Return a community's places of one kind, or all public ones, with their codes."""
    why = exports.allow(actor, reason)
    kinds = [kind] if kind in Place.Kind.values else list(PUBLIC_KINDS)
    reached = within_reach(actor, place="self", permission="export")
    places = Place.objects.filter(reached, community=community, kind__in=kinds)
    rows = [
        [place.get_kind_display(), place.label, place.code, place.latitude, place.longitude]
        for place in places.order_by("kind", "order", "id")
    ]
    headers = [_("kind"), _("name"), _("code"), _("latitude"), _("longitude")]
    return _leave(actor, community, "places", headers, rows, why)


def _right(unmasked: bool) -> str:
    return "read_masked" if unmasked else "export"


def _door_parts(key: str) -> list[str]:
    parts = key.split("-")
    return [parts[0], parts[1] if len(parts) > 2 else "", parts[-1] if len(parts) > 1 else ""]


def _phone(phone: str, unmasked: bool) -> str:
    return phone if unmasked else mask_phone(phone)


def _id(cipher: str, unmasked: bool) -> str:
    if not cipher:
        return ""
    number = codes.decrypt(cipher)
    return number if unmasked else mask_id(number)


def _leave(
    actor: Actor,
    community: Place,
    what: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    reason: str,
    *,
    unmasked: bool = False,
) -> bytes:
    titles = {
        "households": _("households"),
        "people": _("people"),
        "posts": _("posts"),
        "keys": _("household keys"),
        "places": _("places"),
        "care": _("care needs"),
    }
    return exports.export_sheet(
        actor, community, what, headers, rows, reason, title=titles[what], unmasked=unmasked
    )
