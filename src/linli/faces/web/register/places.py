"""Places: the estate's plan, its buildings and doors, public places, and their QR labels."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces import requests
from linli.faces.web.register import common, forms, plan
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.register.labels import link_of
from linli.faces.web.shared.addresses import addresses
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, queries
from linli.registry.access import require
from linli.registry.models import Place
from linli.registry.queries.estate import Box, Door, Stair
from linli.registry.tree import PUBLIC_PARENTS

NEW_BOX = Box(0, 0, 4, 4)  # what a place of a new kind gets on the plan


@staff_page
def places(request: StaffRequest) -> HttpResponseBase:
    """Show the plan, the buildings and the public places of a community."""
    require(request.actor, "see_people", community_id=request.community.pk)
    typed = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    community = request.community.pk
    page = queries.public_places(community, kind=kind, page=requests.page(request.GET))
    href = addresses("register-place")
    context: dict[str, Any] = {
        "rows": [(href(row.id), row) for row in page.rows],
        "here": "places",
        "typed": typed,
        "kind": kind,
        "kinds": [(k.value, k.label) for k in forms.PUBLIC_PLACES[3:]],
        "buildings": queries.buildings(community),
        "shapes": plan.shapes(queries.plan(community), kind=kind),
        "may_edit": request.actor.may("manage_places", path=request.community.path),
        "may_export": request.actor.may_in(request.community.pk, "export"),
        **common.numbered_pages(request.GET, page=page.page, pages=page.pages),
    }
    context["plan_box"] = plan.box(context["shapes"])
    if typed:
        context["found"] = queries.find_place(community, typed)
    return render(request, "web/register/places.html", context)


@staff_page
def place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Show one place: its code and label, what lies in it, who serves it."""
    place = queries.place_for(request.actor, place_id)
    context: dict[str, Any] = {
        "here": "places",
        "place": place,
        "link": link_of(place),
        "aliases": place.aliases.all(),
        "watching": queries.watching_over(place),
        "may_edit": request.actor.may("manage_places", path=place.path),
        "crumbs": [{"href": reverse("register-places"), "label": _("Places and QR")}],
        **_on_the_plan(place),
    }
    if place.kind == Place.Kind.BUILDING:
        context["entrances"] = _stairs(place)
    if place.kind == Place.Kind.DWELLING:
        context["households"] = queries.homes_at(place)
    return render(request, "web/register/place.html", context)


def _on_the_plan(place: Place) -> dict[str, Any]:
    """Return the plan with this place standing out, and the rectangle that it has or would get."""
    rows = queries.plan(place.community_id or 0)
    others = plan.shapes([row for row in rows if row.id != place.pk])
    own = next((row for row in rows if row.id == place.pk), None)
    alike = next((row.box for row in rows if row.box and row.kind == place.kind), NEW_BOX)
    shapes = [*others, *([plan.alone(own)] if own else [])]
    return {
        "shapes": shapes,
        "plan_box": plan.box(shapes),
        "spot": own.box if own else {"w": alike.w, "h": alike.h},
    }


def _stairs(building: Place) -> list[tuple[Stair, list[tuple[str, Door]]]]:
    """Return a building's entrances, each with its doors and where a door leads."""
    home, door_page = addresses("register-household"), addresses("register-place")
    return [
        (
            stair,
            [
                (home(door.households[0]) if door.households else door_page(door.id), door)
                for door in stair.doors
            ],
        )
        for stair in queries.stairs_of(building)
    ]


@staff_page
def new_place(request: StaffRequest) -> HttpResponseBase:
    """Add a place below the estate, a building or an entrance."""
    require(request.actor, "manage_places", path=request.community.path)
    form = forms.PlaceForm(request.POST or None, initial={"parent": request.GET.get("in", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _add(request, form)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("%(name)s is on the map.") % {"name": made.label})
            return redirect("register-place", made.pk)
    context = {"here": "places", "form": form, "heading": _("New place")}
    return render(request, "web/register/form.html", context)


def _add(request: StaffRequest, form: forms.PlaceForm) -> Place:
    values = form.cleaned_data
    names = [name.strip() for name in values["aliases"].replace("\uff0c", ",").split(",")]
    return actions.add_place(
        values["kind"],
        name=values["name"],
        by=request.actor,
        parent_id=parent_as_typed(request.community, values["parent"]).pk,
        aliases=[name for name in names if name],
    )


def parent_as_typed(community: Place, typed: str) -> Place:
    """Return the place above as typed, the community if nothing is; ``Invalid`` at "parent"."""
    if not typed.strip():
        return community
    place = queries.one_place(community.pk, typed, kinds=PUBLIC_PARENTS)
    if place is None:
        sentence = _("No single building or entrance is called that. Write it as 704 楼 2 单元.")
        raise Invalid(sentence, errors={"parent": [sentence]})
    return place


@staff_page
def new_building(request: StaffRequest) -> HttpResponseBase:
    """Add a building with all its entrances and doors in one go."""
    require(request.actor, "manage_places", path=request.community.path)
    form = forms.BuildingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_building(request.community.pk, by=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("%(name)s and its doors are there.") % {"name": made.name})
            return redirect("register-place", made.pk)
    context = {"here": "places", "form": form, "heading": _("New building")}
    return render(request, "web/register/form.html", context)
