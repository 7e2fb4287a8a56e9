"""Pictures of a visit: they arrive in pieces, before or after it, and go on where they stopped."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Sum
from django.utils.translation import gettext as _

from linli.core import files
from linli.core.files import KeptPhoto, storage
from linli.core.now import now
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate, Refusal, TooLarge
from linli.core.rows import for_update, insist_on_transaction, locked
from linli.engines.campaigns import effects
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import MissingPhoto, PhotoUpload, Visit, VisitPhoto
from linli.forms.schema import FILES, Form
from linli.registry import roles
from linli.registry.access import Actor
from linli.verbs import photos

FOLDER = "visits"
PIECES = f"{files.INCOMING}/pieces"
MOST_WAITING, MOST_WAITING_BYTES = 600, 600_000_000  # on their way, of one person
KEEP_DAYS = 30
NAME = re.compile(r"(?=.{1,80}$)([A-Za-z]\w*-\d{1,3}-)?[A-Za-z]\w*-\d{1,3}", re.ASCII)


def keep_piece(
    uid: UUID | str, name: str, *, offset: int, size: int, content: bytes, by: Actor
) -> int:
    """Keep a piece of a picture (``name`` as the answer calls it); return the bytes held so far.

    Once all are held the picture hangs on its visit, now or when that arrives. Raises
    ``OutOfDate`` with ``held`` when the piece does not begin where the last one ended, ``Invalid``
    for what is no photo, ``TooLarge`` beyond 40 MB, or when too much of one person's waits.
    """
    visit = Visit.objects.filter(uid=uid, by=by.key).first()
    _check_sender(by, visit)
    _check(name, offset=offset, size=size, content=content)
    if visit is not None and VisitPhoto.objects.filter(visit=visit, name=name).exists():
        return size
    upload = _grow(str(uid), name, offset=offset, size=size, content=content, by=by)
    if upload.received < size or upload.is_handed_on:
        return upload.received
    if visit := Visit.objects.filter(uid=uid, by=by.key).first():
        no = _attach(visit, [upload], form_of(visit.campaign_id, visit.form_number), by=by)
        if no is not None:
            raise no
    return size


def _check_sender(by: Actor, visit: Visit | None) -> None:
    """Who walks, and a household, may send pictures ahead; others, such as a visitor or whose post
    has ended meanwhile, only to a visit of theirs that has arrived."""
    if visit is None and not (by.serves("visit") or by.household_id is not None):
        raise NotAllowed(roles.refusal("visit"))


def _check(name: str, *, offset: int, size: int, content: bytes) -> None:
    if not NAME.fullmatch(name):
        raise Invalid(_("A picture is called as its answer calls it: question-0."))
    if size > files.MOST_BYTES:
        raise TooLarge(_("This picture is larger than 40 MB. Please send a smaller one."))
    if offset < 0 or size < 1 or not content or offset + len(content) > size:
        raise Invalid(_("This piece does not fit into a picture of the given size."))


@transaction.atomic
def _grow(uid: str, name: str, *, offset: int, size: int, content: bytes, by: Actor) -> PhotoUpload:
    """Write the piece behind what is held. The row is locked, so pieces come one by one."""
    upload = _upload(uid, name, size=size, by=by)
    if upload.is_handed_on:
        return upload
    if upload.size != size:
        raise Invalid(_("This picture was begun with another size. Please send it anew."))
    if offset != upload.received:
        sentence = _("%(held)s bytes are here. Please go on from there.") % {
            "held": upload.received
        }
        raise OutOfDate(sentence, held=upload.received)
    storage.write_at(upload.piece, offset, content)  # a piece whose transaction failed is cut off
    upload.received, upload.updated_at = offset + len(content), now()
    upload.save(update_fields=["received", "updated_at"])
    return upload


def _upload(uid: str, name: str, *, size: int, by: Actor) -> PhotoUpload:
    rows = locked(PhotoUpload.objects.all())
    known = rows.filter(uid=uid, name=name, by=by.key).first()
    if known is not None:
        return known
    waiting = PhotoUpload.objects.filter(by=by.key, is_handed_on=False).aggregate(
        n=Count("pk"), bytes=Sum("size")
    )
    if waiting["n"] >= MOST_WAITING or (waiting["bytes"] or 0) + size > MOST_WAITING_BYTES:
        raise TooLarge(
            _("Too many of your pictures wait for their answers. Please send the answers first.")
        )
    row = PhotoUpload(
        uid=uid, name=name, by=by.key, size=size, updated_at=now(),
        piece=f"{PIECES}/{secrets.token_hex(16)}.part",
    )  # fmt: skip
    PhotoUpload.objects.bulk_create([row], ignore_conflicts=True)
    return rows.get(uid=uid, name=name, by=by.key)


def attach_waiting(visit: Visit, form: Form, *, by: Actor) -> None:
    """Hang on a visit the pictures that arrived whole before it; what is no photo is dropped."""
    insist_on_transaction()
    uploads = _WAITING.models(uid=visit.uid.hex, by=visit.by)
    if whole := [upload for upload in uploads if upload.received == upload.size]:
        _attach(visit, whole, form, by=by)


_WAITING = Prepared(
    lambda: for_update(PhotoUpload.objects.filter(uid=Slot("uid"), by=Slot("by")).order_by("pk"))
)


@files.keeping()
def _attach(visit: Visit, uploads: list[PhotoUpload], form: Form, *, by: Actor) -> Refusal | None:
    """Make photos of what was uploaded; return the last refusal, if there was one."""
    wanted, no = names_in(visit, form), None
    sounds = {question.code for question in form.every() if question.type == "audio"}
    kept: dict[str, KeptPhoto] = {}
    for upload in uploads:
        photo = None
        if upload.name in wanted:
            photo, refusal = photo_of(upload, is_sound=_code(upload.name) in sounds)
            no = refusal or no
        if photo is not None:
            kept[upload.name] = photo
        drop(upload)
    rows = [
        VisitPhoto(visit=visit, name=name, at=now(), **photos.columns(photo))
        for name, photo in kept.items()
    ]
    VisitPhoto.objects.bulk_create(rows)
    if kept:
        MissingPhoto.objects.filter(visit=visit, name__in=kept).delete()  # not lost after all
        effects.give_photos(visit, kept, by=by)
    return no


def photo_of(
    upload: PhotoUpload, *, folder: str = FOLDER, is_sound: bool = False
) -> tuple[KeptPhoto | None, Refusal | None]:
    """Make a photo, or a recording, of what was uploaded whole; else return the refusal. Inside
    ``keeping``."""
    keep = files.keep_sound if is_sound else files.keep_photo
    try:
        with storage.read(upload.piece).stream as file:
            return keep(File(file, name=upload.name), folder=folder), None
    except NotFound:
        return None, Invalid(_("This picture was lost on its way. Please send it anew."))
    except Refusal as no:
        return None, no


def _code(name: str) -> str:
    """Return which question a picture's name belongs to: people-0-photo-1 → photo."""
    return name.split("-")[-2]


