"""Consents: given, withdrawn as easily; and for how long a purpose keeps its data."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import Invalid, NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry import access, identity, purposes, rows
from linli.registry.access import Actor
from linli.registry.actions.checks import not_erased, refuse
from linli.registry.actions.erasure import forget_purpose
from linli.registry.models import Consent, Person, PurposeSetting

MOST_DAYS = 3650


@constraints.atomic()
def record_consent(person_id: int, *, purpose: str, by: Actor, guardian: str = "") -> Consent:
    """Note a person's yes to a purpose; for a child under 14 the guardian's, by name.

    Raises ``Invalid`` when it stands already, or when a child's guardian is not named.
    """
    person = rows.person(person_id)
    _may(person, by)
    not_erased(person)
    meant = purposes.get(purpose)
    young = identity.needs_guardian(person.born, today=timezone.localdate())
    guardian = clean(guardian, most=60)
    if young and meant.basis == "consent" and not guardian:
        raise refuse(
            "guardian", _("For a child under 14 a guardian says yes. Please give their name.")
        )
    if Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exists():
        raise Invalid(_("This consent stands already."))
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        basis=meant.basis,
        guardian=guardian,
        given_at=timezone.now(),
    )
    record.note(
        "consent.given",
        person,
        by=by,
        community_id=person.community_id,
        change={"purpose": purpose, "by_guardian": bool(guardian)},
    )
    return consent


@constraints.atomic()
def withdraw_consent(consent_id: int, *, by: Actor, reason: str = "") -> Consent:
    """Take a yes back. What rested on it alone goes at once: phone, ID number or care needs."""
    given = Consent.objects.filter(pk=consent_id)
    person = rows.person(next(iter(given.values_list("person_id", flat=True)), 0))
    _may(person, by)
    consent = locked(given).first()
    if consent is None:
        raise NotFound(_("This consent is not on record."))
    if consent.withdrawn_at is not None:
        raise Invalid(_("This consent has been withdrawn already."))
    if consent.basis == Consent.Basis.LEGAL_DUTY:
        raise Invalid(
            _("The community keeps this by law, not by consent; ask for erasure after moving out.")
        )
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    forget_purpose(Person.objects.filter(pk=person.pk), consent.purpose)
    record.note(
        "consent.withdrawn",
        person,
        by=by,
        community_id=person.community_id,
        change={"purpose": consent.purpose},
        reason=reason,
    )
    return consent


@constraints.atomic()
def set_keep_days(community_id: int, *, purpose: str, days: int, by: Actor) -> PurposeSetting:
    """Set for how many days a community keeps data of a purpose after its end."""
    community = rows.place(community_id)
    access.require(by, "manage_rules", path=community.path)
    purposes.get(purpose)
    if not 0 <= days <= MOST_DAYS:
        raise refuse("days", _("Days are a number between 0 and 3650."))
    before = purposes.keep_days(purpose, community.pk)
    row, _created = PurposeSetting.objects.update_or_create(
        community=community, purpose=purpose, defaults={"keep_days": days}
    )
    record.note(
        "purpose.days_set",
        row,
        by=by,
        community_id=community.pk,
        change={"purpose": purpose, "days": [before, days]},
    )
    return row


def _may(person: Person, by: Actor) -> None:
    """A household decides for itself; staff note what was said to them."""
    if by.household_id is None or by.household_id != person.household_id:
        access.require(by, "edit_people", path=person.household.dwelling.path)
