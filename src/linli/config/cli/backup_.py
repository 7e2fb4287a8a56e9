"""Copy everything into one file: the database and the photos. Safe while serving.

Keep the file where strangers cannot read it: it holds people's data. The key that ID numbers are
encrypted with is not in it: keep LINLI_HOME/data.key (or LINLI_DATA_KEY) somewhere else, safe.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write it")


def run(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.config.cli.progress import Progress

    cli.start(ready=False)
    from django.conf import settings

    from linli.core.backup import backup

    with Progress("backup") as at:
        backup(options.file.absolute(), progress=at)
    size = options.file.stat().st_size / 1_000_000
    print(f"{options.file}: {size:.1f} MB. Keep {settings.HOME / 'data.key'} too, elsewhere.")
    return 0
