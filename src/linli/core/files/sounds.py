"""Voices that people record: short, of the kinds that phones record, kept as they are."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.files import lifetime, storage
from linli.core.files.photos import KeptPhoto
from linli.core.refusals import Invalid, TooLarge

MOST_BYTES = 5_000_000  # a minute is a quarter of a megabyte, uncompressed it would be this much
HEAD_BYTES = 16


def keep_sound(upload: Any, *, folder: str) -> KeptPhoto:
    """Check and keep a recording as it was sent: WebM, Ogg, MP4, MP3 or WAV, at most 5 MB.

    Inside the verb, that is in ``keeping``. It is held like a picture without width and height.
    Raises ``TooLarge``, and ``Invalid`` for what is no recording.
    """
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(_("This recording is larger than 5 MB. Please record at most a minute."))
    ending = _ending(content[:HEAD_BYTES])
    if ending is None:
        raise Invalid(_("This is no recording that can be played. Please record it again."))
    file = f"{folder}/{secrets.token_hex(16)}{ending}"
    storage.write(lifetime.begin_keeping(file), content)
    return KeptPhoto(file=file, width=0, height=0)


def is_sound(file: str) -> bool:
    """True for a file that is listened to, not looked at."""
    return file.endswith(lifetime.SOUNDS)


def _ending(head: bytes) -> str | None:
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return ".weba"
    if head.startswith(b"OggS"):
        return ".oga"
    if head[4:8] == b"ftyp":
        return ".m4a"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return ".mp3"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return ".wav"
    return None
