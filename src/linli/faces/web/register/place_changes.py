"""What a place's page changes: names, where it lies, its spot, its code, open or shut."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces import requests
from linli.faces.web.register.places import parent_as_typed
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, queries
from linli.registry.models import Place


@staff_page
def change_place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Rename a place, add or remove an alias, move it on the plan, shut it or renew its code."""
    place = queries.place_for(request.actor, place_id, permission="manage_places")
    if request.method == "POST":
        done = _change(request, place)
        messages.success(request, done)
    return redirect("register-place", place.pk)


def _change(request: StaffRequest, place: Place) -> str:
    """Do what the form asks for; return what to say."""
    verb = request.POST.get("verb", "")
    if verb not in _VERBS:
        raise Invalid(_("Choose what to change."))
    return _VERBS[verb](request, place)


def _rename(request: StaffRequest, place: Place) -> str:
    actions.rename_place(place.pk, name=request.POST.get("name", ""), by=request.actor)
    return _("Renamed, with all that lies in it.")


def _alias(request: StaffRequest, place: Place) -> str:
    actions.add_alias(place.pk, name=request.POST.get("name", ""), by=request.actor)
    return _("People may call it that now.")


def _forget(request: StaffRequest, place: Place) -> str:
    chosen = requests.number(request.POST, "alias")
    if alias := queries.alias_of(place, chosen or 0):
        actions.remove_alias(alias.pk, by=request.actor)
    return _("That name is forgotten.")


def _renew(request: StaffRequest, place: Place) -> str:
    actions.renew_code(place.pk, by=request.actor, reason=request.POST.get("reason", ""))
    return _("It has a new code. Print its label anew; the old one is dead.")


def _active(request: StaffRequest, place: Place) -> str:
    actions.change_place(place.pk, by=request.actor, is_active=not place.is_active)
    return _("Saved.")


def _move(request: StaffRequest, place: Place) -> str:
    parent = parent_as_typed(request.community, request.POST.get("parent", ""))
    actions.move_place(place.pk, parent_id=parent.pk, by=request.actor)
    return _("It lies there now, with all that lies in it.")


def _spot(request: StaffRequest, place: Place) -> str:
    shape = {side: request.POST.get(side, "") for side in ("x", "y", "w", "h")}
    actions.change_place(place.pk, by=request.actor, geometry=shape)
    return _("Moved on the plan.")


def _position(request: StaffRequest, place: Place) -> str:
    latitude, longitude = (_degrees(request, n) for n in ("latitude", "longitude"))
    actions.change_place(place.pk, by=request.actor, latitude=latitude, longitude=longitude)
    return _("Saved.")


def _maintainer(request: StaffRequest, place: Place) -> str:
    sent = {name: request.POST.get(name, "") for name in ("maintainer", "maintainer_phone")}
    actions.change_place(place.pk, by=request.actor, **sent)
    return _("Saved. In danger this number stands first on the page behind its label.")


def _degrees(request: StaffRequest, name: str) -> float | None:
    degrees = requests.decimal(request.POST, name)
    if degrees is None and request.POST.get(name, "").strip():
        raise Invalid(_("Write degrees as a number, like 37.2204."))
    return degrees


_VERBS: dict[str, Callable[[StaffRequest, Place], str]] = {
    "rename": _rename,
    "alias": _alias,
    "forget": _forget,
    "renew": _renew,
    "active": _active,
    "move": _move,
    "spot": _spot,
    "position": _position,
    "maintainer": _maintainer,
}
