"""A GeoReport POST becomes a matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import limits
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import kinds
from linli.engines.cases.actions import Filed, Reporter, file_case
from linli.faces import requests
from linli.faces.api.open311 import parameters
from linli.registry.bearers import Bearer
from linli.registry.models import Place
from linli.registry.queries import find_place, place_by_code
from linli.verbs import photos

DESCRIPTION_MOST = 4000
POSTS_AN_HOUR = 600  # with one key
KEPT_BESIDE = ("account_id", "device_id", "zipcode")
_ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,60})\](\[\])?$")


@dataclass(frozen=True)
class Where:
    """Where a matter is: a place of ours, a point on the map, an address in words."""

    place: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""


def take_in(request: HttpRequest, *, bearer: Bearer, community: Place, kind: kinds.Kind) -> Filed:
    """File what the form says. Raises ``Invalid`` naming what is missing, ``TooMany``."""
    limits.hit(f"open311:{bearer.token.pk}", most=POSTS_AN_HOUR, seconds=3600)
    where = _where(request, community=community)
    description = parameters.text(request, "description")
    if len(description) > DESCRIPTION_MOST:
        raise Invalid(_("description may have 4,000 characters at most."))
    media = request.FILES.getlist("media")
    if len(media) > photos.MOST:
        raise Invalid(_("At most %(most)s photos at a time, please.") % {"most": photos.MOST})
    return file_case(
        by=bearer.actor,
        community_id=community.pk,
        channel="open311",
        kind=kind,
        text=description or str(kind.label),
        place=where.place,
        where=where.address,
        fields=attributes(request, kind),
        photos=media,
        reporter=_reporter(request),
        latitude=where.latitude,
        longitude=where.longitude,
        external=_beside(request, where),
    )


def attributes(request: HttpRequest, kind: kinds.Kind) -> dict[str, Any]:
    """Read attribute[code], for lists with many answers also attribute[code][] and repeated."""
    types = {field.code: field.type for field in kind.questions}
    answers: dict[str, Any] = {}
    for name, values in request.POST.lists():
        match = _ATTRIBUTE.match(name)
        if match and match.group(1) in types:
            code = match.group(1)
            answers[code] = _answer(types[code], [str(value) for value in values])
    return answers


def _answer(kind_of_field: str, values: list[str]) -> Any:
    if kind_of_field == "select_many":
        return [part.strip() for value in values for part in value.split(",")]
    value = values[-1]
    if kind_of_field == "date" and len(value) > 10:
        moment = parameters.read_moment(value)
        return timezone.localtime(moment).date().isoformat() if moment else value
    return value


def _where(request: HttpRequest, *, community: Place) -> Where:
    """Read lat and long, address_id, or address_string: one of them must be there."""
    latitude = parameters.coordinate(request, "lat", most=90)
    longitude = parameters.coordinate(request, "long", most=180)
    if (latitude is None) != (longitude is None):
        raise Invalid(_("lat and long are given together."))
    code, address = (
        parameters.text(request, "address_id"),
        parameters.text(request, "address_string"),
    )
    if latitude is None and not code and not address:
        raise Invalid(_("Please say where: lat and long, address_string or address_id."))
    place = _place(code, address, community=community)
    return Where(place=place, latitude=latitude, longitude=longitude, address=address[:200])


def _place(code: str, address: str, *, community: Place) -> Place | None:
    """Return the place of our register that is meant, if it is clear which one."""
    if code:
        try:
            place = place_by_code(code)
        except NotFound as fault:
            raise Invalid(_("address_id: there is no such place.")) from fault
        if place.community_id != community.pk:
            raise Invalid(_("address_id: there is no such place."))
        return place
    places = find_place(community.pk, address[:200]) if address else []
    return places[0] if len(places) == 1 else None


def _reporter(request: HttpRequest) -> Reporter:
    first, last = parameters.text(request, "first_name"), parameters.text(request, "last_name")
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in first + last)
    name = last + first if chinese else f"{first} {last}".strip()
    return Reporter(
        name=name, phone=parameters.text(request, "phone"), email=parameters.text(request, "email")
    )


def _beside(request: HttpRequest, where: Where) -> dict[str, str]:
    """Keep what the other house sent beside it. A media_url is kept as text, never fetched."""
    kept = {name: parameters.text(request, name)[:200] for name in KEPT_BESIDE}
    kept["address_string"] = where.address
    urls = request.POST.getlist("media_url") or request.GET.getlist("media_url")
    for number, url in enumerate(urls[: photos.MOST], start=1):
        name = f"media_url_{number}" if number > 1 else "media_url"
        kept[name] = _media_url(requests.keepable(url).strip())
    return {name: value for name, value in kept.items() if value}


def _media_url(typed: str) -> str:
    if not typed:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(typed)
    except ValidationError:
        raise Invalid(_("media_url must be an address that begins with http.")) from None
    return typed[:500]
