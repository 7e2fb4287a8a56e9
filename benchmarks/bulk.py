"""Rows by the thousand: indexes away, rows in, indexes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

Row = tuple[dict[str, Any], str]  # the columns of cases_case, and the words of the index

INDEXES_SQLITE = (
    "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'cases_case'"
)
INDEXES_POSTGRES = (
    "SELECT indexname, indexdef FROM pg_indexes"
    " WHERE tablename IN ('cases_case', 'cases_search')"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)


class Loading:
    """Put rows in with the indexes away, and put these back at the end."""

    def __enter__(self) -> Loading:
        from django.db import connection

        self.is_sqlite = connection.vendor == "sqlite"
        self.cursor = connection.cursor()
        self.raw = connection.connection
        before = (
            ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000", "PRAGMA foreign_keys=OFF")
            if self.is_sqlite
            else ("SET synchronous_commit=off", "SET maintenance_work_mem='512MB'")
        )
        for statement in before:
            self.cursor.execute(statement)
        self.cursor.execute(INDEXES_SQLITE if self.is_sqlite else INDEXES_POSTGRES)
        indexes = self.cursor.fetchall()
        for name, _sql in indexes:
            self.cursor.execute(f'DROP INDEX "{name}"')
        self.indexes = [sql for _name, sql in indexes]
        return self

    def put(self, rows: list[Row]) -> None:
        columns = ",".join(rows[0][0])
        (self._put_sqlite if self.is_sqlite else self._put_postgres)(columns, rows)

    def _put_sqlite(self, columns: str, rows: list[Row]) -> None:
        holes = ",".join("?" * len(rows[0][0]))
        self.raw.execute("BEGIN")
        self.raw.executemany(
            f"INSERT INTO cases_case ({columns}) VALUES ({holes})",  # noqa: S608
            ([_plain(value) for value in row.values()] for row, _words in rows),
        )
        self.raw.executemany(
            "INSERT INTO cases_search(rowid, body) VALUES (?, ?)",
            ((row["id"], words) for row, words in rows),
        )
        self.raw.execute("COMMIT")

    def _put_postgres(self, columns: str, rows: list[Row]) -> None:
        cursor = self.raw.cursor()
        with cursor.copy(f"COPY cases_case ({columns}) FROM STDIN") as copy:
            for row, _words in rows:
                copy.write_row(list(row.values()))
        with cursor.copy("COPY cases_search (case_id, body) FROM STDIN") as copy:
            for row, words in rows:
                copy.write_row([row["id"], " ".join(f"'{w}'" for w in sorted(set(words.split())))])

    def __exit__(self, *fault: object) -> None:
        for sql in self.indexes:
            self.cursor.execute(sql)
        if self.is_sqlite:
            for setting in ("synchronous=NORMAL", "cache_size=-2000", "foreign_keys=ON"):
                self.cursor.execute(f"PRAGMA {setting}")


def _plain(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def settle(*, last_id: int) -> None:
    """Let the house do what it does by itself in a quiet hour."""
    from django.db import connection

    from linli.core.queries import count_indexes

    count_indexes()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('cases_case_id_seq', %s)", [last_id])
            cursor.execute("VACUUM ANALYZE")
