"""Whom a message is for, and by which ways it can reach them. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

# In the order in which they are tried to reach somebody outside the house.
OUTWARD = ("sms", "email", "wecom")


@dataclass(frozen=True)
class Receiver:
    """Somebody to be told. Fill in what is known: the outbox chooses the ways.

    ``letter_to`` is the line on the envelope; give it when a household asked for letters, or has
    no telephone: a letter is printed when no other way leads out of the house to them.
    """

    user_id: int | None = None
    household_id: int | None = None
    phone: str = ""
    email: str = ""
    robot_url: str = ""
    letter_to: str = ""

    def address(self, way: str) -> str:
        """Return what this way needs to find the receiver; empty when it cannot."""
        return {
            "sms": self.phone,
            "email": self.email,
            "wecom": self.robot_url,
            "letter": self.letter_to,
        }.get(way, "")

    @property
    def has_inbox(self) -> bool:
        return bool(self.user_id or self.household_id)


def ways_to(
    to: Receiver, *, configured: Collection[str], wanted: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Choose the ways: the inbox always, outward what is configured, a letter if nothing else."""
    outward = tuple(way for way in OUTWARD if way in configured and to.address(way))
    chosen = (("inbox",) if to.has_inbox else ()) + outward
    if to.letter_to and not outward:
        chosen += ("letter",)
    if wanted is None:
        return chosen
    open_ways = {*chosen, "letter"} if to.letter_to else {*chosen}
    return tuple(way for way in wanted if way in open_ways)


def once_key(once: str, *, way: str, to: Receiver) -> str:
    """Return the key that lets one telling reach one receiver by one way a single time."""
    whom = f"u{to.user_id or ''}h{to.household_id or ''}a{to.address(way)}"
    whom = hashlib.sha256(whom.encode()).hexdigest()[:16]
    key = f"{once}:{way}:{whom}"
    return key if len(key) <= 120 else hashlib.sha256(key.encode()).hexdigest()
