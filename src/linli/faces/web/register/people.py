"""Members of a household: entered, changed, read with a reason, erased; consents and care."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, OutOfDate, Refusal
from linli.faces import requests
from linli.faces.web.register import common, forms
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, purposes, queries
from linli.registry.access import require
from linli.registry.models import Consent, Household

READINGS = ("phone", "id", "care")


def _page(request: StaffRequest, form: object, home: Household, heading: str) -> HttpResponse:
    context = {
        "here": "register",
        "form": form,
        "heading": heading,
        "crumbs": common.crumbs_of(home),
    }
    return render(request, "web/register/form.html", context)


@staff_page
def new_person(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Enter a member of a household."""
    home = queries.household_for(request.actor, household_id, permission="edit_people")
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.add_person(home.pk, by=request.actor, **form.cleaned_data)
        except (Invalid, OutOfDate) as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("%(name)s is in the register.") % {"name": person.name})
            if "another" in request.POST:
                return redirect("register-new-person", home.pk)
            return redirect("register-household", home.pk)
    heading = _("New member: %(door)s") % {"door": home.dwelling.label}
    return _page(request, form, home, heading)


@staff_page
def change_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Change a member. The phone stays unseen until it is read with a reason or typed anew."""
    person = queries.person_for(request.actor, person_id, permission="edit_people")
    home, heading = person.household, _("Change: %(name)s") % {"name": person.name}
    form = forms.ChangePersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(
                person.pk, by=request.actor, version=form.page_version, **form.typed()
            )
        except OutOfDate as refusal:
            person = queries.person_for(request.actor, person_id, permission="edit_people")
            form = form.over(person, refusal)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("register-household", home.pk)
    return _page(request, form, home, heading)


@staff_page
def move_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Move a member to the household behind another door of the community."""
    person = queries.person_for(request.actor, person_id, permission="edit_people")
    form = forms.MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            home = queries.household_at(
                request.actor, person.community_id, form.cleaned_data["door"]
            )
            actions.move_person(person.pk, household_id=home.pk, by=request.actor)
        except (Invalid, OutOfDate) as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("%(name)s lives there now.") % {"name": person.name})
            return redirect("register-household", home.pk)
    heading = _("Move: %(name)s") % {"name": person.name}
    return _page(request, form, person.household, heading)


@staff_page
def read_person(request: StaffRequest, person_id: int, what: str) -> HttpResponseBase:
    """Show a phone, ID number or the care needs after a reason; the reading is recorded."""
    person = queries.person_for(request.actor, person_id)
    if what not in READINGS:
        return redirect("register-household", person.household_id)
    require(
        request.actor,
        "read_care" if what == "care" else "read_masked",
        path=person.household.dwelling.path,
    )
    form = forms.ReasonForm(request.POST or None)
    context = {
        "here": "register",
        "form": form,
        "person": person,
        "what": what,
        "crumbs": common.crumbs_of(person.household),
    }
    if request.method == "POST" and form.is_valid():
        context["shown"] = actions.read_masked(
            person.pk, by=request.actor, reason=form.cleaned_data["reason"], what=what
        )
        if what == "care":
            context["needs"] = queries.care_needs_of(person)
    response = render(request, "web/register/reading.html", context)
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def add_care(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Note why somebody is looked after first."""
    person = queries.person_for(request.actor, person_id, permission="read_care")
    form = forms.CareNeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_care_need(person.pk, by=request.actor, **form.cleaned_data)
        except (Invalid, OutOfDate) as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Noted. Only the community's staff can read it."))
            return redirect("register-household", person.household_id)
    heading = _("Care need: %(name)s") % {"name": person.name}
    return _page(request, form, person.household, heading)


@staff_page
def end_care(request: StaffRequest, need_id: int) -> HttpResponseBase:
    """Note that a care need has ended."""
    need = queries.care_need_for(request.actor, need_id)
    if request.method == "POST":
        actions.end_care_need(need.pk, by=request.actor)
        messages.success(request, _("Ended."))
    return redirect("register-household", need.person.household_id)


@staff_page
def consent(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Record or take back a person's yes. POST purpose, or withdraw."""
    person = queries.person_for(request.actor, person_id, permission="edit_people")
    form = forms.ConsentForm(request.POST or None)
    if request.method == "POST" and "withdraw" in request.POST:
        chosen = requests.number(request.POST, "withdraw")
        actions.withdraw_consent(queries.consent_of(person, chosen).pk, by=request.actor)
        messages.success(request, _("Taken back. What rested on it alone is gone."))
        return redirect("register-household", person.household_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_consent(person.pk, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Consent noted."))
            return redirect("register-household", person.household_id)
    context = {
        "here": "register",
        "form": form,
        "heading": _("Consents: %(name)s") % {"name": person.name},
        "crumbs": common.crumbs_of(person.household),
        "person": person,
        "purposes": purposes.PURPOSES.values(),
        "given": [_given(consent) for consent in queries.consents_of(person)],
        "unasked": [
            purposes.PURPOSES[code].label for code in queries.unasked(request.actor, person)
        ],
    }
    return render(request, "web/register/consents.html", context)


def _given(consent: Consent) -> dict[str, object]:
    """Return a standing consent as a row: id, label, basis, since when."""
    meant = purposes.PURPOSES.get(consent.purpose)
    return {
        "id": consent.pk,
        "label": meant.label if meant else consent.purpose,
        "basis": consent.get_basis_display(),
        "at": consent.given_at,
    }
