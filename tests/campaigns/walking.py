"""A questionnaire to walk with, and campaigns planned through the front door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone, translation

from linli.core.labels import Label, Option
from linli.engines.campaigns import actions, kinds
from linli.engines.campaigns.kinds import Kind
from linli.engines.campaigns.models import Campaign, Door
from linli.forms.conditions import parse
from linli.forms.effects import EFFECTS
from linli.forms.schema import Effect, Form, Question
from linli.registry import facts
from linli.registry.access import Actor
from tests.cast import Cast

YES_NO = (Option("yes", Label("是", "Yes")), Option("no", Label("否", "No")))
FORM = Form(
    questions=(
        Question("phone", "text", Label("电话", "Phone"), binds="contact.phone"),
        Question("members", "number", Label("人数", "Members"), binds="household.members"),
        Question("insured", "select_one", Label("已投保", "Insured"), options=YES_NO,
                 binds="kept.insured"),
        Question("clutter", "select_one", Label("有无堆物", "Any clutter?"), required=True,
                 options=YES_NO),
        Question("what", "text", Label("什么", "What"), show_if=parse("${clutter} = 'yes'")),
        Question("picture", "photo", Label("照片", "Photo")),
    ),
    effects=(
        Effect("open_case", {"kind": "corridor_clutter", "text": "{what}"},
               when=parse("${clutter} = 'yes'")),
    ),
)  # fmt: skip
CORRIDORS = Kind(
    code="corridor_round", label=Label("楼道巡查", "Corridor round"), programme="trials",
    programme_label=Label("试", "Trials"), purpose="register", targets="households", form=FORM,
    about=Label("看看楼道", "We look at corridors"), most_visits=3,
)  # fmt: skip


@contextmanager
def only_corridors() -> Iterator[None]:
    """One kind, no effects but a test's own, sentences in English."""
    known = kinds.all(), dict(EFFECTS)
    kinds.replace_all([CORRIDORS])
    EFFECTS.clear()
    try:
        with translation.override("en"):
            yield
    finally:
        kinds.replace_all(known[0])
        EFFECTS.clear()
        EFFECTS.update(known[1])


def planned(cast: Cast, **given: Any) -> Campaign:
    """A campaign of the cast's community, planned by its worker: a draft."""
    given.setdefault("by", cast.actor("worker"))
    given.setdefault("community_id", cast.community.pk)
    given.setdefault("kind", "corridor_round")
    given.setdefault("starts_on", timezone.localdate() - timedelta(days=10))
    return actions.plan(**given)


def running(cast: Cast, **given: Any) -> Campaign:
    """A campaign that runs, walked by the grid worker and the steward unless told otherwise."""
    given.setdefault("people", [cast.grid_worker.pk, cast.steward.pk])
    campaign = planned(cast, **given)
    return actions.start(campaign.pk, by=cast.actor("worker"))


def door_of(campaign: Campaign, number: int = 0) -> Door:
    """The campaign's first, second, … door in walking order."""
    return Door.objects.get(campaign=campaign, order=number)


def known_of(door: Door, form: Form = FORM) -> dict[str, str]:
    """The versions of the facts as a phone takes them along now."""
    held = facts.read([door.household_id], form.bound)[door.household_id]
    return {code: facts.version_of(value) for code, value in held.items()}


def visited(by: Actor, door: Door, **given: Any) -> actions.Recorded:
    """Record a visit at a door: met, with an answer, now, by phone in the field."""
    given.setdefault("uid", uuid4())
    given.setdefault("outcome", "met")
    given.setdefault("answers", {"clutter": "no"} if given["outcome"] in ("met", "phone") else {})
    given.setdefault("form_number", 1)
    given.setdefault("at", timezone.now())
    given.setdefault("channel", "field")
    return actions.record_visit(by=by, campaign_id=door.campaign_id, door_id=door.pk, **given)


def ago(**amount: Any) -> datetime:
    return timezone.now() - timedelta(**amount)
