"""A clock that was wrong once stops nothing afterwards, and erases nothing by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from linli.config import health
from linli.config.cli import main
from linli.core import clock, jobs, record
from linli.core.models import JobRun, Line
from linli.outbox.models import Message
from linli.registry.access import SYSTEM

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
AHEAD = NOON + timedelta(days=400)
pytestmark = pytest.mark.django_db


@pytest.fixture
def only_two_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "jobs", {})
    monkeypatch.setattr(jobs, "autodiscover_modules", lambda _name: None)
    ran: list[str] = []

    @jobs.job("a.remind", every=24 * 3600)
    def remind(*, now: datetime) -> None:
        ran.append("remind")

    @jobs.job("b.erase", every=24 * 3600, for_good=True)
    def erase(*, now: datetime) -> None:
        ran.append("erase")

    return ran


def test_one_tick_ahead_keeps_no_job_from_running_afterwards(only_two_jobs):
    for moment in (NOON, AHEAD, NOON + timedelta(minutes=5)):
        jobs.run_due(moment)
    assert only_two_jobs == ["remind", "erase", "remind", "remind"]


def test_a_lease_from_the_future_holds_nobody_up(only_two_jobs):
    JobRun.objects.create(name="a.remind", started_at=AHEAD, leased_until=AHEAD)
    assert jobs.run_due(NOON)["a.remind"]


def test_what_erases_rests_until_a_person_confirms(only_two_jobs):
    jobs.run_due(NOON)
    only_two_jobs.clear()
    jobs.run_due(AHEAD)
    jobs.run_due(AHEAD + timedelta(days=2))  # that it went on being wrong makes it no truer
    assert only_two_jobs == ["remind", "remind"]
    clock.confirm(by=SYSTEM, now=AHEAD + timedelta(days=2))
    jobs.run_due(AHEAD + timedelta(days=2, minutes=1))
    assert only_two_jobs[2:] == ["erase"]
    assert Line.objects.latest("id").verb == "clock.confirmed"


def test_a_clock_that_fell_back_years_is_doubted_as_well(only_two_jobs):
    jobs.run_due(NOON)
    assert clock.doubt(datetime(2000, 1, 1, tzinfo=UTC))
    assert clock.doubt(NOON + clock.FURTHEST) is None


def test_a_house_without_a_tick_goes_by_its_newest_line(only_two_jobs):
    with transaction.atomic():
        record.note("demo.made", ("house", 0), by=SYSTEM, community_id=None, at=NOON)
    assert jobs.run_due(AHEAD) == {"a.remind": True}


def test_all_that_erases_or_closes_for_good_says_so():
    """The house's own jobs: whatever erases, forgets, sweeps, ends or closes rests in doubt."""
    jobs.autodiscover_modules("tasks")
    verbs = ("erase", "forget", "sweep", "end", "close")
    harmful = {name for name in jobs.jobs if name.partition(".")[2].split("_")[0] in verbs}
    assert {"registry.erase", "outbox.forget", "cases.close_silent", "campaigns.end"} <= harmful
    assert {name for name in harmful if not jobs.jobs[name].for_good} == set()


def test_a_year_ahead_no_message_is_deleted(cast):
    Message.objects.create(
        community=cast.community, event="x", way="sms", title="t", body="b", once="1",
        state=Message.State.SENT, made_at=timezone.now(),
    )  # fmt: skip
    clock.look(timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        jobs.run_due(timezone.now())
    assert Message.objects.filter(once="1").exists()


def test_health_says_that_the_clock_is_in_doubt(client: Client):
    health._migrated.cache_clear()
    clock.look(timezone.now() - timedelta(days=400))
    assert client.get("/healthz").json()["clock"].startswith("in doubt")


def test_health_says_that_a_job_ran_ahead(client: Client):
    JobRun.objects.create(name="any", started_at=timezone.now() + timedelta(days=3))
    assert client.get("/healthz").json()["clock"].startswith("was ahead")


def test_the_settings_page_says_so_and_its_button_confirms(cast, client: Client):
    client.force_login(cast.secretary)
    assert "时钟是对的" not in client.get("/settings/").content.decode()
    clock.look(timezone.now() - timedelta(days=400))
    assert "时钟是对的" in client.get("/settings/").content.decode()
    assert client.post("/settings/clock/").status_code == 302
    assert clock.doubt() is None


def test_the_command_confirms(capsys, monkeypatch):
    monkeypatch.setattr("linli.config.cli.terminal.start", lambda **_given: None)
    clock.look(timezone.now() - timedelta(days=400))
    assert main(["tick", "--clock-is-right"]) == 0
    assert clock.doubt() is None
