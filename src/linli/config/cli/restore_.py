"""Put a backup back. Stop linli serve first.

A broken file, or one from a newer Linli, is refused and nothing is touched. What lay in the house
before is kept aside.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that linli backup wrote")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.config.cli.progress import Progress

    cli.start(ready=False)
    from django.conf import settings

    from linli.core.backup import restore

    cli.confirm(f"Everything in {settings.HOME} is replaced by {options.file}.", yes=options.yes)
    with Progress("restore") as at:
        restored = restore(options.file.absolute(), progress=at)
    print(f"The house is as it was in {options.file}. What was there lies in {restored.aside}.")
    for fault in restored.faults:
        print(fault)
    return 1 if restored.faults else 0
