"""How much a request may carry: more is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.core.parsing import whole

MOST_BODY_BYTES = 120_000_000  # nine photos straight from a phone's camera
Answer = Callable[[HttpRequest], HttpResponse]


def refuse_huge_bodies(get_response: Answer) -> Answer:
    """Answer 413 with a sentence when a request announces more than ``MOST_BODY_BYTES``."""

    def guarded(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if (whole(announced) or 0) > MOST_BODY_BYTES:
            return HttpResponse(
                _("This is more than we can take in at once. Please send fewer or smaller files."),
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return guarded
