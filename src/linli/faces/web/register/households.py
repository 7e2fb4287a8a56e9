"""Households: the list with its search, one household's page, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, OutOfDate
from linli.faces import requests
from linli.faces.web.register import common, forms
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared.addresses import addresses
from linli.faces.web.shared.face import household_parts
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.outbox.queries import told_to
from linli.registry import actions, identity, queries
from linli.registry.access import require
from linli.registry.models import Household, Place

DOORS = ("issue_keys", "export", "import", "edit_people")  # the buttons above the list
FILTERS = ("building", "residence", "tenure", "village", "key", "moved")


@staff_page
def households(request: StaffRequest) -> HttpResponseBase:
    """List a community's households; with ``q``, the people and doors that fit it."""
    require(request.actor, "see_people", community_id=request.community.pk)
    typed = request.GET.get("q", "").strip()
    context: dict[str, object] = {
        "here": "register",
        "typed": typed,
        "may": {right: request.actor.may(right) for right in DOORS},
    }
    if identity.looks_like_id(typed):
        return _by_id_number(request, typed)
    if typed:
        context["found"] = queries.search_people(
            request.actor, typed, limit=50, community_id=request.community.pk
        )
        context["doors"] = _doors(request, typed)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/register/found.html", context)
    if not typed:
        context |= _listed(request)
    return render(request, "web/register/households.html", context)


def _by_id_number(request: StaffRequest, typed: str) -> HttpResponse:
    """Go to the household of an ID number, found by the blind index; the number stays nowhere."""
    person = queries.person_by_id_number(request.actor, typed, community_id=request.community.pk)
    to = (
        reverse("register-household", args=[person.household_id]) if person else reverse("register")
    )
    if person is None:
        messages.warning(request, _("Nobody with this ID number is in the register here."))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": to})
    return redirect(to)


def _doors(request: StaffRequest, typed: str) -> list[Place]:
    """Return the places that the typed words name, if the actor may see households there."""
    places = queries.find_place(request.community.pk, typed)
    return [p for p in places if request.actor.may("see_people", path=p.path)][:8]


def _listed(request: StaffRequest) -> dict[str, object]:
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    page = queries.households_page(
        request.actor, request.community.pk, filters=filters, page=requests.page(request.GET)
    )
    href = addresses("register-household")
    return {
        "total": page.total,
        "rows": [(href(row.id), row) for row in page.rows],
        "filters": filters,
        "counts": queries.register_counts(request.actor, request.community.pk),
        "buildings": queries.buildings(request.community.pk),
        "villages": queries.villages(request.community.pk),
        "residences": Household.Residence.choices,
        "tenures": Household.Tenure.choices,
        **common.numbered_pages(request.GET, page=page.page, pages=page.pages),
    }


@staff_page
def household(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Show all that concerns one household, once."""
    page = queries.household_page(request.actor, household_id)
    context = {
        "here": "register",
        "page": page,
        "household": page.household,
        "may": page.may,
        "members": [(member, common.words_of(member)) for member in page.members],
        "parts": household_parts(request.actor, household_id),
        "told": told_to(page.household),
        "lines": queries.lines_about(page),
    }
    return render(request, "web/register/household.html", context)


@staff_page
def new_household(request: StaffRequest) -> HttpResponseBase:
    """Enter a household behind a door that is in the register."""
    require(request.actor, "edit_people", community_id=request.community.pk)
    first = {"door": request.GET.get("door", "")}
    form = forms.NewHouseholdForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        typed = values.pop("door")
        doors = [p for p in queries.find_place(request.community.pk, typed) if p.kind == "dwelling"]
        if len(doors) != 1:
            form.add_error("door", _no_such_door(len(doors)))
        else:
            try:
                home = actions.add_household(doors[0].pk, by=request.actor, **values)
            except Invalid as refusal:
                show_faults(form, refusal)
            else:
                messages.success(request, _("The household is in the register. Now its members."))
                return redirect("register-new-person", home.pk)
    context = {"here": "register", "form": form, "heading": _("New household")}
    return render(request, "web/register/form.html", context)


def _no_such_door(fitting: int) -> str:
    if fitting:
        return _("Several doors fit. Write it in full, such as 704-2-301.")
    return _("No such door. Write it as 704-2-301, or add the dwelling under Places first.")


@staff_page
def change_household(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Change what the register says of a household."""
    home = queries.household_for(request.actor, household_id, permission="edit_people")
    form = forms.ChangeHouseholdForm(request.POST or None, instance=home)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_household(
                home.pk, by=request.actor, version=form.page_version, **form.typed()
            )
        except OutOfDate as refusal:
            home = queries.household_for(request.actor, household_id, permission="edit_people")
            form = form.over(home, refusal)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("register-household", home.pk)
    context = {
        "here": "register",
        "form": form,
        "heading": _("Change: %(door)s") % {"door": home.dwelling.label},
        "crumbs": common.crumbs_of(home),
    }
    return render(request, "web/register/form.html", context)


@staff_page
def move_out(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Note that a household has moved out; its key stops, its data is kept for a stated time."""
    home = queries.household_for(request.actor, household_id, permission="edit_people")
    if request.method == "POST":
        actions.move_out_household(home.pk, by=request.actor)
        messages.success(request, _("Noted as moved out. Its slip no longer opens anything."))
        return redirect("register-household", home.pk)
    return HttpResponse(status=405)
