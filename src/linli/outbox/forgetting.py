"""What the outbox forgets with people: all that was or is to be told them, sent or not."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from linli.outbox.models import Message
from linli.registry import forgetting
from linli.registry.forgetting import Gone


def forget(gone: Gone) -> None:
    """Delete what they were told, and what waits to be told them: it leaves the house no more."""
    _told(gone).delete()


def _told(gone: Gone) -> Any:
    here = Message.objects.filter(community=gone.community_id)
    return here.filter(Q(household__in=gone.emptied) | Q(address__in=gone.phones))


def counts(gone: Gone) -> list[tuple[str, int]]:
    """Say how many messages go."""
    return [("messages", _told(gone).count())]


def register() -> None:
    """Name the columns; ``outbox.apps`` calls it once."""
    forgetting.also(forget, (Message, ("address",)), counts=counts)
    forgetting.holds_texts(Message, "address", "title", "body", "words", "link", "fault")
