"""Reads what a phone sends. What does not fit is told by name: row, field, remedy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.core import parsing
from linli.core.refusals import Invalid, TooLarge
from linli.faces import requests

MOST_BYTES = 2_000_000
MOST_ANSWERS = 200
WHATS = ("visit", "matter", "key")
Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What came in one go: whose, when the phone sent it by its own clock, and the rows."""

    user_id: int
    sent_at: datetime
    rows: list[Row]


def read_batch(request: HttpRequest) -> Batch:
    """Read the body. Raises ``TooLarge`` before it is read whole, ``Invalid`` for a wrong shape."""
    told = read_object(request)
    rows = told.get("answers")
    if not isinstance(rows, list):
        raise Invalid(_("answers: this must be a list of what was answered."))
    if len(rows) > MOST_ANSWERS:
        raise TooLarge(
            _("These are %(count)s answers. Please send at most %(most)s at a time.")
            % {"count": len(rows), "most": MOST_ANSWERS}
        )
    for number, row in enumerate(rows):
        row_uid(_object(row, f"answers[{number}]"), f"answers[{number}].uid")
    return Batch(whole(told, "user"), moment(told, "sent_at"), rows)


def read_object(request: HttpRequest) -> Row:
    """Read a body that is one object. Raises as ``read_batch`` does."""
    return _object(_json(request), "")


def _json(request: HttpRequest) -> Any:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(_("This is more than 2 MB. Please send fewer answers at a time."))
    try:
        return requests.json_of(body)
    except ValueError:
        raise Invalid(_("This cannot be read as JSON.")) from None


def _object(value: Any, name: str) -> Row:
    if not isinstance(value, dict):
        raise Invalid(
            _("%(name)s: this must be an object with names and values.")
            % {"name": name or _("The body")}
        )
    return value


def row_uid(row: Row, name: str = "uid") -> uuid.UUID:
    """Return an answer's own id. Raises ``Invalid``: without it nothing can be told about it."""
    try:
        return uuid.UUID(row["uid"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Invalid(_("%(name)s: this must be a UUID.") % {"name": name}) from None


def text(row: Row, name: str, *, most: int = 4000) -> str:
    """Return a text; "" when it is not there."""
    value = row.get(name) or ""
    if not isinstance(value, str) or len(value) > most:
        raise Invalid(
            _("%(name)s: this must be a text of at most %(most)s letters.")
            % {"name": name, "most": most}
        )
    return value


def whole(row: Row, name: str) -> int:
    """Return a whole number, as ids are."""
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not -1 < value < 2**31:
        raise Invalid(_("%(name)s: this must be a whole number.") % {"name": name})
    return value


def whole_or_none(row: Row, name: str) -> int | None:
    """Return a whole number; None when it is not there."""
    return None if row.get(name) is None else whole(row, name)


def mapping(row: Row, name: str) -> Mapping[str, Any]:
    """Return an object; an empty one when it is not there."""
    return _object(row.get(name) or {}, name)


def moment(row: Row, name: str) -> datetime:
    """Return a time with its offset. The year is one in which there are phones."""
    value = row.get(name)
    found = parsing.moment(value) if isinstance(value, str) else None
    if found is None or found.tzinfo is None or not 2000 < found.year < 2200:
        raise Invalid(
            _("%(name)s: this must be a time such as 2026-11-24T18:00:00+08:00.") % {"name": name}
        )
    return found
