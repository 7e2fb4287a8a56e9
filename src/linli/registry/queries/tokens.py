"""Tokens as their lists show them: the community's, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from linli.accounts.models import ApiToken
from linli.accounts.tokens import SCOPES
from linli.registry.access import Actor, require
from linli.registry.models import Place


@dataclass(frozen=True)
class TokenRow:
    """One token. ``holder`` is "" for the community's own, ``issuer`` when the holder made it."""

    id: int
    name: str
    hint: str
    holder: str
    community: str
    issuer: str
    scopes: Sequence[str | Promise]  # labels
    issued_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def tokens_in(actor: Actor, *, community: Place) -> list[TokenRow]:
    """Return the tokens that act below a community, newest first (1 query)."""
    require(actor, "manage_rules", path=community.path)
    return _rows(ApiToken.objects.filter(reach__community=community))


def own_tokens(actor: Actor) -> list[TokenRow]:
    """Return the tokens that act in the actor's own name, newest first (1 query)."""
    tokens = ApiToken.objects.filter(user=actor.user_id, user__isnull=False)
    return _rows(tokens.exclude(reach=None))


def _rows(tokens: QuerySet[ApiToken]) -> list[TokenRow]:
    related = tokens.select_related("user", "reach__community", "issued_by")
    return [
        TokenRow(
            id=token.pk,
            name=token.name,
            hint=token.hint,
            holder=str(token.user) if token.user else "",
            community=token.reach.community.name,
            issuer=str(token.issued_by or "") if token.issued_by_id != token.user_id else "",
            scopes=[SCOPES[scope] for scope in token.scopes if scope in SCOPES],
            issued_at=token.issued_at,
            last_used_at=token.last_used_at,
            revoked_at=token.revoked_at,
        )
        for token in related.order_by("-id")
    ]
