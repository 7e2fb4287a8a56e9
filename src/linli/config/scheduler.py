"""The clock's heartbeat: as long as the house is open, whatever is due gets done."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connections
from django.utils import timezone

from linli.core import jobs

LOOK_EVERY_SECONDS = 10
log = logging.getLogger("linli.clock")


def keep(stop: threading.Event) -> None:
    """Tick until ``stop`` is set. A busy or absent database is tried again at the next tick."""
    while not stop.is_set():
        try:
            jobs.run_due(now=timezone.now())
        except DatabaseError as fault:
            log.warning("The clock could not use the database: %s", fault)
        finally:
            connections.close_all()
        stop.wait(LOOK_EVERY_SECONDS)
