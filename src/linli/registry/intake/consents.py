"""What the people of a list have agreed to, noted with the rows that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import Invalid
from linli.registry import identity
from linli.registry.intake.checked import Checked
from linli.registry.models import Consent

BATCH = 500
AGREED_FIELDS = {"contact": "phone", "identity": "id_number", "care": "care"}  # purpose → field


def note_consents(rows: Iterable[Checked], *, agreed: Sequence[str], at: datetime) -> int:
    """Note to which purposes the people of these rows said yes; return how many consents.

    Only for what is held of a person; children under 14 need their guardian's own word.
    """
    if set(agreed) - set(AGREED_FIELDS):
        raise Invalid(_("There is no such purpose. Choose one from the list."))
    people = [(row.taken or row.person, bool(row.draft.cares)) for row in rows]
    known = [(person, has_care) for person, has_care in people if person is not None]
    ids = [person.pk for person, _care in known]
    standing: set[tuple[int, str]] = set()
    for start in range(0, len(ids), BATCH):
        consents = Consent.objects.filter(person__in=ids[start : start + BATCH], withdrawn_at=None)
        standing |= set(consents.values_list("person_id", "purpose"))
    today = timezone.localdate()
    given = [
        Consent(person=person, purpose=purpose, basis=Consent.Basis.CONSENT, given_at=at)
        for person, has_care in known
        for purpose in agreed
        if (person.pk, purpose) not in standing
        and {"contact": person.phone, "identity": person.id_index, "care": has_care}[purpose]
        and not identity.needs_guardian(person.born, today=today)
    ]
    Consent.objects.bulk_create(given, batch_size=BATCH)
    return len(given)
