"""Following a matter: in plain words, by code or by slip, closed by who raised it."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from django.test import Client

from linli.engines.cases import actions
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, Photo
from linli.faces.web.resident import case
from linli.registry import actions as register
from linli.registry.access import VISITOR
from tests.cast import Cast
from tests.web.test_resident_report import a_photo

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def filed(cast: Cast) -> actions.Filed:
    """A visitor's matter about the rubbish at building 704."""
    return actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="other",
        text="小广场的健身器材松了", place=cast.building, reporter=Reporter(phone="13800138009"),
    )  # fmt: skip


def resolved(cast: Cast, case: Case) -> None:
    worker = cast.actor("grid_worker")
    actions.take(case.pk, by=worker)
    actions.resolve(case.pk, by=worker, result="螺丝拧紧了")


def follow(client: Client, filed: actions.Filed) -> None:
    client.get(f"/c/{filed.follow_code}/")


@pytest.fixture
def household(cast: Cast, client: Client) -> Client:
    slip = register.issue_key(cast.households[0].pk, by=cast.actor("secretary"))
    client.post("/k/", {"code": slip.code, "enter": "1"})
    return client


def test_a_code_opens_its_matter_however_it_is_typed(client: Client, filed: actions.Filed) -> None:
    code = filed.follow_code
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    answer = client.get("/c/", {"code": typed})
    assert answer["Location"] == f"/my/{filed.case.pk}/"
    page = said(client.get(f"/my/{filed.case.pk}/"))
    assert "小广场的健身器材松了" in page
    assert "已收到" in page


def test_a_wrong_code_is_answered_with_a_sentence(client: Client, filed: actions.Filed) -> None:
    answer = client.get("/c/", {"code": "ZZZZ-ZZZZ"})
    assert answer.status_code == 404
    assert 'role="alert"' in said(answer)


