"""Pictures arrive in pieces: where the signal broke off, the next try goes on. At the end the house
counts them: a phone forgets only what is here, or what is noted as lost."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.core.refusals import Invalid, TooLarge
from linli.engines.campaigns import actions
from linli.engines.campaigns.queries.bundle import bytes_held
from linli.faces import requests
from linli.faces.field import offers, phone_batch
from linli.faces.field.auth import WalkerRequest, walkers_phone
from linli.faces.field.schemas import Body, HeldOut

PIECE_BYTES = 256 * 1024


@require_http_methods(["GET", "PUT", "POST"])
@never_cache
@walkers_phone
def piece(request: WalkerRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """Take the piece that begins at ``offset`` of ``size`` bytes; GET says how many are held."""
    if request.method == "GET":
        return _told(HeldOut(held=bytes_held(request.actor, uid, name)))
    content = request.read(PIECE_BYTES + 1)
    if len(content) > PIECE_BYTES:
        raise TooLarge(_("A piece may have 256 KB at most."))
    held = actions.keep_piece(
        uid,
        name,
        offset=_number(request, "offset"),
        size=_number(request, "size"),
        content=content,
        by=request.actor,
    )
    return _told(HeldOut(held=held))


def _number(request: WalkerRequest, name: str) -> int:
    number = requests.number(request.GET, name)
    if number is None:
        raise Invalid(_("%(name)s: this must be a whole number.") % {"name": name})
    return number


@require_POST
@never_cache
@walkers_phone
def count(request: WalkerRequest, uid: uuid.UUID) -> HttpResponse:
    """Say which pictures of an answer are here: ``{held, lost, refused}``; note what is lost.

    The body is ``{"what": "visit" or "matter", "lost": {name: why}}``. A matter gets here the
    pictures that were sent under its id.
    """
    sent = phone_batch.read_count(request)
    lost = {name: str(why) for name, why in sent.lost.items()}
    count_photos = offers.counts().get(sent.what, offers.counts()["visit"])
    return _told(count_photos(uid, lost, request.actor))


def _told(body: Body) -> JsonResponse:
    return JsonResponse(body.model_dump())
