"""Every address × every role × own and foreign objects: each answers as the tables say.

Objects lie in two communities of two districts. Nothing that a press does stays: each request is
rolled back. Refused is 403 or 404; what is foreign is never found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from linli.accounts.models import User
from linli.core import limits
from linli.registry import roles
from tests import make
from tests.permissions.addresses import ADDRESSES, Rule
from tests.permissions.estate import ROLES, Side, filled, routes, side

pytestmark = [pytest.mark.django_db, pytest.mark.once]
REFUSED = {403, 404}
NAMED = ("<id:", "<str:ref>")  # what belongs to somebody
AWAY = {301, 302}
SENT = {  # what a press needs to be one
    "campaigns/door/<id:door_id>/move/": {"to": "up"},
    "campaigns/<id:campaign_id>/do/": {"do": "end"},
    "settings/routing/<id:rule_id>/change/": {"do": "up"},
    "desk/views/<id:view_id>/": {"delete": "1"},
}


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "hit", lambda *_args, **_named: None)


@pytest.fixture
def sides() -> tuple[Side, Side]:
    return side("青"), side("白")


def ask(client: Client, route: str, ids: dict[str, Any]) -> Any:
    """Ask once and take back whatever it did."""
    path, sent = filled(route, ids), SENT.get(route, {})
    is_press = ADDRESSES[route].verb or route in SENT
    with transaction.atomic():
        answer = client.post(path, sent) if is_press else client.get(path)
        if answer.status_code == 405:
            answer = client.get(path) if is_press else client.post(path, sent)
        transaction.set_rollback(True)
    return answer


def walked(who: set[str]) -> Iterator[tuple[str, Rule]]:
    for route in routes():
        if ADDRESSES[route].who in who:
            yield route, ADDRESSES[route]


def signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_a_post_opens_what_it_grants_and_nothing_foreign(
    sides: tuple[Side, Side], role: str
) -> None:
    here, there = sides
    client, faults = signed_in(here.users[role]), []
    for route, rule in walked({"staff"}):
        may = rule.opens_to(roles.GRANTS[role])
        own = ask(client, route, here.ids).status_code
        if own >= 500 or (may is (own in REFUSED) and not (may and rule.by_state)):
            faults.append((route, "own", own, may))
        if any(sign in route for sign in NAMED):
            foreign = ask(client, route, there.ids).status_code
            if foreign not in REFUSED or (may and foreign != 404):
                faults.append((route, "foreign", foreign, may))
    assert faults == [], "\n".join(map(str, faults))


def test_nobody_reads_another_persons_own(sides: tuple[Side, Side]) -> None:
    here, _there = sides
    for role in ROLES:
        if role == "secretary":  # they are hers
            continue
        client = signed_in(here.users[role])
        for route, _rule in walked({"oneself"}):
            assert ask(client, route, here.ids).status_code == 404, (role, route)


def test_who_is_not_signed_in_is_asked_to(sides: tuple[Side, Side]) -> None:
    client, faults = signed_in(None), []
    for route, rule in walked({"staff", "oneself", "account", "token", "resident"}):
        answer = ask(client, route, sides[0].ids)
        to = answer.headers.get("Location", "")
        asked = answer.status_code in AWAY and ("/account/" in to or to.startswith("/desk/"))
        fits = {
            "token": answer.status_code == 401,
            "resident": answer.status_code in REFUSED | AWAY,
            "account": asked or answer.status_code in {200, 401, 403, 404, 405} | AWAY,
        }.get(rule.who, asked)
        if not fits or answer.status_code >= 500:
            faults.append((route, answer.status_code, to))
    assert faults == [], "\n".join(map(str, faults))


def test_a_log_in_without_a_post_opens_no_staff_page(sides: tuple[Side, Side]) -> None:
    client, faults = signed_in(make.user("无岗")), []
    for route, _rule in walked({"staff", "oneself"}):
        status = ask(client, route, sides[0].ids).status_code
        if status not in REFUSED:
            faults.append((route, status))
    assert faults == [], "\n".join(map(str, faults))


def test_a_resident_opens_no_staff_page_and_no_neighbours_matter(
    sides: tuple[Side, Side],
) -> None:
    client, faults = signed_in(None), []
    for route, _rule in walked({"resident"}):
        status = ask(client, route, sides[1].ids).status_code
        if status not in REFUSED | AWAY:
            faults.append((route, status))
    assert faults == [], "\n".join(map(str, faults))


def test_what_is_anybodys_asks_nobody_to_sign_in(sides: tuple[Side, Side]) -> None:
    client, faults = signed_in(None), []
    for route, _rule in walked({"anybody"}):
        answer = ask(client, route, sides[0].ids)
        to = answer.headers.get("Location", "")
        if answer.status_code >= 500 or to.startswith("/account/login/"):
            faults.append((route, answer.status_code, to))
    assert faults == [], "\n".join(map(str, faults))
