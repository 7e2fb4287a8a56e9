"""Take a file in. Each can be interrupted without harm, and taken in again makes nothing twice.

  linli import matters FILE --into COMMUNITY      a table of messages or matters, own dates kept
  linli import households FILE --into COMMUNITY   the community's own list, whatever its headers
  linli import hotline FILE --into COMMUNITY      the 12345 hotline's work orders
  linli import calendar FILE                      day, 上班 or 休息, name: holidays of a year
  linli import undo NUMBER                        take an import of households back out

FILE is .xlsx, .xls or .csv.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.engines.cases.intake import Taken
    from linli.registry.models import Import

MOST_FAULTS_SHOWN = 20
INTO_COMMUNITY = {
    "matters": "messages or matters with their own dates; a kind is suggested for each",
    "households": "households and people, all or nothing",
    "hotline": "work orders of the 12345 hotline",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        dest="part", metavar="matters | households | hotline | calendar | undo", required=True
    )
    made = {name: parts.add_parser(name, help=line) for name, line in INTO_COMMUNITY.items()}
    for part in made.values():
        part.add_argument("--into", required=True, metavar="COMMUNITY", help="name or number")
    made["calendar"] = parts.add_parser("calendar", help="holidays and moved working days")
    for part in made.values():
        part.add_argument("file", type=Path, metavar="FILE")
    households = made["households"]
    households.add_argument("--look", action="store_true", help="say what would happen, no more")
    households.add_argument("--good-rows", action="store_true", help="leave faulty rows out")
    households.add_argument("--faults", type=Path, metavar="XLSX", help="write faulty rows here")
    households.add_argument(
        "--doors", action=argparse.BooleanOptionalAction, help="make buildings and doors too"
    )
    parts.add_parser("undo", help="take households back out").add_argument("number", type=int)


def run(options: argparse.Namespace) -> int:
    from linli.config import cli

    works = {
        "matters": _matters,
        "households": _households,
        "hotline": _hotline,
        "calendar": _calendar,
        "undo": _undo,
    }
    cli.start()
    return works[options.part](options)


def _matters(options: argparse.Namespace) -> int:
    from linli.config.cli.progress import Progress
    from linli.engines.cases.intake_csv import import_matters
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    with Progress("matters") as at:
        taken = import_matters(
            options.file, by=SYSTEM, community_id=community.pk, progress=at.stage
        )
    return _say(taken)


def _hotline(options: argparse.Namespace) -> int:
    from linli.config.cli.progress import Progress
    from linli.engines.cases.hotline import import_orders
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    with Progress("hotline") as at:
        taken = import_orders(options.file, by=SYSTEM, community_id=community.pk, progress=at.stage)
    return _say(taken)


def _say(taken: Taken) -> int:
    print(f"{taken.new} new, {taken.known} here already, {taken.changed} brought up to date, "
          f"{taken.grouped} alike grouped.")  # fmt: skip
    for row, sentence in taken.faults[:MOST_FAULTS_SHOWN]:
        print(f"row {row}: {sentence}")
    if (more := len(taken.faults) - MOST_FAULTS_SHOWN) > 0:
        print(f"… and {more} rows more that could not be read.")
    return 1 if taken.faults else 0


def _households(options: argparse.Namespace) -> int:
    from linli.registry import intake
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    of = intake.preview(options.file, by=SYSTEM, community=community, name=options.file.name)
    if options.doors is not None:
        of = intake.recheck(of, by=SYSTEM, make_doors=options.doors)
    _say_columns(of)
    if options.faults:
        options.faults.write_bytes(intake.fault_sheet(of, by=SYSTEM))
        print(f"faulty rows: {options.faults}")
    if options.look:
        intake.discard(of, by=SYSTEM)
        return 0
    of = intake.apply(of, by=SYSTEM, only_good=options.good_rows)
    print(f"Taken in: {_counted(of)}. To take it back out: linli import undo {of.pk}")
    return 0


def _say_columns(of: Import) -> None:
    for column in of.columns:
        print(f"  {column['header']} → {column['field'] or 'left out'}")
    print(f"Seen: {_counted(of)}")


def _counted(of: Import) -> str:
    return ", ".join(f"{count} {name}" for name, count in of.counts.items())


def _undo(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.registry import intake
    from linli.registry.access import SYSTEM
    from linli.registry.models import Import

    of = Import.objects.filter(pk=options.number).first()
    if of is None:
        raise cli.Stop(f"There is no import number {options.number}.")
    intake.undo(of, by=SYSTEM)
    print(f"{of.file_name} has been taken back out.")
    return 0


def _calendar(options: argparse.Namespace) -> int:
    from datetime import date

    from linli.config import cli
    from linli.core import calendar
    from linli.core.sheets import read_sheet
    from linli.registry.access import SYSTEM

    words = {"上班": True, "working": True, "1": True, "休息": False, "off": False, "0": False}
    years = set()
    for number, row in enumerate(read_sheet(options.file).rows, 2):
        day, kind, *name = [cell.strip() for cell in row]
        try:
            when, is_working = date.fromisoformat(day[:10].replace("/", "-")), words[kind.lower()]
        except (ValueError, KeyError):
            raise cli.Stop(
                f"Row {number}: the first column holds a day such as 2027-02-06, the second "
                "上班 or 休息. The rows above it have been entered."
            ) from None
        calendar.set_day(when, is_working=is_working, name=name[0] if name else "", by=SYSTEM)
        years.add(when.year)
    for year in sorted(years):
        calendar.mark_year(year, by=SYSTEM)
    print(f"Entered: {', '.join(map(str, sorted(years))) or 'nothing'}.")
    return 0
