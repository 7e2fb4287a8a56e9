"""The core room's reads, and what no ORM call says."""

from __future__ import annotations

from django.db import connection

TALLY_UP = """
    INSERT INTO core_tally ("key", "window", "count") VALUES (%s, %s, 1)
    ON CONFLICT ("key", "window") DO UPDATE SET "count" = core_tally."count" + 1
    RETURNING "count"
"""


def tally_up(key: str, window: int) -> int:
    """Count one more for ``key`` in the window; two at once are both counted. Returns the count."""
    with connection.cursor() as cursor:
        cursor.execute(TALLY_UP, [key, window])
        return int(cursor.fetchone()[0])


def count_indexes() -> None:
    """Let SQLite sample its indexes (some milliseconds), so that it picks the smallest one.

    PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("ANALYZE")
