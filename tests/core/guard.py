"""Takes the database's guard off the record and puts it back on, as an intruder would."""

from __future__ import annotations

import importlib

from django.db.backends.base.base import BaseDatabaseWrapper

_migration = importlib.import_module("linli.core.migrations.0002_guard")


def take_off(connection: BaseDatabaseWrapper) -> None:
    _run(connection, "remove")


def put_on(connection: BaseDatabaseWrapper) -> None:
    _run(connection, "install")


def _run(connection: BaseDatabaseWrapper, what: str) -> None:
    with connection.cursor() as cursor:
        for statement in _migration.STATEMENTS[connection.vendor][what]:
            cursor.execute(statement)
