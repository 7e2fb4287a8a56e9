"""linli form: what an XLSForm workbook would become."""

from __future__ import annotations

import argparse
from pathlib import Path

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Forms come from XLSForm workbooks, as KoboToolbox and ODK write them."),
        "  linli form check survey.xlsx\n  linli form check survey.xlsx --json",
        _("check names sheet, row and remedy for every mistake; it changes nothing."),
    )
    parts = parser.add_subparsers(dest="part", metavar="check", required=True)
    check = parts.add_parser("check", help=_("say what is taken, passed over and refused"))
    check.add_argument("file", type=Path, metavar=_("FILE"))
    check.add_argument("--json", action="store_true", help=_("print it for other programs"))


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start(ready=False)
    from linli.forms import commands

    report, is_taken = commands.check(options.file, as_json=options.json)
    print(report)
    return 0 if is_taken else 1
