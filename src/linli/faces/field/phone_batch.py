"""Reads what a phone sends in one go, and no more than it may send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, TooLarge
from linli.faces import requests
from linli.faces.field import schemas

MOST_BYTES = 2_000_000
MOST_ANSWERS = 200


def read_count(request: HttpRequest) -> schemas.CountIn:
    """Read what a phone says of an answer's pictures. Raises as ``read_batch`` does."""
    return schemas.read(schemas.CountIn, _json(request))


def read_batch(request: HttpRequest) -> schemas.BatchIn:
    """Read the body. Raises ``TooLarge`` before it is read whole, ``Invalid`` for a wrong shape."""
    sent = _json(request)
    rows = sent.get("answers") if isinstance(sent, dict) else None
    if isinstance(rows, list) and len(rows) > MOST_ANSWERS:
        raise TooLarge(
            _("These are %(count)s answers. Please send at most %(most)s at a time.")
            % {"count": len(rows), "most": MOST_ANSWERS}
        )
    return schemas.read(schemas.BatchIn, sent)


def _json(request: HttpRequest) -> Any:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(_("This is more than 2 MB. Please send fewer answers at a time."))
    try:
        return requests.json_of(body)
    except ValueError:
        raise Invalid(_("This cannot be read as JSON.")) from None
