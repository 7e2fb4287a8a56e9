"""linli verify: the record, read again from its first line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

if TYPE_CHECKING:
    from linli.core.record import End

PRINTED = re.compile(r"(\d+):([0-9a-f -]{64,90})")


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Check the record: every line carries the hash of the one before it."),
        _(
            "Names the first line of a community that was changed, removed or inserted, and every "
            "matter whose state no line explains, and ends with 1. Ends kept outside the database "
            "are compared: those of LINLI_HOME/ends.jsonl, and with --against those of a backup, "
            "of a copy of that file, or one from the noticeboard, as NUMBER:HASH."
        ),
    )
    parser.add_argument(
        "community", nargs="?", metavar=_("COMMUNITY"),
        help=_("name or number; without one, all of them"),
    )  # fmt: skip
    parser.add_argument("--against", metavar=_("FILE"), help=_("compare with the ends kept there"))
    parser.add_argument("--key", type=Path, metavar=_("KEY_FILE"),
                        help=_("the secret key of an encrypted backup"))  # fmt: skip
    parser.add_argument(
        "--end", action="store_true", help=_("print where the record ends, for the noticeboard")
    )


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start(reads=True)
    from linli.core import record

    names, asked = _names(options.community)
    against = _against(options, asked)
    if options.end:
        for number in asked:
            end = record.end_of(number)
            print(f"{names[number]}: {end.number}:{end.hash}")
        return 0
    faults = sum(_check(number, names[number], against.get(number, ())) for number in asked)
    return 1 if faults else 0


def _check(community_id: int, name: str, against: Iterable[End]) -> int:
    """Say what is wrong with one record; returns how much."""
    from linli.config.cli.progress import Progress
    from linli.core import record

    with Progress(name, is_brief=True) as at:
        findings = record.audit(community_id, against=against, progress=at)
    whole = _("%(lines)s lines, none changed, removed or inserted")
    for finding in findings:
        print(f"{name}: {finding}")
    if not findings:
        print(f"{name}: {whole % {'lines': record.end_of(community_id).number}}")
    return len(findings)


def _names(wanted: str | None) -> tuple[dict[int, str], list[int]]:
    """Return what each chain is called, and which are asked for."""
    from linli.core import record
    from linli.registry.models import Place
    from linli.registry.queries import community_by_name

    asked = [community_by_name(wanted)] if wanted else None
    names = {row.pk: row.name for row in asked or Place.objects.filter(kind="community")}
    chains = list(names) if asked else sorted({*record.communities(), *names})
    for number in chains:
        unknown = _("the house itself") if number == record.HOUSE else str(number)
        names.setdefault(number, unknown)
    return names, chains


def _against(options: argparse.Namespace, asked: list[int]) -> Mapping[int, list[End]]:
    """Return the ends that were kept elsewhere. Raises ``Stop`` for what holds none."""
    from linli.config.cli import locking
    from linli.core.backup import ends_in
    from linli.core.record import End, ends

    if not options.against:
        return {}
    printed = PRINTED.fullmatch(options.against.strip().lower())
    if printed and len(asked) == 1:
        spoken = printed[2].replace(" ", "").replace("-", "")
        return {asked[0]: [End(int(printed[1]), spoken)]}
    file = Path(options.against)
    if not file.is_file():
        raise Stop(_("There is no such file: %(path)s") % {"path": file})
    if file.suffix == ".jsonl":
        kept = ends.kept(file)
        if kept.spoilt or not kept.ends:
            raise Stop(_("%(path)s holds no ends as the house wrote them.") % {"path": file})
        return kept.ends
    options.file = file
    in_backup = ends_in(file, key=locking.key(options))
    return {number: [end] for number, end in in_backup.items()}
