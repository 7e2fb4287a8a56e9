"""Files that people send: kept with the verb's transaction, opened as streams."""

from linli.core.files.lifetime import INCOMING, held_by, keeping, sweep
from linli.core.files.photos import (
    MOST_BYTES,
    Drawn,
    KeptPhoto,
    Sent,
    copy_photo,
    drop_photo,
    keep_photo,
    open_photo,
)
from linli.core.files.sounds import is_sound, keep_sound
from linli.core.files.storage import Opened

__all__ = [
    "INCOMING",
    "MOST_BYTES",
    "Drawn",
    "KeptPhoto",
    "Opened",
    "Sent",
    "copy_photo",
    "drop_photo",
    "held_by",
    "is_sound",
    "keep_photo",
    "keep_sound",
    "keeping",
    "open_photo",
    "sweep",
]
