"""linli serve: pages, interfaces and the clock in one command."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from typing import Any

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

SQLITE_WORKERS = 2  # writers queue for one file: more processes gain nothing
THREADS = 4
CLOCK_ENDS_SECONDS = 10
LOOK_AT_CLOCK_SECONDS = 2


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("Open the house: pages, interfaces and the clock, until Ctrl-C."),
        _(
            "Brings the database up to date first. One command is all that is needed; put a web "
            "server with TLS in front of it when residents reach it through the internet "
            "(docs/settings.md)."
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on (127.0.0.1)"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))
    parser.add_argument("--workers", type=int, help=_("processes (2; PostgreSQL: one a core)"))
    parser.add_argument(
        "--no-clock", action="store_true", help=_("another process runs linli tick")
    )
    parser.add_argument(
        "--data-key-is-lost", action="store_true",
        help=_("go on with a new data key; what the old one opened stays shut"),
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from linli.config import ports
    from linli.config.cli import terminal

    if not ports.is_free(options.host, options.port):
        raise Stop(
            _("Port %(port)s is taken. Stop what listens there, or choose another: %(command)s")
            % {"port": options.port, "command": f"linli serve --port {options.port + 1}"}
        )
    os.environ.setdefault("LINLI_URL", f"http://{options.host}:{options.port}")
    terminal.start(key_is_lost=options.data_key_is_lost)
    from linli.config import bootstrap, welcome

    bootstrap.collect_static()
    ticking = None if options.no_clock else Clock()
    print(welcome.words(f"http://{options.host}:{options.port}"), flush=True)
    try:
        _serve(options)
    finally:
        if ticking:
            ticking.end()
    print(_("Closed."), flush=True)
    return 0


class Clock:
    """The clock beside the server: a process, since threads do not outlive a fork. One that was
    killed is started again; one that hangs on a gateway when the server stops is killed."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        """Ask it to end, and do not wait for longer than ``CLOCK_ENDS_SECONDS``."""
        self._ending.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=CLOCK_ENDS_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_AT_CLOCK_SECONDS):
            if self._process.poll() is not None:
                self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "linli", "tick", "--beside-server"])


def _serve(options: argparse.Namespace) -> None:
    """Listen until a signal asks to stop; requests under way are finished first."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()
    os.environ["LINLI_SERVER"] = str(os.getpid())
    server: Any = Granian(
        "linli.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers or _workers(),
        blocking_threads=THREADS,
        runtime_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_level=LogLevels.warning,
    )
    server.serve()


def _workers() -> int:
    from django.db import connection

    return SQLITE_WORKERS if connection.vendor == "sqlite" else min(os.cpu_count() or 2, 8)
