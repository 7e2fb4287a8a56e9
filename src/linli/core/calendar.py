"""The working calendar of this house: seeded from the State Council's notices, edited by staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import chinese_calendar
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import record
from linli.core.cache import Cache
from linli.core.holidays.models import CalendarDay, CalendarYear
from linli.core.models import CommunityDay
from linli.core.refusals import Invalid
from linli.core.working_time import WorkingCalendar, hours_from

OFFICE_HOURS = "09:00-12:00,13:30-17:30"
KNOWN_YEARS = range(2004, 2027)  # what chinesecalendar 1.11 has notices for


HOUSE = 0
Days = Mapping[date, bool | None]  # None: as the weekday says, or as the house has it

_kept: Cache[int, WorkingCalendar] = Cache()


def load(community_id: int = HOUSE) -> WorkingCalendar:
    """Return a community's calendar, or the house's (2 queries a minute, 1 more a community)."""
    if community_id == HOUSE:
        return _kept.of(HOUSE, _read)
    return _kept.of(community_id, lambda: _with(load(), own_days(community_id)))


def own_days(community_id: int) -> dict[date, bool]:
    """Return the days that a community keeps otherwise than the house (1 query)."""
    rows = CommunityDay.objects.filter(community_id=community_id)
    return dict(rows.values_list("day", "is_working"))


def as_if(days: Days, *, community_id: int = HOUSE) -> Callable[[int], WorkingCalendar]:
    """Return what ``load`` would return if these days were set: for looking before it is kept."""
    house = load()
    if community_id != HOUSE:
        own = {day: is_working for day, is_working in days.items() if is_working is not None}
        kept = {day: w for day, w in own_days(community_id).items() if day not in days}
        return lambda asked: _with(house, {**kept, **own}) if asked == community_id else load(asked)
    there = {day: w for day, w in house.days.items() if day not in days}
    changed = replace(house, days={**there, **{d: w for d, w in days.items() if w is not None}})
    return lambda asked: _with(changed, own_days(asked))


def forget() -> None:
    """Let the next ``load`` read the table."""
    _kept.forget()


def _with(house: WorkingCalendar, own: Mapping[date, bool]) -> WorkingCalendar:
    return replace(house, days={**house.days, **own}) if own else house


@transaction.atomic
def seed(years: Iterable[int] = KNOWN_YEARS) -> int:
    """Enter the holidays and moved working days of years not yet entered. Returns days added.

    Source: chinesecalendar, after the yearly notices of the State Council. A year that it lacks
    is left out, and a year that somebody has entered by hand is left alone.
    """
    there = set(CalendarYear.objects.values_list("year", flat=True))
    wanted = {y for y in years if y in KNOWN_YEARS} - there
    holidays = chinese_calendar.constants.holidays
    rows = [_row(day, is_working=False, name=holidays[day]) for day in holidays]
    moved = chinese_calendar.constants.workdays
    rows += [_row(day, is_working=True, name=moved[day]) for day in moved]
    rows = [row for row in rows if row.day.year in wanted]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    CalendarYear.objects.bulk_create([CalendarYear(year=year) for year in wanted])
    _changed()
    return len(rows)


@transaction.atomic
def set_day(day: date, *, is_working: bool, by: record.Doer, name: str = "") -> CalendarDay:
    """Make one day a working day or a day off. Whoever calls has checked that ``by`` may."""
    _check(day, name)
    row, _made = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "name": name}
    )
    record.note(
        "calendar.day_set",
        ("core.calendarday", day.isoformat()),
        by=by,
        community_id=record.HOUSE,
        change={"is_working": is_working, "name": name},
    )
    _changed()
    return row


@transaction.atomic
def clear_day(day: date, *, by: record.Doer) -> None:
    """Let a day follow its weekday again."""
    CalendarDay.objects.filter(day=day).delete()
    record.note(
        "calendar.day_cleared",
        ("core.calendarday", day.isoformat()),
        by=by,
        community_id=record.HOUSE,
    )
    _changed()


@transaction.atomic
def set_own_day(
    day: date, *, is_working: bool, community_id: int, by: record.Doer, name: str = ""
) -> CommunityDay:
    """Let one community keep a day otherwise. Whoever calls has checked that ``by`` may."""
    _check(day, name)
    row, _made = CommunityDay.objects.update_or_create(
        day=day, community_id=community_id, defaults={"is_working": is_working, "name": name}
    )
    record.note(
        "calendar.own_day_set",
        ("core.communityday", day.isoformat()),
        by=by,
        community_id=community_id,
        change={"is_working": is_working, "name": name},
    )
    _changed()
    return row


@transaction.atomic
def clear_own_day(day: date, *, community_id: int, by: record.Doer) -> None:
    """Let a community keep a day as the house does again."""
    CommunityDay.objects.filter(day=day, community_id=community_id).delete()
    record.note(
        "calendar.own_day_cleared",
        ("core.communityday", day.isoformat()),
        by=by,
        community_id=community_id,
    )
    _changed()


@transaction.atomic
def mark_year(year: int, *, by: record.Doer) -> None:
    """Say that every holiday of a year has been entered."""
    _check(date(year, 1, 1), "")
    CalendarYear.objects.get_or_create(year=year)
    record.note(
        "calendar.year_entered",
        ("core.calendaryear", year),
        by=by,
        community_id=record.HOUSE,
    )
    _changed()


def _read() -> WorkingCalendar:
    return WorkingCalendar(
        hours=hours_from(getattr(settings, "OFFICE_HOURS", OFFICE_HOURS)),
        zone=ZoneInfo(settings.TIME_ZONE),
        days=dict(CalendarDay.objects.values_list("day", "is_working")),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def _row(day: date, *, is_working: bool, name: str) -> CalendarDay:
    spoken = chinese_calendar.Holiday(name).chinese
    return CalendarDay(day=day, is_working=is_working, name=spoken)


def _check(day: date, name: str) -> None:
    if not 2000 <= day.year <= 2100:
        raise Invalid(_("The calendar holds the years 2000 to 2100. Please check the date."))
    if len(name) > 60:
        raise Invalid(_("The day's name is too long: at most 60 characters."))


def _changed() -> None:
    """Read anew now, and once more after the commit: another thread may have read in between."""
    forget()
    transaction.on_commit(forget)


@dataclass(frozen=True, slots=True)
class SetDays:
    """The days of a year that differ: the house's, a community's own; and whether it is known."""

    house: Sequence[CalendarDay]
    own: Sequence[CommunityDay]
    is_known: bool


def set_days(year: int, *, community_id: int) -> SetDays:
    """Return what is set of a year, by day (3 queries)."""
    own = CommunityDay.objects.filter(community_id=community_id, day__year=year)
    return SetDays(
        house=list(CalendarDay.objects.filter(day__year=year).order_by("day")),
        own=list(own),
        is_known=CalendarYear.objects.filter(year=year).exists(),
    )


def known_years() -> set[int]:
    """Return the years whose holidays are entered (1 query)."""
    return set(CalendarYear.objects.values_list("year", flat=True))
