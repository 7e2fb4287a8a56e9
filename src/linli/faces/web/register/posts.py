"""Posts: who serves where, appointed and ended; log-ins that go with them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, NotFound
from linli.faces.web.register import forms
from linli.faces.web.register.filled import show_faults
from linli.faces.web.staff import StaffRequest, staff_page
from linli.registry import actions, queries
from linli.registry.access import require
from linli.registry.models import Place, Post


@staff_page
def posts(request: StaffRequest) -> HttpResponseBase:
    """List who serves where, by role; ended posts on request."""
    require(request.actor, "see_people")
    role = request.GET.get("role", "")
    ended = request.GET.get("ended") == "1"
    rows = queries.posts_of(request.actor, request.community.pk, role=role, ended=ended)
    context = {
        "here": "posts",
        "rows": rows,
        "query": request.GET.urlencode(),
        "role": role,
        "ended": ended,
        "roles": Post.Role.choices,
        "may_appoint": request.actor.may("manage_posts", path=request.community.path),
        "may_export": request.actor.may("export"),
    }
    return render(request, "web/register/posts.html", context)


@staff_page
def appoint(request: StaffRequest) -> HttpResponseBase:
    """Appoint somebody, with a log-in if the post needs one."""
    require(request.actor, "manage_posts", path=request.community.path)
    form = forms.PostForm(request.POST or None, community=request.community)
    if request.method == "POST" and form.is_valid():
        try:
            username, password = _appoint(request, form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            if not password:
                messages.success(request, _("Appointed."))
                return redirect("register-posts")
            return _hand_over(request, username, password)
    context = {"here": "posts", "form": form, "heading": _("Appoint somebody")}
    return render(request, "web/register/form.html", context)


@transaction.atomic
def _appoint(request: StaffRequest, values: dict[str, Any]) -> tuple[str, str]:
    """Open the account and the post together; return user name and a new password, if any."""
    place = _place(request.community, values["place"])
    user, password = None, ""
    username = values.pop("username").strip()
    if username:
        user = queries.staff_by_username(request.actor, username)
        if user is None:
            user, password = actions.open_account(
                username,
                place=place,
                display_name=values["holder"],
                by=request.actor,
                phone=values["phone"],
            )
    actions.appoint(
        values["role"],
        place=place,
        holder=values["holder"],
        by=request.actor,
        user=user,
        organisation=values["organisation"],
        phone=values["phone"],
    )
    return username, password


def _place(community: Place, typed: str) -> Place:
    if not typed.strip():
        return community
    found = queries.one_place(community.pk, typed, kinds=Place.Kind.values)
    if found is None:
        sentence = _("No single place is called that. Write it in full, such as 704 楼 2 单元.")
        raise Invalid(sentence, errors={"place": [sentence]})
    return found


def _hand_over(request: StaffRequest, username: str, password: str) -> HttpResponse:
    context = {"username": username, "password": password, "here": "posts"}
    response = render(request, "web/register/handover.html", context)
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def post(request: StaffRequest, post_id: int) -> HttpResponseBase:
    """Show one post: end it, give its holder a new password, forget a lost second factor."""
    found = queries.post_for(request.actor, post_id)
    require(request.actor, "manage_posts", path=found.place.path)
    if request.method == "POST":
        return _change(request, found)
    context = {
        "here": "posts",
        "post": found,
        "others": queries.posts_of_user(request.actor, found),
        "has_second_factor": found.user is not None and is_mfa_enabled(found.user),
        "is_own": found.user_id == request.user.pk,
        "crumbs": [{"href": "/register/posts/", "label": _("Posts")}],
    }
    return render(request, "web/register/post.html", context)


def _change(request: StaffRequest, found: Post) -> HttpResponseBase:
    verb, by = request.POST.get("verb", ""), request.actor
    reason = request.POST.get("reason", "")
    if verb == "end":
        actions.end_post(found, by=by, reason=reason)
        messages.success(request, _("%(name)s's post has ended.") % {"name": found.holder})
        return redirect("register-posts")
    if found.user is None:
        raise NotFound(_("This post has no log-in."))
    if verb == "password":
        password = actions.set_password(found.user, place=found.place, by=by)
        return _hand_over(request, found.user.username, password)
    if verb == "factor":
        actions.reset_second_factor(found.user, place=found.place, by=by, reason=reason)
        messages.success(request, _("Forgotten. A new one is set up at the next sign-in."))
    elif verb == "close":
        actions.close_account(found.user, place=found.place, by=by, reason=reason)
        messages.success(request, _("The log-in is shut. What it did stays in the record."))
    else:
        raise Invalid(_("Choose what to change."))
    return redirect("register-post", found.pk)
