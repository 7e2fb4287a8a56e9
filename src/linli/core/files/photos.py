"""Photos that people send: checked, turned, shrunk, stripped, kept under an unguessable name."""

from __future__ import annotations

import io
import secrets
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, TypeAlias

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin

from linli.core import jpeg
from linli.core.files import lifetime, storage
from linli.core.refusals import Invalid, NotFound, TooLarge

MOST_BYTES = 40_000_000
# By what decoding takes: none may need more than 256 MB (tests/core/test_bombs.py measures it).
MOST_PIXELS = 24_000_000
MOST_WEBP_PIXELS = 16_000_000  # held three times
MOST_JPEG_PIXELS = 170_000_000  # one scan is read at a fraction of its size
MOST_SCANS = 60  # a progressive photo has ten
SIDE_PIXELS = 1600
QUALITY = 80
WEBP = WebPImagePlugin.WebPImageFile.format
FORMATS = ("JPEG", "PNG", WEBP, "GIF", "BMP")  # MPO is read as JPEG


@dataclass(frozen=True)
class KeptPhoto:
    """``file`` is the name by which it is kept, for ``open_photo``; width and height in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """A WebP that the house has made itself: kept as it is."""

    content: bytes
    width: int
    height: int


Sent: TypeAlias = "File[Any] | Drawn | KeptPhoto"  # what a verb takes; the last is kept already


def keep_photo(upload: Any, *, folder: str) -> KeptPhoto:
    """Check and keep an uploaded photo as WebP, at most 1600 px, without EXIF.

    Inside the verb, that is in ``keeping``: else it raises ``TransactionManagementError``.
    ``upload`` is any open binary file, at best with ``name`` and ``size``. Raises ``TooLarge``
    beyond 40 MB or too many pixels, ``Invalid`` for what is no photo; both name the file.
    """
    file = _new_name(folder)
    place = lifetime.begin_keeping(file)
    if isinstance(upload, Drawn):
        storage.write(place, upload.content)
        return KeptPhoto(file=file, width=upload.width, height=upload.height)
    name = _shown(getattr(upload, "name", "") or "")
    if _size(upload) > MOST_BYTES:
        raise TooLarge(
            _("%(name)s is larger than 40 MB. Please send a smaller photo.") % {"name": name}
        )
    photo = _read(upload, name)
    storage.write(place, _as_webp(photo))
    return KeptPhoto(file=file, width=photo.width, height=photo.height)


def copy_photo(photo: KeptPhoto, *, folder: str) -> KeptPhoto:
    """Keep a photo a second time, so that each holder may drop its own."""
    file = _new_name(folder)
    storage.copy(_where(photo.file), lifetime.begin_keeping(file))
    return KeptPhoto(file=file, width=photo.width, height=photo.height)


def open_photo(file: str) -> storage.Opened:
    """Open a kept photo. Raises ``NotFound`` for anything that is not there, or lies outside."""
    return storage.read(_where(file))


def drop_photo(file: str) -> None:
    """Delete a kept photo once the transaction commits, e.g. when a person's data is erased."""
    transaction.on_commit(lambda: lifetime.forget(file))


def _where(file: str) -> str:
    """Return where a photo lies: settled, or still coming in."""
    for name in (file, f"{lifetime.INCOMING}/{file}"):
        if storage.is_there(name):
            return name
    raise NotFound(_("This photo is not here any more."))


def _new_name(folder: str) -> str:
    return f"{folder}/{secrets.token_hex(1)}/{secrets.token_hex(16)}.webp"


def _read(upload: IO[bytes], name: str) -> Image.Image:
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            photo = Image.open(upload, formats=FORMATS)
            _check_pixels(photo, upload, name)
            if photo.format in ("JPEG", "MPO"):
                photo.draft("RGB", (SIDE_PIXELS, SIDE_PIXELS))
            return _bare(photo)
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels(name) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise Invalid(
            _("%(name)s is not a photo that can be read. Please send a JPEG, PNG or WebP photo.")
            % {"name": name}
        ) from fault


def _check_pixels(photo: Image.Image, upload: IO[bytes], name: str) -> None:
    """Raise ``TooLarge`` for what would take too much memory or time to decode."""
    most = MOST_PIXELS
    if photo.format == WEBP:
        most = MOST_WEBP_PIXELS
    elif photo.format in ("JPEG", "MPO"):
        at = upload.tell()
        scans = jpeg.scans(upload)
        upload.seek(at)
        if scans > MOST_SCANS:
            raise _too_many_pixels(name)
        most = MOST_JPEG_PIXELS if scans == 1 else MOST_PIXELS
    if photo.width * photo.height > most:
        raise _too_many_pixels(name)


def _bare(photo: Image.Image) -> Image.Image:
    """Turn as the camera was held, shrink, and copy the pixels only."""
    photo.thumbnail((SIDE_PIXELS, SIDE_PIXELS))
    turned = ImageOps.exif_transpose(photo)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        paper = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(paper, turned.convert("RGBA"))
    bare = turned.convert("RGB")
    bare.info.clear()
    return bare


def _as_webp(photo: Image.Image) -> bytes:
    out = io.BytesIO()
    photo.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _size(upload: Any) -> int:
    size = getattr(upload, "size", None)
    if isinstance(size, int):
        return size
    return int(upload.seek(0, 2))


def _shown(name: str) -> str:
    bare = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return bare[-60:] or str(_("The file"))


def _too_many_pixels(name: str) -> TooLarge:
    return TooLarge(
        _("%(name)s has too many pixels. Please send a smaller photo.") % {"name": name}
    )
