"""linli export: a list as an Excel file, with its reason."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

if TYPE_CHECKING:
    from linli.registry.access import Actor
    from linli.registry.models import Place

LISTS = ("households", "people", "posts", "keys", "places", "matters", "hotline")
MAY_UNMASK = {"households", "people"}


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Write a list to an Excel file. The reason goes into the record and onto the sheet."),
        "  linli export households --from 清溪家园社区 --to list.xlsx --reason 上报街道",
        _("Phones and ID numbers are masked unless --unmasked is given."),
    )
    parser.add_argument("list", choices=LISTS, metavar=_("LIST"), help=" | ".join(LISTS))
    parser.add_argument("--from", required=True, dest="community", metavar=_("COMMUNITY"))
    parser.add_argument("--to", required=True, type=Path, metavar="XLSX")
    parser.add_argument("--reason", required=True, metavar=_("REASON"), help=_("what it is for"))
    parser.add_argument("--unmasked", action="store_true", help=_("phones and ID numbers in full"))


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start()
    if options.unmasked and options.list not in MAY_UNMASK:
        raise Stop(_("--unmasked is for households and people only."))
    content = _sheet(options)
    options.to.write_bytes(content)
    options.to.chmod(0o600)
    print(f"{options.to}: {len(content) / 1000:.0f} kB")
    return 0


def _sheet(options: argparse.Namespace) -> bytes:
    from linli.registry.access import SYSTEM
    from linli.registry.exports import lists
    from linli.registry.queries import community_by_name

    community = community_by_name(options.community)
    if options.list in MAY_UNMASK:
        of_people = lists.people_sheet if options.list == "people" else lists.households_sheet
        return of_people(
            SYSTEM, community=community, reason=options.reason, unmasked=options.unmasked
        )
    writers = {
        "posts": lists.posts_sheet,
        "keys": lists.keys_sheet,
        "places": lists.places_sheet,
        "matters": _cases,
        "hotline": _hotline_replies,
    }
    return writers[options.list](SYSTEM, community=community, reason=options.reason)


def _cases(actor: Actor, *, community: Place, reason: str) -> bytes:
    from django.utils import timezone

    from linli.engines.cases.actions.disclosure import export_list
    from linli.engines.cases.queries.desk_filters import DeskFilters
    from linli.faces.web.desk import case_rows

    now = timezone.now()
    return export_list(
        community=community,
        by=actor,
        filters=DeskFilters(state="all"),
        reason=reason,
        state_words=lambda row: case_rows.tag(row, now=now)[0],
        now=now,
    )


def _hotline_replies(actor: Actor, *, community: Place, reason: str) -> bytes:
    from linli.engines.cases.hotline import export_replies

    return export_replies(by=actor, community_id=community.pk, reason=reason)
