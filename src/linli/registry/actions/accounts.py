"""Log-ins of those who hold posts: opened, given a new password, closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.accounts import passwords, second_factors, usernames
from linli.accounts.models import User
from linli.core import constraints, record
from linli.core.refusals import Invalid, NotAllowed
from linli.registry import access, rows
from linli.registry.access import Actor
from linli.registry.actions import checks
from linli.registry.models import AccountHome, Place, Post
from linli.registry.queries.posts import is_home_of, stands_over


@constraints.atomic()
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


@constraints.atomic()
def set_password(user_id: int, *, place: Place, by: Actor, password: str = "") -> str:
    """Give a log-in a new password and return it. ``place`` is where its post stands.

    One that somebody else gave is changed at the next sign-in.
    """
    user = rows.user(user_id)
    if by.user_id != user.pk:
        _require_over(user, by=by)
    given = passwords.give(user, password, handed_over=by.user_id != user.pk)
    user.save(update_fields=passwords.COLUMNS)
    record.note("account.password_set", user, by=by, community_id=place.community_id)
    return given


@constraints.atomic()
def choose_password(user_id: int, password: str, *, by: Actor) -> User:
    """Let its holder choose a log-in's password; what was handed over is worth nothing any more."""
    if by.user_id != user_id:
        raise NotAllowed(_("A password of one's own is chosen by oneself."))
    user = rows.user(user_id)
    passwords.choose(user, password)
    user.save(update_fields=passwords.COLUMNS)
    post = Post.objects.filter(user=user, ended_on=None).select_related("place").first()
    community_id = post.place.community_id if post else None
    record.note("account.password_chosen", user, by=by, community_id=community_id)
    return user


@constraints.atomic()
def reset_second_factor(user_id: int, *, place: Place, by: Actor, reason: str = "") -> int:
    """Forget a lost telephone or security key; its holder sets up another at the next sign-in.

    Returns how many factors were forgotten. Nobody resets their own: that is what they are for.
    """
    user = rows.user(user_id)
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


@constraints.atomic()
def close_account(user_id: int, *, place: Place, by: Actor, reason: str = "") -> User:
    """Shut a log-in; what it did stays in the record.

    Where it was opened it can be shut, too, whatever small posts others gave its holder since.
    A second time changes nothing.
    """
    user = rows.user(user_id)
    access.require(by, "manage_posts")
    if not is_home_of(by, user):
        _require_over(user, by=by)
    if not user.is_active:
        return user
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
