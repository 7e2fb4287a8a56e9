"""The service desk: a matter entered for whoever stands there or calls."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.core import files
from linli.core.codes import grouped
from linli.core.refusals import Invalid, Refusal
from linli.engines.cases import actions, kinds
from linli.engines.cases import suggest as suggestions
from linli.engines.cases.actions import Filed, Reporter, roles_of
from linli.engines.cases.actions.access import workflow_of
from linli.engines.cases.models import Case
from linli.faces import requests
from linli.faces.web.desk import codes, new_help
from linli.faces.web.desk.new_form import EnterForm
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.resident.suggest import answered
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import Actor, require
from linli.registry.models import Person
from linli.registry.queries import person_for, phone_at_home


@staff_page
def enter(request: StaffRequest) -> HttpResponse:
    """Show the form, filled with whoever was chosen; POST takes the matter in."""
    here = request.community
    require(request.actor, "enter_cases", community_id=here.pk)
    if request.method == "POST":
        return _take_in(request)
    person = _person(request)
    initial: dict[str, Any] = {"once": secrets.token_urlsafe(12), "urgency": 0, "channel": "desk"}
    if person:
        initial |= {
            "name": person.name,
            "household": person.household_id,
            "person": person.pk,
            "place": person.household.dwelling.label,
        }
    form = EnterForm(initial=initial, community_id=here.pk)
    return _show(request, form, person=person)


def _show(
    request: StaffRequest,
    form: EnterForm,
    *,
    person: Person | None = None,
    status: int = 200,
    suggested: dict[str, Any] | None = None,
) -> HttpResponse:
    typed = request.GET.get("who", "")
    context = {
        "here": "desk",
        "form": form,
        "who": typed,
        "found": new_help.people_found(request, typed) if typed else [],
        "person": person,
        "last": request.session.pop("entered", None) if request.method == "GET" else None,
        **new_help.asked_more(request),
        **(suggested or {}),
    }
    return render(request, "web/desk/new.html", context, status=status)


def _person(request: StaffRequest) -> Person | None:
    """Return the person chosen from the search, if the worker's posts reach them."""
    pk = requests.number(request.GET, "person")
    if pk is None:
        return None
    return person_for(request.actor, pk)


def _take_in(request: StaffRequest) -> HttpResponse:
    form = EnterForm(request.POST, request.FILES, community_id=request.community.pk)
    if not form.is_valid():
        return _show(request, form, status=400, suggested=new_help.suggested(request))
    given = form.cleaned_data
    try:
        filed = _file(request, given)
    except Refusal as refusal:
        show_faults(form, refusal)
        return _show(request, form, status=refusal.status, suggested=new_help.suggested(request))
    codes.keep_code(request, filed)
    request.session["entered"] = {
        "id": filed.case.pk, "number": filed.case.reference, "title": filed.case.title,
        "code": grouped(filed.follow_code), "owner": filed.case.owner_label,
        "closed": filed.case.closed_at is not None,
    }  # fmt: skip
    return redirect("desk_new")


@files.keeping()
def _file(request: StaffRequest, given: dict[str, Any]) -> Filed:
    """Take the matter in, and finish it at once where it was solved on the spot."""
    here, by = request.community, request.actor
    place = new_help.place_typed(here.pk, given["place"])
    if given["place"].strip() and place is None:
        sentence = _("This place is not in the register. Try “704-2”, or leave it empty.")
        raise Invalid(sentence, errors={"place": [sentence]})
    filed = actions.file_case(
        by=by, community_id=here.pk, channel=given["channel"], kind=given["kind"],
        text=given["text"], place=place, urgency=given["urgency"],
        photos=given["photos"],
        reporter=_reporter(request, given), follow_once=given["once"],
        suggestion=suggestions.kinds_for(here.pk, given["text"]),
        fields=_answers(request, given["kind"]),
    )  # fmt: skip
    if given["on_the_spot"] and filed.is_new:
        return Filed(case=finish(filed.case, by=by, result=given["result"]),
                     follow_code=filed.follow_code)  # fmt: skip
    return filed


def _answers(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return answers to the kind's own questions."""
    kind = kinds.find(code)
    return answered(kind, request.POST)


def _reporter(request: StaffRequest, given: dict[str, Any]) -> Reporter:
    """Fill in the household's own phone where none was typed: a fact is typed once."""
    phone, household = given["phone"], given["household"]
    person_id = given["person"]
    if household and person_id and not phone:
        phone = phone_at_home(request.actor, person_id, household)
    return Reporter(name=given["name"], phone=phone, household_id=household)


def finish(case: Case, *, by: Actor, result: str) -> Case:
    """Report as done, and confirm for the person who stands there, by the workflow's own verbs."""
    done = actions.resolve(case.pk, by=by, result=result)
    open_now = workflow_of(done).verbs_open_to(done.state, roles_of(by, done))
    if "confirm" in open_now:
        return actions.confirm(done.pk, by=by)
    if "review" in open_now:
        return actions.review(done.pk, by=by, solved=True)
    return done
