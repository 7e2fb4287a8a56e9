"""Second factors: a telephone or a security key beside the password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from linli.accounts.models import User


def forget_all(user: User) -> int:
    """Forget every factor of a log-in; return how many there were."""
    count, _rows = Authenticator.objects.filter(user=user).delete()
    return int(count)
