"""Builders of campaigns: rows alone; where verbs matter, plan and visit through the actions."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from linli.accounts.models import User
from linli.core.labels import Label, Option
from linli.engines.campaigns import tallies
from linli.engines.campaigns.models import Campaign, Door, FormVersion, Visit, Walker
from linli.forms.schema import Form, Question, to_json
from linli.registry.models import Household, Place
from tests.make import NOON

_count = itertools.count(1)

ABOUT_CLUTTER = Question(
    "clutter", "select_one", Label("有无堆物", "Any clutter?"),
    options=(Option("none", Label("无", "None")), Option("some", Label("有", "Some"))),
)  # fmt: skip
IN_WORDS = Question("words", "text", Label("还想说什么", "Anything else?"))
FORM = Form((ABOUT_CLUTTER, IN_WORDS))


def campaign(*, community: Place, form: Form = FORM, **columns: Any) -> Campaign:
    """A running campaign over dwellings with a form of two questions, without doors."""
    columns.setdefault("title", "楼道巡查")
    columns.setdefault("code", f"C{next(_count):07d}")
    columns.setdefault("purpose", "register")
    columns.setdefault("basis", "legal_duty")
    columns.setdefault("targets", "dwellings")
    columns.setdefault("starts_on", date(2026, 11, 20))
    columns.setdefault("state", "running")
    columns.setdefault("made_at", NOON)
    made = Campaign.objects.create(community=community, **columns)
    FormVersion.objects.create(campaign=made, number=1, definition=to_json(form), made_at=NOON)
    return made


def walker(campaign: Campaign, user: User, **columns: Any) -> Walker:
    """Somebody who walks the campaign."""
    return Walker.objects.create(campaign=campaign, user=user, name=str(user), **columns)


def door(
    campaign: Campaign, place: Place, *, household: Household | None = None, **columns: Any
) -> Door:
    """One door: of a dwelling, with who lives there, if given."""
    number = next(_count)
    columns.setdefault("key", f"h{household.pk}" if household else f"d{place.pk}-{number}")
    columns.setdefault("order", number)
    columns.setdefault("label", place.label)
    columns.setdefault("floor", int(place.name[:-2]) if place.name[:-2].isdigit() else None)
    return Door.objects.create(
        campaign=campaign,
        place=place,
        building=place.building,
        entrance=place.parent if place.kind == "dwelling" else None,
        household=household,
        **columns,
    )


def visit(
    door: Door, outcome: str = "met", *, at: datetime = NOON, by: User | None = None,
    answers: dict[str, Any] | None = None, **columns: Any,
) -> Visit:  # fmt: skip
    """One visit, and the door as it leaves it."""
    columns.setdefault("channel", "field")
    columns.setdefault("slot", "afternoon")
    made = Visit.objects.create(
        uid=uuid.uuid4(), campaign=door.campaign, community=door.campaign.community, door=door,
        household=door.household, form_number=1, outcome=outcome, user=by,
        by=f"user:{by.pk}" if by else "system", by_label=str(by or ""), at=at, said_at=at,
        day=timezone.localdate(at), received_at=at, answers=answers or {}, **columns,
    )  # fmt: skip
    tallies.empty(made, door)
    door.state, door.last_at, door.visits = outcome, at, door.visits + 1
    if answers and outcome in ("met", "phone"):
        door.answer = made
    door.save()
    return made


def days(many: int) -> timedelta:
    return timedelta(days=many)
