"""Takes in what phones kept, each answer by whom its engine lets take it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate, Refusal, TooMany
from linli.faces import requests
from linli.faces.field import offers, phone_batch, schemas
from linli.faces.field.auth import WalkerRequest, plain_errors, walkers_phone
from linli.faces.field.offers import Sender
from linli.faces.field.posts import ended_sentence


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
    answers = [_take(row, sender) for row in batch.answers]
    outcome = schemas.BatchOut.model_construct(answers=answers)
    return HttpResponse(outcome.model_dump_json(by_alias=True), content_type="application/json")


def _take(row: schemas.Row, sender: Sender) -> schemas.Told:
    """Record one answer in a transaction of its own. A refusal concerns this one alone;
    "later" asks the phone to send it again."""
    try:
        requests.check_json(row)
        what = row.get("what")
        takes = offers.takes()
        if not isinstance(what, str) or what not in takes:
            raise Invalid(_("what: this must be one of %(those)s.") % {"those": ", ".join(takes)})
        return takes[what](row, sender)
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
