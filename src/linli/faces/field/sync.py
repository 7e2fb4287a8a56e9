"""Takes in what phones kept: visits, matters raised at the door, household keys handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core.refusals import (
    Invalid,
    NotAllowed,
    NotFound,
    OutOfDate,
    Refusal,
    TooMany,
)
from linli.engines.campaigns import actions, rules
from linli.engines.campaigns.models import Door
from linli.engines.campaigns.queries import door_for
from linli.engines.cases.actions import Reporter, file_case
from linli.faces import requests
from linli.faces.field import phone_batch
from linli.faces.field.auth import VISIT, WalkerRequest, walkers_phone
from linli.faces.field.ended import ended_sentence
from linli.faces.field.photos import matter_once
from linli.registry.access import Actor, require
from linli.registry.actions import hand_over_key
from linli.registry.models import Place


@dataclass(frozen=True)
class Sender:
    """Who sends, and by what clock: ``set_right`` turns the phone's time into the house's."""

    actor: Actor
    sent_at: datetime
    received_at: datetime

    def set_right(self, said: datetime, *, not_before: datetime) -> datetime:
        return rules.set_right(
            said, sent_at=self.sent_at, received_at=self.received_at, not_before=not_before
        )


@require_POST
@walkers_phone
def take_answers(request: WalkerRequest) -> HttpResponse:
    """Take each answer in by itself; say of each uid: taken, known, or refused and why.

    A post that has ended refuses its answers one by one: the phone keeps them and shows why.
    """
    batch = phone_batch.read_batch(request)
    if batch.user_id != request.actor.user_id:
        raise OutOfDate(
            _("Somebody else kept these answers. They are sent when that person signs in.")
        )
    sender = Sender(request.actor, batch.sent_at, timezone.now())
    return JsonResponse({"answers": [_take(row, sender) for row in batch.rows]})


def _take(row: phone_batch.Row, sender: Sender) -> dict[str, Any]:
    """Record one answer in a transaction of its own. A refusal concerns this one alone;
    "later" asks the phone to send it again."""
    told = {"uid": str(phone_batch.row_uid(row))}
    try:
        requests.check_json(row)
        what = row.get("what")
        if not isinstance(what, str) or what not in TAKEN:
            raise Invalid(_("what: this must be one of %(those)s.") % {"those": ", ".join(TAKEN)})
        return told | TAKEN[what](row, sender)
    except TooMany as no:
        return told | {"is": "later", "sentence": str(no)}
    except Refusal as no:
        return told | _refused(no, row, sender)


def _refused(no: Refusal, row: phone_batch.Row, sender: Sender) -> dict[str, Any]:
    """Say why: to whom a door is closed because their post has ended, just that."""
    errors = no.errors if isinstance(no, Invalid) else {}
    plain = {name: [str(one) for one in said] for name, said in errors.items()}
    code, sentence = no.code, str(no)
    if isinstance(no, NotFound | NotAllowed) and (ended := ended_sentence(sender.actor, row)):
        code, sentence = "post_ended", ended
    return {"is": "refused", "code": code, "sentence": sentence, "errors": plain}


def _visit(row: phone_batch.Row, sender: Sender) -> dict[str, Any]:
    door = phone_batch.whole_or_none(row, "door")
    recorded = actions.record_visit(
        by=sender.actor,
        campaign_id=phone_batch.whole(row, "campaign"),
        door_id=door,
        uid=phone_batch.row_uid(row),
        outcome=phone_batch.text(row, "outcome", most=20),
        answers=phone_batch.mapping(row, "answers"),
        form_number=phone_batch.whole(row, "form"),
        at=phone_batch.moment(row, "at"),
        sent_at=sender.sent_at,
        started_from=phone_batch.mapping(row, "started_from"),
        note=phone_batch.text(row, "note", most=200),
        channel="field" if door else "spot",
    )
    return {
        "is": "taken" if recorded.is_new else "known",
        "is_late": recorded.visit.is_late,
        "conflicts": [conflict.property for conflict in recorded.conflicts],
    }


def _case(row: phone_batch.Row, sender: Sender) -> dict[str, Any]:
    """Raise a matter for whoever stands there."""
    door = door_for(sender.actor, phone_batch.whole(row, "door"), permission=VISIT)
    place = _spot(door, phone_batch.text(row, "where", most=20))
    require(sender.actor, "enter_cases", path=place.path)
    said = phone_batch.text(row, "text")
    community_id = door.campaign.community_id
    code = phone_batch.text(row, "kind", most=60)
    filed = file_case(
        by=sender.actor,
        community_id=community_id,
        channel="household",
        kind=code,
        text=said,
        place=place,
        fields=phone_batch.mapping(row, "answers"),
        reporter=Reporter(
            name=phone_batch.text(row, "name", most=60),
            phone=phone_batch.text(row, "phone", most=40),
            household_id=door.household_id,
        ),
        opened_at=sender.set_right(phone_batch.moment(row, "at"), not_before=door.campaign.made_at),
        follow_once=matter_once(sender.actor, phone_batch.row_uid(row)),
    )
    return {
        "is": "taken" if filed.is_new else "known",
        "number": filed.case.reference,
        "follow_code": filed.follow_code,
        "is_danger": bool(filed.case.danger),
    }


def _spot(door: Door, where: str) -> Place:
    """Return the door itself, its entrance or its building; what it lacks is the door."""
    spots = {"entrance": door.entrance, "building": door.building}
    return spots.get(where) or door.place


def _key(row: phone_batch.Row, sender: Sender) -> dict[str, Any]:
    """Note that a household holds its slip."""
    door = door_for(sender.actor, phone_batch.whole(row, "door"), permission=VISIT)
    if door.household is None:
        raise Invalid(_("Nobody is registered behind this door; there is no key to hand over."))
    hand_over_key(phone_batch.text(row, "code", most=200), door.household, by=sender.actor)
    return {"is": "taken"}


TAKEN: dict[str, Callable[[phone_batch.Row, Sender], dict[str, Any]]] = {
    "visit": _visit,
    "matter": _case,
    "key": _key,
}
