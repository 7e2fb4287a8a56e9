"""The working calendar: seeded, edited, recorded."""

from __future__ import annotations

from datetime import date

import pytest

from linli.core import calendar, record
from linli.core.holidays.models import CalendarDay
from linli.core.models import Line
from linli.core.refusals import Invalid
from tests.core.people import ALICE

pytestmark = pytest.mark.django_db


def test_the_state_councils_days_are_there_after_seeding():
    assert calendar.seed() > 500
    days = calendar.load()
    assert not days.is_working(date(2026, 10, 1))
    assert days.is_working(date(2026, 10, 10))  # a Saturday, worked in return
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).name == "国庆节"


def test_a_year_without_a_notice_is_not_known():
    calendar.seed([2026, 2027])
    assert calendar.load().years == {2026}


def test_seeding_again_changes_nothing_that_was_edited():
    calendar.seed([2026])
    calendar.set_day(date(2026, 10, 1), is_working=True, by=ALICE, name="值班")
    assert calendar.seed() > 0
    assert calendar.seed() == 0
    assert calendar.load().is_working(date(2026, 10, 1))


def test_an_edit_is_seen_at_once_and_recorded():
    calendar.seed([2026])
    assert calendar.load().is_working(date(2026, 11, 24))
    calendar.set_day(date(2026, 11, 24), is_working=False, by=ALICE, name="邻里节")
    assert not calendar.load().is_working(date(2026, 11, 24))
    calendar.clear_day(date(2026, 11, 24), by=ALICE)
    assert calendar.load().is_working(date(2026, 11, 24))
    calendar.mark_year(2027, by=ALICE)
    assert calendar.load().knows(2027)
    verbs = Line.objects.filter(community_id=record.HOUSE).values_list("verb", flat=True)
    assert list(verbs) == ["calendar.day_set", "calendar.day_cleared", "calendar.year_entered"]
    assert record.verify(record.HOUSE) is None


def test_an_impossible_day_is_refused():
    with pytest.raises(Invalid, match="2100"):
        calendar.set_day(date(9999, 1, 1), is_working=True, by=ALICE)
    with pytest.raises(Invalid, match="60"):
        calendar.set_day(date(2026, 1, 1), is_working=True, by=ALICE, name="长" * 61)


def test_loading_again_asks_the_database_nothing(django_assert_num_queries):
    calendar.load()
    with django_assert_num_queries(0):
        calendar.load()
