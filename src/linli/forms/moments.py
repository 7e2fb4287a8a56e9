"""Days, moments and times as conditions reckon with them: numbers of days since 1970.

A moment has no zone: it is the estate's own time. frontend/src/field/moments.mjs says the same.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ZONE = r"(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
MOMENT = re.compile(
    rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?{ZONE}"
)
TIME = re.compile(rf"([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?{ZONE}")
DAYS_BEFORE_1970 = date(1970, 1, 1).toordinal()
SECONDS_A_DAY = 86_400
LAST_DAY = date(9999, 12, 31).toordinal() - DAYS_BEFORE_1970
# English, as in the workbooks of the field: both sides must say the same in any language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIELD = re.compile(r"%([YymnbdeHhMSa3])")


def days(text: str) -> float | None:
    """Return a day, a moment or a time of day as days since 1970; None for none of these."""
    if (match := TIME.fullmatch(text)) is not None:
        return _part_of_day(match[1], match[2], match[3])
    match = MOMENT.fullmatch(text)
    whole = _ordinal(match[1] if match else text)
    if whole is None or match is None:
        return whole
    part = _part_of_day(match[2], match[3], match[4])
    return None if part is None else whole + part


def day_of(number: float) -> str:
    """Return a number of days as 2026-03-01; "" outside of the years 1 to 9999."""
    at = math.floor(number)
    if not 1 - DAYS_BEFORE_1970 <= at <= LAST_DAY:
        return ""
    return date.fromordinal(at + DAYS_BEFORE_1970).isoformat()


def moment_of(number: float) -> str:
    """Return a number of days as 2026-03-01T08:30:00; "" outside of the years 1 to 9999."""
    whole = math.floor(number)
    seconds = math.floor((number - whole) * SECONDS_A_DAY + 0.5)
    if seconds >= SECONDS_A_DAY:
        whole, seconds = whole + 1, 0
    if not (day := day_of(whole)):
        return ""
    return f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def written(number: float, pattern: str) -> str:
    """Write a number of days as a pattern of XLSForm says: "%d.%m.%Y"."""
    if not (text := moment_of(number)):
        return ""
    at = datetime.fromisoformat(text)
    parts = {
        "Y": f"{at.year:04}", "y": f"{at.year % 100:02}", "m": f"{at.month:02}", "n": f"{at.month}",
        "b": MONTHS[at.month - 1], "d": f"{at.day:02}", "e": f"{at.day}", "H": f"{at.hour:02}",
        "h": f"{at.hour}", "M": f"{at.minute:02}", "S": f"{at.second:02}", "3": "000",
        "a": WEEKDAYS[at.weekday()],
    }  # fmt: skip
    return FIELD.sub(lambda match: parts[match[1]], pattern)


def months_between(first: float, last: float) -> float | None:
    """Return the whole months from one day to another, as a birthday counts them."""
    begin, end = day_of(first), day_of(last)
    if not begin or not end:
        return None
    sign = 1
    if begin > end:
        begin, end, sign = end, begin, -1
    months = (int(end[:4]) - int(begin[:4])) * 12 + int(end[5:7]) - int(begin[5:7])
    return float(sign * (months - (end[8:] < begin[8:])))


def added(number: float, years: float, months: float, more: float) -> str:
    """Return the day so many years, months and days later; the 31st becomes a month's last."""
    start = day_of(number)
    if not start or abs(years) > 9999 or abs(months) > 120_000:
        return ""
    at = int(start[:4]) * 12 + int(start[5:7]) - 1 + math.trunc(years) * 12 + math.trunc(months)
    year, month = at // 12, at % 12 + 1
    if not 1 <= year <= 9998:
        return ""
    after = date(year + month // 12, month % 12 + 1, 1)
    last = (after - timedelta(days=1)).day
    begun = date(year, month, min(int(start[8:]), last)).toordinal() - DAYS_BEFORE_1970
    return day_of(begun + math.trunc(more))


def _ordinal(text: str) -> float | None:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
    return float(day.toordinal() - DAYS_BEFORE_1970) if day else None


def _part_of_day(hours: str, minutes: str, seconds: str | None) -> float | None:
    hour, minute, second = int(hours), int(minutes), int(seconds or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) / SECONDS_A_DAY
