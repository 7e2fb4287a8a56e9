"""Copy everything into one file: the database, the photos and the keys. Safe while serving.

Keep the file where strangers cannot read it: it holds people's data and the keys to it.
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
    from linli.core.backup import backup

    with Progress("backup") as at:
        backup(options.file.absolute(), progress=at)
    print(f"{options.file}: {options.file.stat().st_size / 1_000_000:.1f} MB")
    return 0
