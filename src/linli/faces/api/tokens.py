"""API tokens: issued, listed, revoked, and turned into whoever they act for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.core import codes, record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.text import clean
from linli.faces.api.models import ApiToken
from linli.registry.access import Actor, acting_below, actor_of_user, require
from linli.registry.models import Place
from linli.registry.queries import communities_of

SCOPES = {
    "open311": _("take matters in through Open311"),
    "cases:read": _("read matters"),
    "cases:write": _("enter matters and work on them"),
    "places:read": _("read places"),
}
OF_A_COMMUNITY = frozenset({"open311"})  # the rest needs a person's posts
LETTERS = 26  # 130 bits
USED_EVERY = timedelta(minutes=5)
PURPOSE = "api token"


@dataclass(frozen=True)
class Issued:
    """A new token and its secret, which is shown this once."""

    token: ApiToken
    secret: str


@dataclass(frozen=True)
class Bearer:
    """Who comes in with a token: the actor it acts as, and what it may be used for."""

    token: ApiToken
    actor: Actor

    def require(self, scope: str) -> None:
        """Raise ``NotAllowed`` unless the token was issued for this."""
        if scope not in self.token.scopes:
            raise NotAllowed(
                _("This token was not issued for “%(scope)s”.") % {"scope": SCOPES[scope]}
            )


@transaction.atomic
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
    wanted = _checked_scopes(scopes, user=user)
    named = clean(name, most=60).strip()
    if not named:
        sentence = _("Please say which program will use it.")
        raise Invalid(sentence, errors={"name": [sentence]})
    secret = secret or codes.new_code(LETTERS)
    token = ApiToken.objects.create(
        name=named,
        code_index=codes.index(secret, purpose=PURPOSE),
        hint=secret[-4:],
        user=user,
        community=community,
        scopes=wanted,
        issued_at=timezone.now(),
        issued_by_id=by.user_id,
    )
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


def _checked_scopes(scopes: Iterable[str], *, user: User | None) -> list[str]:
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    allowed = set(SCOPES) if user else OF_A_COMMUNITY
    if not wanted or not set(wanted) <= allowed or len(wanted) != len(set(scopes)):
        sentence = _("Please choose what the token is for; without a person only Open311.")
        raise Invalid(sentence, errors={"scopes": [sentence]})
    return wanted


@transaction.atomic
def revoke_token(token_id: int, *, by: Actor, community: Place) -> None:
    """Let a token open nothing any more. A second time changes nothing."""
    require(by, "manage_rules", path=community.path)
    _revoke(ApiToken.objects.filter(community=community, pk=token_id).first(), by=by)


@transaction.atomic
def revoke_own_token(token_id: int, *, by: Actor) -> None:
    """Take back a token that acts in one's own name, in whichever community."""
    own = ApiToken.objects.filter(user=by.user_id, user__isnull=False, pk=token_id)
    _revoke(own.first(), by=by)


def _revoke(token: ApiToken | None, *, by: Actor) -> None:
    if token is None:
        raise NotFound(_("There is no such token here."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record.note("token.revoked", token, by=by, community_id=token.community_id)


def tokens_in(actor: Actor, *, community: Place) -> list[dict[str, Any]]:
    """Return the tokens that act below a community, newest first (1 query).

    Rows: id, name, hint, holder ("" for the community's own), community (its name), issuer
    ("" when the holder made it), scopes (labels), issued_at, last_used_at, revoked_at.
    """
    require(actor, "manage_rules", path=community.path)
    return _rows(ApiToken.objects.filter(community=community))


def own_tokens(actor: Actor) -> list[dict[str, Any]]:
    """Return the tokens that act in the actor's own name, as ``tokens_in`` does (1 query)."""
    return _rows(ApiToken.objects.filter(user=actor.user_id, user__isnull=False))


def _rows(tokens: QuerySet[ApiToken]) -> list[dict[str, Any]]:
    found = tokens.select_related("user", "community", "issued_by").order_by("-id")
    return [
        {
            "id": token.pk,
            "name": token.name,
            "hint": token.hint,
            "holder": str(token.user) if token.user else "",
            "community": token.community.name,
            "issuer": str(token.issued_by or "") if token.issued_by_id != token.user_id else "",
            "scopes": [SCOPES[scope] for scope in token.scopes if scope in SCOPES],
            "issued_at": token.issued_at,
            "last_used_at": token.last_used_at,
            "revoked_at": token.revoked_at,
        }
        for token in found
    ]


def bearer_of(secret: str) -> Bearer | None:
    """Return who comes in with this secret; None for an unknown, revoked or ownerless one.

    Whoever it is acts below the token's community alone, whatever else they hold. None, too, once
    the person serves nowhere there. At most 4 queries. The moment of use is kept every five
    minutes, not at every call.
    """
    if not 8 <= len(codes.tidy(secret)) <= 80:
        return None
    tokens = ApiToken.objects.select_related("user", "community").filter(
        code_index=codes.index(secret, purpose=PURPOSE), revoked_at=None
    )
    token = tokens.first()
    if token is None or (token.user and not token.user.is_active):
        return None
    actor = Actor(key=f"token:{token.pk}", label=token.name, only_in=token.community_id)
    if token.user:
        actor = acting_below(actor_of_user(token.user), token.community)
        if not actor.posts:
            return None
    _note_use(token)
    return Bearer(token=token, actor=actor)


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
