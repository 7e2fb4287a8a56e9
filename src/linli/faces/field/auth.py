"""Log-in at the field app: who comes in, and how a no is answered to a page and to a phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.accounts import login_steps
from linli.accounts.models import User
from linli.core.refusals import Invalid, NotAllowed, Refusal
from linli.faces.field.posts import VISIT, why_not_walking
from linli.faces.field.schemas import RefusedOut
from linli.registry.access import Actor, actor_of_user

P = ParamSpec("P")


class WalkerRequest(HttpRequest):
    """A request after the log-in: ``actor`` acts."""

    actor: Actor


def walkers_page(
    view: Callable[[WalkerRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let in whose post includes visiting; others are sent to the log-in, or told in a page."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if lacking := login_steps.lacks(request.user):
            return redirect(login_steps.TO_DO[lacking][0])
        walker = _with_actor(request)
        if not walker.actor.may(VISIT):
            raise NotAllowed(why_not_walking(walker.actor))
        return view(walker)

    return wraps(view)(guarded)


def walkers_phone(
    view: Callable[Concatenate[WalkerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer a phone in JSON, every no too: ``{code, sentence, errors}``.

    Who holds no post any more is let in: each answer is refused by itself, and says why.
    """

    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            sentence = _("You are signed out. Nothing is lost: sign in, and it is sent.")
            return refused(sentence, code="signed_out", status=401)
        try:
            if lacking := login_steps.lacks(request.user):
                raise NotAllowed(login_steps.TO_DO[lacking][1])
            return view(_with_actor(request), *args, **kwargs)
        except Refusal as no:
            return answer_refusal(no)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], wraps(view)(guarded))


def answer_refusal(no: Refusal) -> JsonResponse:
    """Return a refusal as JSON, under its own status."""
    errors = plain_errors(no)
    return refused(no.sentence, code=no.code, status=no.status, errors=errors, **no.extra)


def refused(
    sentence: object,
    *,
    code: str,
    status: int,
    errors: dict[str, list[str]] | None = None,
    **extra: object,
) -> JsonResponse:
    """Return a no as JSON."""
    body = RefusedOut(code=code, sentence=str(sentence), errors=errors or {}).model_dump()
    return JsonResponse(body | extra, status=status)


def plain_errors(no: Refusal) -> dict[str, list[str]]:
    """Return the sentences of a refusal by field, in the reader's language."""
    errors = no.errors if isinstance(no, Invalid) else {}
    return {name: [str(sentence) for sentence in those] for name, those in errors.items()}


def _with_actor(request: HttpRequest) -> WalkerRequest:
    walker = cast(WalkerRequest, request)
    walker.actor = actor_of_user(cast(User, request.user))
    return walker
