"""User names: which may be had, and whose they are."""

from __future__ import annotations

import re
import secrets

from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.core.refusals import Invalid


def check(username: str) -> None:
    """Raise ``Invalid`` for a name that is none, or that somebody has (1 query)."""
    if not re.fullmatch(r"[A-Za-z0-9_.@+-]{2,60}", username):
        raise _refuse(
            _("A user name has 2 to 60 letters, digits or the signs _ . - without blanks.")
        )
    if User.objects.filter(username__iexact=username).exists():
        raise _refuse(_("This user name is taken. Choose another."))


def new_username(wished: str) -> str:
    """Return a free user name that begins as wished, with four digits of the house's behind it.

    Always with digits: whether the bare name is taken is nobody's business.
    """
    while True:
        name = f"{wished.strip()[:50]}-{secrets.randbelow(9000) + 1000}"
        if not User.objects.filter(username__iexact=name).exists():
            return name


def _refuse(sentence: object) -> Invalid:
    return Invalid(sentence, errors={"username": [sentence]})
