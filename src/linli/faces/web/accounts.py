"""How staff accounts behave: nobody signs up; a secretary or street officer appoints."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest


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
