"""API tokens: issued, listed, revoked, and turned into whoever they act for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import codes, record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.text import clean
from linli.faces.api.models import ApiToken
from linli.registry.access import Actor, actor_of_user, require
from linli.registry.models import Place, User

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
    """Issue a token that acts as ``user``, or, without one, takes matters in for the community.

    ``secret`` may be given where it must be known beforehand (the demo's).
    Raises ``NotAllowed`` and ``Invalid``.
    """
    require(by, "manage_rules", path=community.path)
    wanted = _checked_scopes(scopes, user=user)
    named = clean(name, most=60).strip()
    if not named:
        sentence = _("Please say which program will use it.")
        raise Invalid(sentence, errors={"name": [sentence]})
    if (
        user is not None
        and not user.posts.filter(place__path__startswith=community.path, ended_on=None).exists()
    ):
        raise Invalid(_("This person holds no post in this community."))
    secret = secret or codes.new_code(LETTERS)
    token = ApiToken.objects.create(
        name=named,
        code_index=codes.index(secret, purpose=PURPOSE),
        hint=secret[-4:],
        user=user,
        community=None if user else community,
        scopes=wanted,
        issued_at=timezone.now(),
        issued_by_id=by.user_id,
    )
    change = {"name": named, "scopes": wanted, "user": user.pk if user else None}
    record.note("token.issued", token, by=by, community_id=community.pk, change=change)
    return Issued(token=token, secret=secret)


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
    token = _tokens_of(community).filter(pk=token_id).first()
    if token is None:
        raise NotFound(_("There is no such token here."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record.note("token.revoked", token, by=by, community_id=community.pk)


def tokens_in(actor: Actor, *, community: Place) -> list[dict[str, Any]]:
    """Return the tokens of a community and of its staff, newest first (1 query).

    Rows: id, name, hint, holder ("" for the community's own), scopes (labels), issued_at,
    last_used_at, revoked_at.
    """
    require(actor, "manage_rules", path=community.path)
    rows = _tokens_of(community).select_related("user").order_by("-id")
    return [
        {
            "id": token.pk,
            "name": token.name,
            "hint": token.hint,
            "holder": str(token.user) if token.user else "",
            "scopes": [SCOPES[scope] for scope in token.scopes if scope in SCOPES],
            "issued_at": token.issued_at,
            "last_used_at": token.last_used_at,
            "revoked_at": token.revoked_at,
        }
        for token in rows
    ]


def _tokens_of(community: Place) -> Any:
    posts = User.objects.filter(posts__place__path__startswith=community.path)
    return ApiToken.objects.filter(Q(community=community) | Q(user__in=posts))


def bearer_of(secret: str) -> Bearer | None:
    """Return who comes in with this secret; None for an unknown, revoked or ownerless one.

    At most 4 queries. The moment of use is kept every five minutes, not at every call.
    """
    if not 8 <= len(codes.tidy(secret)) <= 80:
        return None
    found = ApiToken.objects.select_related("user", "community").filter(
        code_index=codes.index(secret, purpose=PURPOSE), revoked_at=None
    )
    token = found.first()
    if token is None or (token.user and not token.user.is_active):
        return None
    _note_use(token)
    if token.user:
        return Bearer(token=token, actor=actor_of_user(token.user))
    return Bearer(token=token, actor=Actor(key=f"token:{token.pk}", label=token.name))


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
