"""When a deadline falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.working_time import (
    WorkingCalendar,
    add,
    after_pause,
    between,
    hours_from,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
# National Day 2026: 1 to 7 October off; Saturday 10 October worked in return.
CALENDAR = WorkingCalendar(
    hours=hours_from("09:00-12:00,13:30-17:30"),
    zone=SHANGHAI,
    days={date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True},
    years=frozenset({2026}),
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-11-24 23:50", 30, "minutes", "2026-11-25 00:20"),
        ("2026-11-24 10:00", 24, "hours", "2026-11-25 10:00"),
        ("2026-11-24 10:00", 7, "days", "2026-12-01 10:00"),
        ("2026-11-24 10:00", 1, "working_hours", "2026-11-24 11:00"),
        ("2026-11-24 11:30", 1, "working_hours", "2026-11-24 14:00"),  # over lunch
        ("2026-11-24 11:00", 1, "working_hours", "2026-11-24 12:00"),  # to the very end
        ("2026-11-24 17:00", 4, "working_hours", "2026-11-25 14:00"),  # over night
        ("2026-11-24 06:00", 1, "working_hours", "2026-11-24 10:00"),  # before it opens
        ("2026-11-28 10:00", 1, "working_hours", "2026-11-30 10:00"),  # a Saturday
        ("2026-09-30 17:00", 1, "working_hours", "2026-10-08 09:30"),  # over the holiday
        ("2026-11-24 10:00", 1, "working_days", "2026-11-25 17:30"),
        ("2026-11-24 23:59", 1, "working_days", "2026-11-25 17:30"),
        ("2026-11-27 10:00", 1, "working_days", "2026-11-30 17:30"),  # over a weekend
        ("2026-09-30 10:00", 3, "working_days", "2026-10-10 17:30"),  # a Saturday that is worked
        ("2026-10-03 10:00", 1, "working_days", "2026-10-08 17:30"),  # asked on a holiday
    ],
)
def test_a_deadline_falls_where_the_committee_expects_it(start, amount, unit, due):
    assert add(_at(start), amount, unit, calendar=CALENDAR) == _at(due)


def test_a_time_given_in_another_zone_is_answered_in_it():
    due = add(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), 1, "working_days", calendar=CALENDAR)
    assert (due, due.tzinfo) == (_at("2026-11-25 17:30"), UTC)


def test_a_day_keeps_its_hour_where_clocks_are_changed():
    berlin = ZoneInfo("Europe/Berlin")
    calendar = WorkingCalendar(hours=CALENDAR.hours, zone=berlin)
    start = datetime(2026, 10, 24, 10, 0, tzinfo=berlin)
    assert add(start, 1, "days", calendar=calendar).hour == 10


def test_a_pause_moves_the_deadline_by_what_it_took():
    due = _at("2026-11-27 17:30")
    paused, resumed = _at("2026-11-24 10:00"), _at("2026-11-26 10:00")
    moved = after_pause(due, paused=paused, resumed=resumed, unit="working_days", calendar=CALENDAR)
    assert moved == _at("2026-12-01 17:30")


def test_a_pause_over_a_weekend_takes_no_working_hour():
    due = _at("2026-11-30 10:00")
    paused, resumed = _at("2026-11-27 17:30"), _at("2026-11-30 09:00")
    unit = "working_hours"
    assert after_pause(due, paused=paused, resumed=resumed, unit=unit, calendar=CALENDAR) == due


@pytest.mark.parametrize(
    ("amount", "unit"), [(-1, "days"), (1, "fortnights"), (9999, "working_days")]
)
def test_what_is_no_duration_is_an_error(amount, unit):
    with pytest.raises(ValueError, match=r"duration|20 years"):
        add(_at("2026-11-24 10:00"), amount, unit, calendar=CALENDAR)


@pytest.mark.parametrize("text", ["", "9", "12:00-09:00", "09:00-12:00,11:00-13:00", "nine-ten"])
def test_office_hours_that_make_no_sense_are_an_error(text):
    with pytest.raises(ValueError):  # noqa: PT011
        hours_from(text)


moments = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(SHANGHAI)
).map(lambda moment: moment.replace(microsecond=0))
units = st.sampled_from(["minutes", "hours", "working_hours", "working_days", "days"])
amounts = st.integers(0, 60)


@given(moments, amounts, units)
def test_the_end_is_never_before_the_start(start, amount, unit):
    assert add(start, amount, unit, calendar=CALENDAR) >= start


@given(moments, amounts, units)
def test_more_time_never_ends_earlier(start, amount, unit):
    one, more = (add(start, n, unit, calendar=CALENDAR) for n in (amount, amount + 1))
    assert one < more


@given(moments, amounts, units)
def test_what_was_added_lies_between(start, amount, unit):
    end = add(start, amount, unit, calendar=CALENDAR)
    assert between(start, end, unit, calendar=CALENDAR) == pytest.approx(amount)


@given(moments, st.integers(1, 60), st.sampled_from(["working_hours", "working_days"]))
def test_working_time_ends_while_the_office_is_open(start, amount, unit):
    end = add(start, amount, unit, calendar=CALENDAR)
    assert CALENDAR.is_working(end.date())
    assert any(opens < end.time() <= closes for opens, closes in CALENDAR.hours)


@given(moments, moments, moments)
def test_working_hours_add_up(one, two, three):
    a, b, c = sorted([one, two, three])
    unit = "working_hours"
    whole = between(a, c, unit, calendar=CALENDAR)
    parts = between(a, b, unit, calendar=CALENDAR) + between(b, c, unit, calendar=CALENDAR)
    assert whole == pytest.approx(parts)


@given(moments, st.timedeltas(timedelta(), timedelta(days=30)), units)
def test_a_pause_never_brings_a_deadline_forward(start, length, unit):
    due = add(start, 5, unit, calendar=CALENDAR)
    moved = after_pause(due, paused=start, resumed=start + length, unit=unit, calendar=CALENDAR)
    assert moved >= due


def test_a_full_day_has_seven_working_hours():
    day = [_at("2026-11-24 00:00"), _at("2026-11-25 00:00")]
    assert between(*day, "working_hours", calendar=CALENDAR) == 7
    assert CALENDAR.hours[0] == (time(9), time(12))
