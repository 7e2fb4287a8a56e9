"""Messages that leave the house. Other rooms call ``tell`` in the transaction of what they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linli.outbox.receivers import Receiver

if TYPE_CHECKING:
    from linli.outbox.actions import tell
    from linli.outbox.delivery import deliver_due
    from linli.outbox.templates import preview

__all__ = ["Receiver", "deliver_due", "preview", "tell"]


def __getattr__(name: str) -> Any:
    """Load the room's doors when they are used: Django loads this package before any model."""
    from importlib import import_module

    homes = {"tell": "actions", "deliver_due": "delivery", "preview": "templates"}
    if name not in homes:
        raise AttributeError(name)
    return getattr(import_module(f"linli.outbox.{homes[name]}"), name)
