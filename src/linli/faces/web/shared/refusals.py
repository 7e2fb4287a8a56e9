"""The one place where a no becomes a page: refusals, error pages, and typed text that is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, RawPostDataException
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from linli.core.refusals import Refusal
from linli.faces import requests

TYPED_KEY = "typed"  # in the session: what was typed when the log-in had ended
RETRY_AFTER_SECONDS = 30
MOST_KEPT_CHARACTERS = 20_000
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code", "id_number", "next")

HEADINGS = {
    400: _("That could not be taken in"),
    403: _("This is not yours to do"),
    404: _("There is nothing here"),
    409: _("Somebody was quicker"),
    413: _("That is too large"),
    429: _("Too often in a short time"),
}


class Typed(TypedDict):
    """One field of a form as it came in; ``is_long`` when it deserves a large box."""

    name: str
    value: str
    is_long: bool


class RefusalPages:
    """Middleware: a Refusal becomes a page or a fragment; a form sent after the log-in had
    ended is kept until its sender is back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if request.method == "POST" and _sends_to_login(answer):
            return _keep_until_login(request)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take out of query and form what no database keeps, before a view sees it."""
        requests.tidy_query(request)
        if getattr(view, "csrf_exempt", False):
            return None  # a machine's: it reads its form, and answers for it, by itself
        try:
            requests.check_path(request)
        except Refusal as refusal:
            return answer_refusal(request, refusal)
        requests.tidy_form(request)  # read by now, to find its token
        return None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a Refusal; every other exception is a bug and is heard as one."""
        if not isinstance(fault, Refusal):
            return None
        return answer_refusal(request, fault)


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the sentence as a toast for htmx, else as a page that keeps what was typed."""
    if getattr(request, "htmx", False):
        answer = render(
            request,
            "web/shared/parts/toast.html",
            {"words": refusal.sentence, "level": "error"},
            status=refusal.status,
        )
        answer["X-Refusal"] = refusal.code
        return answer
    return _page(request, status=refusal.status, sentence=refusal.sentence)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the form was larger than a form may be."""
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request, status=413, sentence=_("Please send less text, or fewer and smaller photos.")
        )
    if isinstance(exception, DisallowedHost):
        stranger = _(
            "This house does not answer under this address; LINLI_HOSTS names those it has."
        )
        return _page(request, status=400, sentence=stranger)
    return _page(
        request,
        status=400,
        sentence=_("Your browser sent something we could not read. Go back and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 from Django itself; a Refusal brings its own sentence."""
    return _page(request, status=403, sentence=_("Sign in with the post that may do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for an address that leads nowhere."""
    return _page(
        request,
        status=404,
        sentence=_("This page does not exist, or is not for you. Begin again from the home page."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429 of the log-in pages; a room's own limits bring their own sentence."""
    return _page(request, status=429, sentence=_("Please wait a minute, then try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, a bug; or 503 while the database cannot be used: a phone then waits and sends again.

    Drawn without the database, the session or any context processor. What was typed is shown
    again, to be copied: a full disk must not take it, too.
    """
    is_out = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    page = loader.get_template("web/shared/fault.html").render(
        {"size": request.COOKIES.get("size", ""), "typed": _typed_if_readable(request)}
    )
    answer = HttpResponse(page, status=503 if is_out else 500)
    if is_out:
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _typed_if_readable(request: HttpRequest) -> list[Typed]:
    """Return what was typed; nothing of a form that cannot be read, or came from elsewhere."""
    if request.method != "POST" or not _comes_from_here(request):
        return []
    try:
        return [field for field in typed_fields(request) if field["is_long"]]
    except (OSError, SuspiciousOperation, RawPostDataException):
        return []


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old. What was typed is shown again, ready to be sent."""
    own = _comes_from_here(request)
    return render(
        request,
        "web/shared/typed.html",
        {
            "frame": _frame(request),
            "heading": _("Please send it once more"),
            "sentence": _("This page had been open for too long. What you typed is still here."),
            "typed": typed_fields(request) if own else [],
            "send_to": request.get_full_path() if own else "",
            "back": request.get_full_path(),
        },
        status=403,
    )


def typed(request: HttpRequest) -> HttpResponse:
    """Show again, after the log-in, the form that was sent when the old one had ended."""
    kept = request.session.pop(TYPED_KEY, None)
    if not kept:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "web/shared/typed.html",
        {
            "frame": _frame(request),
            "heading": _("Please send it once more"),
            "sentence": _("You had been signed out. What you typed is still here."),
            "typed": kept["fields"],
            "send_to": kept["to"],
            "back": kept["to"],
        },
    )


def typed_fields(request: HttpRequest) -> list[Typed]:
    """Return what a form held, without secrets and files, at most MOST_KEPT_CHARACTERS."""
    fields: list[Typed] = []
    room = MOST_KEPT_CHARACTERS
    for name, values in request.POST.lists():
        if any(name.startswith(secret) for secret in NEVER_KEPT):
            continue
        for value in map(str, values):
            room -= len(value)
            if room < 0:
                return fields
            fields.append({"name": name, "value": value, "is_long": len(value) > 40})
    return fields


def _page(request: HttpRequest, *, status: int, sentence: Any) -> HttpResponse:
    sent = request.method == "POST" and status != 413 and _comes_from_here(request)
    context = {
        "frame": _frame(request),
        "heading": HEADINGS.get(status, HEADINGS[400]),
        "sentence": sentence,
        "typed": [field for field in typed_fields(request) if field["is_long"]] if sent else [],
        "back": _where_from(request),
        "status": status,
    }
    return render(request, "web/shared/refusal.html", context, status=status)


def _frame(request: HttpRequest) -> str:
    return (
        "web/shared/base_desk.html"
        if hasattr(request, "communities")
        else "web/shared/base_resident.html"
    )


def _where_from(request: HttpRequest) -> str:
    """Return the page a form was sent from, if it lies in this house; else home."""
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, allowed_hosts={_own_host(request)})
    if not came_from or not here:
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _comes_from_here(request: HttpRequest) -> bool:
    """True when the browser says that the form stood on one of our own pages."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == _own_host(request)


def _own_host(request: HttpRequest) -> str:
    """Return the name under which we were asked; nothing when it is none of ours."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _sends_to_login(answer: HttpResponseBase) -> bool:
    where = answer.get("Location", "") if answer.status_code == 302 else ""
    return where.startswith(f"{settings.LOGIN_URL}?next=")


def _keep_until_login(request: HttpRequest) -> HttpResponse:
    request.session[TYPED_KEY] = {"to": request.get_full_path(), "fields": typed_fields(request)}
    return redirect(f"{settings.LOGIN_URL}?next=/typed/")
