"""/healthz, for whoever watches over the machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.config import health
from linli.core.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew():
    health._migrated.cache_clear()


def test_a_house_in_order_says_so(client: Client):
    JobRun.objects.create(name="any", started_at=timezone.now())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "clock": "ok", "disk": "ok"}


def test_a_still_clock_is_named_but_does_not_close_the_house(client: Client):
    JobRun.objects.create(name="any", started_at=timezone.now() - timedelta(hours=1))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["clock"].startswith("stands still since")


def test_a_clock_that_never_ticked_is_named(client: Client):
    assert client.get("/healthz").json()["clock"] == "has not ticked yet"


def test_a_disk_that_is_nearly_full_is_named(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "DISK_LOW_BYTES", 10**18)
    assert client.get("/healthz").json()["disk"].startswith("nearly full")


def test_missing_tables_close_the_house(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("linli.config.bootstrap.migrations_waiting", lambda: 3)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"].startswith("waiting")


def test_it_is_never_cached_and_never_posted_to(client: Client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_a_body_too_large_is_refused_before_it_is_read(client: Client):
    answer = client.post("/healthz", data={}, CONTENT_LENGTH="500000000")
    assert answer.status_code == 413
    assert "一次收不下" in answer.content.decode()
