"""Tokens of programs: what they may be used for, and which of them a secret opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import ApiToken
from linli.core import codes
from linli.core.refusals import Invalid


class Scope(NamedTuple):
    """What a token may be used for. ``of_a_community``: without a person's posts, too."""

    name: str
    label: str | Promise
    of_a_community: bool = False


SCOPES: dict[str, str | Promise] = {"places:read": _("read places")}
OF_A_COMMUNITY: list[str] = []  # the rest needs a person's posts
LETTERS = 26  # 130 bits
USED_EVERY = timedelta(minutes=5)


def add(scopes: Iterable[Scope]) -> None:
    """Enter what an engine lets tokens be used for."""
    for scope in scopes:
        SCOPES[scope.name] = scope.label
        if scope.of_a_community:
            OF_A_COMMUNITY.append(scope.name)


def new_secret() -> str:
    """Return a secret that nobody has yet."""
    return codes.new_code(LETTERS)


def index_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return codes.index(secret, purpose="api token")


def checked_scopes(scopes: Collection[str], *, acts_as_user: bool) -> list[str]:
    """Return the scopes in their order. Raises ``Invalid`` for none, and for one it cannot have."""
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    allowed = set(SCOPES) if acts_as_user else set(OF_A_COMMUNITY)
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
