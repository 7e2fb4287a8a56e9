"""Log-ins of those who hold posts: opened, given a new password, closed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts import passwords, second_factors, usernames
from linli.accounts.models import User
from linli.core import record
from linli.core.refusals import Invalid, NotAllowed
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.actions import checks
from linli.registry.models import AccountHome, Place, Post
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
    usernames.check(username)
    user = User(
        username=username,
        display_name=checks.person_name(display_name),
        phone=checks.phone(phone),
    )
    given = passwords.give(user, password, handed_over=True)
    user.save()
    AccountHome.objects.create(user=user, place=place.community or place)
    record.note("account.opened", user, by=by, community_id=place.community_id)
    return user, given


@transaction.atomic
def set_password(user: User, *, place: Place, by: Actor, password: str = "") -> str:
    """Give a log-in a new password and return it. ``place`` is where its post stands.

    One that somebody else gave is changed at the next sign-in.
    """
    if by.user_id != user.pk:
        _require_over(user, by=by)
    given = passwords.give(user, password, handed_over=by.user_id != user.pk)
    user.save(update_fields=passwords.COLUMNS)
    record.note("account.password_set", user, by=by, community_id=place.community_id)
    return given


@transaction.atomic
def choose_password(user: User, password: str, *, by: Actor) -> None:
    """Let its holder choose a log-in's password; what was handed over is worth nothing any more."""
    if by.user_id != user.pk:
        raise NotAllowed(_("A password of one's own is chosen by oneself."))
    passwords.choose(user, password)
    user.save(update_fields=passwords.COLUMNS)
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
    count = second_factors.forget_all(user)
    if not count:
        raise Invalid(_("This log-in has no second factor yet."))
    record.note(
        "account.second_factor_reset", user, by=by, community_id=place.community_id, reason=reason
    )
    return count


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
