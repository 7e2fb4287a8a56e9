"""Posts: who serves where, appointed and ended; log-ins that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.accounts import usernames
from linli.core import limits
from linli.core.refusals import Invalid, NotFound
from linli.faces import requests
from linli.faces.web.register import forms
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared.addresses import addresses
from linli.faces.web.shared.staff import AccountRequest, StaffRequest, account_page, staff_page
from linli.registry import actions, queries
from linli.registry.access import require, stands_above
from linli.registry.models import Place, Post
from linli.registry.queries.posts import is_home_of, stands_over

APPOINTED_AN_HOUR = 60


@staff_page
def posts(request: StaffRequest) -> HttpResponseBase:
    """List who serves where, by role; ended posts on request."""
    here = request.community
    require(request.actor, "see_people", community_id=here.pk)
    role = request.GET.get("role", "")
    ended = request.GET.get("ended") == "1"
    rows = queries.posts_of(request.actor, here.pk, role=role, ended=ended)
    href = addresses("register-post")
    context = {
        "here": "posts",
        "rows": [(href(row.id), row) for row in rows],
        "query": request.GET.urlencode(),
        "role": role,
        "ended": ended,
        "roles": Post.Role.choices,
        "invitations": queries.invitations_from(request.actor, here.pk),
        "may_appoint": request.actor.may("manage_posts", path=here.path),
        "may_export": request.actor.may_in(here.pk, "export"),
    }
    return render(request, "web/register/posts.html", context)


@staff_page
def appoint(request: StaffRequest) -> HttpResponseBase:
    """Appoint somebody, with a log-in if the post needs one."""
    require(request.actor, "manage_posts", path=request.community.path)
    form = forms.PostForm(request.POST or None, community=request.community)
    if request.method == "POST":
        limits.hit(f"appoint:{request.user.pk}", most=APPOINTED_AN_HOUR, seconds=3600)
    if request.method == "POST" and form.is_valid():
        try:
            done = _appoint(request, form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            if done.password:
                return _hand_over(request, done.username, done.password)
            messages.success(request, done.sentence)
            return redirect("register-posts")
    context = {"here": "posts", "form": form, "heading": _("Appoint somebody")}
    return render(request, "web/register/form.html", context)


@dataclass(frozen=True)
class _Done:
    """What to tell: a sentence, or a new log-in with its password."""

    sentence: str = ""
    username: str = ""
    password: str = ""


@transaction.atomic
def _appoint(request: StaffRequest, values: dict[str, Any]) -> _Done:
    """Give the post: with a new log-in, to a colleague, or as a name alone; else invite."""
    by, place = request.actor, _place(request.community, values["place"])
    wished, colleague = values["username"].strip(), values["colleague"].strip()
    company = values["organisation"]
    given = {
        "holder": values["holder"],
        "phone": values["phone"],
        "place_id": place.pk,
        "organisation_id": company.pk if company else None,
        "by": by,
    }
    if wished and colleague:
        sentence = _("Fill in one of the two: a new log-in, or a user name that there is.")
        raise Invalid(sentence, errors={"colleague": [sentence]})
    if wished:
        user, password = actions.open_account(
            usernames.new_username(wished), place=place, display_name=values["holder"], by=by,
            phone=values["phone"],
        )  # fmt: skip
        actions.appoint(values["role"], user_id=user.pk, **given)
        return _Done(username=user.username, password=password)
    known = queries.staff_by_username(by, colleague) if colleague else None
    if colleague and known is None:
        actions.invite(colleague, values["role"], **given)
        return _Done(
            _("If somebody has this user name, they are asked now. The post stands once accepted.")
        )
    actions.appoint(values["role"], user_id=known.pk if known else None, **given)
    return _Done(_("Appointed."))


def _place(community: Place, typed: str) -> Place:
    if not typed.strip():
        return community
    place = queries.one_place(community.pk, typed, kinds=Place.Kind.values)
    if place is None:
        sentence = _("No single place is called that. Write it in full, such as 704 楼 2 单元.")
        raise Invalid(sentence, errors={"place": [sentence]})
    return place


def _hand_over(request: StaffRequest, username: str, password: str) -> HttpResponse:
    context = {"username": username, "password": password, "here": "posts"}
    response = render(request, "web/register/handover.html", context)
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def post(request: StaffRequest, post_id: int) -> HttpResponseBase:
    """Show one post: end it, give its holder a new password, forget a lost second factor."""
    post = queries.post_for(request.actor, post_id)
    require(request.actor, "manage_posts", path=post.place.path)
    if request.method == "POST":
        return _change(request, post)
    context = {
        "here": "posts",
        "post": post,
        "others": queries.posts_of_user(request.actor, post),
        "has_second_factor": post.user is not None and is_mfa_enabled(post.user),
        "is_own": post.user_id == request.user.pk,
        "may_end": stands_above(request.actor, post.role, path=post.place.path),
        **_over(request, post),
        "crumbs": [{"href": reverse("register-posts"), "label": _("Posts")}],
    }
    return render(request, "web/register/post.html", context)


def _over(request: StaffRequest, post: Post) -> dict[str, bool]:
    """Say what may be done with the log-in behind a post."""
    if post.user is None:
        return {}
    is_over = stands_over(request.actor, post.user)
    return {"is_over": is_over, "may_close": is_over or is_home_of(request.actor, post.user)}


def _change(request: StaffRequest, post: Post) -> HttpResponseBase:
    verb, by = request.POST.get("verb", ""), request.actor
    reason = request.POST.get("reason", "")
    if verb == "end":
        actions.end_post(post.pk, by=by, reason=reason)
        messages.success(request, _("%(name)s's post has ended.") % {"name": post.holder})
        return redirect("register-posts")
    if post.user is None:
        raise NotFound(_("This post has no log-in."))
    if verb == "password":
        password = actions.set_password(post.user.pk, place=post.place, by=by)
        return _hand_over(request, post.user.username, password)
    if verb == "factor":
        actions.reset_second_factor(post.user.pk, place=post.place, by=by, reason=reason)
        messages.success(request, _("Forgotten. A new one is set up at the next sign-in."))
    elif verb == "close":
        actions.close_account(post.user.pk, place=post.place, by=by, reason=reason)
        messages.success(request, _("The log-in is shut. What it did stays in the record."))
    else:
        raise Invalid(_("Choose what to change."))
    return redirect("register-post", post.pk)


@require_POST
@staff_page
def withdraw_invitation(request: StaffRequest, invitation_id: int) -> HttpResponseBase:
    """Take back an invitation that is not answered yet."""
    actions.withdraw(invitation_id, by=request.actor)
    messages.success(request, _("The invitation is taken back."))
    return redirect("register-posts")


@account_page
def invitations(request: AccountRequest) -> HttpResponseBase:
    """/account/invitations/: posts that one is asked to take; accepted or declined here."""
    if request.method == "POST":
        return _answer(request)
    rows = queries.invitations_to(request.user.pk or 0)
    return render(request, "account/invitations.html", {"rows": rows})


def _answer(request: AccountRequest) -> HttpResponseBase:
    verb = request.POST.get("verb", "")
    number = requests.number(request.POST, "invitation") or 0
    if verb == "accept":
        post = actions.accept(number, by=request.actor)
        messages.success(request, _("You serve at %(place)s now.") % {"place": post.place})
    elif verb == "decline":
        actions.decline(number, by=request.actor)
        messages.success(request, _("Declined. Nothing has changed."))
    else:
        raise Invalid(_("Choose whether you accept."))
    return redirect("invitations")
