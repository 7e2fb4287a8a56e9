"""What a house needs before it opens: safe settings, tables, a calendar, collected files."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.config import checks as safety
from linli.config import data_key, private
from linli.config.stop import Stop
from linli.core import calendar
from linli.core.backup import sqlite
from linli.core.refusals import Refusal

COPIES_KEPT = 3


def prepare(*, key_is_lost: bool = False) -> None:
    """Close the home, refuse unsafe settings and a wrong data key, bring tables up to date, enter
    the calendar. ``key_is_lost``: somebody says that the old data key will not come back."""
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    private.close()
    refuse_unsafe_settings()
    if not key_is_lost:
        data_key.check()
    refuse_newer_database()
    if waiting := migrations_waiting():
        _keep_a_copy()
        print(
            _("bringing the database up to date (%(steps)s steps) …") % {"steps": waiting},
            file=sys.stderr,
        )
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if key_is_lost:
        data_key.give_up_the_old()
    data_key.keep()
    calendar.seed()


def look_only() -> None:
    """For commands that only read: refuse what does not fit, and change no table."""
    data_key.check()
    refuse_newer_database()
    if migrations_waiting():
        raise Stop(_("The database is older than this Linli; linli serve brings it up to date."))


def refuse_unsafe_settings() -> None:
    """Raise ``Stop`` with a sentence for each setting that production may not start with."""
    if not settings.PRODUCTION:
        return
    messages = checks.run_checks(tags=[safety.TAG], include_deployment_checks=True)
    faults = [
        f"- {fault.msg} {fault.hint or ''}".rstrip() for fault in messages if fault.is_serious()
    ]
    if faults:
        raise Stop("\n".join([_("The house does not open like this:"), *faults]), code=2)


def refuse_newer_database() -> None:
    """Raise ``Stop`` when the tables know steps that this program does not: it would spoil them."""
    loader = MigrationExecutor(connections[DEFAULT_DB_ALIAS]).loader
    strange = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if strange:
        sentence = _(
            "The database was made by a newer Linli (%(step)s). Nothing was changed. Please update "
            "Linli, or put back the copy from before: %(home)s/before_update_*.sqlite3"
        )
        raise Stop(sentence % {"step": ".".join(strange[-1]), "home": settings.HOME}, code=2)


def _keep_a_copy() -> None:
    """Copy the database before its tables change; PostgreSQL's keeper is told to have one."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.introspection.table_names():
        return
    if connection.vendor != "sqlite":
        print(_("Have you a copy of the database from before? linli backup writes one."),
              file=sys.stderr)  # fmt: skip
        return
    copy = settings.HOME / f"before_update_{timezone.now():%Y%m%d_%H%M%S}.sqlite3"
    copy.touch(mode=0o600)
    try:
        sqlite.copy_out(copy)
    except (Refusal, sqlite3.Error, OSError) as fault:
        copy.unlink(missing_ok=True)
        sentence = _("The database could not be copied before its update: %(why)s")
        raise Stop(sentence % {"why": fault}, code=2) from fault
    for older in sorted(settings.HOME.glob("before_update_*.sqlite3"))[:-COPIES_KEPT]:
        older.unlink()
    print(_("kept a copy of the database: %(path)s") % {"path": copy}, file=sys.stderr)


def migrations_waiting() -> int:
    """Return how many migrations have not been applied."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Gather style, script and icons into the home, unless they are there already."""
    target = Path(settings.STATIC_ROOT)
    mark = target / "collected"
    present = _fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == present:
        return
    print(_("gathering style, script and icons …"), file=sys.stderr)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(present, encoding="ascii")


def _fingerprint() -> str:
    """Return a hash over name, size and time of every static file of the packages."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
