"""Photos that people send: checked, turned, shrunk, stripped, kept under a name nobody can guess.

A photo is written to ``incoming/`` and moved to its folder when the transaction commits, so that
what was rolled back is never kept: the clock sweeps ``incoming/``.
"""

from __future__ import annotations

import secrets
import shutil
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin

from linli.core import jpeg
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
INCOMING = "incoming"
LEFT_OVER = timedelta(hours=24)

Holder = Callable[[Collection[str]], set[str]]
_holders: dict[str, Holder] = {}


@dataclass(frozen=True)
class KeptPhoto:
    """``file`` is the name below MEDIA_ROOT, for ``open_photo``; width and height in pixels."""

    file: str
    width: int
    height: int


def keep_photo(upload: Any, *, folder: str) -> KeptPhoto:
    """Check and keep an uploaded photo as WebP, at most 1600 px, without EXIF.

    ``upload`` is any open binary file, at best with ``name`` and ``size``. Raises ``TooLarge``
    beyond 40 MB or too many pixels, ``Invalid`` for what is no photo; both name the file.
    """
    name = _shown(getattr(upload, "name", "") or "")
    if _size(upload) > MOST_BYTES:
        raise TooLarge(
            _("%(name)s is larger than 40 MB. Please send a smaller photo.") % {"name": name}
        )
    photo = _read(upload, name)
    file = f"{folder}/{secrets.token_hex(1)}/{secrets.token_hex(16)}.webp"
    _write(photo, INCOMING + "/" + file)
    transaction.on_commit(lambda: _settle(file))
    return KeptPhoto(file=file, width=photo.width, height=photo.height)


def copy_photo(photo: KeptPhoto, *, folder: str) -> KeptPhoto:
    """Keep a photo a second time, so that each holder may drop its own."""
    file = f"{folder}/{secrets.token_hex(1)}/{secrets.token_hex(16)}.webp"
    target = _inside(f"{INCOMING}/{file}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(open_photo(photo.file), target)
    transaction.on_commit(lambda: _settle(file))
    return KeptPhoto(file=file, width=photo.width, height=photo.height)


def open_photo(file: str) -> Path:
    """Return where a kept photo lies. Raises ``NotFound`` for anything outside MEDIA_ROOT."""
    for name in (file, f"{INCOMING}/{file}"):
        path = _inside(name)
        if path.is_file():
            return path
    raise NotFound(_("This photo is not here any more."))


def drop_photo(file: str) -> None:
    """Delete a kept photo once the transaction commits, e.g. when a person's data is erased."""

    def delete() -> None:
        for name in (file, f"{INCOMING}/{file}"):
            _inside(name).unlink(missing_ok=True)

    transaction.on_commit(delete)


def held_by(folder: str, holder: Holder) -> None:
    """Let a room say which of the given names its rows hold, for photos a crash left behind."""
    _holders[folder] = holder


def sweep(*, now: datetime) -> int:
    """Delete photos whose transaction never committed, a day on. Returns how many."""
    root = Path(settings.MEDIA_ROOT) / INCOMING
    swept = 0
    for path in sorted(root.glob("*/*/*.webp")):
        if path.stat().st_mtime > (now - LEFT_OVER).timestamp():
            continue
        file = path.relative_to(root).as_posix()
        if file in _holders.get(file.split("/")[0], _nobody)([file]):
            _settle(file)
        else:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _nobody(_names: Collection[str]) -> set[str]:
    return set()


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


def _write(photo: Image.Image, name: str) -> None:
    path = _inside(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    photo.save(path, "WEBP", quality=QUALITY, method=4)


def _settle(file: str) -> None:
    """Move a photo to where it stays."""
    source, target = _inside(f"{INCOMING}/{file}"), _inside(file)
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def _inside(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve() if "\0" not in name else root
    if not path.is_relative_to(root) or path == root:
        raise NotFound(_("This photo is not here any more."))
    return path


def _size(upload: Any) -> int:
    size = getattr(upload, "size", None)
    if isinstance(size, int):
        return size
    return int(upload.seek(0, 2))


def _shown(name: str) -> str:
    bare = "".join(c for c in Path(name.replace("\\", "/")).name if c.isprintable())
    return bare[-60:] or str(_("The file"))


def _too_many_pixels(name: str) -> TooLarge:
    return TooLarge(
        _("%(name)s has too many pixels. Please send a smaller photo.") % {"name": name}
    )
