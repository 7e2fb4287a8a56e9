"""Places: the estate's plan, its buildings and doors, public places, and their QR labels."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces.web.register import drawing, forms
from linli.faces.web.register.filled import show_faults
from linli.faces.web.staff import StaffRequest, staff_page
from linli.registry import actions, queries
from linli.registry.access import require
from linli.registry.models import Place, PlaceAlias

MOST_LABELS = 600


@staff_page
def places(request: StaffRequest) -> HttpResponseBase:
    """Show the plan, the buildings and the public places of a community."""
    require(request.actor, "see_people")
    typed = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    community = request.community.pk
    context: dict[str, Any] = {
        "here": "places",
        "typed": typed,
        "kind": kind,
        "kinds": [(k.value, k.label) for k in forms.PUBLIC_PLACES[3:]],
        "buildings": queries.buildings(community),
        "rows": queries.public_places(community, kind=kind),
        "shapes": drawing.shapes(queries.plan(community)),
        "may_edit": request.actor.may("manage_places", path=request.community.path),
    }
    context["plan_box"] = drawing.box(context["shapes"])
    if typed:
        context["found"] = queries.find_place(community, typed)
    return render(request, "web/register/places.html", context)


@staff_page
def place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Show one place: its code and label, what lies in it, who serves it."""
    found = queries.place_for(request.actor, place_id)
    context: dict[str, Any] = {
        "here": "places",
        "place": found,
        "link": f"{settings.BASE_URL}/p/{found.code}/",
        "aliases": found.aliases.all(),
        "watching": queries.watching_over(found),
        "may_edit": request.actor.may("manage_places", path=found.path),
        "crumbs": [{"href": "/register/places/", "label": _("Places and QR")}],
    }
    if found.kind == Place.Kind.BUILDING:
        context["entrances"] = queries.rows_of_building(found)
    if found.kind == Place.Kind.DWELLING:
        context["households"] = found.households.filter(moved_out_on=None)
    return render(request, "web/register/place.html", context)


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
        parent=_parent(request.community, values["parent"]),
        aliases=[name for name in names if name],
        geometry=form.geometry(),
    )


def _parent(community: Place, typed: str) -> Place:
    if not typed.strip():
        return community
    found = [p for p in queries.find_place(community.pk, typed) if p.kind != "dwelling"]
    if len(found) != 1:
        sentence = _("No single building or entrance is called that. Write it as 704 楼 2 单元.")
        raise Invalid(sentence, errors={"parent": [sentence]})
    return found[0]


@staff_page
def new_building(request: StaffRequest) -> HttpResponseBase:
    """Add a building with all its entrances and doors in one go."""
    require(request.actor, "manage_places", path=request.community.path)
    form = forms.BuildingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_building(request.community, by=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("%(name)s and its doors are there.") % {"name": made.name})
            return redirect("register-place", made.pk)
    context = {"here": "places", "form": form, "heading": _("New building")}
    return render(request, "web/register/form.html", context)


@staff_page
def change_place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Rename a place, add or remove an alias, move it on the plan, shut it or renew its code."""
    found = queries.place_for(request.actor, place_id, permission="manage_places")
    if request.method == "POST":
        done = _change(request, found)
        messages.success(request, done)
    return redirect("register-place", found.pk)


def _change(request: StaffRequest, found: Place) -> str:
    verb, by = request.POST.get("verb", ""), request.actor
    if verb == "rename":
        actions.rename_place(found, name=request.POST.get("name", ""), by=by)
        return _("Renamed, with all that lies in it.")
    if verb == "alias":
        actions.add_alias(found, name=request.POST.get("name", ""), by=by)
        return _("People may call it that now.")
    if verb == "forget":
        chosen = request.POST.get("alias", "")
        alias = PlaceAlias.objects.filter(place=found, pk=int(chosen) if chosen.isdigit() else 0)
        for one in alias:
            actions.remove_alias(one, by=by)
        return _("That name is forgotten.")
    if verb == "renew":
        actions.renew_code(found, by=by, reason=request.POST.get("reason", ""))
        return _("It has a new code. Print its label anew; the old one is dead.")
    if verb == "active":
        actions.change_place(found, by=by, is_active=not found.is_active)
        return _("Saved.")
    if verb == "spot":
        shape = {side: request.POST.get(side, "") for side in ("x", "y", "w", "h")}
        actions.change_place(found, by=by, geometry=shape)
        return _("Moved on the plan.")
    raise Invalid(_("Choose what to change."))


@staff_page
def labels(request: StaffRequest) -> HttpResponseBase:
    """Print QR labels on A4: of a building's entrances, of public places, or of one place."""
    require(request.actor, "see_people")
    chosen = _chosen_places(request)
    if len(chosen) > MOST_LABELS:
        raise Invalid(
            _("That would be %(count)s labels. Print one building or kind at a time.")
            % {"count": len(chosen)}
        )
    rows = [
        {"name": p.label or p.name, "code": p.code, "link": f"{settings.BASE_URL}/p/{p.code}/"}
        for p in chosen
    ]
    context = {"labels": rows, "community": request.community}
    return render(request, "web/register/labels.html", context)


def _chosen_places(request: StaffRequest) -> list[Place]:
    """Return the places that ``place`` (ids), ``building`` (id) or ``kind`` ask for."""
    here = Place.objects.filter(community=request.community, is_active=True)
    ids = [int(value) for value in request.GET.getlist("place") if value.isdigit()]
    if ids:
        return [queries.place_for(request.actor, pk) for pk in ids[:MOST_LABELS]]
    building = request.GET.get("building", "")
    if building.isdigit():
        house = queries.place_for(request.actor, int(building))
        return [
            house,
            *here.filter(building=house, kind__in=["entrance", "lift"]).exclude(pk=house.pk),
        ]
    kind = request.GET.get("kind", "")
    if kind in Place.Kind.values and kind != "dwelling":
        return list(here.filter(kind=kind))
    raise Invalid(_("Choose which labels to print: a building, a kind of place, or one place."))
