"""linli backup: everything in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.parser import Parser
from linli.config.cli.words import gettext as _


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Copy everything into one file: the database and the photos. Safe while serving."),
        _(
            "Keep the file where strangers cannot read it: it holds people's data. The key that "
            "ID numbers are encrypted with is not in it: keep LINLI_HOME/data.key (or "
            "LINLI_DATA_KEY) somewhere else, safe."
        ),
    )
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("where to write it"))


def run(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.config.cli.progress import Progress

    cli.start(ready=False)
    from django.conf import settings

    from linli.core.backup import backup

    with Progress(_("backup")) as at:
        backup(options.file.absolute(), progress=at)
    size = options.file.stat().st_size / 1_000_000
    print(
        _("%(file)s: %(size)s MB. Keep %(key)s too, elsewhere.")
        % {"file": options.file, "size": f"{size:.1f}", "key": settings.HOME / "data.key"}
    )
    return 0
