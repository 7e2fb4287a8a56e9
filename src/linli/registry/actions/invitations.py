"""Invitations: a post offered to somebody who serves elsewhere, accepted or not."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import Invalid, NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry import access, rows
from linli.registry.access import Actor, actor_of_user
from linli.registry.actions import checks
from linli.registry.actions.posts import check_may_appoint, organisation_called, write_post
from linli.registry.models import Invitation, Post
from linli.registry.queries.invitations import open_invitations
from linli.registry.queries.keys import user_called

VALID_DAYS = 14


@constraints.atomic()
def invite(
    username: str,
    role: str,
    *,
    place_id: int,
    holder: str,
    by: Actor,
    organisation_id: int | None = None,
    phone: str = "",
) -> Invitation:
    """Ask whoever has this user name to take a post; it has no effect until they accept.

    What happens is the same whether somebody is called so or not.
    """
    place = rows.place(place_id)  # held: asked twice at once, somebody is asked once
    organisation = organisation_called(organisation_id)
    check_may_appoint(role, place=place, by=by, organisation=organisation)
    typed = clean(username, most=60)
    if open_invitations().filter(username__iexact=typed, role=role, place=place).exists():
        raise checks.refuse(
            "colleague", _("This name has been asked already. Wait for the answer.")
        )
    now = timezone.now()
    invitation = Invitation.objects.create(
        role=role,
        place=place,
        organisation=organisation,
        holder=checks.person_name(holder),
        phone=checks.phone(phone),
        username=typed,
        user=user_called(typed),
        invited_by_id=by.user_id or 0,
        invited_at=now,
        expires_at=now + timedelta(days=VALID_DAYS),
    )
    _note("invitation.sent", invitation, by=by)
    return invitation


@constraints.atomic()
def accept(invitation_id: int, *, by: Actor) -> Post:
    """Take the post that was offered, while whoever offered it may still give it."""
    invitation = _to_oneself(invitation_id, by=by)
    inviter = actor_of_user(invitation.invited_by)
    if not access.stands_above(inviter, invitation.role, path=invitation.place.path):
        raise Invalid(
            _("Whoever invited you does not appoint there any more. Nothing has changed.")
        )
    rows.user(by.user_id or 0)  # whoever shuts the log-in comes before or after
    _answer(invitation, Invitation.Answer.ACCEPTED)
    post = Post(
        role=invitation.role,
        place=invitation.place,
        holder=invitation.holder,
        user=invitation.user,
        organisation=invitation.organisation,
        phone=invitation.phone,
        since=timezone.localdate(),
    )
    return write_post(post, by=by)


@constraints.atomic()
def decline(invitation_id: int, *, by: Actor) -> None:
    """Say no to a post that was offered."""
    invitation = _to_oneself(invitation_id, by=by)
    _answer(invitation, Invitation.Answer.DECLINED)
    _note("invitation.declined", invitation, by=by)


@constraints.atomic()
def withdraw(invitation_id: int, *, by: Actor) -> None:
    """Take an invitation back before it is answered."""
    rows = locked(open_invitations()).filter(pk=invitation_id)
    invitation = rows.first()
    if invitation is None or not by.may("manage_posts", path=invitation.place.path):
        raise NotFound(_("There is no such invitation; perhaps it has been answered."))
    _answer(invitation, Invitation.Answer.WITHDRAWN)
    _note("invitation.withdrawn", invitation, by=by)


def _to_oneself(invitation_id: int, *, by: Actor) -> Invitation:
    """Return the locked open invitation to the actor. Raises ``NotFound``."""
    rows = locked(open_invitations())
    invitation = rows.filter(pk=invitation_id, user=by.user_id, user__isnull=False).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation; perhaps it has expired."))
    return invitation


def _answer(invitation: Invitation, answer: Invitation.Answer) -> None:
    invitation.answer, invitation.answered_at = answer, timezone.now()
    invitation.save(update_fields=["answer", "answered_at"])


def _note(verb: str, invitation: Invitation, *, by: Actor) -> None:
    # Never the user: whoever reads the record would learn who has a log-in.
    record.note(
        verb,
        invitation,
        by=by,
        community_id=invitation.place.community_id,
        change={"role": invitation.role, "place": str(invitation.place)},
    )
