"""The visitor's own session, apart from a log-in's; and nothing of either is kept by a browser.

Two cookies, two lifetimes: a log-in ends when it ends, whatever slip is opened beside it, and
signing out of one leaves the other as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string

COOKIE = "visitor"
Answering = Callable[[HttpRequest], HttpResponseBase]


def visitor_session(request: HttpRequest) -> SessionBase:
    """Return the session of whoever visits residents' pages in this browser."""
    if not hasattr(request, "visitor_session"):
        store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        request.visitor_session = store(request.COOKIES.get(COOKIE))  # type: ignore[attr-defined]
    session: SessionBase = request.visitor_session  # type: ignore[attr-defined]
    return session


def keep_visitor_session(get_answer: Answering) -> Answering:
    """Middleware: keep what a view put into the visitor's session, under a cookie of its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_answer(request)
        session: SessionBase | None = getattr(request, "visitor_session", None)
        if session is None:
            return answer
        if session.accessed:
            patch_vary_headers(answer, ("Cookie",))
        if session.modified and answer.status_code < 500:
            _keep(session, request, answer)
        return answer

    return middleware


def _keep(session: SessionBase, request: HttpRequest, answer: HttpResponseBase) -> None:
    same: dict[str, Any] = {"path": "/", "samesite": "Lax"}
    if session.is_empty():
        if COOKIE in request.COOKIES:
            answer.delete_cookie(COOKIE, **same)
        return
    with suppress(UpdateError):  # left in another tab meanwhile: it stays left
        session.save()
        answer.set_cookie(
            COOKIE, session.session_key or "", max_age=session.get_expiry_age(), httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, **same,
        )  # fmt: skip


def never_store(get_answer: Answering) -> Answering:
    """Middleware: tell browsers to keep nothing that a session or a token may have opened.

    Else *back* after signing out, or a disk, shows the register. Pages for anybody, style and
    script are kept as before.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_answer(request)
        cookies = {COOKIE, settings.SESSION_COOKIE_NAME}
        is_personal = (
            not cookies.isdisjoint(request.COOKIES)
            or not cookies.isdisjoint(answer.cookies)
            or "HTTP_AUTHORIZATION" in request.META
        )
        if is_personal and "no-store" not in answer.get("Cache-Control", ""):
            answer["Cache-Control"] = "no-store, private"
        return answer

    return middleware
