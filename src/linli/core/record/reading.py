"""The lines of a record, to be read."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.core.models import Line


def lines_of(community_id: int) -> QuerySet[Line]:
    """Return a community's lines; nobody's page shows another community's."""
    return Line.objects.filter(community_id=community_id)
