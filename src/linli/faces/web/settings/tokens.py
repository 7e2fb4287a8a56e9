"""Keys for other programs: Open311 and the data API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.accounts.models import User
from linli.accounts.tokens import OF_A_COMMUNITY, SCOPES
from linli.core.refusals import Invalid
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.actions import tokens as actions
from linli.registry.models import Place
from linli.registry.queries import tokens as queries

FIRST = {"scopes": ["open311"]}


class TokenForm(forms.Form):
    """A key for one program."""

    name = forms.CharField(
        label=gettext_lazy("Which program will use it"), max_length=60,
        help_text=gettext_lazy("One key a program, so that one can be taken back alone."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, scopes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(code, SCOPES[code]) for code in scopes]  # type: ignore[attr-defined]


class OwnTokenForm(TokenForm):
    """A key that acts in one's own name, in one community."""

    community = forms.TypedChoiceField(
        label=gettext_lazy("In which community it acts"), coerce=int,
        help_text=gettext_lazy("It does nothing anywhere else, whatever your posts."),
    )  # fmt: skip

    def __init__(self, *args: Any, communities: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, scopes=SCOPES, **kwargs)
        self.fields["community"].choices = [(place.pk, place.name) for place in communities]  # type: ignore[attr-defined]


@settings_page
def tokens(request: StaffRequest) -> HttpResponse:
    """List the keys that act here and issue one of the community's own."""
    here = request.community
    form = TokenForm(request.POST or None, scopes=OF_A_COMMUNITY, initial=FIRST)
    issued = None
    if request.method == "POST" and form.is_valid():
        issued = _issue(form, by=request.actor, community=here, **form.cleaned_data)
        form = TokenForm(scopes=OF_A_COMMUNITY, initial=FIRST) if issued else form
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "rows": queries.tokens_in(request.actor, community=here),
        "form": form,
        "issued": issued,
        "take_back": reverse("settings_tokens"),
    }
    return _shown_once(render(request, "web/settings/tokens.html", context))


@staff_page
def own_tokens(request: StaffRequest) -> HttpResponse:
    """/account/tokens/: keys that act in one's own name; nobody else can make them."""
    form = OwnTokenForm(request.POST or None, communities=request.communities)
    issued = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = next(place for place in request.communities if place.pk == given.pop("community"))
        issued = _issue(form, by=request.actor, community=chosen, user=_oneself(request), **given)
        form = OwnTokenForm(communities=request.communities) if issued else form
    context = {
        "crumbs": [{"href": reverse("own-account"), "label": _("Your account")}],
        "rows": queries.own_tokens(request.actor),
        "form": form,
        "issued": issued,
        "own": True,
        "take_back": reverse("own-tokens"),
    }
    return _shown_once(render(request, "web/settings/tokens.html", context))


def _oneself(request: StaffRequest) -> User:
    return cast(User, request.user)


def _issue(form: forms.Form, **given: Any) -> actions.Issued | None:
    """Issue the key; None when it cannot be, which the form then says."""
    try:
        return actions.issue_token(**given)
    except Invalid as refusal:
        show_faults(form, refusal)
        return None


def _shown_once(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@settings_page
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    """Take a key back: from now on it opens nothing."""
    actions.revoke_token(token_id, by=request.actor, community=request.community)
    messages.success(request, _("The key opens nothing any more."))
    return redirect("settings_tokens")


@require_POST
@staff_page
def revoke_own(request: StaffRequest, token_id: int) -> HttpResponse:
    """Take back a key that acts in one's own name."""
    actions.revoke_own_token(token_id, by=request.actor)
    messages.success(request, _("The key opens nothing any more."))
    return redirect("own-tokens")
