"""What rounds offer the phone: visits, household keys handed over, pictures of both."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.engines.campaigns import actions, rules
from linli.engines.campaigns.models import Door
from linli.engines.campaigns.queries import door_for
from linli.faces.field import schemas
from linli.faces.field.offers import Offer, Sender
from linli.faces.field.posts import VISIT
from linli.registry.access import Actor
from linli.registry.actions import hand_over_key


def door_of(sender: Sender, door_id: int) -> Door:
    """Return a door that the sender may visit. Raises ``NotFound``."""
    return door_for(sender.actor, door_id, permission=VISIT)


def set_right(phones_time: datetime, sender: Sender, door: Door) -> datetime:
    """Turn a time of the phone's clock into the house's; never before the round was made."""
    return rules.set_right(
        phones_time,
        sent_at=sender.sent_at,
        received_at=sender.received_at,
        not_before=door.campaign.made_at,
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


def _key(row: schemas.Row, sender: Sender) -> schemas.Told:
    """Note that a household holds its slip."""
    key = schemas.read(schemas.KeyIn, row)
    door = door_of(sender, key.door)
    if door.household is None:
        raise Invalid(_("Nobody is registered behind this door; there is no key to hand over."))
    hand_over_key(key.code, door.household.pk, by=sender.actor)
    return schemas.Told(uid=key.uid, became="taken")


def _count(uid: UUID, lost: dict[str, str], by: Actor) -> schemas.CountOut:
    return schemas.CountOut.model_validate(actions.count_photos(uid, lost, by=by))


OFFER = Offer(takes={"visit": _visit, "key": _key}, counts={"visit": _count})
