"""Where a matter's pages stand: the names that the faces give them."""

from __future__ import annotations

from django.urls import reverse


def at_desk(case_id: int) -> str:
    """Return the path of a matter's page for staff."""
    return reverse("desk_case_by_id", args=[case_id])


def for_resident(case_id: int) -> str:
    """Return the path of a matter's page for the household that raised or supports it."""
    return reverse("my_case", args=[case_id])
