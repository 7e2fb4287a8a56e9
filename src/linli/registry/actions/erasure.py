"""Erasure: the person goes, the count and the record stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import Invalid
from linli.registry import access, forgetting, rows
from linli.registry.access import Actor
from linli.registry.bulk import update_rows
from linli.registry.forgetting import Gone
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


@constraints.atomic()
def erase_person(
    person_id: int, *, by: Actor, version: int | None = None, reason: str = ""
) -> Person:
    """Erase a person's data for good. Sex and year of birth stay, for the statistics.

    Raises ``Invalid`` while the person holds a post: end that first, others rely on it.
    """
    _hold_community(Person.objects.filter(pk=person_id))
    person = rows.person(person_id, version=version)
    access.require(by, "edit_people", path=person.household.dwelling.path)
    if person.erased_at is not None:
        raise Invalid(_("This person's data has been erased already."))
    if Post.objects.filter(person=person, ended_on=None).exists():
        raise Invalid(_("This person holds a post. End the post first, then erase."))
    gone = _erase([person], community_id=person.community_id)
    _note_person(person, by=by, reason=gone.cover_home(reason))
    return person


def _hold_community(of: QuerySet[Person] | QuerySet[Household]) -> None:
    """Hold the whole community of a person or household: all its texts are walked."""
    for community_id in of.values_list("community_id", flat=True):
        rows.whole_community(community_id)


def _note_person(person: Person, *, by: Actor, reason: str = "") -> None:
    record.note("person.erased", person, by=by, community_id=person.community_id, reason=reason)


@constraints.atomic()
def erase_household(
    household_id: int, *, by: Actor, version: int | None = None, reason: str = ""
) -> int:
    """Erase everybody of a household that has moved out. Returns how many people."""
    _hold_community(Household.objects.filter(pk=household_id))
    household = rows.household(household_id, version=version)
    access.require(by, "edit_people", path=household.dwelling.path)
    if household.moved_out_on is None:
        raise Invalid(_("This household lives here. Note its moving out first."))
    if household.erased_at is not None:
        raise Invalid(_("This household's data has been erased already."))
    people = list(Person.objects.filter(household=household, erased_at=None))
    gone = _erase(people, community_id=household.community_id, households=[household])
    _note_household(household, len(people), by=by, reason=gone.cover_home(reason))
    return len(people)


def _note_household(household: Household, people: int, *, by: Actor, reason: str = "") -> None:
    record.note(
        "household.erased",
        household,
        by=by,
        community_id=household.community_id,
        change={"people": people},
        reason=reason,
    )


@constraints.atomic()
def erase_many(
    community_id: int, *, people: QuerySet[Person], households: QuerySet[Household]
) -> int:
    """Erase at once what the clock finds due in a community: its texts are walked but once.

    Both are asked for once the community is held: who is due no more stays. A line for each of
    them. Returns how many people.
    """
    if not people.exists() and not households.exists():
        return 0
    rows.whole_community(community_id)
    homes, alone = list(households), list(people)
    members = list(Person.objects.filter(household__in=homes, erased_at=None))
    if not homes and not alone:
        return 0
    everybody = list({person.pk: person for person in [*alone, *members]}.values())
    _erase(everybody, community_id=community_id, households=homes)
    for person in alone:
        _note_person(person, by=access.SYSTEM)
    for home in homes:
        count = sum(person.household_id == home.pk for person in members)
        _note_household(home, count, by=access.SYSTEM)
    return len(everybody)


def _erase(
    people: list[Person], *, community_id: int, households: Collection[Household] = ()
) -> Gone:
    """Empty the rows of the register, and let every room forget."""
    gone = of(people, community_id=community_id, households=households)
    Post.objects.filter(person__in=gone.people, ended_on=None).update(person=None)
    _blank(people, gone)
    now = timezone.now()
    Household.objects.filter(pk__in=gone.homes).update(last_erased_at=now, version=F("version") + 1)
    erased = Household.objects.filter(pk__in=gone.households)
    erased.update(remark="", village="", erased_at=now)
    HouseholdKey.objects.filter(household__in=gone.households).delete()
    _forget_facts(gone.households)
    forgetting.forget_everywhere(gone)
    return gone


def of(
    people: Collection[Person], *, community_id: int, households: Collection[Household] = ()
) -> Gone:
    """Return whom the rooms would forget with these people and households."""
    ids = [home.pk for home in households]
    return forgetting.of_people(people, community_id=community_id, households=ids)


@constraints.atomic()
def erase_purpose(people: QuerySet[Person], *, purpose: str, community: Place, by: Actor) -> int:
    """Erase what rests on one purpose alone, once its days are over. Returns of how many people."""
    access.require(by, "edit_people", path=community.path)
    people = people.filter(community=community)
    rows.households(holding(people, purpose).values_list("household_id", flat=True))
    count = forget_purpose(people, purpose)
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
    concerned = holding(people, purpose)
    younger = F("version") + 1
    if purpose == "contact":
        return concerned.update(phone="", version=younger)
    if purpose == "identity":
        return concerned.update(id_cipher="", id_index="", version=younger)
    needs = CareNeed.objects.filter(person__in=concerned.values("pk"))
    count = needs.values("person").distinct().count()
    needs.delete()
    return count


def holding(people: QuerySet[Person], purpose: str) -> QuerySet[Person]:
    """Return those of whom something is held that rests on this purpose alone."""
    if purpose == "contact":
        return people.exclude(phone="")
    if purpose == "identity":
        return people.exclude(id_cipher="")
    if purpose == "care":
        return people.filter(pk__in=CareNeed.objects.values("person"))
    return people.none()


def _blank(people: list[Person], gone: Gone) -> None:
    """Empty the personal columns, and what other tables of the register hold of these people."""
    now = timezone.now()
    for person in people:
        for column in BLANK:
            setattr(person, column, "")
        person.is_contact, person.erased_at, person.named_at = False, now, now
        person.version += 1
        person.born = date(person.born.year, 1, 1) if person.born else None
    update_rows(people, [*BLANK, "is_contact", "erased_at", "named_at", "born", "version"])
    ids = gone.people
    CareNeed.objects.filter(person__in=ids).delete()
    Consent.objects.filter(person__in=ids).update(guardian="")
    _forget_facts(gone.homes, about="contact.")
    Post.objects.filter(person__in=ids, ended_on__isnull=False).update(
        person=None, holder="", phone=""
    )
    ImportRow.objects.filter(undo__household__in=gone.homes).update(cells=[], faults=[])
    ImportRow.objects.filter(undo__household__in=gone.households).update(undo={}, person_id=None)
    ImportRow.objects.filter(person_id__in=ids).update(undo={}, cells=[], faults=[], person_id=None)


def _forget_facts(household_ids: Collection[int], *, about: str = "") -> None:
    """Delete what was said of these households; ``about`` is how the properties begin."""
    Fact.objects.filter(household__in=household_ids, property__startswith=about).delete()
