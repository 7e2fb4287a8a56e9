"""The frame of every page: switches, refusals, typed text that is kept, the policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from linli.core.refusals import TooMany
from linli.faces.web.shared import nav, refusals
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return str(response.content.decode())


def test_every_part_stands_on_the_page_of_parts(client: Client) -> None:
    page = said(client.get("/design/"))
    for sign in (
        "btn--primary",
        "tag--bad",
        "meter__bar",
        "tabbar",
        "sidenav",
        "plan",
        "keys-help",
    ):
        assert sign in page


def test_large_type_is_chosen_by_a_link_and_kept(client: Client) -> None:
    answer = client.get("/size/", {"to": "large", "next": "/design/"})
    assert answer["Location"] == "/design/"
    assert 'data-size="large"' in said(client.get("/design/"))


def test_the_language_is_chosen_by_a_link_and_kept(client: Client) -> None:
    client.get("/language/", {"to": "en", "next": "/design/"})
    page = said(client.get("/design/"))
    assert '<html lang="en"' in page
    assert "Report something" in page


def test_chinese_is_spoken_first(client: Client) -> None:
    page = said(client.get("/design/"))
    assert '<html lang="zh-Hans"' in page
    assert "我要反映" in page


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_a_switch_never_leads_out_of_the_house(client: Client, away: str) -> None:
    assert client.get("/size/", {"to": "large", "next": away})["Location"] == "/"
    assert client.get("/language/", {"to": "en", "next": away})["Location"] == "/"


def test_every_page_bears_the_policy(client: Client) -> None:
    for address in ("/design/", "/", "/nowhere/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_no_page_part_holds_an_inline_style_or_script(client: Client) -> None:
    page = said(client.get("/design/"))
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "这里什么也没有"), ("en", "nothing here")]
)
def test_an_address_that_leads_nowhere_says_what_to_do(
    client: Client, language: str, words: str
) -> None:
    client.cookies["django_language"] = language
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert words in said(answer)
    assert 'href="/"' in said(answer)


def test_a_strange_host_is_a_refusal_and_no_fault(client: Client) -> None:
    """Also a form, and also the page that says so bears the policy."""
    for answer in (
        client.get("/", headers={"host": "evil.example", "referer": "https://evil.example/"}),
        client.post("/report/", {"text": "x" * 50}, headers={"host": "evil.example"}),
    ):
        assert answer.status_code == 400
        assert "LINLI_HOSTS" in said(answer)
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_a_fault_of_ours_has_a_page_without_a_database(
    client: Client, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0), translation.override("zh-hans"):
        answer = refusals.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in said(answer)


def test_a_form_from_an_old_page_keeps_what_was_typed(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        f"/p/{cast.building.code}/",
        {"text": "楼道灯不亮", "csrfmiddlewaretoken": "old", "password": "geheim"},
        headers={"origin": "http://testserver"},
    )
    assert answer.status_code == 403
    page = said(answer)
    assert "楼道灯不亮" in page
    assert "geheim" not in page
    assert "csrfmiddlewaretoken" in page


def test_a_form_from_a_strange_site_is_not_offered_for_sending_again(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        f"/p/{cast.building.code}/", {"text": "骗人的"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "骗人的" not in said(answer)


def test_what_a_signed_out_worker_typed_is_there_after_signing_in(
    cast: Cast, client: Client
) -> None:
    answer = client.post("/register/places/new/", {"name": "新亭子", "password": "geheim"})
    assert answer["Location"] == "/account/login/?next=/typed/"
    client.force_login(cast.worker)
    page = said(client.get("/typed/"))
    assert "新亭子" in page
    assert 'action="/register/places/new/"' in page
    assert "geheim" not in page
    assert client.get("/typed/").status_code == 302  # shown once


def test_a_refusal_is_a_toast_for_htmx_and_a_page_for_everybody_else(
    client: Client, rf: RequestFactory
) -> None:
    asked = client.get("/p/NOSUCH/suggestions/", headers={"hx-request": "true"})
    assert asked.status_code == 405
    answer = client.post("/p/NOSUCH/suggestions/", headers={"hx-request": "true"})
    assert answer.status_code == 404
    assert answer["X-Refusal"] == "not_found"
    assert "<html" not in said(answer)
    page = client.post("/p/NOSUCH/suggestions/")
    assert page.status_code == 404
    assert "<html" in said(page)


def test_too_many_log_ins_from_one_address_are_slowed_down_in_chinese(
    client: Client, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    wrong = {"login": "secretary", "password": "guess"}
    answers = [client.post("/account/login/", wrong) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "请过一分钟再试" in said(answers[2])


def test_too_often_is_answered_with_429_and_the_sentence(client: Client) -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    answer = refusals.answer_refusal(request, TooMany("请过 3 分钟再试"))
    assert answer.status_code == 429
    assert "请过 3 分钟再试" in said(answer)


def test_the_side_nav_shows_what_the_posts_may_open(cast: Cast, rf: RequestFactory) -> None:
    request = rf.get("/desk/")
    request.actor = cast.actor("secretary")  # type: ignore[attr-defined]
    codes = [entry["code"] for entry in nav.entries_for(request, counts={"desk": 3})]
    assert {"desk", "register", "settings"} <= set(codes)
    request.actor = cast.actor("property_worker")  # type: ignore[attr-defined]
    codes = [entry["code"] for entry in nav.entries_for(request, counts={})]
    assert "register" not in codes


def test_secretary_and_administrator_in_one_sees_one_line_of_settings(
    cast: Cast, rf: RequestFactory
) -> None:
    make.post("administrator", cast.district, user=cast.secretary)
    request = rf.get("/desk/")
    request.actor = make.actor(cast.secretary)  # type: ignore[attr-defined]
    codes = [entry["code"] for entry in nav.entries_for(request, counts={})]
    assert codes.count("settings") == 1


def test_every_entry_of_the_side_nav_leads_somewhere(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary)
    for entry in nav.entries():
        assert client.get(reverse(entry.page), follow=True).status_code == 200, entry.page
