"""A series of numbers, each community's own, as people say and type them: SX-1124."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from linli.verbs.models import LastNumber


@dataclass(frozen=True)
class Series:
    """The letters with which one engine's numbers begin."""

    prefix: str

    def reference(self, number: int | str) -> str:
        """Return a number as people say it."""
        return f"{self.prefix}-{number}"

    def digits(self, typed: str) -> str:
        """Return what stands behind the letters, as typed: "sx-1124", "SX 1124" and "1124"."""
        return typed.upper().strip().removeprefix(self.prefix).strip("- ")


def take(counter: type[LastNumber], community_id: int, *, count: int = 1) -> int:
    """Return the community's next number, or the first of ``count`` in a row (1 query).

    The counter's row stays locked until the transaction ends: take numbers late.
    """
    table = connection.ops.quote_name(counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (community_id, last) VALUES (%s, %s)"  # noqa: S608  our own table
            f" ON CONFLICT (community_id) DO UPDATE SET last = {table}.last + excluded.last"
            " RETURNING last",
            [community_id, count],
        )
        return int(cursor.fetchone()[0]) - count + 1
