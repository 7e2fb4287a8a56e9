"""linli restore: a house back from its backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Put a backup back. Stop linli serve first."),
        _(
            "A broken file, or one from a newer Linli, is refused and nothing is touched. What "
            "lay in the house before is kept aside."
        ),
        _(
            "An encrypted backup asks for its passphrase (or reads LINLI_BACKUP_PASSPHRASE), or is "
            "opened with --key."
        ),
    )
    parser.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("a file that linli backup wrote")
    )
    parser.add_argument(
        "--key", type=Path, metavar=_("KEY_FILE"), help=_("the secret key of an encrypted backup")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import locking, terminal
    from linli.config.cli.progress import Progress

    terminal.start(ready=False)
    from django.conf import settings

    from linli.core.backup import restore

    replaced = _("Everything in %(home)s is replaced by %(file)s.")
    terminal.confirm(replaced % {"home": settings.HOME, "file": options.file}, yes=options.yes)
    key = locking.key(options)
    with Progress(_("restore")) as at:
        restored = restore(options.file.absolute(), key=key, progress=at)
    print(
        _("The house is as it was in %(file)s. What was there lies in %(aside)s.")
        % {"file": options.file, "aside": restored.aside}
    )
    for fault in restored.faults:
        print(fault)
    return 1 if restored.faults else 0
