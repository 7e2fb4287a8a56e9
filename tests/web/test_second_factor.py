"""Staff sign in with a second factor where the deployment says so: set up, asked for, reset."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from linli.core.models import Line
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"
ACTIVATE, ASK = "/account/2fa/totp/activate/", "/account/2fa/authenticate/"


@pytest.fixture(autouse=True)
def _said_so(settings: Any, cast: Cast) -> None:
    settings.STAFF_SECOND_FACTOR = True
    for user in (cast.worker, cast.secretary):
        user.set_password(PASSWORD)
        user.save()


def said(response: Any) -> str:
    return str(response.content.decode())


def sign_in(username: str, *, to: str = "/register/") -> tuple[Client, Any]:
    client = Client()
    form = {"login": username, "password": PASSWORD, "next": to}
    return client, client.post("/account/login/", form, follow=True)


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up(username: str) -> tuple[Client, str]:
    """Sign in for the first time and set up the telephone; return the client and its secret."""
    client, page = sign_in(username)
    assert page.redirect_chain[-1][0] == ACTIVATE
    found = re.search(r'id="authenticator_secret" value="(\w+)"', said(page))
    assert found
    wrong = client.post(ACTIVATE, {"code": "000000"})
    assert "field__error" in said(wrong)
    done = client.post(ACTIVATE, {"code": code(found.group(1))}, follow=True)
    assert len(re.findall(r"^\d{8}$", said(done), re.MULTILINE)) >= 8  # the recovery codes
    return client, found.group(1)


def test_the_first_sign_in_sets_it_up_and_later_ones_ask(cast: Cast) -> None:
    with time_machine.travel(make.NOON, tick=False) as clock:
        client, secret = set_up("worker")
        assert client.get("/register/").status_code == 200
        clock.shift(60)  # a code opens once
        client, page = sign_in("worker")
        assert page.redirect_chain[-1][0] == ASK
        assert client.get("/register/").status_code == 302  # the password alone opens nothing
        client, page = sign_in("worker")
        assert "field__error" in said(client.post(ASK, {"code": "000000"}))
        client.post(ASK, {"code": code(secret)})
        assert client.get("/register/").status_code == 200


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    with time_machine.travel(make.NOON, tick=False):
        client, _secret = set_up("worker")
        spare = re.findall(r"^\d{8}$", said(client.get("/account/2fa/recovery-codes/")), re.M)[0]
        for opens in (True, False):
            client, _page = sign_in("worker")
            client.post(ASK, {"code": spare})
            assert (client.get("/register/").status_code == 200) is opens


def test_a_lost_telephone_is_reset_by_the_secretary_and_by_nobody_below(cast: Cast) -> None:
    with time_machine.travel(make.NOON, tick=False):
        worker, _secret = set_up("worker")
        secretary, _secret = set_up("secretary")
    path = f"/register/posts/{cast.worker.posts.get().pk}/"
    own = f"/register/posts/{cast.secretary.posts.get().pk}/"
    assert worker.post(own, {"verb": "factor"}).status_code == 403
    assert secretary.post(own, {"verb": "factor"}).status_code == 403  # that is what it is for
    secretary.post(path, {"verb": "factor", "reason": "手机丢了"})
    assert Line.objects.get(verb="account.second_factor_reset").reason == "手机丢了"
    assert worker.get("/register/")["Location"] == ACTIVATE
    assert secretary.post(path, {"verb": "factor"}).status_code == 400  # there is none any more


def test_a_shut_log_in_opens_nothing(cast: Cast, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    worker, _page = sign_in("worker")
    assert worker.get("/register/").status_code == 200
    secretary, _page = sign_in("secretary")
    path = f"/register/posts/{cast.worker.posts.get().pk}/"
    secretary.post(path, {"verb": "close", "reason": "离职"})
    assert worker.get("/register/").status_code == 302
    assert "离职" in str(Line.objects.get(verb="account.closed").reason)
