"""Programmes say what this house does: one TOML file each.

linli programme check [FILE ...]   names file, key and remedy for every mistake
linli programme list               what runs here: kinds, deadlines, workflows
linli programme export CODE        prints one, to hand to another community
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="check | list | export", required=True)
    check = parts.add_parser("check", help="check files, a folder, or all that runs here")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parts.add_parser("list", help="list what runs here")
    export = parts.add_parser("export", help="print one programme")
    export.add_argument("code", metavar="CODE")


def run(options: argparse.Namespace) -> int:
    from linli.config import cli

    cli.start(ready=False)
    from linli.programmes import commands

    if options.part == "export":
        print(commands.export(options.code), end="")
        return 0
    if options.part == "list":
        print("\n".join(commands.list_all()))
        return 0
    lines, is_well = commands.check(options.files)
    print("\n".join(lines))
    return 0 if is_well else 1
