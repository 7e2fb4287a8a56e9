"""How staff accounts behave: nobody signs up; a secretary or street officer appoints."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter with the sign-up door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts come with a post."""
        return False


class HouseLoginForm(LoginForm):  # type: ignore[misc]
    """allauth's form without its reset link: no mail goes out; a secretary gives a new password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """/account/: one's own password and second factor."""
    context = {
        "has_second_factor": is_mfa_enabled(request.user),
        "must_have_one": settings.STAFF_SECOND_FACTOR,
    }
    return render(request, "account/own.html", context)
