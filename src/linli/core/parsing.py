"""Numbers, days and moments as people and machines type them: bounded, or none at all.

``str.isdigit`` holds for "²" too, and ``int`` takes digits of every script, blanks and "_"; a
database keeps 63 bits, and local time cannot be told at the edges of the calendar.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.dateparse import parse_datetime

LARGEST = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200
_WHOLE = re.compile(r"[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{0,20})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def whole(text: str | None, *, most: int = LARGEST) -> int | None:
    """Return a whole number from 0 to ``most`` in ASCII digits; None for anything else."""
    if text is None or not _WHOLE.fullmatch(text):
        return None
    number = int(text)
    return number if number <= most else None


def decimal(text: str | None) -> float | None:
    """Return a number written out in ASCII digits, as "-37.22"; None for anything else."""
    return float(text) if text is not None and _DECIMAL.fullmatch(text.strip()) else None


def is_known_year(day: date) -> bool:
    """True where every zone can tell the time, and a register or a plan can mean it."""
    return FIRST_YEAR <= day.year < LAST_YEAR


def day(text: str | None) -> date | None:
    """Return a day as 2026-11-25 in a year that can be meant; None for anything else."""
    if text is None or not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_known_year(day) else None


def moment(text: str | None) -> datetime | None:
    """Return a day with its time, aware if an offset stands there; None for anything else."""
    try:
        parsed = parse_datetime(text) if text is not None else None
    except ValueError:
        return None
    return parsed if parsed is not None and is_known_year(parsed) else None