def names_in(visit: Visit, form: Form) -> set[str]:
    """Return the names by which a visit's answers call their pictures."""
    asked = {question.code for question in form.every() if question.type in FILES}
    return set(_names(visit.answers, asked))


def _names(answers: Any, asked: set[str]) -> list[str]:
    names: list[str] = []
    for code, value in answers.items():
        if code in asked and isinstance(value, list):
            names += [name for name in value if isinstance(name, str)]
        elif isinstance(value, list):
            for row in value:
                names += _names(row, asked) if isinstance(row, dict) else []
    return names


def drop(upload: PhotoUpload) -> None:
    """Forget an upload; its file goes once the transaction commits."""
    piece = upload.piece
    upload.delete()
    if piece:
        transaction.on_commit(lambda: storage.delete(piece))


def attach_left() -> int:
    """Hang up whole pictures that arrived in the very moment of their visit; return how many."""
    whole = PhotoUpload.objects.filter(received=F("size"))
    visits = Visit.objects.filter(Exists(whole.filter(uid=OuterRef("uid"), by=OuterRef("by"))))
    for visit in visits.order_by("pk"):
        with files.keeping():
            form = form_of(visit.campaign_id, visit.form_number)
            attach_waiting(visit, form, by=effects.who_visited(visit))
    return len(visits)


def sweep(*, now: datetime) -> int:
    """Delete what has waited for its visit for 30 days, and files that no row knows."""
    before = now - timedelta(days=KEEP_DAYS)
    with transaction.atomic():
        old = list(locked(PhotoUpload.objects.filter(updated_at__lt=before).order_by("pk")))
        for upload in old:
            drop(upload)
    known = set(PhotoUpload.objects.values_list("piece", flat=True))
    for name in storage.older(PIECES, before, ending=".part"):
        if name not in known:
            storage.delete(name)
    return len(old)
