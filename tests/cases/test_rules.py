"""Deadlines, lights, escalation and the three rates, on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from linli.core.working_time import WorkingCalendar
from linli.engines.cases import rules
from linli.engines.cases.rules import CaseFigures, Counting, Rate

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkingCalendar(
    hours=((time(9), time(12)), (time(13, 30), time(17, 30))), zone=ZONE, days={}, years=frozenset()
)
UNITS = ("minutes", "hours", "working hours", "days", "working days")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)  # the 23rd is a Monday


def test_three_working_days_skip_the_weekend() -> None:
    due = rules.after(at(26, 10), 3, "working days", calendar=CALENDAR)
    assert due.astimezone(ZONE).date() == date(2026, 12, 1)


def test_a_weekend_spent_waiting_costs_no_working_time() -> None:
    due = rules.after(at(27, 10), 4, "working hours", calendar=CALENDAR)
    moved = rules.moved_by_a_pause(
        due, since=at(27, 18), until=at(29, 18), unit="working hours", calendar=CALENDAR
    )
    assert moved == due


def test_minutes_spent_waiting_come_back_in_full() -> None:
    due = at(24, 12)
    moved = rules.moved_by_a_pause(
        due, since=at(24, 10), until=at(24, 11), unit="minutes", calendar=CALENDAR
    )
    assert moved == at(24, 13)


@given(MOMENTS, st.integers(1, 40), st.sampled_from(UNITS), st.integers(0, 9), st.integers(0, 99))
def test_a_pause_never_brings_a_deadline_forward(
    start: datetime, amount: int, unit: str, begun: int, hours: int
) -> None:
    due = rules.after(start, amount, unit, calendar=CALENDAR)
    since = start + timedelta(hours=begun)
    moved = rules.moved_by_a_pause(
        due, since=since, until=since + timedelta(hours=hours), unit=unit, calendar=CALENDAR
    )
    assert moved >= due


def test_what_was_late_before_the_pause_stays_late() -> None:
    due = at(23, 12)
    assert due == rules.moved_by_a_pause(
        due, since=at(24, 9), until=at(26, 9), unit="days", calendar=CALENDAR
    )


def test_grid_worker_then_secretary_then_street_office() -> None:
    due = at(24, 12)  # a Tuesday
    levels = [
        rules.escalation_level(now=now, due=due, calendar=CALENDAR)
        for now in (at(24, 12), at(24, 13), at(25, 18), at(26, 18), at(27, 18), at(30, 9))
    ]
    assert levels == [0, 1, 2, 2, 3, 3]


def test_silence_is_counted_in_whole_days() -> None:
    resolved = at(10, 12)
    assert not rules.is_silent(now=at(17, 11), resolved=resolved, after_days=7)
    assert rules.is_silent(now=at(17, 12), resolved=resolved, after_days=7)
    assert not rules.is_silent(now=at(17, 12), resolved=None, after_days=7)


def test_the_three_rates_show_what_they_are_made_of() -> None:
    cases = [
        CaseFigures(answered_in_time=True, solved=True, stars=5),
        CaseFigures(answered_in_time=True, solved=True, stars=3),
        CaseFigures(answered_in_time=False, solved=False, stars=1),
        CaseFigures(answered_in_time=None, solved=None),
        CaseFigures(closing="referred", answered_in_time=True, solved=True, stars=5),
        CaseFigures(is_anonymous=True, answered_in_time=True),
    ]
    found = rules.rates(cases)
    assert found.response == Rate(3, 4)
    assert found.resolution == Rate(2, 3)
    assert found.satisfaction == Rate(1.8, 3)
    assert found.excluded == 1
    strict = rules.rates(cases, counting=Counting(without_anonymous=True))
    assert (strict.response, strict.excluded) == (Rate(2, 3), 2)


def test_nothing_counted_is_no_rate_rather_than_a_zero() -> None:
    found = rules.rates([])
    assert found.response.value is None
    assert found.response.percent == "–"
    assert Rate(7, 8).percent == "87.5%"


@given(
    st.lists(
        st.builds(
            CaseFigures, stars=st.none() | st.integers(1, 5), solved=st.none() | st.booleans()
        )
    )
)
def test_no_rate_leaves_the_bounds(cases: list[CaseFigures]) -> None:
    found = rules.rates(cases)
    for rate in (found.response, found.resolution, found.satisfaction):
        assert rate.value is None or 0 <= rate.value <= 1
