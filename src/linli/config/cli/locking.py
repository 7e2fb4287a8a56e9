"""What a backup is encrypted with, and what opens it, as the terminal and the settings say."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linli.config.cli.language import gettext as _
from linli.config.stop import Stop

if TYPE_CHECKING:
    from linli.core.age import Key, Lock

SHORTEST = 12


def lock(options: argparse.Namespace) -> Lock | None:
    """Return what to encrypt with; None when nobody asked for it.

    Raises ``Stop`` for a word that is no public key, and for a passphrase that is too short.
    """
    from django.conf import settings

    from linli.core import age

    if word := options.key or ("" if options.encrypt else settings.BACKUP_KEY):
        try:
            return age.public_key(word)
        except ValueError:
            sentence = _("%(word)s is no public key. It begins with age1; linli backup --new-key "
                     "makes one.")  # fmt: skip
            raise Stop(sentence % {"word": word}) from None
    if not options.encrypt and not settings.BACKUP_PASSPHRASE:
        return None
    words = _passphrase(twice=True)
    if len(words) < SHORTEST:
        short = _("The passphrase is too short: at least %(least)s characters.")
        raise Stop(short % {"least": SHORTEST})
    return age.Passphrase(words)


def key(options: argparse.Namespace) -> Key | None:
    """Return what opens the file that ``linli restore`` was given; None for one in the clear."""
    from linli.core import age
    from linli.core.backup import is_locked

    if not is_locked(options.file):
        return None
    if options.key is None:
        return age.Passphrase(_passphrase(twice=False))
    lines = options.key.read_text(encoding="utf-8").splitlines()
    word = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    try:
        return age.secret_key(word)
    except ValueError:
        sentence = _("%(file)s holds no secret key. It begins with AGE-SECRET-KEY-1.")
        raise Stop(sentence % {"file": options.key}) from None


def keep_new_key(path: Path) -> str:
    """Write a fresh secret key, readable by its owner only; return its public half.

    Raises ``Stop`` rather than write over a file that is there.
    """
    from linli.core import age

    made = age.new_secret_key()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Stop(_("%(file)s is there already; a key is never written over.")
                       % {"file": path}) from None  # fmt: skip
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {made.public}\n{made}\n")
    return str(made.public)


def _passphrase(*, twice: bool) -> str:
    """Return the passphrase from the environment, else from the terminal or a pipe."""
    from django.conf import settings

    if settings.BACKUP_PASSPHRASE:
        return str(settings.BACKUP_PASSPHRASE)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    words = getpass.getpass(_("Passphrase of the backup: "))
    if twice and getpass.getpass(_("Once more: ")) != words:
        raise Stop(_("The two are not the same. Nothing was written."))
    return words
