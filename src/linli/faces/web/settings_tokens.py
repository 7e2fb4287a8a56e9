"""Keys for other programs: Open311 and the data API."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid
from linli.faces.web.register.filled import show_faults
from linli.faces.web.settings import crumbs, settings_page
from linli.faces.web.staff import StaffRequest
from linli.registry.models import Place, User

LIST = "/settings/tokens/"


def _tokens() -> Any:
    """Return the other face's tokens: faces know each other by their labels alone."""
    return import_module(f"{apps.get_app_config('api').name}.tokens")


class TokenForm(forms.Form):
    """A key for one program."""

    name = forms.CharField(
        label=gettext_lazy("Which program will use it"), max_length=60,
        help_text=gettext_lazy("One key a program, so that one can be taken back alone."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("It acts with the posts of"), queryset=User.objects.none(),
        required=False, empty_label=gettext_lazy("nobody (only to take matters in)"),
    )  # fmt: skip

    def __init__(self, *args: Any, community: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(_tokens().SCOPES.items())  # type: ignore[attr-defined]
        self.fields["user"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            posts__place__path__startswith=community.path, posts__ended_on=None, is_active=True
        ).distinct()


@settings_page
def tokens(request: StaffRequest) -> HttpResponse:
    """List the keys and issue one; its secret is shown once, on the page that follows."""
    here = request.community
    form = TokenForm(request.POST or None, community=here, initial={"scopes": ["open311"]})
    issued = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = _tokens().issue_token(by=request.actor, community=here, **form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            form = TokenForm(community=here, initial={"scopes": ["open311"]})
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "rows": _tokens().tokens_in(request.actor, community=here),
        "form": form,
        "issued": issued,
    }
    answer = render(request, "web/settings/tokens.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@settings_page
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    """Take a key back: from now on it opens nothing."""
    _tokens().revoke_token(token_id, by=request.actor, community=request.community)
    messages.success(request, _("The key opens nothing any more."))
    return redirect(LIST)
