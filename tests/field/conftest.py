"""A walker with a phone: logged in, with a round to walk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from linli.accounts.models import User
from linli.engines.campaigns.models import Campaign, Door
from tests.campaigns.walking import only_corridors, running
from tests.cast import Cast

Send = Callable[..., Any]


@pytest.fixture
def round_(cast: Cast) -> Iterator[Campaign]:
    """The grid worker's round over the three households."""
    with only_corridors():
        yield running(cast, people=[cast.grid_worker.pk])


@pytest.fixture
def phone(cast: Cast) -> Client:
    """The grid worker's phone."""
    return phone_of(cast.grid_worker)


def phone_of(user: User) -> Client:
    """A phone on which somebody is logged in."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def a_visit(door: Door, **said: Any) -> dict[str, Any]:
    """What a phone keeps of a visit."""
    return {
        "what": "visit",
        "uid": str(uuid4()),
        "campaign": door.campaign_id,
        "door": door.pk,
        "outcome": "met",
        "form": 1,
        "at": timezone.now().isoformat(),
        "answers": {"clutter": "no"},
        **said,
    }


def send(client: Client, rows: list[dict[str, Any]], **more: Any) -> Any:
    """Send answers as a phone does; return the response."""
    user = int(client.session["_auth_user_id"])
    body = {"user": user, "sent_at": timezone.now().isoformat(), "answers": rows, **more}
    return client.post("/field/answers/", json.dumps(body), content_type="application/json")
