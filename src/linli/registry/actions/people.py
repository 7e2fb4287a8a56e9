"""People: entered, changed, moved to another door, and read in full with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import codes, constraints, record
from linli.core.refusals import Invalid
from linli.core.rows import save
from linli.core.text import clean
from linli.registry import access, identity, rows
from linli.registry.access import Actor
from linli.registry.actions import checks
from linli.registry.models import CareNeed, Person
from linli.registry.pinyin import read_name

POSSIBLE = {"name", "relation", "sex", "born", "phone", "id_number", "is_contact", "keep_until"}
READING_NEEDS = {"phone": "read_masked", "id": "read_masked", "care": "read_care"}


@constraints.atomic()
def add_person(
    household_id: int,
    *,
    name: str,
    by: Actor,
    relation: str = "",
    sex: str = "",
    born: date | None = None,
    phone: str = "",
    id_number: str = "",
    is_contact: bool = False,
) -> Person:
    """Enter a member of a household. Sex and birthday are read off a given ID number."""
    household = rows.household(household_id)
    access.require(by, "edit_people", path=household.dwelling.path)
    checks.lives_here(household)
    person = Person(household=household, community_id=household.community_id)
    filled = {"relation": relation, "sex": sex, "born": born, "phone": phone}
    fill(person, {"name": name, **filled, "id_number": id_number, "is_contact": is_contact})
    if not Person.objects.filter(household=household, is_contact=True, erased_at=None).exists():
        person.is_contact = True
    one_contact(person)
    person.save()
    record.note(
        "person.added",
        person,
        by=by,
        community_id=person.community_id,
        change={"household": household.pk, "filled": sorted(k for k, v in filled.items() if v)},
    )
    return person


@constraints.atomic()
def change_person(
    person_id: int, *, by: Actor, version: int | None = None, **changes: Any
) -> Person:
    """Change name, relation, sex, born, phone, id_number, is_contact or keep_until.

    The record names the fields, never their values. Nothing changed, nothing recorded. Raises
    ``OutOfDate`` when somebody has changed them since the page of this ``version``.
    """
    person = rows.person(person_id, version=version)
    access.require(by, "edit_people", path=person.household.dwelling.path)
    checks.not_erased(person)
    if unknown := set(changes) - POSSIBLE:
        raise TypeError(f"change_person cannot change {sorted(unknown)}")
    before = {f.attname: getattr(person, f.attname) for f in Person._meta.concrete_fields}
    fill(person, changes)
    changed = sorted(
        name
        for name, value in before.items()
        if name != "id_cipher" and getattr(person, name) != value
    )
    if not changed:
        return person
    one_contact(person)
    save(person, *changed, *(["id_cipher"] if "id_index" in changed else []))
    record.note(
        "person.changed",
        person,
        by=by,
        community_id=person.community_id,
        change={"fields": [name for name in changed if name != "named_at"]},
    )
    return person


@constraints.atomic()
def move_person(person_id: int, *, household_id: int, by: Actor) -> Person:
    """Move somebody to another household of the same community."""
    person = rows.person(person_id, beside=[household_id])
    household = rows.household(household_id)
    access.require(by, "edit_people", path=person.household.dwelling.path)
    access.require(by, "edit_people", path=household.dwelling.path)
    checks.not_erased(person)
    if household.community_id != person.community_id:
        raise Invalid(_("This person moves to another community. Let that community enter them."))
    checks.lives_here(household)
    before = person.household_id
    person.household, person.is_contact, person.named_at = household, False, timezone.now()
    save(person, "household", "is_contact", "named_at")
    record.note(
        "person.moved",
        person,
        by=by,
        community_id=person.community_id,
        change={"household": [before, household.pk]},
    )
    return person


@constraints.atomic()
def read_masked(person_id: int, *, by: Actor, reason: str, what: str = "phone") -> str:
    """Return the phone, ID number or care needs in full; the reading is recorded with its reason.

    ``what`` is "phone", "id" or "care". Raises ``Invalid`` without a reason.
    """
    person = rows.person(person_id)
    access.require(by, READING_NEEDS[what], path=person.household.dwelling.path)
    given = checks.reason(reason)
    if what == "care":
        needs = CareNeed.objects.filter(person=person, until=None).order_by("id")
        shown = "; ".join(": ".join(filter(None, (str(n), n.remark))) for n in needs)
    else:
        shown = person.phone if what == "phone" else codes.decrypt(person.id_cipher)
    record.note(
        "person.read",
        person,
        by=by,
        community_id=person.community_id,
        change={"what": what},
        reason=given,
    )
    return shown


def fill(person: Person, values: dict[str, Any]) -> None:
    """Check and set the given columns of a person."""
    if "name" in values:
        before, person.name = person.name, checks.person_name(values["name"])
        if person.name != before:
            person.named_at = timezone.now()
        person.pinyin, person.initials = read_name(person.name)
    if "phone" in values:
        person.phone = checks.phone(values["phone"])
    if "born" in values:
        person.born = checks.born(values["born"])
    if "relation" in values:
        person.relation = clean(values["relation"], most=20)
    if values.get("sex", "") not in ("", "m", "f"):
        raise checks.refuse("sex", _("Choose male or female, or leave it open."))
    for plain in ("sex", "is_contact", "keep_until"):
        if plain in values:
            setattr(person, plain, values[plain])
    if "id_number" in values:
        _fill_id(person, values["id_number"])


def _fill_id(person: Person, typed: str) -> None:
    number, cipher, index = checks.id_number(typed)
    if number:
        twin = Person.objects.filter(
            community_id=person.community_id, id_index=index, erased_at=None
        ).exclude(pk=person.pk)
        if other := twin.select_related("household__dwelling").first():
            raise checks.refuse(
                "id_number",
                _("Somebody with this ID number is entered at %(door)s already.")
                % {"door": other.household.dwelling.label},
            )
        person.born = person.born or identity.id_birthday(number)
        person.sex = person.sex or identity.id_sex(number)
    if index != person.id_index:
        person.id_cipher, person.id_index = cipher, index


def one_contact(person: Person) -> None:
    """Let nobody else speak for the household, before ``person`` is written who does so alone."""
    if person.is_contact:
        others = Person.objects.filter(household=person.household_id, is_contact=True)
        others.exclude(pk=person.pk).update(is_contact=False, version=F("version") + 1)
