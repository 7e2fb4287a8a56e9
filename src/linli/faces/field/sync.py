"""Takes in what phones kept: visits, matters raised at the door, household keys handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
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
from linli.faces.field import phone_batch, schemas
from linli.faces.field.auth import WalkerRequest, plain_errors, walkers_phone
from linli.faces.field.photos import matter_once
from linli.faces.field.posts import VISIT, ended_sentence
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
    if batch.user != request.actor.user_id:
        raise OutOfDate(
            _("Somebody else kept these answers. They are sent when that person signs in.")
        )
    sender = Sender(request.actor, batch.sent_at, timezone.now())
    told = schemas.BatchOut.model_construct(answers=[_take(row, sender) for row in batch.answers])
    return HttpResponse(told.model_dump_json(by_alias=True), content_type="application/json")


def _take(row: schemas.Row, sender: Sender) -> schemas.Told:
    """Record one answer in a transaction of its own. A refusal concerns this one alone;
    "later" asks the phone to send it again."""
    try:
        requests.check_json(row)
        what = row.get("what")
        if not isinstance(what, str) or what not in TAKEN:
            raise Invalid(_("what: this must be one of %(those)s.") % {"those": ", ".join(TAKEN)})
        return TAKEN[what](row, sender)
    except TooMany as no:
        return schemas.LaterTold(uid=UUID(row["uid"]), became="later", sentence=str(no))
    except Refusal as no:
        return _refused(no, row, sender)


def _refused(no: Refusal, row: schemas.Row, sender: Sender) -> schemas.RefusedTold:
    """Say why: to whom a door is closed because their post has ended, just that."""
    code, sentence = no.code, str(no)
    if isinstance(no, NotFound | NotAllowed) and (ended := ended_sentence(sender.actor, row)):
        code, sentence = "post_ended", ended
    return schemas.RefusedTold(
        uid=UUID(row["uid"]),
        became="refused",
        code=code,
        sentence=sentence,
        errors=plain_errors(no),
    )


def _visit(row: schemas.Row, sender: Sender) -> schemas.VisitTold:
    visit = schemas.read(schemas.VisitIn, row)
    recorded = actions.record_visit(
        by=sender.actor,
        campaign_id=visit.campaign,
        door_id=visit.door,
        uid=visit.uid,
        outcome=visit.outcome,
        answers=visit.answers,
        form_number=visit.form,
        at=visit.at,
        sent_at=sender.sent_at,
        started_from=visit.started_from,
        note=visit.note,
        channel="field" if visit.door else "spot",
    )
    return schemas.VisitTold(
        uid=visit.uid,
        became="taken" if recorded.is_new else "known",
        is_late=recorded.visit.is_late,
        conflicts=[conflict.property for conflict in recorded.conflicts],
    )


def _case(row: schemas.Row, sender: Sender) -> schemas.CaseTold:
    """Raise a matter for whoever stands there."""
    case = schemas.read(schemas.CaseIn, row)
    door = door_for(sender.actor, case.door, permission=VISIT)
    place = _spot(door, case.where)
    require(sender.actor, "enter_cases", path=place.path)
    filed = file_case(
        by=sender.actor,
        community_id=door.campaign.community_id,
        channel="household",
        kind=case.kind,
        text=case.text,
        place=place,
        fields=case.answers,
        reporter=Reporter(name=case.name, phone=case.phone, household_id=door.household_id),
        opened_at=sender.set_right(case.at, not_before=door.campaign.made_at),
        follow_once=matter_once(sender.actor, case.uid),
    )
    return schemas.CaseTold(
        uid=case.uid,
        became="taken" if filed.is_new else "known",
        number=filed.case.reference,
        follow_code=filed.follow_code,
        is_danger=bool(filed.case.danger),
    )


def _spot(door: Door, where: str) -> Place:
    """Return the door itself, its entrance or its building; what it lacks is the door."""
    spots = {"entrance": door.entrance, "building": door.building}
    return spots.get(where) or door.place


def _key(row: schemas.Row, sender: Sender) -> schemas.Told:
    """Note that a household holds its slip."""
    key = schemas.read(schemas.KeyIn, row)
    door = door_for(sender.actor, key.door, permission=VISIT)
    if door.household is None:
        raise Invalid(_("Nobody is registered behind this door; there is no key to hand over."))
    hand_over_key(key.code, door.household, by=sender.actor)
    return schemas.Told(uid=key.uid, became="taken")


TAKEN: dict[str, Callable[[schemas.Row, Sender], schemas.Told]] = {
    "visit": _visit,
    "matter": _case,
    "key": _key,
}
