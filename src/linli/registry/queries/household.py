"""One household's page: all that the register knows of it, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from linli.core.models import Line
from linli.core.record.words import spoken
from linli.core.text import mask_phone
from linli.registry import identity, purposes
from linli.registry.access import Actor
from linli.registry.models import CareNeed, Consent, Household, HouseholdKey, Person
from linli.registry.queries.access import household_for
from linli.registry.queries.posts import WatchingPost, watching_over

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class MemberConsent:
    """A purpose to which somebody said yes, and when it was taken back."""

    id: int
    purpose: str
    label: str | Promise
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a household's page, phone masked; ``unasked``: purposes without a consent."""

    id: int
    name: str
    relation: str
    sex: str
    sex_label: str
    age: int | None
    phone: str
    has_phone: bool
    has_id: bool
    is_contact: bool
    is_cared_for: bool
    unasked: list[str]
    is_child: bool
    consents: list[MemberConsent]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A slip that was given out: its last letters, and what became of it."""

    id: int
    hint: str
    issued_at: datetime
    first_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another household behind the same door, and who speaks for it."""

    id: int
    contact: str


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """All that the register knows of a household, phones and ID masked.

    ``may``: edit_people, read_masked, read_care, issue_keys, export.
    """

    household: Household
    members: list[Member]
    keys: list[KeyRow]
    watching: list[WatchingPost]
    others: list[Neighbour]
    may: Mapping[str, bool]

    @property
    def door(self) -> str:
        """The door behind which it lives, as people say it."""
        return self.household.dwelling.label


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A line of the record about a household or its members."""

    words: str
    by: str
    at: datetime
    reason: str


def household_page(actor: Actor, household_id: int) -> HouseholdPage:
    """Return a household's page (≤ 7 queries). Raises ``NotFound``."""
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
    return HouseholdPage(
        household=home,
        members=[_member(person, cared_for) for person in people],
        keys=_keys(home),
        watching=watching_over(home.dwelling),
        others=_others(home),
        may=may,
    )


def _others(home: Household) -> list[Neighbour]:
    """Return who else lives behind the same door: id and whoever speaks for them."""
    contact = Person.objects.filter(household=OuterRef("pk"), erased_at=None)
    named = contact.order_by("-is_contact", "id").values("name")[:1]
    rows = Household.objects.filter(dwelling=home.dwelling_id, moved_out_on=None)
    rows = rows.exclude(pk=home.pk).order_by("id")
    others = rows.annotate(contact=Subquery(named)).values_list("id", "contact")
    return [Neighbour(pk, name or "") for pk, name in others]


def members_of(home: Household) -> list[Person]:
    """Return the people of a household who are not erased (1 query)."""
    return list(Person.objects.filter(household=home, erased_at=None))


def unasked(actor: Actor, person: Person) -> list[str]:
    """Return for which purposes something of a person is held without a consent on record."""
    care = actor.may("read_care", path=person.household.dwelling.path)
    return _unasked(person, is_cared_for=care and person.care_needs.filter(until=None).exists())


def _unasked(person: Person, *, is_cared_for: bool) -> list[str]:
    """Return the purposes for which something is held without a consent that is on record."""
    given = {c.purpose for c in person.consents.all() if c.withdrawn_at is None}
    held = {"contact": person.phone, "identity": person.id_index, "care": is_cared_for}
    return [purpose for purpose, is_held in held.items() if is_held and purpose not in given]


def _member(person: Person, cared_for: set[int]) -> Member:
    today = timezone.localdate()
    return Member(
        id=person.pk,
        name=person.name,
        relation=person.relation,
        sex=person.sex,
        sex_label=person.get_sex_display(),
        age=identity.age(person.born, today=today) if person.born else None,
        phone=mask_phone(person.phone),
        has_phone=bool(person.phone),
        has_id=bool(person.id_cipher),
        is_contact=person.is_contact,
        is_cared_for=person.pk in cared_for,
        unasked=_unasked(person, is_cared_for=person.pk in cared_for),
        is_child=identity.needs_guardian(person.born, today=today),
        consents=[_consent(consent) for consent in person.consents.all()],
    )


def _consent(consent: Consent) -> MemberConsent:
    purpose = purposes.PURPOSES.get(consent.purpose)
    return MemberConsent(
        id=consent.pk,
        purpose=consent.purpose,
        label=purpose.label if purpose else consent.purpose,
        given_at=consent.given_at,
        withdrawn_at=consent.withdrawn_at,
    )


def _keys(home: Household) -> list[KeyRow]:
    keys = HouseholdKey.objects.filter(household=home).order_by("-issued_at", "-pk")
    columns = ("pk", "hint", "issued_at", "first_used_at", "revoked_at")
    return [KeyRow(*row) for row in keys.values_list(*columns)]


def lines_about(page: HouseholdPage) -> list[HouseholdLine]:
    """Return the latest lines of the record about a household and its members (2 queries)."""
    about_home = Line.objects.filter(
        subject_type="registry.household", subject_id=str(page.household.pk)
    )
    members = [str(member.id) for member in page.members]
    about_members = Line.objects.filter(subject_type="registry.person", subject_id__in=members)
    lines = [
        *about_home.select_related("why").order_by("-number")[:MOST_LINES],
        *about_members.select_related("why").order_by("-number")[:MOST_LINES],
    ]
    lines.sort(key=lambda line: -line.number)
    return [
        HouseholdLine(str(spoken(line.verb)), line.actor_label, line.at, line.reason)
        for line in lines[:MOST_LINES]
    ]
