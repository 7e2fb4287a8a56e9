"""What became of the pictures of a phone: which are here, which are lost, which a matter has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.core import files, record
from linli.core.files import KeptPhoto, storage
from linli.core.now import now
from linli.core.refusals import Invalid, NotFound
from linli.core.rows import locked
from linli.engines.campaigns.actions.visit_photos import drop, names_in, photo_of
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import MissingPhoto, PhotoUpload, Visit, VisitPhoto
from linli.registry.access import Actor

MOST_AT_ONCE = 9  # pictures that are handed on in one go; the rest come the next time
Hang = Callable[[Sequence[KeptPhoto]], object]


@dataclass(frozen=True, slots=True)
class PhotoCount:
    """The names of the pictures that are here, why others are lost, and why some were refused."""

    held: list[str]
    lost: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def count_photos(uid: UUID, lost: Mapping[str, str], *, by: Actor) -> PhotoCount:
    """Say which pictures of a visit are here; note in it those that the phone has lost.

    ``lost`` maps a picture's name to why (``MissingPhoto.Why``). What is here is not lost, and
    what comes after all is not any more. Raises ``NotFound`` for a visit of somebody else.
    """
    visits = Visit.objects.filter(uid=uid, by=by.key).order_by()
    visit = next(iter(locked(visits)), None)
    if visit is None:
        raise NotFound(_("This visit has not arrived yet."))
    wanted = names_in(visit, form_of(visit.campaign_id, visit.form_number))
    held = set(VisitPhoto.objects.filter(visit=visit).values_list("name", flat=True))
    known = dict(MissingPhoto.objects.filter(visit=visit).values_list("name", "why"))
    fresh = {name: why for name, why in checked_lost(lost).items() if name in wanted - held}
    if new := {name: why for name, why in fresh.items() if name not in known}:
        at = now()
        MissingPhoto.objects.bulk_create(
            MissingPhoto(visit=visit, name=name, why=why, at=at) for name, why in new.items()
        )
        record.note(
            "visit.photos_lost", visit, by=by, community_id=visit.community_id,
            change={"photos": dict(sorted(new.items()))}, at=at,
        )  # fmt: skip
    return PhotoCount(sorted(held & wanted), known | new)


def checked_lost(lost: Mapping[str, str]) -> Mapping[str, str]:
    """Return why pictures are lost. Raises ``Invalid`` for a reason that is none."""
    if not all(why in MissingPhoto.Why.values for why in lost.values()):
        raise Invalid(
            _("lost: a picture is one of %(those)s.")
            % {"those": ", ".join(MissingPhoto.Why.values)}
        )
    return lost


@files.keeping()
def hand_photos_on(uid: UUID, hang: Hang, *, folder: str, by: Actor) -> PhotoCount:
    """Hand the whole pictures that somebody sent under ``uid`` to what hangs them on a row.

    Each is handed on once. What is no photo is left out and told, and does not stop the others.
    """
    rows = locked(PhotoUpload.objects.filter(uid=uid, by=by.key, received=F("size")))
    uploads = list(rows.order_by("pk"))
    here = [upload.name for upload in uploads if upload.is_handed_on]
    kept: dict[str, KeptPhoto] = {}
    refused: dict[str, str] = {}
    for upload in [each for each in uploads if not each.is_handed_on][:MOST_AT_ONCE]:
        photo, no = photo_of(upload, folder=folder)
        if photo is None:
            refused[upload.name] = str(no)
            drop(upload)
        else:
            kept[upload.name] = photo
            _hand_on(upload)
    if kept:
        hang(list(kept.values()))
    return PhotoCount(sorted([*here, *kept]), refused=refused)


def _hand_on(upload: PhotoUpload) -> None:
    """Leave the row as a receipt; the piece itself goes once the transaction commits."""
    piece, upload.piece, upload.is_handed_on = upload.piece, "", True
    upload.save(update_fields=["piece", "is_handed_on"])
    transaction.on_commit(lambda: storage.delete(piece))
