"""linli demo: the reference community, to look around in."""

from __future__ import annotations

import argparse
from typing import Any

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _(
            "Make the reference community to look around in: 15 buildings, 2,086 households, "
            "their matters."
        ),
        _(
            "All names in it are invented. It goes into LINLI_HOME, and prints its log-ins, a "
            "resident's slip and the Open311 test key; calling it again prints them once more."
        ),
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help=_("make it only if it is not there; the log-ins are left to serve"),
    )


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal
    from linli.config.cli.progress import Progress

    terminal.start()
    from django.conf import settings

    from linli.config import welcome
    from linli.registry.models import Place

    if (made := welcome.demo()) is not None:
        if not options.once:
            print("\n".join(welcome.demo_words(made, settings.BASE_URL)))
        return 0
    if settings.PRODUCTION:
        raise Stop(_("The demo is not for production: its log-ins are known to everybody."))
    if Place.objects.exists():
        raise Stop(
            _("%(home)s holds a community already. Choose another folder for the demo: %(command)s")
            % {"home": settings.HOME, "command": "LINLI_HOME=~/linli-demo linli demo"}
        )
    from linli.demo import make

    with Progress(_("making the demo community")) as at:
        made = make.community(progress=at)
    _issue_open311_key(made)
    welcome.keep_demo(made)
    if not options.once:
        print("\n".join(welcome.demo_words(made, settings.BASE_URL)))
    return 0


def _issue_open311_key(made: dict[str, Any]) -> None:
    """Let the key that the demo names open the door for other programs."""
    from linli.registry.access import SYSTEM
    from linli.registry.actions.tokens import issue_token
    from linli.registry.models import Place

    issue_token(
        "Open311 test key",
        by=SYSTEM,
        community=Place.objects.get(kind="community", name=made["community"]),
        scopes={"open311"},
        secret=made["open311_key"],
    )
