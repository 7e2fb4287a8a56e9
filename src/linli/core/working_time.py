"""When a deadline falls: minutes, hours and days, by the clock or by office hours. No Django.

Units: "minutes", "hours", "days" run by the clock; "working_hours" run only while the office is
open; "working_days" do not count the first day and end when the office closes on the last one
(Civil Code of the People's Republic of China, Articles 201 and 203).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

UNITS = ("minutes", "hours", "working_hours", "working_days", "days")
SATURDAY = 5
MOST_DAYS_AHEAD = 366 * 20

Hours = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked, and from when till when. ``days`` lists only the exceptions."""

    hours: Hours
    zone: ZoneInfo
    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def knows(self, year: int) -> bool:
        """True when the holidays of this year have been entered."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < SATURDAY)

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the office hours of a day as aware times; none on a day off."""
        if not self.is_working(day):
            return []
        return [
            (
                datetime.combine(day, opens, self.zone).astimezone(UTC),
                datetime.combine(day, closes, self.zone).astimezone(UTC),
            )
            for opens, closes in self.hours
        ]

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def hours_from(text: str) -> Hours:
    """Read "09:00-12:00,13:30-17:30". Raises ``ValueError`` unless windows are in order."""
    windows = tuple(_window(part) for part in text.split(","))
    edges = [edge for window in windows for edge in window]
    if any(a >= b for a, b in pairwise(edges)):
        raise ValueError(f"office hours must follow one another: {text}")
    return windows


def add(start: datetime, amount: float, unit: str, *, calendar: WorkingCalendar) -> datetime:
    """Return the aware moment ``amount`` units after ``start``, in ``start``'s zone.

    Raises ``ValueError`` for an unknown unit, a negative amount, or an end beyond 20 years.
    """
    if amount < 0 or unit not in UNITS:
        raise ValueError(f"not a duration: {amount} {unit}")
    if unit == "minutes":
        return start + timedelta(minutes=amount)
    if unit == "hours":
        return start + timedelta(hours=amount)
    if unit == "days":
        return _days_later(start, amount, calendar=calendar)
    if unit == "working_days":
        return _working_days_later(start, round(amount), calendar=calendar)
    return _working_hours_later(start, timedelta(hours=amount), calendar=calendar)


def between(start: datetime, end: datetime, unit: str, *, calendar: WorkingCalendar) -> float:
    """Return how many units lie between two moments; 0 when ``end`` is not after ``start``.

    Working days count the days after the first one, so that ``between(s, add(s, n)) == n``.
    """
    if unit not in UNITS:
        raise ValueError(f"not a unit: {unit}")
    if end <= start:
        return 0
    if unit == "working_days":
        return _working_days_between(start, end, calendar=calendar)
    if unit == "working_hours":
        return _office_time(start, end, calendar=calendar) / timedelta(hours=1)
    return (end - start) / timedelta(**{unit: 1})


def after_pause(
    due: datetime, *, paused: datetime, resumed: datetime, unit: str, calendar: WorkingCalendar
) -> datetime:
    """Return the deadline moved on by what a pause took of it; never earlier than it was."""
    lost = between(paused, resumed, unit, calendar=calendar)
    return max(due, add(due, lost, unit, calendar=calendar)) if lost else due


def _window(text: str) -> tuple[time, time]:
    opens, closes = text.strip().split("-")
    return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())


def _days_from(first: date) -> Iterator[date]:
    for ahead in range(MOST_DAYS_AHEAD):
        yield first + timedelta(days=ahead)
    raise ValueError("a deadline more than 20 years ahead")


def _days_later(start: datetime, amount: float, *, calendar: WorkingCalendar) -> datetime:
    """Keep the clock's time of day, also where a zone changes its clocks."""
    local = start.astimezone(calendar.zone) + timedelta(days=amount)
    return local.astimezone(UTC).astimezone(start.tzinfo)


def _working_days_later(start: datetime, count: int, *, calendar: WorkingCalendar) -> datetime:
    if count == 0:
        return start
    left = count
    for day in _days_from(calendar.day_of(start) + timedelta(days=1)):
        left -= calendar.is_working(day)
        if left == 0:
            return calendar.windows(day)[-1][1].astimezone(start.tzinfo)
    raise AssertionError("the days never end")  # pragma: no cover


def _working_hours_later(
    start: datetime, amount: timedelta, *, calendar: WorkingCalendar
) -> datetime:
    left = amount
    if not left:
        return start
    for day in _days_from(calendar.day_of(start)):
        for opens, closes in calendar.windows(day):
            begins = max(opens, start)
            if begins >= closes:
                continue
            if left <= closes - begins:
                return (begins + left).astimezone(start.tzinfo)
            left -= closes - begins
    raise AssertionError("the days never end")  # pragma: no cover


def _working_days_between(start: datetime, end: datetime, *, calendar: WorkingCalendar) -> int:
    first, last = calendar.day_of(start), calendar.day_of(end)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def _office_time(start: datetime, end: datetime, *, calendar: WorkingCalendar) -> timedelta:
    first, last = calendar.day_of(start), calendar.day_of(end)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    spans = (
        min(closes, end) - max(opens, start)
        for day in days
        for opens, closes in calendar.windows(day)
    )
    return sum((max(span, timedelta()) for span in spans), timedelta())
