"""What each engine offers other programs, and who gathers it.

``faces/api/<area>.py`` holds one ``OFFER = Offer(...)``; ``config/engines.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.conf import settings


@dataclass(frozen=True)
class Offer:
    """One engine's part of the data API, and its other interfaces."""

    routers: tuple[str, ...] = ()  # modules whose ``router`` joins the data API
    mounts: Mapping[str, str] = field(default_factory=dict)  # a path → the module of its addresses


@cache
def offers() -> tuple[Offer, ...]:
    """Return what the engines that this house lists offer, in its order."""
    return tuple(import_module(path).OFFER for path in settings.API_OFFERS)
