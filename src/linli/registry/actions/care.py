"""Care needs: noted and ended. They stand in their own table and are read with a reason."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry import access, rows
from linli.registry.access import Actor
from linli.registry.actions.checks import not_erased, refuse
from linli.registry.models import CareNeed


@constraints.atomic()
def add_care_need(
    person_id: int, *, kind: str, by: Actor, remark: str = "", since: date | None = None
) -> CareNeed:
    """Note why somebody is looked after first; entering the same kind again renews it."""
    person = rows.person(person_id)
    access.require(by, "read_care", path=person.household.dwelling.path)
    access.require(by, "edit_people", path=person.household.dwelling.path)
    not_erased(person)
    if kind not in CareNeed.Kind.values:
        raise refuse("kind", _("Choose a reason for care from the list."))
    need, _created = CareNeed.objects.update_or_create(
        person=person,
        kind=kind,
        defaults={"remark": clean(remark, most=200), "since": since, "until": None},
    )
    record.note("person.care_added", person, by=by, community_id=person.community_id)
    return need


@constraints.atomic()
def end_care_need(need_id: int, *, by: Actor, on: date | None = None) -> CareNeed:
    """End a care need; it is kept with its last day. A second time changes nothing."""
    noted = CareNeed.objects.filter(pk=need_id)
    person = rows.person(next(iter(noted.values_list("person_id", flat=True)), 0))
    access.require(by, "read_care", path=person.household.dwelling.path)
    access.require(by, "edit_people", path=person.household.dwelling.path)
    need = locked(noted).first()
    if need is None:
        raise NotFound(_("This care need is not noted any more."))
    if need.until is not None:
        return need
    need.until = on or timezone.localdate()
    need.save(update_fields=["until"])
    record.note("person.care_ended", person, by=by, community_id=person.community_id)
    return need
