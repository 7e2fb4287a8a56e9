"""linli restore: a house back from its backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.parser import Parser
from linli.config.cli.words import gettext as _


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Put a backup back. Stop linli serve first."),
        _(
            "A broken file, or one from a newer Linli, is refused and nothing is touched. What "
            "lay in the house before is kept aside."
        ),
    )
    parser.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("a file that linli backup wrote")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def run(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.config.cli.progress import Progress

    cli.start(ready=False)
    from django.conf import settings

    from linli.core.backup import restore

    replaced = _("Everything in %(home)s is replaced by %(file)s.")
    cli.confirm(replaced % {"home": settings.HOME, "file": options.file}, yes=options.yes)
    with Progress(_("restore")) as at:
        restored = restore(options.file.absolute(), progress=at)
    print(
        _("The house is as it was in %(file)s. What was there lies in %(aside)s.")
        % {"file": options.file, "aside": restored.aside}
    )
    for fault in restored.faults:
        print(fault)
    return 1 if restored.faults else 0
