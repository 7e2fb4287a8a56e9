"""Passwords: made up, checked by the house's rules, set on a log-in that is then saved."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.core import codes
from linli.core.refusals import Invalid

COLUMNS = ("password", "must_change_password")


def give(user: User, password: str = "", *, handed_over: bool) -> str:
    """Set a password and return it; without one it is made up. Raises ``Invalid`` for a weak one.

    One that was handed over, somebody else knows: it opens nothing until it has been changed.
    """
    given = password or f"{codes.new_code(4)}-{codes.new_code(4)}-{secrets.randbelow(9000) + 1000}"
    try:
        validate_password(given, user)
    except ValidationError as fault:
        sentence = " ".join(fault.messages)
        raise Invalid(sentence, errors={"password": [sentence]}) from fault
    user.set_password(given)
    user.must_change_password = handed_over
    return given


def choose(user: User, password: str) -> None:
    """Set a password of one's own. Raises ``Invalid`` for the present one, too."""
    if user.check_password(password):
        sentence = _("This is the present password. Please choose another one.")
        raise Invalid(sentence, errors={"password1": [sentence]})
    give(user, password, handed_over=False)
