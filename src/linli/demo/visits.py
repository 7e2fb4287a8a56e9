"""Many visits at once: what a round heard long ago is written in bulk, not knocked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from linli.engines.campaigns import rules, tallies
from linli.engines.campaigns.models import Campaign, Door, Reached, Visit
from linli.registry.access import Actor
from linli.registry.bulk import update_rows

BATCH = 500
COLUMNS = ["state", "visits", "last_at", "last_slot", "answer", "due_on"]


@dataclass(frozen=True, slots=True)
class Told:
    """One visit as the demo tells it. ``door`` None: whoever came by."""

    door: Door | None
    outcome: str
    at: datetime
    by: Actor
    answers: dict[str, Any] = field(default_factory=dict)
    channel: str = "field"


def write(campaign: Campaign, planned: Sequence[Told]) -> None:
    """Write visits, the oldest first, and what they leave their doors in."""
    in_order = sorted(planned, key=lambda visit: visit.at)
    visits = Visit.objects.bulk_create(
        (_visit(campaign, each) for each in in_order), batch_size=BATCH
    )
    doors: dict[int, Door] = {}
    reached: dict[int, Reached] = {}
    for as_told, visit in zip(in_order, visits, strict=True):
        if as_told.door is None:
            continue
        doors[as_told.door.pk] = as_told.door
        _leave(as_told.door, visit, campaign)
        if visit.outcome in rules.REACHED and visit.household_id:
            reached[visit.household_id] = Reached(
                household_id=visit.household_id, community_id=campaign.community_id,
                at=visit.at, how=visit.channel,
            )  # fmt: skip
    update_rows(list(doors.values()), COLUMNS)
    tallies.empty_all([campaign.pk])
    Reached.objects.bulk_create(
        reached.values(), batch_size=BATCH, update_conflicts=True,
        unique_fields=["household"], update_fields=["at", "how"],
    )  # fmt: skip


def _visit(campaign: Campaign, as_told: Told) -> Visit:
    local = timezone.localtime(as_told.at)
    return Visit(
        uid=uuid4(), campaign=campaign, community_id=campaign.community_id, door=as_told.door,
        household_id=as_told.door.household_id if as_told.door else None,
        form_number=campaign.form_number, outcome=as_told.outcome, channel=as_told.channel,
        user_id=as_told.by.user_id, by=as_told.by.key, by_label=as_told.by.label[:120],
        at=as_told.at, said_at=as_told.at, day=local.date(), slot=rules.slot_of(local),
        received_at=as_told.at, answers=as_told.answers,
    )  # fmt: skip


def _leave(door: Door, visit: Visit, campaign: Campaign) -> None:
    """Leave the door as this visit, the newest so far, leaves it."""
    if visit.outcome != "absent" or door.state in rules.UNDONE:
        door.state = visit.outcome
    door.visits += visit.channel != "own_key"
    door.last_at, door.last_slot = visit.at, visit.slot
    if visit.answers:
        door.answer = visit
    if campaign.is_standing and visit.outcome in rules.REACHED:
        door.due_on = rules.due_after(visit.day, {""}, campaign.every_days) or door.due_on
