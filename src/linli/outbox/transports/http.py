"""One guarded door for calls to other houses: no redirects, a time limit, a small answer."""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from linli.outbox.transports.base import NotSent, Rejected, TimedOut, Unsure

SECONDS = 10
SECONDS_IN_ALL = 20
ANSWER_MOST = 64 * 1024  # bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A provider's interface does not move; following it could lead into the house's own net."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def origin(url: str) -> str:
    """Return scheme, host and port of an address; empty when it hides a name or password."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises on an impossible port
    except ValueError:
        return ""
    if parts.username is not None or parts.password is not None or not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def is_safe_endpoint(url: str) -> bool:
    """True for https, and for http to this very machine (a gateway beside the house)."""
    if not origin(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    )


def post(url: str, body: bytes, *, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """POST and return status and JSON answer ({} when it is none).

    Raises ``NotSent`` when nothing was handed over, ``Unsure`` when the line broke afterwards.
    """
    if not is_safe_endpoint(url):
        raise Rejected(_("This address is not allowed: it must begin with https."))
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  the address was looked at above
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.status, _json(_read(answer))
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, _json(fault.read(ANSWER_MOST))
    except urllib.error.URLError as fault:
        if isinstance(fault.reason, ConnectionRefusedError | socket.gaierror):
            raise NotSent(_("The other side cannot be reached.")) from fault
        raise _broken(fault.reason) from fault
    except (OSError, http.client.HTTPException) as fault:
        raise _broken(fault) from fault


def _broken(fault: object) -> Unsure:
    """Return what a line that broke means; one that hung keeps the next message from its way."""
    kind = TimedOut if isinstance(fault, TimeoutError) else Unsure
    return kind(_("The line broke while sending; it may have arrived."))


def _read(answer: http.client.HTTPResponse) -> bytes:
    """Read an answer within ``SECONDS_IN_ALL``: one that drips never runs into the time limit of a
    single read. Raises ``TimeoutError``."""
    content, ends = b"", time.monotonic() + SECONDS_IN_ALL
    while len(content) < ANSWER_MOST and (block := answer.read1(ANSWER_MOST)):
        content += block
        if time.monotonic() > ends:
            raise TimeoutError
    return content


def _json(raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def check_status(status: int, answer: dict[str, Any]) -> None:
    """Turn an HTTP status that is not a yes into the fault it means."""
    message = str(answer.get("message") or answer.get("Message") or "")[:120]
    if status == 429:
        raise NotSent(_("The other side asks for fewer messages."), too_fast=True)
    if status >= 500:
        raise NotSent(
            _("The other side has a fault (%(status)s). %(said)s")
            % {"status": status, "said": message}
        )
    if not 200 <= status < 300:
        raise Rejected(
            _("The other side refused it (%(status)s). %(said)s")
            % {"status": status, "said": message}
        )
