"""linli verify: the record, read again from its first line."""

from __future__ import annotations

import argparse

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Check the record: every line carries the hash of the one before it."),
        _(
            "Names the first line of a community that was changed, removed or inserted, and "
            "ends with 1."
        ),
    )
    parser.add_argument(
        "community", nargs="?", metavar=_("COMMUNITY"),
        help=_("name or number; without one, all of them"),
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal
    from linli.config.cli.progress import Progress

    terminal.start()
    from linli.core import record
    from linli.registry.models import Place
    from linli.registry.queries import community_by_name

    asked = [community_by_name(options.community)] if options.community else None
    names = {row.pk: row.name for row in asked or Place.objects.filter(kind="community")}
    chains = list(names) if asked else sorted({*record.communities(), *names})
    faults = 0
    for number in chains:
        unknown = _("the house itself") if number == record.HOUSE else str(number)
        name = names.get(number, unknown)
        with Progress(name, is_brief=True) as at:
            fault = record.verify(number, progress=at)
        faults += fault is not None
        whole = _("%(lines)s lines, none changed, removed or inserted")
        print(f"{name}: {fault or whole % {'lines': record.end_of(number).number}}")
    return 1 if faults else 0
