"""A whole estate behind one address comes in; who guesses, waits, and shuts nobody else out."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.core import codes, limits
from linli.core.models import Line
from linli.engines.cases import actions as cases
from linli.engines.cases.actions import filing
from linli.engines.cases.models import Case
from linli.faces.web.account import login_limits
from linli.faces.web.resident import case, visitor
from linli.registry import actions as register
from linli.registry import keys
from linli.registry.access import VISITOR
from linli.registry.models import Household, HouseholdKey
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ONE_ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}
HOUSEHOLDS = 300
PASSWORD = "a-long-password"


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def slips(cast: Cast) -> list[register.Slip]:
    """The slips of 300 households of one building."""
    doors = [
        make.dwelling(f"{1000 + number}", parent=cast.entrance) for number in range(HOUSEHOLDS)
    ]
    homes = Household.objects.bulk_create(
        Household(community=cast.community, building=cast.building, dwelling=door) for door in doors
    )
    return register.issue_keys([home.pk for home in homes], by=cast.actor("secretary"))


def test_three_hundred_households_behind_one_address_all_come_in(
    slips: list[register.Slip],
) -> None:
    for slip in slips:
        browser = Client(**ONE_ADDRESS)
        assert "door" in browser.get(f"/k/{slip.code}/").content.decode()
        assert browser.post("/k/", {"code": slip.code, "enter": "1"}).status_code == 302
        assert browser.get("/mine/data/").status_code == 200
    assert HouseholdKey.objects.filter(first_used_at=None).count() == 0


def test_six_thousand_wrong_codes_shut_no_household_out(slips: list[register.Slip]) -> None:
    in_all = limits.Limit("key:all:", keys.TRIES_IN_ALL, keys.ALL_SECONDS)
    for _guess in range(keys.TRIES_IN_ALL):
        limits.count_failure(in_all)
    guesser = Client(REMOTE_ADDR="198.51.100.7")
    assert guesser.get("/k/AAAAAAAAAA/").status_code == 404  # its first; now it is known
    assert guesser.get("/k/AAAAAAAAAB/").status_code == 429
    assert guesser.get(f"/k/{slips[0].code}/").status_code == 429
    for slip in slips[:3]:
        assert Client(**ONE_ADDRESS).get(f"/k/{slip.code}/").status_code == 200


def test_a_guesser_with_a_whole_ipv6_network_is_one_guesser(cast: Cast) -> None:
    for number in range(keys.TRIES_AN_ADDRESS):
        guesser = Client(REMOTE_ADDR=f"2001:db8:0:1::{number:x}")
        assert guesser.get("/k/AAAAAAAAAA/").status_code == 404
    assert Client(REMOTE_ADDR="2001:db8:0:1:ffff::1").get("/k/AAAAAAAAAA/").status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:0:2::1").get("/k/AAAAAAAAAA/").status_code == 404


def test_a_link_preview_does_not_use_a_slip(slips: list[register.Slip]) -> None:
    code = slips[0].code
    assert Client(HTTP_USER_AGENT="MicroMessenger").get(f"/k/{code}/").status_code == 200
    assert HouseholdKey.objects.get(household=slips[0].household).first_used_at is None
    assert not Line.objects.filter(verb="household_key.first_used").exists()
    browser = Client()
    browser.post("/k/", {"code": code})  # typed: shows whose it is, and is no use either
    assert HouseholdKey.objects.get(household=slips[0].household).first_used_at is None
    browser.post("/k/", {"code": code, "enter": "1"})
    assert HouseholdKey.objects.get(household=slips[0].household).first_used_at is not None
    assert Line.objects.filter(verb="household_key.first_used").count() == 1


def _file(cast: Cast, **more: Any) -> filing.Filed:
    return cases.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="other",
        text="灯坏了", **more,
    )  # fmt: skip


def test_a_follow_code_has_ten_letters_and_an_older_one_still_opens(cast: Cast) -> None:
    filed = _file(cast)
    assert len(filed.follow_code) == 10
    once = _file(cast, follow_once="a-form")
    assert len(once.follow_code) == 10
    assert _file(cast, follow_once="a-form").follow_code == once.follow_code
    Case.objects.filter(pk=filed.case.pk).update(
        follow_index=codes.index("ABCD2345", purpose=filing.FOLLOW)
    )
    assert Client().get("/c/ABCD-2345/")["Location"] == f"/my/{filed.case.pk}/"


def test_right_follow_codes_are_never_counted(cast: Cast) -> None:
    code = _file(cast).follow_code
    for _time in range(case.GUESSES.most + 5):
        assert Client(**ONE_ADDRESS).get(f"/c/{code}/").status_code == 302


def test_three_hundred_reports_from_one_address_are_taken_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "CROWD_AN_HOUR", 5)
    for _household in range(5):
        sent = Client(**ONE_ADDRESS).post(f"/p/{cast.building.code}/", {"text": "停水了"})
        assert sent.status_code == 302
    late = Client(**ONE_ADDRESS).post(f"/p/{cast.building.code}/", {"text": "停水了"})
    assert late.status_code == 429
    slip = register.issue_key(cast.households[0].pk, by=cast.actor("secretary"))
    resident = Client(**ONE_ADDRESS)  # a household's own slip is counted by itself
    resident.post("/k/", {"code": slip.code, "enter": "1"})
    assert resident.post(f"/p/{cast.building.code}/", {"text": "停水"}).status_code == 302


def test_the_crowd_is_an_estate() -> None:
    assert visitor.CROWD_AN_HOUR >= 2 * HOUSEHOLDS


def _sign_in(name: str, password: str = PASSWORD, *, address: str = "203.0.113.9") -> int:
    form = {"login": name, "password": password}
    return Client(REMOTE_ADDR=address).post("/account/login/", form).status_code


def test_forty_right_log_ins_a_minute_come_in_from_one_office(cast: Cast) -> None:
    make.user("小林", username="lin", password=PASSWORD)
    assert [_sign_in("lin") for _colleague in range(40)] == [302] * 40


def test_wrong_passwords_from_elsewhere_do_not_lock_a_colleague_out(cast: Cast) -> None:
    make.user("小林", username="lin", password=PASSWORD)
    assert [_sign_in("lin", "wrong", address="198.51.100.7") for _try in range(7)] == [
        *[200] * 5, 429, 429,
    ]  # fmt: skip
    assert _sign_in("Lin ", address="198.51.100.7") == 429  # however it is written
    assert _sign_in("lin") == 302


def test_guessing_from_everywhere_slows_strangers_down_and_not_the_usual_address(
    cast: Cast,
) -> None:
    make.user("小林", username="lin", password=PASSWORD)
    assert _sign_in("lin") == 302  # from now on usual
    for number in range(login_limits.WRONG.most_in_all):
        assert _sign_in("lin", "wrong", address=f"198.51.100.{number}") == 200
    assert _sign_in("lin", "wrong", address="198.51.100.1") == 429  # was wrong within the hour
    assert _sign_in("lin", "mistyped") == 200
    assert _sign_in("lin") == 302
    assert _sign_in("lin", address="192.0.2.1") == 302  # right at once, from a new place
    for number in range(login_limits.WRONG_A_NAME):
        login_limits.count_failure("lin", f"2001:db8::{number}")
    assert _sign_in("lin", address="192.0.2.2") == 429
    assert _sign_in("lin") == 302


def test_one_address_that_tries_many_names_is_held_up(cast: Cast) -> None:
    for number in range(login_limits.WRONG_AN_ADDRESS):
        assert _sign_in(f"name{number}", "123456", address="198.51.100.7") == 200
    answer = Client(REMOTE_ADDR="198.51.100.7").post(
        "/account/login/", {"login": "another", "password": "123456"}
    )
    assert answer.status_code == 429
    assert re.search(r"\d+ (分钟|秒)", answer.content.decode())
