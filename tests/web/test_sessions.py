"""Two sessions in one browser, each with its own end; and nothing of them stays in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from linli.accounts.models import User
from linli.core.models import Line
from linli.engines.cases.models import Case, Photo
from linli.registry import actions as register
from tests import make
from tests.cast import Cast
from tests.web.test_resident_report import a_photo

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"
DAY = 24 * 3600


@pytest.fixture
def slip(cast: Cast) -> register.Slip:
    return register.issue_key(cast.households[0].pk, by=cast.actor("secretary"))


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    form = {"login": name, "password": password, "remember": "on", **more}
    return client.post("/account/login/", form)


def enter(client: Client, slip: register.Slip) -> None:
    assert client.post("/k/", {"code": slip.code, "enter": "1"}).status_code == 302


def test_a_slip_in_a_staff_browser_makes_the_log_in_no_longer(
    cast: Cast, slip: register.Slip, settings: Any
) -> None:
    make.post("worker", cast.community, user=make.user("小林", username="lin", password=PASSWORD))
    with time_machine.travel(make.NOON, tick=False) as clock:
        browser = Client()
        sign_in(browser, "lin", next="/register/")
        enter(browser, slip)
        staff = Session.objects.get(pk=browser.cookies["sessionid"].value)
        assert staff.expire_date == make.NOON + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        household = browser.cookies["visitor"]
        assert household["max-age"] == 180 * DAY
        assert household["httponly"]
        clock.shift(15 * DAY)
        assert browser.get("/register/").status_code == 302
        assert browser.get("/mine/data/").status_code == 200


def test_signing_out_of_one_leaves_the_other(cast: Cast, slip: register.Slip) -> None:
    browser = Client()
    browser.force_login(cast.worker)
    enter(browser, slip)
    browser.post("/mine/leave/")
    assert browser.get("/mine/data/").status_code == 302
    assert browser.get("/register/").status_code == 200
    enter(browser, slip)
    browser.post("/account/logout/")
    assert browser.get("/register/").status_code == 302
    assert browser.get("/mine/data/").status_code == 200


def test_who_leaves_a_device_leaves_nothing_that_opens(slip: register.Slip) -> None:
    browser, copy = Client(), Client()
    enter(browser, slip)
    copy.cookies["visitor"] = browser.cookies["visitor"].value
    assert copy.get("/mine/data/").status_code == 200
    browser.post("/mine/leave/")
    assert browser.cookies["visitor"].value == ""
    assert copy.get("/mine/data/").status_code == 302


def test_the_visitors_cookie_opens_no_staff_page(cast: Cast, slip: register.Slip) -> None:
    browser = Client()
    enter(browser, slip)
    browser.cookies["sessionid"] = browser.cookies["visitor"].value
    assert browser.get("/register/").status_code == 302


def _photo_of(cast: Cast) -> Photo:
    Client().post(f"/p/{cast.building.code}/", {"text": "灯坏了", "photos": [a_photo()]})
    return Photo.objects.get(case=Case.objects.get())


def test_whatever_a_session_sees_is_kept_by_no_browser(cast: Cast, slip: register.Slip) -> None:
    photo = _photo_of(cast)
    staff = Client()
    staff.force_login(cast.secretary)
    household = f"/register/{cast.households[0].pk}/"
    for path in (
        "/desk/", "/register/", household, "/register/posts/", f"/photo/{photo.pk}/",
        f"/desk/photos/{photo.pk}/", "/settings/", "/register/99999/", "/",
    ):  # fmt: skip
        assert "no-store" in staff.get(path).get("Cache-Control", ""), path
    resident = Client()
    enter(resident, slip)
    for path in ("/mine/", "/mine/data/", "/mine/messages/", "/"):
        assert "no-store" in resident.get(path)["Cache-Control"], path


def test_what_anybody_sees_may_be_kept(cast: Cast) -> None:
    for path in (f"/open/{cast.community.code}/", "/privacy/"):
        assert "no-store" not in Client().get(path).get("Cache-Control", ""), path


def test_a_token_sees_nothing_that_is_kept() -> None:
    answer = Client().get("/api/v1/places", headers={"authorization": "Bearer nothing"})
    assert "no-store" in answer["Cache-Control"]


def change(client: Client, old: str, new: str) -> Any:
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/account/password/change/", form)


def test_a_password_that_was_handed_over_opens_only_the_page_where_it_is_changed(
    cast: Cast,
) -> None:
    photo = _photo_of(cast)
    user, given = register.open_account(
        "lin", place=cast.community, display_name="林小燕", by=cast.actor("secretary")
    )
    make.post("grid_worker", cast.community, user=user)
    browser = Client()
    sign_in(browser, "lin", given)
    for path in ("/desk/", "/register/", "/field/", f"/desk/photos/{photo.pk}/"):
        assert browser.get(path)["Location"] == "/account/password/change/", path
    phone = browser.get("/field/bundle/")
    assert phone.status_code == 403
    assert "密码" in phone.json()["sentence"]
    assert browser.get(f"/photo/{photo.pk}/").status_code == 403
    assert "别人也知道" in browser.get("/account/password/change/").content.decode()
    assert "field__error" in change(browser, given, given).content.decode()
    assert "field__error" in change(browser, given, "short").content.decode()
    assert change(browser, given, "我自己选的一个长密码 2026")["Location"] == "/account/"
    assert browser.get("/desk/").status_code == 200
    assert browser.get(f"/photo/{photo.pk}/").status_code == 200
    assert Line.objects.filter(verb="account.password_chosen").count() == 1


def test_a_new_password_from_the_secretary_is_handed_over_too(cast: Cast) -> None:
    given = register.set_password(cast.worker.pk, place=cast.community, by=cast.actor("secretary"))
    browser = Client()
    sign_in(browser, "worker", given)
    assert browser.get("/register/")["Location"] == "/account/password/change/"
    own = User.objects.get(username="worker")
    register.set_password(own.pk, place=cast.community, by=cast.actor("worker"), password=PASSWORD)
    assert not User.objects.get(username="worker").must_change_password


def test_the_second_factor_covers_photos(cast: Cast, settings: Any) -> None:
    photo = _photo_of(cast)
    settings.STAFF_SECOND_FACTOR = True
    staff = Client()
    staff.force_login(cast.secretary)
    answer = staff.get(f"/photo/{photo.pk}/")
    assert answer.status_code == 403
    assert "二次验证" in answer.content.decode()
