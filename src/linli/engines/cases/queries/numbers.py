"""The next number of a community, in one statement on either database."""

from __future__ import annotations

from django.db import connection


def next_number(community_id: int) -> int:
    """Return the community's next number; its row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_casenumber (community_id, last) VALUES (%s, 1)"
            " ON CONFLICT (community_id) DO UPDATE SET last = cases_casenumber.last + 1"
            " RETURNING last",
            [community_id],
        )
        return int(cursor.fetchone()[0])
