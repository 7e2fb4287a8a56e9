"""The register as its staff meet it."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.accounts.models import User
from linli.core.models import Line
from linli.registry.models import CareNeed, Household, HouseholdKey, Person, Place, Post
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(cast: Cast, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


@pytest.fixture
def secretary(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretary)
    return client


def said(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_nobody_reads_the_register_without_signing_in(client: Client) -> None:
    response = client.get("/register/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_list_shows_doors_and_masked_phones(cast: Cast, worker: Client) -> None:
    page = said(worker.get("/register/"))
    assert "704 楼 2 单元 301" in page
    assert "王秀兰" in page
    assert "13800138001" not in page


@pytest.mark.parametrize("typed", ["王秀", "wxl", "wangxiulan", "8001", "704-2-301"])
def test_a_worker_finds_a_person_by_whatever_they_remember(
    cast: Cast, worker: Client, typed: str
) -> None:
    page = said(worker.get("/register/", {"q": typed}))
    assert f'href="/register/{cast.households[0].pk}/"' in page


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, worker: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(501, 525):
        make.person(
            household=make.household(dwelling=make.dwelling(str(number), parent=cast.entrance))
        )
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        worker.get("/register/")


def test_a_household_page_shows_all_that_concerns_it(cast: Cast, worker: Client) -> None:
    home = cast.households[1]
    make.case(community=cast.community, household=home, text="楼道灯闪了一整夜")
    page = said(worker.get(f"/register/{home.pk}/"))
    assert "单小明" in page
    assert "楼道灯闪了一整夜" in page
    assert "刘桂芳" in page  # the steward who watches over the door


def test_a_worker_of_another_community_gets_404(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    home, person = cast.households[0], cast.people[0]
    for path in (
        f"/register/{home.pk}/",
        f"/register/{home.pk}/change/",
        f"/register/people/{person.pk}/change/",
        f"/register/people/{person.pk}/read/phone/",
        f"/register/places/{cast.building.pk}/",
    ):
        assert client.get(path).status_code == 404, path


def test_a_phone_is_read_only_with_a_reason_and_the_reading_is_recorded(
    cast: Cast, worker: Client
) -> None:
    path = f"/register/people/{cast.people[0].pk}/read/phone/"
    assert "13800138001" not in said(worker.get(path))
    assert "13800138001" not in said(worker.post(path, {"reason": ""}))
    shown = worker.post(path, {"reason": "约上门时间"})
    assert "13800138001" in said(shown)
    assert shown["Cache-Control"] == "no-store"
    line = Line.objects.get(verb="person.read")
    assert (line.reason, line.actor) == ("约上门时间", f"user:{cast.worker.pk}")


def test_a_steward_is_shown_no_button_that_is_not_for_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.steward)
    page = said(client.get("/register/"))
    for path in ("/register/keys/", "/register/export/", "/register/imports/", "/register/new/"):
        assert f'href="{path}' not in page
        assert client.get(path).status_code == 403
    assert "/register/export/" not in said(client.get("/register/posts/"))


def test_a_steward_sees_a_door_but_reads_no_phone(cast: Cast, client: Client) -> None:
    client.force_login(cast.steward)
    assert client.get(f"/register/{cast.households[0].pk}/").status_code == 200
    path = f"/register/people/{cast.people[0].pk}/read/phone/"
    assert client.post(path, {"reason": "好奇"}).status_code == 403


def test_a_new_household_asks_for_its_door_and_then_its_members(cast: Cast, worker: Client) -> None:
    make.dwelling("402", parent=cast.entrance)
    fields = {"door": "704-2-402", "tenure": "owner", "residence": "resident"}
    response = worker.post("/register/new/", fields)
    home = Household.objects.get(dwelling__name="402")
    assert response["Location"] == f"/register/{home.pk}/people/new/"


def test_an_unknown_door_is_told_beside_its_field_and_nothing_is_lost(
    cast: Cast, worker: Client
) -> None:
    fields = {"door": "999-9-999", "village": "东溪村", "tenure": "owner", "residence": "resident"}
    page = said(worker.post("/register/new/", fields))
    assert "field__error" in page
    assert "999-9-999" in page
    assert "东溪村" in page
    assert Household.objects.count() == 3


def test_a_member_with_an_impossible_phone_is_not_half_saved(cast: Cast, worker: Client) -> None:
    path = f"/register/{cast.households[0].pk}/people/new/"
    page = said(worker.post(path, {"name": "王小宝", "phone": "12"}))
    assert "field__error" in page
    assert not Person.objects.filter(name="王小宝").exists()
    worker.post(path, {"name": "王小宝", "phone": "13900139000"})
    assert Person.objects.get(name="王小宝").initials == "wxb"


def test_changing_a_member_keeps_a_phone_that_was_not_typed_anew(
    cast: Cast, worker: Client
) -> None:
    person = cast.people[0]
    path = f"/register/people/{person.pk}/change/"
    worker.post(path, {"name": "王秀蓝", "phone": "", "is_contact": "on"})
    person.refresh_from_db()
    assert (person.name, person.phone) == ("王秀蓝", "13800138001")


def test_care_needs_stay_behind_their_own_door(cast: Cast, worker: Client) -> None:
    person = cast.people[0]
    worker.post(f"/register/people/{person.pk}/care/", {"kind": "old_alone", "remark": "行动慢"})
    assert CareNeed.objects.get().person == person
    path = f"/register/people/{person.pk}/read/care/"
    assert "行动慢" not in said(worker.get(f"/register/{person.household_id}/"))
    assert "行动慢" in said(worker.post(path, {"reason": "安排送餐"}))


def test_a_consent_is_noted_and_taken_back(cast: Cast, worker: Client) -> None:
    person = cast.people[0]
    path = f"/register/people/{person.pk}/consents/"
    worker.post(path, {"purpose": "contact"})
    given = person.consents.get()
    worker.post(path, {"withdraw": given.pk})
    given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_an_erased_person_is_gone_but_the_deed_is_recorded(cast: Cast, worker: Client) -> None:
    person = cast.people[2]
    worker.post(f"/register/people/{person.pk}/erase/", {"reason": "本人要求"})
    person.refresh_from_db()
    assert person.erased_at is not None
    assert person.phone == ""
    assert Line.objects.filter(verb="person.erased").exists()


def test_slips_of_a_building_are_printed_once(cast: Cast, worker: Client) -> None:
    page = worker.post("/register/keys/", {"building": cast.building.pk})
    assert said(page).count("<svg") >= 3
    assert page["Cache-Control"] == "no-store"
    assert HouseholdKey.objects.count() == 3
    assert worker.post("/register/keys/", {"building": cast.building.pk}).status_code == 400


def test_a_lost_slip_dies_when_a_new_one_is_printed(cast: Cast, worker: Client) -> None:
    path = f"/register/{cast.households[0].pk}/key/"
    worker.post(path)
    first = HouseholdKey.objects.get()
    worker.post(path, {"reason": "丢了"})
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert HouseholdKey.objects.filter(revoked_at=None).count() == 1


def test_labels_carry_each_place_and_its_code(cast: Cast, worker: Client) -> None:
    page = said(worker.get("/register/labels/", {"building": cast.building.pk}))
    assert cast.entrance.code in page
    assert cast.building.code in page


def test_the_secretary_appoints_a_steward_with_a_log_in(cast: Cast, secretary: Client) -> None:
    fields = {"holder": "吴桂英", "role": "steward", "place": "705 楼", "username": "wuguiying"}
    page = said(secretary.post("/register/posts/new/", fields))
    assert "wuguiying" in page
    post = Post.objects.get(holder="吴桂英")
    assert post.place == cast.other_building
    assert post.user is not None


def test_a_worker_appoints_nobody(cast: Cast, worker: Client) -> None:
    fields = {"holder": "吴桂英", "role": "secretary", "username": "wuguiying"}
    assert worker.post("/register/posts/new/", fields).status_code == 403
    assert not User.objects.filter(username="wuguiying").exists()


def test_a_secretary_cannot_take_over_the_log_in_of_a_street_officer(
    cast: Cast, secretary: Client
) -> None:
    post = make.post("trusted_local", cast.building, user=cast.street_officer)
    before = User.objects.get(pk=cast.street_officer.pk).password
    response = secretary.post(f"/register/posts/{post.pk}/", {"verb": "password"})
    assert response.status_code == 403
    assert User.objects.get(pk=cast.street_officer.pk).password == before


def test_a_place_is_added_renamed_and_given_a_new_code(cast: Cast, secretary: Client) -> None:
    fields = {"kind": "lamp", "parent": "704 楼", "name": "南门路灯", "aliases": "高杆灯,南灯"}
    secretary.post("/register/places/new/", fields)
    lamp = Place.objects.get(name="南门路灯")
    assert lamp.building == cast.building
    assert lamp.aliases.count() == 2
    change = f"/register/places/{lamp.pk}/change/"
    secretary.post(change, {"verb": "rename", "name": "南门大灯"})
    code = lamp.code
    secretary.post(change, {"verb": "renew", "reason": "标签被撕"})
    lamp.refresh_from_db()
    assert lamp.name == "南门大灯"
    assert lamp.code != code


def test_staff_must_set_up_a_second_factor_when_the_deployment_says_so(
    cast: Cast, worker: Client, settings: object
) -> None:
    settings.STAFF_SECOND_FACTOR = True  # type: ignore[attr-defined]
    response = worker.get("/register/")
    assert response.status_code == 302
    assert "/2fa/" in response["Location"]
