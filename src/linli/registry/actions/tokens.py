"""Tokens of programs: issued and revoked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts import tokens
from linli.accounts.models import ApiToken, User
from linli.core import constraints, record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry.access import Actor, actor_of_user, require
from linli.registry.models import Place, TokenReach
from linli.registry.queries import communities_of


@dataclass(frozen=True)
class Issued:
    """A new token and its secret, which is shown this once."""

    token: ApiToken
    secret: str


@constraints.atomic()
def issue_token(
    name: str,
    *,
    by: Actor,
    community: Place,
    scopes: Collection[str],
    user: User | None = None,
    secret: str = "",
) -> Issued:
    """Issue a token that acts below ``community``: as ``user``, or, without one, for itself.

    Only the person can make one that acts as them; the secretary makes the community's own.
    ``secret`` may be given where it must be known beforehand (the demo's).
    Raises ``NotAllowed``, ``NotFound`` and ``Invalid``.
    """
    if user is None:
        require(by, "manage_rules", path=community.path)
    else:
        _require_oneself(by, user=user, community=community)
    wanted = tokens.checked_scopes(scopes, acts_as_user=user is not None)
    named = clean(name, most=60).strip()
    if not named:
        sentence = _("Please say which program will use it.")
        raise Invalid(sentence, errors={"name": [sentence]})
    secret = secret or tokens.new_secret()
    token = ApiToken.objects.create(
        name=named,
        code_index=tokens.index_of(secret),
        hint=secret[-4:],
        user=user,
        scopes=wanted,
        issued_at=timezone.now(),
        issued_by_id=by.user_id,
    )
    TokenReach.objects.create(token=token, community=community)
    change = {"name": named, "scopes": wanted, "user": user.pk if user else None}
    record.note("token.issued", token, by=by, community_id=community.pk, change=change)
    return Issued(token=token, secret=secret)


def _require_oneself(by: Actor, *, user: User, community: Place) -> None:
    """Refuse a token in another's name, and one for where the person serves nowhere."""
    if by.key != "system" and by.user_id != user.pk:
        raise NotAllowed(_("Only they themselves can make a key that acts in their name."))
    holder = actor_of_user(user)
    if community.pk not in {place.pk for place in communities_of(holder)}:
        raise NotFound(_("Your posts do not reach this community."))


@constraints.atomic()
def revoke_token(token_id: int, *, by: Actor, community: Place) -> None:
    """Let a token open nothing any more. A second time changes nothing."""
    require(by, "manage_rules", path=community.path)
    _revoke(TokenReach.objects.filter(community=community, token=token_id).first(), by=by)


@constraints.atomic()
def revoke_own_token(token_id: int, *, by: Actor) -> None:
    """Take back a token that acts in one's own name, in whichever community."""
    own = TokenReach.objects.filter(token__user=by.user_id, token__user__isnull=False)
    _revoke(own.filter(token=token_id).first(), by=by)


def _revoke(reach: TokenReach | None, *, by: Actor) -> None:
    if reach is None:
        raise NotFound(_("There is no such token here."))
    token = locked(ApiToken.objects.filter(pk=reach.token_id)).get()
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record.note("token.revoked", token, by=by, community_id=reach.community_id)
