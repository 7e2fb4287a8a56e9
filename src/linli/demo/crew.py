"""Who works on the estate's matters and when, and what a matter is before it is told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from linli.demo.situations import Situation
from linli.engines.cases.models import Case
from linli.registry.access import Actor
from linli.registry.models import Household, Organisation, Place

Moments = Iterator[datetime]
OPENS, SHUTS = 8, 19  # o'clock: when staff act


@dataclass
class Crew:
    """Who works on the matters of one community."""

    community: Place
    workers: list[Actor]
    company: list[Actor] = field(default_factory=list)
    company_id: int | None = None
    by_post: dict[int, Actor] = field(default_factory=dict)
    departments: dict[str, Organisation] = field(default_factory=dict)

    def owner(self, case: Case, die: random.Random) -> Actor:
        """Return who acts for the matter's owner: its post's holder, the company, a worker."""
        if case.post_id in self.by_post:
            return self.by_post[case.post_id]
        if case.organisation_id is not None and case.organisation_id == self.company_id:
            return die.choice(self.company)
        return self.workers[0]


@dataclass
class PlannedCase:
    """What is about to be told."""

    what: Situation
    opened: datetime
    text: str
    result: str
    place: Place
    channel: str
    ending: str
    household: Household | None = None
    name: str = ""
    phone: str = ""
    urgency: int = 0
    external_id: str = ""
    supporters: list[Household] = field(default_factory=list)
    case_id: int = 0


def working(at: datetime) -> datetime:
    """Move a moment into the hours in which staff act."""
    local = timezone.localtime(at)
    if local.hour < OPENS:
        return at + timedelta(hours=OPENS - local.hour, minutes=7)
    if local.hour >= SHUTS:
        return at + timedelta(hours=24 + OPENS - local.hour, minutes=11)
    return at
