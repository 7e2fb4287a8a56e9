"""linli programme: what this house does, one TOML file each."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Programmes say what this house does: one TOML file each."),
        "  linli programme check my.toml\n  linli programme list\n"
        "  linli programme export repairs > repairs.toml",
        _("check names file, key and remedy for every mistake."),
    )
    parts = parser.add_subparsers(dest="part", metavar="check | list | export", required=True)
    check = parts.add_parser("check", help=_("check files, a folder, or all that runs here"))
    check.add_argument("files", nargs="*", type=Path, metavar=_("FILE"))
    parts.add_parser("list", help=_("list what runs here"))
    export = parts.add_parser("export", help=_("print one programme"))
    export.add_argument("code", metavar=_("CODE"))


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start(ready=False)
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
