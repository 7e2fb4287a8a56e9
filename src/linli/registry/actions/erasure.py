"""Erasure: the person goes, the count and the record stay."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.bulk import update_rows
from linli.registry.models import (
    CareNeed,
    Consent,
    Fact,
    Household,
    HouseholdKey,
    ImportRow,
    Person,
    Place,
    Post,
)

BLANK = (
    "name", "pinyin", "initials", "relation", "phone", "id_cipher", "id_index",
)  # fmt: skip

Forget = Callable[[Collection[int], Collection[int]], None]
_elsewhere: list[Forget] = []


def also(forget: Forget) -> None:
    """Let a room above say what it forgets with households and people, given their ids."""
    if forget not in _elsewhere:
        _elsewhere.append(forget)


@transaction.atomic
def erase_person(person: Person, *, by: Actor, reason: str = "") -> Person:
    """Erase a person's data for good. Sex and year of birth stay, for the statistics.

    Raises ``Invalid`` while the person holds a post: end that first, others rely on it.
    """
    access.require(by, "edit_people", path=person.household.dwelling.path)
    if person.erased_at is not None:
        raise Invalid(_("This person's data has been erased already."))
    if Post.objects.filter(person=person, ended_on=None).exists():
        raise Invalid(_("This person holds a post. End the post first, then erase."))
    _blank([person])
    for forget in _elsewhere:
        forget([], [person.pk])
    record.note("person.erased", person, by=by, community_id=person.community_id, reason=reason)
    return person


@transaction.atomic
def erase_household(household: Household, *, by: Actor, reason: str = "") -> int:
    """Erase everybody of a household that has moved out. Returns how many people."""
    access.require(by, "edit_people", path=household.dwelling.path)
    if household.moved_out_on is None:
        raise Invalid(_("This household lives here. Note its moving out first."))
    people = list(Person.objects.filter(household=household, erased_at=None))
    Post.objects.filter(person__in=people, ended_on=None).update(person=None)
    _blank(people)
    household.remark = ""
    household.save(update_fields=["remark"])
    HouseholdKey.objects.filter(household=household).delete()
    _forget_facts([household.pk])
    for forget in _elsewhere:
        forget([household.pk], [person.pk for person in people])
    record.note(
        "household.erased",
        household,
        by=by,
        community_id=household.community_id,
        change={"people": len(people)},
        reason=reason,
    )
    return len(people)


@transaction.atomic
def erase_purpose(people: QuerySet[Person], *, purpose: str, community: Place, by: Actor) -> int:
    """Erase what rests on one purpose alone, once its days are over. Returns of how many people."""
    access.require(by, "edit_people", path=community.path)
    count = forget_purpose(people.filter(community=community), purpose)
    if count:
        record.note(
            "people.purpose_erased",
            community,
            by=by,
            community_id=community.pk,
            change={"purpose": purpose, "people": count},
        )
    return count


def forget_purpose(people: QuerySet[Person], purpose: str) -> int:
    """Empty the columns that rest on a purpose alone; return how many people held some."""
    if purpose == "contact":
        return people.exclude(phone="").update(phone="")
    if purpose == "identity":
        return people.exclude(id_index="").update(id_cipher="", id_index="")
    if purpose == "care":
        needs = CareNeed.objects.filter(person__in=people.values("pk"))
        count = needs.values("person").distinct().count()
        needs.delete()
        return count
    return 0


def _blank(people: list[Person]) -> None:
    """Empty the personal columns, and what other tables of the register hold of these people."""
    now = timezone.now()
    for person in people:
        for column in BLANK:
            setattr(person, column, "")
        person.is_contact, person.erased_at, person.named_at = False, now, now
        person.born = date(person.born.year, 1, 1) if person.born else None
    update_rows(people, [*BLANK, "is_contact", "erased_at", "named_at", "born"])
    ids = [person.pk for person in people]
    CareNeed.objects.filter(person__in=ids).delete()
    Consent.objects.filter(person__in=ids).update(guardian="")
    _forget_facts([person.household_id for person in people], about="contact.")
    Post.objects.filter(person__in=ids, ended_on__isnull=False).update(
        person=None, holder="", phone=""
    )
    homes = {person.household_id for person in people}
    ImportRow.objects.filter(person_id__in=ids).update(undo={}, cells=[], faults=[], person_id=None)
    ImportRow.objects.filter(undo__household__in=homes).update(cells=[], faults=[])


def _forget_facts(household_ids: Collection[int], *, about: str = "") -> None:
    """Delete what was said of these households; ``about`` is how the properties begin."""
    Fact.objects.filter(household__in=household_ids, property__startswith=about).delete()
