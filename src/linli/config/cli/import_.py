"""linli import: files that a community already has."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

if TYPE_CHECKING:
    from linli.engines.cases.intake import Taken
    from linli.registry.models import Import

MOST_FAULTS_SHOWN = 20
WORKING = {"上班": True, "working": True, "1": True, "休息": False, "off": False, "0": False}


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _(
            "Take a file in. Each can be interrupted without harm, and taken in again makes "
            "nothing twice."
        ),
        "  linli import matters messages.csv --into 清溪家园社区\n"
        "  linli import households list.xlsx --into 清溪家园社区 --look\n"
        "  linli import hotline 12345.xlsx --into 清溪家园社区\n"
        "  linli import calendar 2027.xlsx\n"
        "  linli import undo 3",
        _(
            "Files are .xlsx, .xls or .csv. A calendar holds a day, 上班 or 休息, and a name in "
            "each row."
        ),
    )
    parts = parser.add_subparsers(
        dest="part", metavar="matters | households | hotline | calendar | undo", required=True
    )
    into = {
        "matters": _("messages or matters with their own dates; a kind is suggested for each"),
        "households": _("households and people, all or nothing"),
        "hotline": _("work orders of the 12345 hotline"),
    }
    made = {name: parts.add_parser(name, help=line) for name, line in into.items()}
    for part in made.values():
        part.add_argument(
            "--into", required=True, metavar=_("COMMUNITY"), help=_("name or number")
        )  # fmt: skip
    made["calendar"] = parts.add_parser("calendar", help=_("holidays and moved working days"))
    for part in made.values():
        part.add_argument("file", type=Path, metavar=_("FILE"))
    _add_choices(made["households"])
    undo = parts.add_parser("undo", help=_("take households back out"))
    undo.add_argument("number", type=int, metavar=_("NUMBER"))


def _add_choices(households: argparse.ArgumentParser) -> None:
    for name, line in (
        ("--look", _("say what would happen, no more")),
        ("--good-rows", _("leave faulty rows out")),
    ):
        households.add_argument(name, action="store_true", help=line)
    households.add_argument(
        "--faults", type=Path, metavar="XLSX", help=_("write faulty rows here")
    )  # fmt: skip
    households.add_argument(
        "--doors", action=argparse.BooleanOptionalAction, help=_("make buildings and doors too")
    )


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    works = {
        "matters": _cases,
        "households": _households,
        "hotline": _hotline,
        "calendar": _calendar,
        "undo": _undo,
    }
    terminal.start()
    return works[options.part](options)


def _cases(options: argparse.Namespace) -> int:
    from linli.config.cli.progress import Progress
    from linli.engines.cases.intake_csv import import_cases
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    with Progress(_("matters")) as at:
        taken = import_cases(options.file, by=SYSTEM, community_id=community.pk, progress=at.stage)
    return _say(taken)


def _hotline(options: argparse.Namespace) -> int:
    from linli.config.cli.progress import Progress
    from linli.engines.cases.hotline import import_orders
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    with Progress(_("hotline")) as at:
        taken = import_orders(options.file, by=SYSTEM, community_id=community.pk, progress=at.stage)
    return _say(taken)


def _say(taken: Taken) -> int:
    print(
        _("%(new)s new, %(known)s here already, %(changed)s brought up to date, %(grouped)s alike.")
        % {"new": taken.new, "known": taken.known, "changed": taken.changed,
           "grouped": taken.grouped}
    )  # fmt: skip
    for row, sentence in taken.named_faults()[:MOST_FAULTS_SHOWN]:
        print(_("row %(row)s: %(fault)s") % {"row": row, "fault": sentence})
    if (more := len(taken.faults) - MOST_FAULTS_SHOWN) > 0:
        print(_("… and %(more)s rows more that could not be read.") % {"more": more})
    return 1 if taken.faults else 0


def _households(options: argparse.Namespace) -> int:
    from linli.config.cli.progress import Progress
    from linli.registry import intake
    from linli.registry.access import SYSTEM
    from linli.registry.queries import community_by_name

    community = community_by_name(options.into)
    with Progress(_("reading and checking the list")):
        of = intake.preview(options.file, by=SYSTEM, community=community, name=options.file.name)
        if options.doors is not None:
            of = intake.recheck(of.pk, by=SYSTEM, make_doors=options.doors)
    _say_columns(of)
    if options.faults:
        options.faults.write_bytes(intake.fault_sheet(of, by=SYSTEM))
        print(_("faulty rows: %(file)s") % {"file": options.faults})
    if options.look:
        intake.discard(of.pk, by=SYSTEM)
        return 0
    with Progress(_("taking it in")):
        of = intake.apply(of.pk, by=SYSTEM, only_good=options.good_rows)
    print(
        _("Taken in: %(counts)s. To take it back out: %(command)s")
        % {"counts": _counted(of), "command": f"linli import undo {of.pk}"}
    )
    return 0


def _say_columns(of: Import) -> None:
    for column in of.columns:
        print(f"  {column['header']} → {column['field'] or _('left out')}")
    print(_("Seen: %(counts)s") % {"counts": _counted(of)})


def _counted(of: Import) -> str:
    return ", ".join(f"{count} {name}" for name, count in of.counts.items())


def _undo(options: argparse.Namespace) -> int:
    from linli.registry import intake
    from linli.registry.access import SYSTEM
    from linli.registry.models import Import

    of = Import.objects.filter(pk=options.number).first()
    if of is None:
        raise Stop(_("There is no import number %(number)s.") % {"number": options.number})
    intake.undo(of.pk, by=SYSTEM)
    print(_("%(file)s has been taken back out.") % {"file": of.file_name})
    return 0


def _calendar(options: argparse.Namespace) -> int:
    from linli.core.sheets import read_sheet
    from linli.engines.working_days import Day, set_house_days
    from linli.registry.access import SYSTEM

    days = [
        _calendar_day(number, [cell.strip() for cell in row])
        for number, row in enumerate(read_sheet(options.file).rows, 2)
    ]
    years = sorted({when.year for when, _is_working, _name in days})
    wanted = [Day(when, is_working, name) for when, is_working, name in days]
    changes = set_house_days(wanted, years=years, by=SYSTEM)
    print(_("Entered: %(years)s.") % {"years": ", ".join(map(str, years)) or _("nothing")})
    sentence = _("%(count)s open matters have a new due date, in %(communities)s communities.")
    print(sentence % {"count": len(changes.moved), "communities": len(changes.communities)})
    return 0


def _calendar_day(number: int, row: list[str]) -> tuple[date, bool, str]:
    """Read a row: a day, 上班 or 休息, a name. Raises ``Stop`` that names the row."""

    day, kind, name = [*row, "", "", ""][:3]
    try:
        return date.fromisoformat(day[:10].replace("/", "-")), WORKING[kind.lower()], name
    except (ValueError, KeyError):
        raise Stop(
            _(
                "Row %(row)s: the first column holds a day such as 2027-02-06, the second "
                "上班 or 休息. Nothing was entered."
            )
            % {"row": number}
        ) from None
