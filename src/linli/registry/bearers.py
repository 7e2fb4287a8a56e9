"""Who comes in with a token: a program, and whom it acts as where it was issued."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.accounts import tokens
from linli.accounts.models import ApiToken
from linli.core.refusals import NotAllowed
from linli.registry.access import Actor, acting_below, actor_of_user
from linli.registry.models import Place


@dataclass(frozen=True)
class Bearer:
    """Who comes in with a token: the actor it acts as, and what it may be used for."""

    token: ApiToken
    community: Place
    actor: Actor

    def require(self, scope: str) -> None:
        """Raise ``NotAllowed`` unless the token was issued for this."""
        if scope not in self.token.scopes:
            raise NotAllowed(
                _("This token was not issued for “%(scope)s”.") % {"scope": tokens.SCOPES[scope]}
            )


def bearer_of(secret: str) -> Bearer | None:
    """Return who comes in with this secret; None for an unknown, revoked or ownerless one.

    Whoever it is acts below the token's community alone, whatever else they hold. None, too, once
    the person serves nowhere there. At most 4 queries.
    """
    placed = tokens.open_tokens(secret).exclude(reach=None)
    token = placed.select_related("user", "reach__community").first()
    if token is None or (token.user and not token.user.is_active):
        return None
    community = token.reach.community
    actor = Actor(key=f"token:{token.pk}", label=token.name, only_in=community.pk)
    if token.user:
        actor = acting_below(actor_of_user(token.user), community)
        if not actor.posts:
            return None
    tokens.note_use(token)
    return Bearer(token=token, community=community, actor=actor)
