"""Kinds and matters in the shape of GeoReport. Only public kinds, only covered texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from linli.core import codes
from linli.engines.cases import kinds
from linli.engines.cases.models import Case, Photo
from linli.faces.api.open311.parameters import Wanted
from linli.forms.schema import Question
from linli.registry.models import Place

DATATYPES = {
    "text": "text",
    "number": "number",
    "date": "datetime",
    "select_one": "singlevaluelist",
    "select_many": "multivaluelist",
}
# Nothing else leaves the house: no name, no number, no door.
COLUMNS = (
    "id", "kind", "public_text", "public_result", "state", "opened_at", "updated_at", "closed_at",
    "due_at", "building_id", "building__name", "building__code", "building__latitude",
    "building__longitude", "latitude", "longitude", "organisation__name", "community__name", "look",
)  # fmt: skip


def jurisdiction(typed: str) -> Place | None:
    """Return the community of a jurisdiction_id (its code); the first one for none.

    None when there is no such community (1 query).
    """
    rows = Place.objects.filter(kind="community", is_active=True).order_by("order", "id")
    if typed:
        rows = rows.filter(code=codes.tidy(typed))
    return rows.first()


def service(kind: kinds.Kind) -> dict[str, Any]:
    """Return a kind as one entry of the service list."""
    return {
        "service_code": kind.code,
        "service_name": str(kind.label),
        "description": str(kind.help or kind.label),
        "metadata": bool(kind.questions),
        "type": "realtime",
        "keywords": ", ".join(kind.open311_keywords),
        "group": kind.open311_group,
    }


def definition(kind: kinds.Kind) -> dict[str, Any]:
    """Return a kind's own questions as a service definition."""
    return {
        "service_code": kind.code,
        "attributes": [
            _attribute(field, order=number) for number, field in enumerate(kind.questions, start=1)
        ],
    }


def _attribute(field: Question, *, order: int) -> dict[str, Any]:
    shown = {
        "variable": True,
        "code": field.code,
        "datatype": DATATYPES[field.type],
        "required": field.required,
        "datatype_description": str(field.help) if field.help else None,
        "order": order,
        "description": str(field.label),
    }
    if field.options:
        shown["values"] = [
            {"key": option.code, "name": str(option.label)} for option in field.options
        ]
    return shown


def public_kind(community: Place, code: str) -> kinds.Kind:
    """Return a public kind of the community. Raises ``NotFound`` as for one that is not there."""
    for kind in kinds.public_in(community.pk):
        if kind.code == code:
            return kind
    return kinds.get("")  # unknown and not public look alike


def public_requests(community: Place | None, asked: Wanted) -> list[dict[str, Any]]:
    """Return the public matters that were asked for, newest first (2 queries)."""
    cases = _public(community)
    if asked.ids is not None:
        cases = cases.filter(pk__in=asked.ids)
    else:
        cases = cases.filter(opened_at__gte=asked.start, opened_at__lte=asked.end)
        if asked.service_codes:
            cases = cases.filter(kind__in=asked.service_codes)
        if len(set(asked.statuses)) == 1:
            cases = cases.filter(closed_at__isnull=asked.statuses[0] == "open")
    first = (asked.page - 1) * asked.page_size
    return _rows(cases.order_by("-opened_at", "-id")[first : first + asked.page_size])


def public_request(community: Place | None, request_id: int | None) -> list[dict[str, Any]]:
    """Return one public matter, alone in its list; an empty one when it is not there."""
    if request_id is None:
        return []
    return _rows(_public(community).filter(pk=request_id))


def _public(community: Place | None) -> QuerySet[Case]:
    cases = Case.objects.filter(is_public=True)
    return cases.filter(community=community) if community else cases


def _rows(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    rows = list(cases.values(*COLUMNS))
    photos = _public_photos(row["id"] for row in rows)
    states = dict(Case.State.choices)
    return [_request(row, photo=photos.get(row["id"]), states=states) for row in rows]


def _public_photos(ids: Iterable[int]) -> dict[int, int]:
    """Return the first public photo of each matter (1 query)."""
    photos: dict[int, int] = defaultdict(int)
    shown = Photo.objects.filter(case__in=list(ids), is_public=True, case__look="").order_by("-id")
    for case_id, photo_id in shown.values_list("case_id", "id"):
        photos[case_id] = photo_id
    return photos


def _request(row: dict[str, Any], *, photo: int | None, states: dict[str, Any]) -> dict[str, Any]:
    at = "building__" if row["building_id"] else ""
    # A point that a stranger set may be somebody's door: like words, it waits for a look.
    has_point = bool(at) or not row["look"]
    where = [row["building__name"], row["community__name"]]
    return {
        "service_request_id": str(row["id"]),
        "status": "closed" if row["closed_at"] else "open",
        "status_notes": row["public_result"] or str(states[row["state"]]),
        "service_name": kinds.label_of(row["kind"]),
        "service_code": row["kind"],
        "description": row["public_text"],
        "agency_responsible": row["organisation__name"] or row["community__name"],
        "service_notice": None,
        "requested_datetime": w3(row["opened_at"]),
        "updated_datetime": w3(row["closed_at"] or row["updated_at"]),
        "expected_datetime": w3(row["due_at"]),
        "address": ", ".join(name for name in where if name),
        "address_id": row["building__code"],
        "zipcode": None,
        "lat": row[f"{at}latitude"] if has_point else None,
        "long": row[f"{at}longitude"] if has_point else None,
        "media_url": _address_of(photo) if photo else None,
    }


def _address_of(photo: int) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("photo", args=[photo])


def w3(moment: datetime | None) -> str | None:
    """Write a moment as GeoReport wants it: 2026-01-31T08:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
