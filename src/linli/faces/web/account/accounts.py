"""How staff accounts behave: nobody signs up; a secretary or street officer appoints."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.accounts import passwords
from linli.accounts.models import User
from linli.core.refusals import NotAllowed
from linli.faces.web.account import login_limits
from linli.faces.web.resident import visitor
from linli.registry import actions
from linli.registry.access import actor_of_user

FRESH_SECONDS = 300


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter with the sign-up door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts come with a post."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, save of whoever has signed in within five minutes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = any(time.time() - record["at"] < FRESH_SECONDS for record in records)
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who was wrong too often, in place of allauth's count by name alone."""
        login_limits.check(str(credentials.get("username", "")), visitor.address(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count what was wrong; nothing else is counted."""
        login_limits.count_failure(str(credentials.get("username", "")), visitor.address(request))

    def set_password(self, user: User, password: str) -> None:
        """Keep the password that somebody chose for themselves."""
        actions.choose_password(user.pk, password, by=actor_of_user(user))
        user.refresh_from_db(fields=passwords.COLUMNS)  # the session is signed with it

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to one's own account."""
        return reverse("own-account")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say to whoever knows its password that a log-in is shut."""
        raise NotAllowed(_("This log-in is closed. Ask your secretary if you need one."))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, after password and second factor; this address is a usual one now."""
        super().login(request, user)
        login_limits.note_success(user.username, visitor.address(request))


class HouseLoginForm(LoginForm):  # type: ignore[misc]
    """allauth's form without its reset link: no mail goes out; a secretary gives a new password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class HouseReauthenticateForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, where the password is asked for again."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class HousePasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Change one's own password: another one than before."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""

    def clean_password1(self) -> str:
        """Refuse the present password as the new one."""
        password = str(self.cleaned_data["password1"])
        if self.user.check_password(password):
            raise ValidationError(_("This is the present password. Please choose another one."))
        return password


def _plain(form: Any) -> None:
    form.fields["password"].help_text = ""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """/account/: one's own password and second factor."""
    shown = {
        "has_second_factor": is_mfa_enabled(request.user),
        "must_have_one": settings.STAFF_SECOND_FACTOR,
    }
    return render(request, "account/own.html", shown)


@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; who has none was never given one, and allauth would lead to a
    page that is not here."""
    if isinstance(request.user, User) and not request.user.has_usable_password():
        raise NotAllowed(_("This log-in has no password. Ask your secretary to set one."))
    response: HttpResponseBase = account.password_change(request)
    return response
