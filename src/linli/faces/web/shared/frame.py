"""The frame of every page: what templates may use, the switches for type size and language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from linli.faces.web.shared import nav
from linli.faces.web.shared.addresses import address
from linli.faces.web.shared.redirects import safe_next

SIZE_COOKIE = "size"
A_YEAR_IN_SECONDS = 365 * 24 * 3600


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template its size, its own address, its community's name and the side nav.

    A view may put ``nav_counts`` on the request ({"desk": 12}) to show numbers in the nav.
    """
    community = getattr(request, "community", None)
    return {
        "size": "large" if request.COOKIES.get(SIZE_COOKIE) == "large" else "ordinary",
        "here_path": request.get_full_path() if request.method == "GET" else request.path,
        "community_name": community.name if community else "",
        "logout_href": address("account_logout"),
        "nav": SimpleLazyObject(
            lambda: nav.entries_for(request, counts=getattr(request, "nav_counts", {}))
        ),
    }


def switch_size(request: HttpRequest) -> HttpResponse:
    """Turn large type on or off for a year. GET or POST ``to`` (large or ordinary), ``next``."""
    answer = redirect(safe_next(request, fallback="/"))
    wanted = "large" if _asked(request, "to") == "large" else "ordinary"
    _keep(answer, request, SIZE_COOKIE, wanted)
    return answer


def switch_language(request: HttpRequest) -> HttpResponse:
    """Choose the language for a year. GET or POST ``to`` (a code of LANGUAGES), ``next``."""
    answer = redirect(safe_next(request, fallback="/"))
    wanted = _asked(request, "to")
    if wanted in dict(settings.LANGUAGES):
        _keep(answer, request, settings.LANGUAGE_COOKIE_NAME, wanted)
    return answer


def design(request: HttpRequest) -> HttpResponse:
    """Show the fifteen parts, each as its own partial draws it."""
    from linli.faces.web.shared import design_samples

    return render(request, "web/shared/design.html", design_samples.samples())


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _keep(answer: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=A_YEAR_IN_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
