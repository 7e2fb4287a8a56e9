"""QR labels on A4: of a building's entrances, of one kind of public place, or of one place."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
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
        {"name": p.label or p.name, "code": p.code, "link": f"{settings.BASE_URL}/p/{p.code}/"}
        for p in chosen
    ]
    context = {"labels": rows, "community": request.community}
    return render(request, "web/register/labels.html", context)


def _chosen_places(request: StaffRequest) -> list[Place]:
    """Return the places that ``place`` (ids), ``building`` (id) or ``kind`` ask for."""
    here = Place.objects.filter(community=request.community, is_active=True).order_by(
        "building__order", "building_id", "order", "id"
    )
    ids = requests.numbers(request.GET.getlist("place"))
    if ids:
        return [queries.place_for(request.actor, pk) for pk in ids[:MOST_LABELS]]
    if (building := requests.number(request.GET, "building")) is not None:
        house = queries.place_for(request.actor, building)
        return [
            house,
            *here.filter(building=house, kind__in=["entrance", "lift"]).exclude(pk=house.pk),
        ]
    kind = request.GET.get("kind", "")
    if kind in Place.Kind.values and kind != "dwelling":
        return list(here.filter(kind=kind))
    raise Invalid(_("Choose which labels to print: a building, a kind of place, or one place."))
