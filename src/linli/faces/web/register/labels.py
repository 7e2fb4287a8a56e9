"""QR labels on A4: of a building's entrances, of one kind of public place, or of one place."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces import requests
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import queries
from linli.registry.access import require
from linli.registry.models import Place

MOST_LABELS = 600


@staff_page
def labels(request: StaffRequest) -> HttpResponseBase:
    """Print QR labels on A4: of a building's entrances, of public places, or of one place."""
    require(request.actor, "see_people", community_id=request.community.pk)
    chosen = _chosen_places(request)
    if len(chosen) > MOST_LABELS:
        raise Invalid(
            _("That would be %(count)s labels. Print one building or kind at a time.")
            % {"count": len(chosen)}
        )
    rows = [
        {"name": place.label or place.name, "code": place.code, "link": link_of(place)}
        for place in chosen
    ]
    context = {"labels": rows, "community": request.community}
    return render(request, "web/register/labels.html", context)


def link_of(place: Place) -> str:
    """Return what a place's label opens: "report here"."""
    return settings.BASE_URL + reverse("report_here", args=[place.code])


def _chosen_places(request: StaffRequest) -> list[Place]:
    """Return the places that ``place`` (ids), ``building`` (id) or ``kind`` ask for."""
    ids = requests.numbers(request.GET.getlist("place"))
    if ids:
        return [queries.place_for(request.actor, pk) for pk in ids[:MOST_LABELS]]
    if (building := requests.number(request.GET, "building")) is not None:
        return queries.labels_of_building(queries.place_for(request.actor, building))
    kind = request.GET.get("kind", "")
    if kind in Place.Kind.values and kind != "dwelling":
        return queries.labels_of_kind(request.community.pk, kind)
    raise Invalid(_("Choose which labels to print: a building, a kind of place, or one place."))
