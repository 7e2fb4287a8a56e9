"""linli tick: what the clock must do."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Do what the clock must do: deadlines, messages, retention, learning."),
        _(
            "linli serve does it by itself. Use this from cron or a systemd timer once a minute "
            "if the house is served with --no-clock, or --keep to leave it running."
        ),
    )
    parser.add_argument("--keep", action="store_true", help=_("go on until Ctrl-C"))
    parser.add_argument(
        "--clock-is-right", action="store_true",
        help=_("believe the machine's clock after it was in doubt, and go on erasing"),
    )  # fmt: skip
    parser.add_argument("--beside-server", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start()
    from django.utils import timezone

    from linli.config.scheduler import keep
    from linli.core import jobs

    if options.clock_is_right:
        return _confirm_clock()
    if options.keep or options.beside_server:
        keep(_until_told(with_parent=options.beside_server))
        return 0
    outcome = jobs.run_due(now=timezone.now())
    words = {True: _("went well"), False: _("failed, it is tried again next time")}
    for name, went_well in outcome.items():
        print(f"{name}: {words[went_well]}")
    if not outcome:
        print(_("Nothing was due."))
    return 0 if all(outcome.values()) else 1


def _confirm_clock() -> int:
    """Let the person at the terminal say that the machine's clock is right."""
    from django.utils import timezone

    from linli.core import clock
    from linli.registry.access import SYSTEM

    doubted = clock.confirm(by=SYSTEM)
    if doubted is None:
        print(_("The clock was not in doubt."))
        return 0
    words = {"now": f"{timezone.localtime(doubted.now):%Y-%m-%d %H:%M}"}
    print(_("The house believes that it is %(now)s. What rested is done by the clock.") % words)
    return 0


def _until_told(*, with_parent: bool) -> threading.Event:
    """Return an event that is set by SIGTERM, by Ctrl-C, or when the server dies."""
    from linli.config import child_processes

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    # Beside a server, Ctrl-C reaches both: the server then says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN if with_parent else lambda *_: stop.set())
    if with_parent:
        child_processes.when_it_dies(os.getppid(), stop.set)
    return stop
