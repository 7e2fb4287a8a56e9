"""What the clock does for the outbox: send what waits, forget what was sent long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from linli.core import jobs
from linli.outbox.actions import tell
from linli.outbox.delivery import deliver_due
from linli.outbox.models import Message
from linli.outbox.receivers import Receiver
from linli.registry.queries.invitations import untold

# What left the house holds telephone numbers and residents' words: kept for questions, not longer.
KEEP_SENT_DAYS = 90
KEEP_INBOX_DAYS = 400


@jobs.job("outbox.deliver", every=10, lease=60)  # each message has a lease of its own
def deliver(*, now: datetime) -> None:
    """Send what is due."""
    deliver_due(now=now)


@jobs.job("outbox.invitations", every=60)
def tell_invitations(*, now: datetime) -> None:
    """Tell who was invited. By the clock: the page that invites takes as long for a name that
    nobody has."""
    for invitation in untold():
        with transaction.atomic():
            place = invitation.place
            community = place.community or place
            tell(
                "post.invited",
                community_id=community.pk,
                to=Receiver(user_id=invitation.user_id),
                about=f"invitation:{invitation.pk}",
                link=reverse("invitations"),
                words={
                    "community": community.name,
                    "place": str(place),
                    "role": invitation.get_role_display(),
                    "inviter": str(invitation.invited_by),
                },
                once=f"invitation:{invitation.pk}",
            )
            invitation.told_at = now
            invitation.save(update_fields=["told_at"])


@jobs.job("outbox.forget", every=24 * 3600, for_good=True)
def forget(*, now: datetime) -> None:
    """Delete what was sent or given up 90 days ago, and inbox messages of more than a year."""
    old = Message.objects.exclude(way=Message.Way.INBOX).exclude(state=Message.State.WAITING)
    old.filter(made_at__lt=now - timedelta(days=KEEP_SENT_DAYS)).delete()
    inbox = Message.objects.filter(way=Message.Way.INBOX)
    inbox.filter(made_at__lt=now - timedelta(days=KEEP_INBOX_DAYS)).delete()
