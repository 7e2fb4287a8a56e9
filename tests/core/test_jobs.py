"""What happens by itself: when it is due, once, and whatever else fails."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from linli.core import jobs
from linli.core.models import JobRun

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "jobs", {})
    monkeypatch.setattr(jobs, "autodiscover_modules", lambda _name: None)


def _ticking(name: str = "a.tick", **more) -> list[datetime]:
    ran: list[datetime] = []

    @jobs.job(name, every=60, **more)
    def tick(*, now: datetime) -> None:
        ran.append(now)

    return ran


def test_a_job_runs_when_it_is_due_and_not_before():
    ran = _ticking()
    for seconds in (0, 30, 59, 60, 61):
        jobs.run_due(NOON + timedelta(seconds=seconds))
    assert ran == [NOON, NOON + timedelta(seconds=60)]


def test_a_job_that_fails_is_heard_tried_again_and_stops_no_other(caplog):
    tries = []

    @jobs.job("a.broken", every=60)
    def broken(*, now: datetime) -> None:
        tries.append(now)
        raise ZeroDivisionError

    ran = _ticking("b.tick")
    with caplog.at_level(logging.ERROR):
        assert jobs.run_due(NOON) == {"a.broken": False, "b.tick": True}
        jobs.run_due(NOON + timedelta(seconds=10))
    assert (len(tries), len(ran)) == (2, 1)
    assert "a.broken" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert JobRun.objects.get(name="a.broken").failures == 2


def test_while_one_process_is_at_it_no_other_runs_the_job():
    seen = []

    @jobs.job("a.long", every=60)
    def long(*, now: datetime) -> None:
        seen.append(jobs.run_due(now + timedelta(seconds=120)))

    assert jobs.run_due(NOON) == {"a.long": True}
    assert seen == [{}]


def test_a_process_that_died_gives_its_job_back():
    ran = _ticking(lease=300)
    leased = NOON + timedelta(seconds=300)
    JobRun.objects.create(name="a.tick", started_at=NOON, leased_until=leased)
    assert jobs.run_due(NOON + timedelta(seconds=299)) == {}
    assert jobs.run_due(NOON + timedelta(seconds=301)) == {"a.tick": True}
    assert len(ran) == 1


def test_nothing_is_started_after_the_deadline():
    ran = _ticking()
    with time_machine.travel(NOON, tick=False):
        assert jobs.run_due(NOON, NOON) == {}
    assert ran == []


def test_two_jobs_may_not_have_one_name():
    _ticking("a.tick")
    with pytest.raises(ValueError, match=r"a\.tick"):
        jobs.job("a.tick", every=1)(lambda *, now: None)
