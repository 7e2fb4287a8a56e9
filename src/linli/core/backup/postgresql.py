"""How a PostgreSQL database is copied and exchanged: with its own pg_dump, pg_restore and psql."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.core.backup.manifest import Snapshot, broken
from linli.core.record import End
from linli.core.refusals import Refusal

# A schema of one's own is made by the exchange itself.
NOT_RESTORED = re.compile(
    r"^\d+; .* (SCHEMA - public|COMMENT - SCHEMA public|ACL - SCHEMA public)\b"
)


def copy_out(target: Path) -> Snapshot:
    """Dump the schema ``public`` as it is at one moment; writers go on, and nobody waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        cursor.execute("SELECT community_id, number, hash FROM core_chainhead")
        ends = {key: End(number, hash_) for key, number, hash_ in cursor.fetchall()}
        cursor.execute("SELECT app, name FROM django_migrations")
        migrations = [(app, name) for app, name in cursor.fetchall()]
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--schema=public",
            f"--snapshot={snapshot}",
            f"--file={target}",
        )
    return Snapshot(ends, migrations)


def look_into(database: Path) -> None:
    """Raise ``Broken`` unless pg_restore can read the dump's table of contents."""
    try:
        _run("pg_restore", "--list", str(database))
    except Refusal as fault:
        raise broken() from fault


def make_sure_nobody_is_here() -> None:
    """Raise ``Refusal`` while anybody else is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    connection.close()
    if others:
        raise Refusal(
            _("Linli is running on this database. Please stop it first, then restore again.")
        )


def exchange(staged: Path, aside: Path) -> None:
    """Put the dump in the place of the live schema, in one transaction; the old schema stays,
    renamed as the folder ``aside`` is."""
    contents = _run("pg_restore", "--list", str(staged)).splitlines()
    wanted = aside / "contents.txt"
    wanted.write_text("\n".join(c for c in contents if not NOT_RESTORED.match(c)))
    script = aside / "database.sql"
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        f"--use-list={wanted}",
        f"--file={script}",
        str(staged),
    )
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        f'--command=ALTER SCHEMA public RENAME TO "{aside.name}"',
        "--command=CREATE SCHEMA public",
        f"--file={script}",
    )
    script.unlink()
    wanted.unlink()


def _run(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs on this database; what it says goes into the refusal."""
    path = shutil.which(program)
    if path is None:
        raise Refusal(
            _("%(program)s is missing. Please install PostgreSQL's client programs.")
            % {"program": program}
        )
    done = subprocess.run(  # noqa: S603  a list of words, no shell
        [path, *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = next((line for line in done.stderr.splitlines() if line), str(done.returncode))
        raise Refusal(
            _("%(program)s did not succeed; nothing was changed: %(why)s")
            % {"program": program, "why": why}
        )
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the environment by which PostgreSQL's programs find this database."""
    settings = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    variables = {
        variable: str(settings[key]) for key, variable in names.items() if settings.get(key)
    }
    mode = settings.get("OPTIONS", {}).get("sslmode")
    ssl = {"PGSSLMODE": str(mode)} if mode else {}
    return {**os.environ, **variables, **ssl, "PGDATABASE": str(settings["NAME"])}
