"""What each engine offers the phone at the door, and who gathers it.

``faces/field/<area>.py`` holds one ``OFFER = Offer(...)``; ``config/engines.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings

from linli.faces.field import schemas
from linli.registry.access import Actor


@dataclass(frozen=True)
class Sender:
    """Who sends, when by the phone's own clock, and when by the house's."""

    actor: Actor
    sent_at: datetime
    received_at: datetime


Take = Callable[[schemas.Row, Sender], schemas.Told]
Along = Callable[[int], Sequence[Any]]  # of a community
Count = Callable[[UUID, dict[str, str], Actor], schemas.CountOut]


@dataclass(frozen=True)
class Offer:
    """What one engine takes from the phone, and gives it along."""

    takes: Mapping[str, Take] = field(default_factory=dict)  # by what an answer says it is
    along: Mapping[str, Along] = field(default_factory=dict)  # by its name in the bundle
    counts: Mapping[str, Count] = field(default_factory=dict)  # whose pictures are counted


@cache
def offers() -> tuple[Offer, ...]:
    """Return what the engines that this house lists offer, in its order."""
    return tuple(import_module(path).OFFER for path in settings.FIELD_OFFERS)


@cache
def takes() -> dict[str, Take]:
    """Return who takes which answers."""
    return {what: take for offer in offers() for what, take in offer.takes.items()}


@cache
def counts() -> dict[str, Count]:
    """Return who counts the pictures of which answers."""
    return {what: count for offer in offers() for what, count in offer.counts.items()}


def along(communities: Sequence[int]) -> dict[str, dict[int, Sequence[Any]]]:
    """Return what the engines give along for these communities, by its name in the bundle."""
    return {
        name: {community: give(community) for community in communities}
        for offer in offers()
        for name, give in offer.along.items()
    }
