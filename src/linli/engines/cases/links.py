"""Where a matter's pages stand; the faces keep to these paths."""

from __future__ import annotations


def at_desk(case_id: int) -> str:
    """Return the path of a matter's page for staff."""
    return f"/desk/cases/{case_id}/"


def for_resident(case_id: int) -> str:
    """Return the path of a matter's page for the household that raised or supports it."""
    return f"/my/{case_id}/"
