"""What somebody who has signed in must still do before the house opens."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User

# What lacks → the name of the page where it is done, and what a program or a phone is told.
TO_DO: dict[str, tuple[str, str | Promise]] = {
    "password": (
        "account_change_password",
        _("Choose a password of your own on the staff pages first."),
    ),
    "second_factor": (
        "mfa_activate_totp",
        _("Set up your second factor on the staff pages first."),
    ),
}


def lacks(user: User) -> str:
    """Return "password" while it is one that was handed over, "second_factor" where the house asks
    for one and there is none yet, "" for whoever may come in (at most 1 query)."""
    if user.must_change_password:
        return "password"
    if settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(user):
        return "second_factor"
    return ""
