"""Backups that are encrypted: told apart, and opened with what fits."""

from __future__ import annotations

from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext_lazy as _

from linli.core import age
from linli.core.refusals import Refusal

ENOUGH = 64


class Locked(Refusal):
    """The backup is encrypted, and what was given does not open it."""

    code = "locked_backup"


def is_locked(path: Path) -> bool:
    """True when the file is encrypted. Raises ``Refusal`` when there is none."""
    try:
        with path.open("rb") as file:
            return age.is_encrypted(file.read(ENOUGH))
    except FileNotFoundError as fault:
        raise Refusal(_("There is no such file: %(path)s") % {"path": path}) from fault


def opened(file: IO[bytes], key: age.Key | None) -> IO[bytes]:
    """Return what can be unpacked: the file itself, or what comes out of it with the key.

    Raises ``Locked`` without the right key, ``age.Damaged`` for a spoilt file.
    """
    beginning = file.read(ENOUGH)
    file.seek(0)
    if not age.is_encrypted(beginning):
        return file
    if key is None:
        raise Locked(
            _("This backup is encrypted; nothing was changed. Give its passphrase or its key file.")
        )
    try:
        return cast(IO[bytes], age.Decrypting(file, key))
    except age.Locked as fault:
        raise Locked(
            _("This passphrase or key does not open the backup; nothing was changed.")
        ) from fault
