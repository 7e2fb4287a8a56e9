"""linli backup: everything in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Copy everything into one file: the database and the photos. Safe while serving."),
        _(
            "Keep the file where strangers cannot read it: it holds people's data. The key that "
            "ID numbers are encrypted with is not in it: keep LINLI_HOME/data.key (or "
            "LINLI_DATA_KEY) somewhere else, safe."
        ),
        "  linli backup --encrypt house.age\n"
        "  linli backup --new-key backup-key.txt\n"
        "  linli backup --key age1… house.age",
        _(
            "With --encrypt it asks for a passphrase (or reads LINLI_BACKUP_PASSPHRASE); with "
            "--key (or LINLI_BACKUP_KEY) only whoever holds the secret half can open the file, "
            "not even this machine. A lost passphrase or key cannot be replaced."
        ),
    )
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("where to write it"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--encrypt", action="store_true", help=_("encrypt with a passphrase"))
    how.add_argument("--key", default="", metavar="age1…", help=_("encrypt for this public key"))
    how.add_argument(
        "--new-key", action="store_true", help=_("write a new secret key into FILE, no backup")
    )


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import locking, terminal
    from linli.config.cli.progress import Progress

    terminal.start(ready=False)
    if options.new_key:
        return _make_key(options.file)
    from django.conf import settings

    from linli.core.backup import backup

    lock = locking.lock(options)
    with Progress(_("backup")) as at:
        made = backup(options.file.absolute(), lock=lock, progress=at)
    size = options.file.stat().st_size / 1_000_000
    print(
        _("%(file)s: %(size)s MB. Keep %(key)s too, elsewhere.")
        % {"file": options.file, "size": f"{size:.1f}", "key": settings.HOME / "data.key"}
    )
    print(_("It is encrypted.") if made.is_encrypted else made.warning)
    return 0


def _make_key(path: Path) -> int:
    from linli.config.cli import locking

    public = locking.keep_new_key(path)
    print(_("Public key: %(key)s") % {"key": public})
    print(_("Carry %(file)s away from this machine: it alone opens the backups.") % {"file": path})
    return 0
