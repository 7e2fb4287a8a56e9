"""Of allauth's pages only those that are used have an address; each answers a stranger calmly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from linli.faces.web.account import urls
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SESSIONS = (Path(__file__).parents[2] / "docs" / "sessions.md").read_text()
SAMPLES = {"pk": "1", "key": "abc", "uidb36": "1"}
OWN = {"own-account", "own-tokens", "own-revoke"}  # not allauth's
USED = {str(pattern.name) for pattern in urls.urlpatterns} - OWN


def _all(patterns: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = re.sub(r"^\^|\$$", "", str(pattern.pattern))
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES[found[1]], route)
        if isinstance(pattern, URLResolver):
            yield from _all(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), path


ALLAUTH = {
    **dict(_all(account_urls.urlpatterns, "/account/")),
    **dict(_all(mfa_urls.urlpatterns, "/account/2fa/")),
    "socialaccount_connections": "/account/3rdparty/",
    "socialaccount_signup": "/account/3rdparty/signup/",
}


def test_allauth_offers_what_is_walked_here() -> None:
    assert {"account_email", "account_signup", "account_reset_password", "account_inactive"} <= set(
        ALLAUTH
    )
    assert set(ALLAUTH) >= USED


@pytest.mark.parametrize("name", sorted(set(ALLAUTH) - USED))
def test_an_unused_page_is_not_there_for_anybody(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
    staff = Client()
    staff.force_login(make.user("小林"))
    for browser in (Client(), staff):
        assert browser.get(ALLAUTH[name]).status_code == 404, ALLAUTH[name]
        assert browser.post(ALLAUTH[name]).status_code == 404, ALLAUTH[name]


@pytest.mark.parametrize("name", sorted(USED))
def test_a_used_page_answers_a_stranger_without_a_fault_and_is_explained(name: str) -> None:
    answer = Client().get(ALLAUTH[name])
    assert answer.status_code in (200, 302, 405)
    assert f"`{ALLAUTH[name].replace('/1/', '/ID/')}`" in SESSIONS


def test_a_closed_log_in_is_told_so_once_its_password_is_right() -> None:
    make.user("小林", username="lin", password="a-long-password", is_active=False)
    form = {"login": "lin", "password": "a-long-password"}
    answer = Client().post("/account/login/", form)
    assert answer.status_code == 403
    assert "已关闭" in answer.content.decode()
    assert Client().post("/account/login/", {**form, "password": "wrong"}).status_code == 200


def test_who_was_never_given_a_password_is_told_whom_to_ask(cast: Cast, client: Client) -> None:
    cast.worker.set_unusable_password()
    cast.worker.save(update_fields=["password"])
    client.force_login(cast.worker, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/account/password/change/")
    assert page.status_code == 403
    assert "请找书记设一个" in page.content.decode()
