"""Invitations: those that wait for an answer, for who was asked and for who asks."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from linli.registry.access import Actor
from linli.registry.models import Invitation

KEPT_DAYS = 30


def open_invitations() -> QuerySet[Invitation]:
    """Return those that are neither answered nor expired."""
    rows = Invitation.objects.filter(answer="", expires_at__gt=timezone.now())
    return rows.select_related("place__community", "organisation", "user", "invited_by")


def invitations_to(user_id: int) -> list[Invitation]:
    """Return what somebody is asked to take on (1 query)."""
    return list(open_invitations().filter(user=user_id))


def invitations_from(actor: Actor, community_id: int) -> list[Invitation]:
    """Return what waits for an answer in a community; none for who appoints nobody there (1 query).

    A name that nobody has waits just as long as one that does not answer.
    """
    rows = open_invitations().filter(place__community=community_id)
    return [row for row in rows if actor.may("manage_posts", path=row.place.path)]


def untold() -> QuerySet[Invitation]:
    """Return those whose receiver has no message yet."""
    return open_invitations().filter(told_at=None, user__isnull=False)


def expired_long_ago() -> QuerySet[Invitation]:
    """Return what ended a month ago: a typed name is kept no longer."""
    return Invitation.objects.filter(expires_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
