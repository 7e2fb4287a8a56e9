"""Verbs that bring somebody else in: refer, whistle to a department, write its answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, NotFound
from linli.engines.cases.actions import notifications, public_text
from linli.engines.cases.actions.access import CaseAction, begin
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.actions.times import close, contacted
from linli.engines.cases.models import Case, DepartmentCall
from linli.registry.access import Actor
from linli.registry.models import Organisation


@transaction.atomic
def refer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    reason: str = "",
    destination: str = "",
    phone: str = "",
) -> Case:
    """Say that it is not the community's duty, and whose it is: an outcome, not a refusal."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    destination = tidy(destination, field="destination", most=120)
    phone = tidy(phone, field="phone", most=40)
    action = begin(case_id, "refer", by=by, version=version, reason=reason, destination=destination)
    case = action.row
    columns = {
        *public_text.say_result(case, _("Passed on to: %(where)s") % {"where": destination}),
        *close(case, Case.Closing.REFERRED, now=action.now),
    }
    return finish(
        action, words=reason, facts={"destination": destination, "phone": phone},
        change={"destination": destination}, columns=columns | contacted(case, now=action.now),
        tell=lambda case: notifications.tell_raisers(
            "case.referred", case, reason=reason, destination=destination, phone=phone
        ),
    )  # fmt: skip


@transaction.atomic
def whistle(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    organisation_id: int | None = None,
    text: str = "",
    due_at: datetime | None = None,
) -> Case:
    """Call a department in. The owner stays who it is; the department owes an answer."""
    text = tidy(text, field="text", most=1000)
    action = begin(
        case_id, "whistle", by=by, version=version, organisation_id=organisation_id,
        organisation=organisation_id, text=text,
    )  # fmt: skip
    case, department = action.row, _department(action.row, organisation_id)
    DepartmentCall.objects.create(
        case=case, organisation=department, asked_at=action.now, due_at=due_at or case.due_at
    )
    return finish(
        action, words=text, is_public=False, facts={"department": department.name},
        change={"department": department.name},
        tell=lambda case: notifications.tell(
            "case.whistled", case, notifications.organisation(department), question=text
        ),
    )  # fmt: skip


@transaction.atomic
def whistle_answer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    text: str = "",
    department_call_id: int | None = None,
) -> Case:
    """Write a department's answer: its own staff, or who was told it over the telephone."""
    text = tidy(text, field="text")
    action = begin(case_id, "whistle_answer", by=by, version=version, text=text)
    row = _open_department_call(action, department_call_id)
    row.answered_at, row.answer = action.now, text
    row.save(update_fields=["answered_at", "answer"])
    name = row.organisation.name
    return finish(
        action, words=text, is_public=False, facts={"department": name},
        change={"department": name},
        tell=lambda case: notifications.tell_owner(
            "case.whistle_answered", case, department=name, answer=text
        ),
    )  # fmt: skip


def _department(case: Case, organisation_id: int | None) -> Organisation:
    row = Organisation.objects.filter(pk=organisation_id or 0, is_active=True)
    department = row.select_related("community").first()
    if department is None or not case.community.path.startswith(department.community.path):
        sentence = _("This organisation does not work here.")
        raise Invalid(sentence, errors={"organisation": [sentence]})
    return department


def _open_department_call(action: CaseAction, department_call_id: int | None) -> DepartmentCall:
    rows = DepartmentCall.objects.filter(case=action.row, answered_at=None).select_related(
        "organisation"
    )
    if "dispatcher" not in action.who:
        rows = rows.filter(organisation__in=action.by.organisations)
    if department_call_id is not None:
        rows = rows.filter(pk=department_call_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound(_("No department is asked here any more; its answer is written already."))
    return row
