"""What matters offer the phone: raised at a door, with pictures; their kinds and whom to call."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.actions import checked_lost, hand_photos_on
from linli.engines.campaigns.models import Door
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter, add_note, add_photos, file_case, filed_with
from linli.engines.cases.danger.contacts import calls
from linli.engines.cases.queries.desk_case import has_note
from linli.faces.field import schemas, visits
from linli.faces.field.offers import Offer, Sender
from linli.registry.access import Actor, require
from linli.registry.models import Place

FOLDER = "cases"


def _case(row: schemas.Row, sender: Sender) -> schemas.CaseTold:
    """Raise a matter for whoever stands there."""
    case = schemas.read(schemas.CaseIn, row)
    door = visits.door_of(sender, case.door)
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
        opened_at=visits.set_right(case.at, sender, door),
        follow_once=_once(sender.actor, case.uid),
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


def _once(actor: Actor, uid: UUID) -> str:
    """Return the secret with which a matter raised at the door is filed once: its sender's own."""
    return f"field:{actor.key}:{uid}"


def _count(uid: UUID, lost: dict[str, str], by: Actor) -> schemas.CountOut:
    """Hang what was sent on the matter, as who raised it would; staff read what was lost."""
    case = filed_with(_once(by, uid))
    if case is None:
        raise NotFound(_("This matter has not arrived yet."))
    raiser = replace(by, case_id=case.pk)
    counted = hand_photos_on(
        uid,
        lambda photos: add_photos(case.pk, by=raiser, photos=photos),
        folder=FOLDER,
        by=by,
    )
    if gone := checked_lost(lost).keys() - counted.held:
        text = _("%(count)s pictures taken at the door were lost on the phone.")
        text %= {"count": len(gone)}
        # Asked again, because the phone did not hear the answer, it is not noted again.
        if not has_note(case.pk, by=by, text=text):
            add_note(case.pk, by=raiser, text=text)
    answer = replace(counted, lost={name: lost[name] for name in gone})
    return schemas.CountOut.model_validate(answer)


OFFER = Offer(
    takes={"matter": _case},
    along={"kinds": kinds.on_in, "calls": calls},
    counts={"matter": _count},
)
