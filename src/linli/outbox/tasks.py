"""What the clock does for the outbox: send what waits, forget what was sent long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.core import clock
from linli.outbox.delivery import deliver_due
from linli.outbox.models import Message

# What left the house holds telephone numbers and residents' words: kept for questions, not longer.
KEEP_SENT_DAYS = 90
KEEP_INBOX_DAYS = 400


@clock.job("outbox.deliver", every=10)
def deliver(*, now: datetime) -> None:
    """Send what is due."""
    deliver_due(now=now)


@clock.job("outbox.forget", every=24 * 3600)
def forget(*, now: datetime) -> None:
    """Delete what was sent or given up 90 days ago, and inbox messages of more than a year."""
    old = Message.objects.exclude(way=Message.Way.INBOX).exclude(state=Message.State.WAITING)
    old.filter(made_at__lt=now - timedelta(days=KEEP_SENT_DAYS)).delete()
    inbox = Message.objects.filter(way=Message.Way.INBOX)
    inbox.filter(made_at__lt=now - timedelta(days=KEEP_INBOX_DAYS)).delete()
