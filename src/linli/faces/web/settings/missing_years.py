"""Which year's holidays nobody has entered yet."""

from __future__ import annotations

from django.utils import timezone

from linli.core.calendar import known_years


def missing_year() -> int | None:
    """Return the first of this year and the next (from October on) that nobody has entered."""
    today = timezone.localdate()
    wanted = [today.year] + ([today.year + 1] if today.month >= 10 else [])
    there = known_years()
    return next((year for year in wanted if year not in there), None)
