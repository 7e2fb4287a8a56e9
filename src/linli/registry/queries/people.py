"""The search that a worker loves: name, pinyin, initials, part of a phone, a door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.core import codes
from linli.core.refusals import NotAllowed, NotFound
from linli.core.text import mask_phone
from linli.registry import identity, names
from linli.registry.access import Actor, within_reach
from linli.registry.models import CareNeed, Consent, Person

LEAST_PHONE_DIGITS = 3
SHOWN_BY_A_MASK = 4  # 138****8002
ID_PURPOSE = "person.id"
_COLUMNS = (
    "pk", "name", "pinyin", "initials", "phone", "relation", "is_contact", "household_id",
    "household__dwelling__label", "household__dwelling__door_key", "household__residence",
    "community_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who fits what was typed; ``why``: by "name", "pinyin", "phone" or "door"."""

    id: int
    name: str
    phone: str
    relation: str
    is_contact: bool
    household_id: int
    door: str
    residence: str
    community_id: int
    why: str


def people_of(actor: Actor, *, permission: str = "see_people") -> QuerySet[Person]:
    """Return the people within reach of the posts that grant the permission, nobody erased."""
    return Person.objects.filter(_reach(actor, permission), erased_at=None)


def _reach(actor: Actor, permission: str) -> Q:
    return within_reach(
        actor, building="household__building", place="household__dwelling", permission=permission
    )


def search_people(
    actor: Actor, typed: str, *, limit: int = 20, community_id: int | None = None
) -> list[FoundPerson]:
    """Return people, the best match first; phones masked. Two queries at most.

    Typed may be a name or part of one, pinyin, initials, three or more digits of a phone, or
    a door ("704-2-301", "704楼2单元301").
    """
    text = names.half_width(typed).lower()
    if not text:
        return []
    people = people_of(actor).filter(household__moved_out_on=None)
    if community_id is not None:
        people = people.filter(community=community_id)
    wanted = _wanted(text, whole_phones=_reach(actor, "read_masked"))
    rows = list(people.filter(wanted).order_by().values_list(*_COLUMNS)[: limit * 10])
    ranked = sorted(rows, key=lambda row: (_rank(row, text), not row[6], row[9], row[0]))
    return [_row(row, text) for row in ranked[:limit]]


def _wanted(text: str, *, whole_phones: Q) -> Q:
    """Build the condition for what was typed, by its looks.

    Pieces of a phone find only whom ``whole_phones`` lets be read: elsewhere the whole number or
    the digits that its mask shows, or three digits at a time would tell the hidden ones.
    """
    door = names.parse_door(text)
    digits = re.sub(r"[\s-]", "", text)
    condition = Q(name__contains=text)
    if door.dwelling:
        condition |= _behind(door)
    elif door.building and not digits.isdigit():
        condition |= Q(household__dwelling__door_key__startswith=f"{door.key}-")
    if digits.isdigit() and len(digits) >= LEAST_PHONE_DIGITS:
        condition |= Q(phone=digits) | (Q(phone__contains=digits) & whole_phones)
        if len(digits) <= SHOWN_BY_A_MASK:
            condition |= Q(phone__endswith=digits)
        condition |= Q(household__dwelling__door_key__endswith=f"-{digits}")
        condition |= Q(household__dwelling__door_key__startswith=f"{digits}-")
    letters = re.sub(r"[\s'’]", "", text)
    if letters.isascii() and letters.isalpha():
        condition |= Q(initials__startswith=letters) | Q(pinyin__contains=letters)
    return condition


def _behind(door: names.Door) -> Q:
    if door.building and door.entrance:
        return Q(household__dwelling__door_key=door.key)
    ends = f"-{door.entrance}-{door.dwelling}" if door.entrance else f"-{door.dwelling}"
    starts = f"{door.building}-" if door.building else ""
    return Q(
        household__dwelling__door_key__startswith=starts,
        household__dwelling__door_key__endswith=ends,
    )


def _rank(row: tuple[Any, ...], text: str) -> int:
    """Order a match: whole name, door, whole initials, beginnings, then anything else."""
    name, pinyin, initials, phone, key = row[1], row[2], row[3], row[4], row[9]
    letters = text.replace(" ", "").replace("'", "")
    door = names.parse_door(text).key
    if name.lower() == text or phone == letters:
        return 0
    if door and key == door:
        return 1
    if letters in (initials, pinyin):
        return 2
    if name.lower().startswith(text) or pinyin.startswith(letters):
        return 3
    if initials.startswith(letters) or phone.endswith(letters):
        return 4
    return 5


def _row(row: tuple[Any, ...], text: str) -> FoundPerson:
    digits = re.sub(r"[\s-]", "", text)
    why = "door"
    if text in row[1].lower():
        why = "name"
    elif digits.isalpha() and digits.isascii():
        why = "pinyin"
    elif digits.isdigit() and digits in row[4]:
        why = "phone"
    return FoundPerson(
        id=row[0],
        name=row[1],
        phone=mask_phone(row[4]),
        relation=row[5],
        is_contact=row[6],
        household_id=row[7],
        door=row[8],
        residence=row[10],
        community_id=row[11],
        why=why,
    )


def person_by_id_number(actor: Actor, number: str, *, community_id: int) -> Person | None:
    """Return who has this ID number, found by the blind index alone; None if nobody here."""
    if not actor.may("read_masked"):
        raise NotAllowed(_("Your post does not include reading phone or ID numbers here."))
    index = codes.index(identity.tidy_id(number), purpose=ID_PURPOSE)
    people = people_of(actor, permission="read_masked")
    return people.filter(community=community_id, id_index=index).first()


def phone_at_home(actor: Actor, person_id: int, household_id: int) -> str:
    """Return the phone of a member of a household within reach, or nothing (1 query)."""
    people = people_of(actor).filter(pk=person_id, household=household_id)
    return people.values_list("phone", flat=True).first() or ""


def care_needs_of(person: Person) -> list[CareNeed]:
    """Return why somebody is looked after first, now (1 query). Read with a reason only."""
    return list(CareNeed.objects.filter(person=person, until=None))


def consents_of(person: Person) -> list[Consent]:
    """Return what somebody agreed to and has not taken back (1 query)."""
    return list(Consent.objects.filter(person=person, withdrawn_at=None))


def consent_of(person: Person, consent_id: int | None) -> Consent:
    """Return one of a person's consents (1 query). Raises ``NotFound``."""
    consent = Consent.objects.filter(person=person, pk=consent_id or 0).first()
    if consent is None:
        raise NotFound(_("This consent is not on record."))
    return consent
