"""Log-ins of those who hold posts: opened, given a new password, closed."""

from __future__ import annotations

import re
import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import codes, record
from linli.core.refusals import Invalid, NotAllowed
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.actions import checks
from linli.registry.models import Place, Post, User
from linli.registry.queries.posts import is_home_of, stands_over


@transaction.atomic
def open_account(
    username: str,
    *,
    place: Place,
    display_name: str,
    by: Actor,
    phone: str = "",
    password: str = "",
) -> tuple[User, str]:
    """Open a log-in for somebody who gets a post at ``place``; return it and its password.

    Without a password one is made up. Either way somebody else knows it: it opens nothing until
    its holder has changed it.
    """
    access.require(by, "manage_posts", path=place.path)
    if not re.fullmatch(r"[A-Za-z0-9_.@+-]{2,60}", username):
        raise checks.refuse(
            "username",
            _("A user name has 2 to 60 letters, digits or the signs _ . - without blanks."),
        )
    if User.objects.filter(username__iexact=username).exists():
        raise checks.refuse("username", _("This user name is taken. Choose another."))
    user = User(
        username=username,
        display_name=checks.person_name(display_name),
        phone=checks.phone(phone),
        must_change_password=True,
        home=place.community or place,
    )
    given = _set(user, password)
    user.save()
    record.note("account.opened", user, by=by, community_id=place.community_id)
    return user, given


def new_username(wished: str) -> str:
    """Return a free user name that begins as wished, with four digits of the house's behind it.

    Always with digits: whether the bare name is taken is nobody's business.
    """
    while True:
        name = f"{wished.strip()[:50]}-{secrets.randbelow(9000) + 1000}"
        if not User.objects.filter(username__iexact=name).exists():
            return name


@transaction.atomic
def set_password(user: User, *, place: Place, by: Actor, password: str = "") -> str:
    """Give a log-in a new password and return it. ``place`` is where its post stands.

    One that somebody else gave is changed at the next sign-in.
    """
    if by.user_id != user.pk:
        _require_over(user, by=by)
    user.must_change_password = by.user_id != user.pk
    given = _set(user, password)
    user.save(update_fields=["password", "must_change_password"])
    record.note("account.password_set", user, by=by, community_id=place.community_id)
    return given


@transaction.atomic
def choose_password(user: User, password: str, *, by: Actor) -> None:
    """Let its holder choose a log-in's password; what was handed over is worth nothing any more."""
    if by.user_id != user.pk:
        raise NotAllowed(_("A password of one's own is chosen by oneself."))
    if user.check_password(password):
        raise checks.refuse(
            "password1", _("This is the present password. Please choose another one.")
        )
    _set(user, password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    post = Post.objects.filter(user=user, ended_on=None).select_related("place").first()
    community_id = post.place.community_id if post else None
    record.note("account.password_chosen", user, by=by, community_id=community_id)


@transaction.atomic
def reset_second_factor(user: User, *, place: Place, by: Actor, reason: str = "") -> int:
    """Forget a lost telephone or security key; its holder sets up another at the next sign-in.

    Returns how many factors were forgotten. Nobody resets their own: that is what they are for.
    """
    _require_over(user, by=by)
    if by.user_id == user.pk:
        raise NotAllowed(_("Your own second factor is reset by somebody else. Ask them."))
    count, _rows = Authenticator.objects.filter(user=user).delete()
    if not count:
        raise Invalid(_("This log-in has no second factor yet."))
    record.note(
        "account.second_factor_reset", user, by=by, community_id=place.community_id, reason=reason
    )
    return int(count)


@transaction.atomic
def close_account(user: User, *, place: Place, by: Actor, reason: str = "") -> User:
    """Shut a log-in; what it did stays in the record.

    Where it was opened it can be shut, too, whatever small posts others gave its holder since.
    """
    access.require(by, "manage_posts")
    if not is_home_of(by, user):
        _require_over(user, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record.note("account.closed", user, by=by, community_id=place.community_id, reason=reason)
    return user


def _require_over(user: User, *, by: Actor) -> None:
    """Ask for power over every post of a log-in: who signs in as somebody has all of them."""
    access.require(by, "manage_posts")
    if user.is_superuser and by.key != "system":
        raise NotAllowed(_("This log-in belongs to whoever runs the house. Ask them."))
    if not stands_over(by, user):
        raise NotAllowed(
            _("Its holder serves outside your reach, too. You can end the post in yours.")
        )


def _set(user: User, password: str) -> str:
    given = password or f"{codes.new_code(4)}-{codes.new_code(4)}-{secrets.randbelow(9000) + 1000}"
    try:
        validate_password(given, user)
    except ValidationError as fault:
        raise checks.refuse("password", " ".join(fault.messages)) from fault
    user.set_password(given)
    return given
