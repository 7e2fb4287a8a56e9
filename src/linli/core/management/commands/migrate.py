"""Django's ``migrate``, in houses older than the last move of a table, too."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from linli.core import moved_tables


class Command(migrate.Command):
    """Note first what was moved (core/moved_tables.py); then as Django does it."""

    def handle(self, *args: Any, **options: Any) -> None:
        moved_tables.note_as_applied(connections[options["database"]])
        super().handle(*args, **options)