def test_codes_cannot_be_guessed_one_after_another(
    client: Client, filed: actions.Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses = dataclasses.replace(case.GUESSES, most=3)
    monkeypatch.setattr(case, "GUESSES", guesses)
    for number in range(3):
        client.get("/c/", {"code": f"AAAA000{number}"})
    assert client.get("/c/", {"code": filed.follow_code}).status_code == 429


def test_a_matter_is_not_there_for_who_lacks_its_code(client: Client, filed: actions.Filed) -> None:
    assert client.get(f"/my/{filed.case.pk}/").status_code == 404
    assert client.post(f"/my/{filed.case.pk}/withdraw/").status_code == 404
    assert client.get(f"/my/{filed.case.pk + 1000}/").status_code == 404


def test_internal_notes_are_never_shown(cast: Cast, client: Client, filed: actions.Filed) -> None:
    actions.add_note(filed.case.pk, by=cast.actor("worker"), text="这家常投诉")
    follow(client, filed)
    assert "这家常投诉" not in said(client.get(f"/my/{filed.case.pk}/"))


def test_solved_is_said_in_one_tap_with_stars_and_a_word(
    cast: Cast, client: Client, filed: actions.Filed
) -> None:
    resolved(cast, filed.case)
    follow(client, filed)
    page = said(client.get(f"/my/{filed.case.pk}/"))
    assert "螺丝拧紧了" in page
    version = re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
    client.post(f"/my/{filed.case.pk}/confirm/", {"version": version, "stars": "5", "word": "很快"})
    case = Case.objects.get(pk=filed.case.pk)
    assert (case.state, case.closing, case.stars) == ("closed", "confirmed", 5)
    assert "★★★★★" in said(client.get(f"/my/{filed.case.pk}/"))


def test_not_solved_opens_it_again(cast: Cast, client: Client, filed: actions.Filed) -> None:
    resolved(cast, filed.case)
    follow(client, filed)
    client.post(f"/my/{filed.case.pk}/reopen/", {"word": "又松了"})
    case = Case.objects.get(pk=filed.case.pk)
    assert case.closed_at is None
    assert case.reopened == 1


def test_acting_on_an_old_page_gives_a_sentence_and_keeps_the_word(
    cast: Cast, client: Client, filed: actions.Filed
) -> None:
    resolved(cast, filed.case)
    follow(client, filed)
    answer = client.post(f"/my/{filed.case.pk}/confirm/", {"version": "0", "word": "谢谢师傅"})
    assert answer.status_code == 409
    assert "谢谢师傅" in said(answer)
    assert 'role="alert"' in said(answer)


def test_a_question_is_answered_with_words_and_a_photo(
    cast: Cast, client: Client, filed: actions.Filed
) -> None:
    worker = cast.actor("grid_worker")
    actions.take(filed.case.pk, by=worker)
    actions.ask(filed.case.pk, by=worker, text="是哪一台器材？")
    follow(client, filed)
    assert "是哪一台器材？" in said(client.get(f"/my/{filed.case.pk}/"))
    client.post(f"/my/{filed.case.pk}/answer/", {"text": "最左边那台", "photos": [a_photo()]})
    case = Case.objects.get(pk=filed.case.pk)
    assert case.state == "in_hand"
    assert Photo.objects.filter(case=case).count() == 1


def test_who_raised_it_may_withdraw_it(client: Client, filed: actions.Filed) -> None:
    follow(client, filed)
    client.post(f"/my/{filed.case.pk}/withdraw/", {"word": "自己修好了"})
    assert Case.objects.get(pk=filed.case.pk).closing == "withdrawn"


def test_an_unknown_verb_is_a_404(client: Client, filed: actions.Filed) -> None:
    follow(client, filed)
    assert client.post(f"/my/{filed.case.pk}/assign/").status_code == 404


def test_a_photo_is_shown_to_its_reporter_and_to_staff_only(
    cast: Cast, client: Client, filed: actions.Filed
) -> None:
    follow(client, filed)
    client.post(f"/my/{filed.case.pk}/add_photos/", {"photos": [a_photo()]})
    address = f"/photo/{Photo.objects.get().pk}/"
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    worker, stranger = Client(), Client()
    worker.force_login(cast.worker)
    stranger.force_login(cast.stranger)
    assert worker.get(address).status_code == 200
    assert stranger.get(address).status_code == 404


def test_a_slip_shows_whose_it_is_before_it_opens(cast: Cast, client: Client) -> None:
    slip = register.issue_key(cast.households[0].pk, by=cast.actor("secretary"))
    page = said(client.get(f"/k/{slip.code}/"))
    assert "704 楼 2 单元 301" in page
    assert "王秀兰" not in page
    assert "301" not in said(client.get("/mine/"))
    client.post("/k/", {"code": slip.code, "enter": "1"})
    assert "704 楼 2 单元 301" in said(client.get("/mine/"))


def test_a_lost_slip_that_was_revoked_opens_nothing(cast: Cast, household: Client) -> None:
    key = cast.households[0].keys.get(revoked_at=None)
    register.revoke_key(key.pk, by=cast.actor("secretary"), reason="丢失")
    assert "704 楼 2 单元 301" not in said(household.get("/mine/"))
    assert household.get("/mine/data/")["Location"] == "/k/"


def test_a_household_sees_its_matters_and_not_its_neighbours(cast: Cast, household: Client) -> None:
    own = actions.file_case(
        by=cast.resident(0), community_id=cast.community.pk, channel="household",
        kind="other", text="我家的事",
    )  # fmt: skip
    other = actions.file_case(
        by=cast.resident(1), community_id=cast.community.pk, channel="household",
        kind="other", text="邻居的事",
    )  # fmt: skip
    page = said(household.get("/mine/"))
    assert "我家的事" in page
    assert "邻居的事" not in page
    assert household.get(f"/my/{own.case.pk}/").status_code == 200
    assert household.get(f"/my/{other.case.pk}/").status_code == 404


def test_the_list_of_a_household_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, household: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        actions.file_case(
            by=cast.resident(0), community_id=cast.community.pk, channel="household",
            kind="other", text=f"第 {number} 件",
        )  # fmt: skip
    with django_assert_max_num_queries(8):
        household.get("/mine/")
    household.get("/")
    with django_assert_max_num_queries(12):
        household.get("/")


def test_leaving_the_device_forgets_the_household_and_its_codes(
    household: Client, filed: actions.Filed
) -> None:
    follow(household, filed)
    household.post("/mine/leave/")
    assert "301" not in said(household.get("/mine/"))
    assert household.get(f"/my/{filed.case.pk}/").status_code == 404


def test_messages_stand_in_the_inbox_until_they_are_read(cast: Cast, household: Client) -> None:
    actions.file_case(
        by=cast.resident(0), community_id=cast.community.pk, channel="household",
        kind="other", text="我家的事",
    )  # fmt: skip
    assert "SX-" in said(household.get("/mine/messages/"))
    assert "tag--warn" in said(household.get("/mine/messages/"))
    household.post("/mine/messages/")
    assert "tag--warn" not in said(household.get("/mine/messages/"))


def test_a_household_sees_what_is_held_and_asks_for_a_change(cast: Cast, household: Client) -> None:
    page = said(household.get("/mine/data/"))
    assert "王秀兰" in page
    assert "13800138001" not in page
    assert household.post("/mine/data/", {"wish": "erase", "text": ""}).status_code == 400
    answer = household.post("/mine/data/", {"wish": "erase", "text": "删掉旧电话"})
    case = Case.objects.get()
    assert answer["Location"] == f"/my/{case.pk}/"
    assert "删掉旧电话" in case.text
    assert not case.is_public


def test_a_consent_is_taken_back_as_easily_as_it_was_given(cast: Cast, household: Client) -> None:
    person = cast.people[0]
    consent = register.record_consent(person.pk, purpose="contact", by=cast.actor("secretary"))
    neighbours = register.record_consent(
        cast.people[1].pk, purpose="contact", by=cast.actor("secretary")
    )
    assert household.post("/mine/data/", {"consent": neighbours.pk}).status_code == 404
    household.post("/mine/data/", {"consent": consent.pk})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_the_privacy_notice_names_purpose_ground_and_time(client: Client) -> None:
    page = said(client.get("/privacy/"))
    assert "730" in page
    assert "依法保存" in page


def test_what_waits_for_the_household_stands_first_at_home(cast: Cast, household: Client) -> None:
    by = cast.resident()
    ids = [
        actions.file_case(
            by=by, community_id=cast.community.pk, channel="household", kind="other", text=text
        ).case.pk
        for text in ("第一件事", "第二件事", "第三件事", "第四件事")
    ]  # fmt: skip
    worker = cast.actor("worker")
    actions.resolve(ids[0], by=worker, result="办好了")
    page = said(household.get("/")).split("我的事")[1].split("社区的事")[0]
    shown = re.findall(r'href="/my/(\d+)/"', page)
    assert shown == [str(ids[0]), str(ids[3]), str(ids[2])]
    assert re.findall(r'href="/my/(\d+)/"', said(household.get("/mine/")))[0] == str(ids[0])
