"""Tokens of programs: what they may be used for, and which of them a secret opens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import ApiToken
from linli.core import codes
from linli.core.refusals import Invalid

SCOPES = {
    "open311": _("take matters in through Open311"),
    "cases:read": _("read matters"),
    "cases:write": _("enter matters and work on them"),
    "places:read": _("read places"),
}
OF_A_COMMUNITY = frozenset({"open311"})  # the rest needs a person's posts
LETTERS = 26  # 130 bits
USED_EVERY = timedelta(minutes=5)


def new_secret() -> str:
    """Return a secret that nobody has yet."""
    return codes.new_code(LETTERS)


def index_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return codes.index(secret, purpose="api token")


def checked_scopes(scopes: Collection[str], *, acts_as_user: bool) -> list[str]:
    """Return the scopes in their order. Raises ``Invalid`` for none, and for one it cannot have."""
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    allowed = set(SCOPES) if acts_as_user else OF_A_COMMUNITY
    if not wanted or not set(wanted) <= allowed or len(wanted) != len(set(scopes)):
        sentence = _("Please choose what the token is for; without a person only Open311.")
        raise Invalid(sentence, errors={"scopes": [sentence]})
    return wanted


def open_tokens(secret: str) -> QuerySet[ApiToken]:
    """Return the one token that a secret opens, unless it is unknown or revoked."""
    if not 8 <= len(codes.tidy(secret)) <= 80:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(code_index=index_of(secret), revoked_at=None)


def note_use(token: ApiToken) -> None:
    """Keep the moment of use, every five minutes, not at every call."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
