"""Kinds and matters in the shape of GeoReport. Only public kinds, only covered texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from linli.engines.cases import kinds
from linli.engines.cases.queries.public_feed import FeedCase, public_feed, public_feed_by_ids
from linli.faces.api.open311.parameters import Wanted
from linli.faces.api.open311.responses import Element
from linli.forms.schema import Question
from linli.registry.models import Place

DATATYPES = {
    "text": "text",
    "number": "number",
    "date": "datetime",
    "select_one": "singlevaluelist",
    "select_many": "multivaluelist",
}


@dataclass(frozen=True)
class Service(Element):
    """A kind, as one entry of the service list."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


@dataclass(frozen=True)
class Value(Element):
    """One answer that may be chosen."""

    key: str
    name: str


@dataclass(frozen=True)
class Attribute(Element):
    """A question of a kind."""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str | None
    order: int
    description: str


@dataclass(frozen=True)
class ListAttribute(Attribute):
    """A question with answers to choose from."""

    values: tuple[Value, ...]


@dataclass(frozen=True)
class Definition(Element):
    """A kind's own questions."""

    service_code: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True)
class ServiceRequest(Element):
    """A public matter."""

    service_request_id: str
    status: str
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: None
    requested_datetime: str | None
    updated_datetime: str | None
    expected_datetime: str | None
    address: str
    address_id: str | None
    zipcode: None
    lat: float | None
    long: float | None
    media_url: str | None


def service(kind: kinds.Kind) -> Service:
    """Return a kind as one entry of the service list."""
    return Service(
        service_code=kind.code,
        service_name=str(kind.label),
        description=str(kind.help or kind.label),
        metadata=bool(kind.questions),
        type="realtime",
        keywords=", ".join(kind.open311_keywords),
        group=kind.open311_group,
    )


def definition(kind: kinds.Kind) -> Definition:
    """Return a kind's own questions as a service definition."""
    return Definition(
        service_code=kind.code,
        attributes=tuple(
            _attribute(question, order=number)
            for number, question in enumerate(kind.questions, start=1)
        ),
    )


def _attribute(question: Question, *, order: int) -> Attribute:
    attribute = Attribute(
        variable=True,
        code=question.code,
        datatype=DATATYPES[question.type],
        required=question.required,
        datatype_description=str(question.help) if question.help else None,
        order=order,
        description=str(question.label),
    )
    if not question.options:
        return attribute
    values = tuple(Value(option.code, str(option.label)) for option in question.options)
    return ListAttribute(**vars(attribute), values=values)


def public_kind(community: Place, code: str) -> kinds.Kind:
    """Return a public kind of the community. Raises ``NotFound`` as for one that is not there."""
    for kind in kinds.public_in(community.pk):
        if kind.code == code:
            return kind
    return kinds.get("")  # unknown and not public look alike


def public_requests(community: Place | None, asked: Wanted) -> list[ServiceRequest]:
    """Return the public matters that were asked for, newest first (2 queries)."""
    community_id = community.pk if community else None
    first = (asked.page - 1) * asked.page_size
    if asked.ids is not None:
        cases = public_feed_by_ids(community_id, asked.ids, first=first, most=asked.page_size)
    else:
        statuses = set(asked.statuses)
        cases = public_feed(
            community_id,
            kinds=asked.service_codes,
            is_open=statuses == {"open"} if len(statuses) == 1 else None,
            start=asked.start,
            end=asked.end,
            first=first,
            most=asked.page_size,
        )
    return [_request(case) for case in cases]


def public_request(community: Place | None, request_id: int | None) -> list[ServiceRequest]:
    """Return one public matter, alone in its list; an empty one when it is not there."""
    if request_id is None:
        return []
    community_id = community.pk if community else None
    return [_request(case) for case in public_feed_by_ids(community_id, [request_id], most=1)]


def _request(case: FeedCase) -> ServiceRequest:
    latitude, longitude = case.point
    return ServiceRequest(
        service_request_id=str(case.id),
        status="closed" if case.closed_at else "open",
        status_notes=case.public_result or case.state_label,
        service_name=kinds.label_of(case.kind),
        service_code=case.kind,
        description=case.public_text,
        agency_responsible=case.organisation or case.community,
        service_notice=None,
        requested_datetime=w3(case.opened_at),
        updated_datetime=w3(case.closed_at or case.updated_at),
        expected_datetime=w3(case.due_at),
        address=", ".join(name for name in (case.building, case.community) if name),
        address_id=case.building_code,
        zipcode=None,
        lat=latitude,
        long=longitude,
        media_url=_address_of(case.photo_id) if case.photo_id else None,
    )


def _address_of(photo: int) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("photo", args=[photo])


def w3(moment: datetime | None) -> str | None:
    """Write a moment as GeoReport wants it: 2026-01-31T08:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
