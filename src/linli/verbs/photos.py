"""Photos that belong to a row: how many at a time, and what the row keeps of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from linli.core.files import KeptPhoto, Sent, keep_photo
from linli.core.refusals import Invalid

MOST = 9  # at a time


class Columns(TypedDict):
    """What a row keeps of a photo."""

    file: str
    width: int
    height: int


def keep_all(sent: Sequence[Sent], *, folder: str) -> list[KeptPhoto]:
    """Keep what was sent with a verb, in its transaction; what is kept already stays as it is.

    Raises ``Invalid`` for more than nine at a time, and what ``keep_photo`` raises.
    """
    if len(sent) > MOST:
        sentence = _("At most %(most)s photos at a time, please.") % {"most": MOST}
        raise Invalid(sentence, errors={"photos": [sentence]})
    return [
        photo if isinstance(photo, KeptPhoto) else keep_photo(photo, folder=folder)
        for photo in sent
    ]


def columns(photo: KeptPhoto) -> Columns:
    """Return a photo as columns of the row that it belongs to."""
    return {"file": photo.file, "width": photo.width, "height": photo.height}
