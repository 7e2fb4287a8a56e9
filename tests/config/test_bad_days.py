"""A full disk, a database that is gone, a clock that was killed, an older program."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone, translation

from linli.config import bootstrap
from linli.config.cli import serve_
from linli.config.stop import Stop
from linli.core import limits, tasks
from linli.core.backup import backup
from linli.core.backup import sqlite as sqlite_backup
from linli.core.refusals import Refusal

pytestmark = pytest.mark.django_db


def full(*_args, **_given):
    raise OperationalError("database or disk is full")


def test_on_a_full_disk_a_limit_lets_in_and_says_so(monkeypatch, caplog, transactional_db):
    monkeypatch.setattr("linli.core.queries.tally_up", full)
    limits.hit("who", most=1, seconds=60)
    assert "disk is full" in caplog.text


def test_without_its_database_the_house_says_when_to_come_back(monkeypatch, client: Client):
    client.raise_request_exception = False
    monkeypatch.setattr("linli.registry.queries.place_by_code", full)
    monkeypatch.setattr("linli.faces.web.shared.refusals.RefusalPages.process_view", full)
    text = "楼道里的灯坏了好几天，晚上老人下楼看不清台阶，请尽快派人来看看，谢谢！" * 2
    answer = client.post("/report/", {"text": text}, HTTP_ORIGIN="http://testserver")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert text in answer.content.decode()


def test_a_backup_on_a_full_disk_ends_in_a_sentence(monkeypatch, tmp_path, settings):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own tool says it")

    def full_disk(_target):
        raise sqlite3.OperationalError("database or disk is full")

    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(sqlite_backup, "copy_out", full_disk)
    with pytest.raises(Refusal, match="disk is full"):
        backup(tmp_path / "house.tar.gz")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_sessions_that_ended_are_swept():
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(days=days)
        )
    tasks.sweep_sessions(now=now)
    assert list(Session.objects.values_list("pk", flat=True)) == ["new"]


def test_an_older_program_leaves_a_newer_database_alone():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('core', '9999_of_next_year', CURRENT_TIMESTAMP)"
        )
    with translation.override("en"), pytest.raises(Stop, match="9999_of_next_year"):
        bootstrap.refuse_newer_database()


def test_a_reading_command_changes_no_table(monkeypatch):
    monkeypatch.setattr(bootstrap, "migrations_waiting", lambda: 3)
    monkeypatch.setattr(bootstrap, "call_command", lambda *_a, **_k: pytest.fail("migrated"))
    with pytest.raises(Stop):
        bootstrap.look_only()


def test_a_copy_is_made_before_the_tables_change(settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's keeper is told")
    settings.HOME = tmp_path
    bootstrap._keep_a_copy()
    (copy,) = tmp_path.glob("before_update_*.sqlite3")
    with sqlite3.connect(copy) as file:
        assert file.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 10


class TestTheClockBesideTheServer:
    @pytest.fixture
    def clock(self, monkeypatch):
        """A clock of which each process hears no plea to end, as one that hangs on a gateway."""
        monkeypatch.setattr(serve_, "LOOK_AT_CLOCK_SECONDS", 0.05)
        monkeypatch.setattr(serve_, "CLOCK_ENDS_SECONDS", 0.3)
        monkeypatch.setattr(
            serve_.Clock,
            "_start",
            lambda _self: subprocess.Popen(
                ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"]
            ),
        )
        return serve_.Clock()

    def test_it_is_started_again_when_it_was_killed(self, clock):
        first = clock._process
        first.kill()
        ends = time.monotonic() + 10
        while clock._process is first and time.monotonic() < ends:
            time.sleep(0.02)
        assert clock._process.poll() is None
        clock.end()

    def test_one_that_hangs_is_left_to_nobody(self, clock):
        time.sleep(0.3)
        clock.end()
        assert clock._process.poll() is not None
