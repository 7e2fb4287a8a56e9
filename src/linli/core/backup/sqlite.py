"""How a SQLite database is copied while it is in use, and exchanged while it is not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.core.backup.manifest import Snapshot, broken
from linli.core.record import End
from linli.core.refusals import Refusal

WAIT_SECONDS = 20


def copy_out(target: Path) -> Snapshot:
    """Copy the database as it is at one moment; writers go on, and nobody waits."""
    with (
        closing(sqlite3.connect(_live(), timeout=WAIT_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
    return look_into(target)


def look_into(database: Path) -> Snapshot:
    """Read what a copied database says about itself. Raises ``Broken`` when it is none."""
    try:
        with closing(sqlite3.connect(database)) as copy:
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise broken()
            ends = copy.execute("SELECT community_id, number, hash FROM core_chainhead").fetchall()
            migrations = copy.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.Error as fault:
        raise broken() from fault
    return Snapshot({key: End(number, hash_) for key, number, hash_ in ends}, migrations)


def make_sure_nobody_is_here() -> None:
    """Raise ``Refusal`` while another process has the database open.

    Leaving WAL needs the file to oneself; it also brings everything into the one file.
    """
    live = _live()
    connection.close()
    if not live.exists():
        return
    try:
        with closing(sqlite3.connect(live, timeout=0)) as alone:
            alone.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as fault:
        raise Refusal(
            _("Linli is running on this database. Please stop it first, then restore again.")
        ) from fault
    except sqlite3.DatabaseError:
        return  # what lies there is no database any more: a reason to restore


def exchange(staged: Path, aside: Path) -> None:
    """Put the staged database in the place of the live one, in one step; keep the old one aside."""
    live = _live()
    live.parent.mkdir(parents=True, exist_ok=True)
    if live.exists():
        _keep(live, aside / live.name)
    beside = live.with_name(live.name + ".restoring")
    shutil.move(staged, beside)  # the database may lie on another disk than the house
    for leftover in ("-wal", "-shm"):
        loose = live.with_name(live.name + leftover)
        if loose.exists():
            loose.replace(aside / loose.name)
    beside.replace(live)


def _keep(live: Path, copy: Path) -> None:
    try:
        os.link(live, copy)
    except OSError:  # another disk, or one without links
        shutil.copy2(live, copy)


def _live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
