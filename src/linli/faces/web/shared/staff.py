"""Access to staff pages: who is logged in, with which posts, and in which community."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.accounts import login_steps
from linli.core.refusals import NotAllowed, NotFound
from linli.faces import requests
from linli.faces.web.shared.redirects import safe_next
from linli.registry.access import Actor, actor_of_user
from linli.registry.models import Place
from linli.registry.queries import communities_of

P = ParamSpec("P")
COMMUNITY_KEY = "community"  # in the session: the community a street officer looks at


class StaffRequest(HttpRequest):
    """A request after ``staff_page``: ``actor`` acts, ``community`` is the one looked at."""

    actor: Actor
    community: Place
    communities: list[Place]


class AccountRequest(HttpRequest):
    """A request after ``account_page``: ``actor`` acts, with or without a post."""

    actor: Actor


def account_page(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who has a log-in, also one without a post; the second factor is asked for as ever."""

    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if lacking := login_steps.lacks(request.user):
            return redirect(login_steps.TO_DO[lacking][0])
        account = cast(AccountRequest, request)
        account.actor = actor_of_user(request.user)
        return view(account, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], wraps(view)(guarded))


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who holds a post (and a second factor, where the deployment asks for one)."""

    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        user = request.user
        if lacking := login_steps.lacks(user):
            return redirect(login_steps.TO_DO[lacking][0])
        staff = cast(StaffRequest, request)
        staff.actor = actor_of_user(user)
        if not staff.actor.posts:
            raise NotAllowed(_("You hold no post at present. Ask your secretary to appoint you."))
        staff.communities = communities_of(staff.actor)
        staff.community = _chosen(staff)
        return view(staff, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], wraps(view)(guarded))


def _chosen(request: StaffRequest) -> Place:
    """Return the community in the session while the posts still reach it, else the first."""
    chosen = request.session.get(COMMUNITY_KEY)
    for community in request.communities:
        if community.pk == chosen:
            return community
    if not request.communities:
        raise NotFound(_("There is no community yet below the place of your post."))
    return request.communities[0]


def choose_community(request: HttpRequest) -> HttpResponse:
    """Remember which community to look at. POST community, next."""
    chosen = requests.number(request.POST, "community")
    if chosen is not None:
        request.session[COMMUNITY_KEY] = chosen
    return redirect(safe_next(request, fallback=reverse("desk")))
