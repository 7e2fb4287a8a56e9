"""What a GeoReport client asks: parameters read strictly, refused with the field's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.core import parsing
from linli.core.refusals import Invalid
from linli.faces import requests

SPAN = timedelta(days=90)
MOST_REQUESTS = 1000
MOST_PAGE = 100_000
STATUSES = ("open", "closed")
# A "+" of a time zone that was not percent-encoded arrives as a blank.
_LOST_PLUS = re.compile(r"(T[\d:.]+) (\d\d:?\d\d)$")


@dataclass(frozen=True)
class Wanted:
    """The filters of GET requests. ``ids`` overrides all others."""

    ids: tuple[int, ...] | None
    service_codes: tuple[str, ...]
    statuses: tuple[str, ...]
    start: datetime
    end: datetime
    page: int
    page_size: int


def text(request: HttpRequest, name: str) -> str:
    """Return a parameter of the form, else of the query; empty and missing are the same."""
    value = request.POST.get(name) or request.GET.get(name) or ""
    return requests.keepable(value).strip()


def many(request: HttpRequest, name: str) -> tuple[str, ...]:
    """Return a parameter that may be repeated, or hold a list with commas."""
    parts = (part.strip() for value in request.GET.getlist(name) for part in value.split(","))
    return tuple(part for part in parts if part)


def wanted(request: HttpRequest, *, now: datetime) -> Wanted:
    """Read all filters. Raises ``Invalid`` naming the one that cannot be."""
    ids = many(request, "service_request_id")
    start, end = _span(request, now=now)
    return Wanted(
        ids=tuple(_ids(ids)) if ids else None,
        service_codes=many(request, "service_code"),
        statuses=_statuses(request),
        start=start,
        end=end,
        page=_number(request, "page", default=1, most=MOST_PAGE),
        page_size=min(
            _number(request, "page_size", default=MOST_REQUESTS, most=parsing.LARGEST),
            MOST_REQUESTS,
        ),
    )


def request_id(text: str) -> int | None:
    """Return a request id as a number; None for what is none of ours."""
    return parsing.whole(text)


def _ids(typed: tuple[str, ...]) -> list[int]:
    numbers = (request_id(value) for value in typed[:MOST_REQUESTS])
    return [number for number in numbers if number is not None]


def _statuses(request: HttpRequest) -> tuple[str, ...]:
    chosen = tuple(status.lower() for status in many(request, "status"))
    if not set(chosen) <= set(STATUSES):
        raise Invalid(_("status must be open or closed."))
    return chosen


def _number(request: HttpRequest, name: str, *, default: int, most: int) -> int:
    typed = text(request, name)
    if not typed:
        return default
    number = parsing.whole(typed, most=most)
    if not number:
        raise Invalid(_("%(name)s must be a whole number from 1.") % {"name": name})
    return number


def _span(request: HttpRequest, *, now: datetime) -> tuple[datetime, datetime]:
    """Return the range of requested_datetime: as asked, else the most recent 90 days."""
    start, end = moment(request, "start_date"), moment(request, "end_date")
    if start is None:
        end = end or now + timedelta(minutes=5)  # what was filed this very moment is in
        return end - SPAN, end
    end = end or min(start + SPAN, max(now, start) + timedelta(minutes=5))
    if end < start:
        raise Invalid(_("end_date lies before start_date."))
    if end - start > SPAN + timedelta(days=1):
        raise Invalid(_("start_date and end_date may span 90 days at most."))
    return start, end


def moment(request: HttpRequest, name: str) -> datetime | None:
    """Read a date and time in w3 format; without a time zone it is UTC, without a time midnight."""
    typed = text(request, name)
    if not typed:
        return None
    at = read_moment(typed)
    if at is None:
        raise Invalid(
            _("%(name)s must be a date and time such as 2026-01-31T08:00:00Z.") % {"name": name}
        )
    return at


def read_moment(typed: str) -> datetime | None:
    """Return the moment that a text names, in UTC; None when it names none."""
    at = parsing.moment(_LOST_PLUS.sub(r"\1+\2", typed))
    if at is None and (day := parsing.day(typed)):
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def coordinate(request: HttpRequest, name: str, *, most: float) -> float | None:
    """Read lat or long in degrees. Raises ``Invalid`` for what lies on no map."""
    typed = text(request, name)
    if not typed:
        return None
    degrees = parsing.decimal(typed)
    if degrees is None or not -most <= degrees <= most:
        raise Invalid(_("%(name)s must be a number of degrees (WGS 84).") % {"name": name})
    return degrees
