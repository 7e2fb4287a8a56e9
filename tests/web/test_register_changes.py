"""What staff change in the register: people and places moved, days kept, posts, lists out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.core.models import Line
from linli.core.sheets import read_sheet
from linli.engines.cases.actions import filing
from linli.registry import actions, identity, purposes
from linli.registry.models import Place
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ID_NUMBER = identity.with_check_letter("11010519620412002")


@pytest.fixture
def worker(cast: Cast, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


@pytest.fixture
def secretary(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretary)
    return client


def said(response: Any) -> str:
    return str(response.content.decode())


def test_a_member_moves_to_another_door(cast: Cast, worker: Client) -> None:
    person = cast.people[0]
    path = f"/register/people/{person.pk}/move/"
    assert "field__error" in said(worker.post(path, {"door": "999-9-999"}))
    response = worker.post(path, {"door": "704楼2单元302"})
    person.refresh_from_db()
    assert response["Location"] == f"/register/{cast.households[1].pk}/"
    assert person.household == cast.households[1]
    make.dwelling("402", parent=cast.entrance)
    page = said(worker.post(path, {"door": "704-2-402"}))
    assert "先登记这一户" in page


def test_a_household_is_found_by_an_id_number_that_stays_nowhere(
    cast: Cast, worker: Client
) -> None:
    actions.add_person(
        cast.households[2].pk, name="曾小芳", by=cast.actor("worker"), id_number=ID_NUMBER
    )
    response = worker.get("/register/", {"q": ID_NUMBER})
    assert response["Location"] == f"/register/{cast.households[2].pk}/"
    typed = worker.get("/register/", {"q": ID_NUMBER}, headers={"hx-request": "true"})
    assert typed["HX-Redirect"] == f"/register/{cast.households[2].pk}/"
    unknown = worker.get("/register/", {"q": "110105194912310021"}, follow=True)
    assert "没有这个身份证号" in said(unknown)
    worker.force_login(cast.steward)  # may not read ID numbers, nor find by them
    assert worker.get("/register/", {"q": ID_NUMBER}).status_code == 403


def test_a_household_page_shows_what_they_were_told(cast: Cast, worker: Client) -> None:
    filed = filing.file_case(
        by=cast.resident(0),
        community_id=cast.community.pk,
        channel="household",
        kind="other",
        text="楼道灯不亮",
    )
    page = said(worker.get(f"/register/{cast.households[0].pk}/"))
    assert f"您反映的事已登记，编号 SX-{filed.case.number}" in page
    assert "还没看" in page
    assert filed.follow_code not in page


def test_stairs_come_one_after_the_other(cast: Cast, worker: Client) -> None:
    first = make.entrance("1 单元", parent=cast.building, order=0)
    make.household(dwelling=make.dwelling("999", parent=first))
    page = said(worker.get("/register/"))
    doors = ["1 单元 999", "2 单元 301", "2 单元 302", "2 单元 401"]
    places = [page.index(f"704 楼 {door}</a>") for door in doors]
    assert places == sorted(places)


def test_the_community_says_how_long_it_keeps_data(cast: Cast, secretary: Client) -> None:
    page = said(secretary.get("/register/keeping/"))
    assert 'value="365"' in page
    days = {"register": "365", "matters": "730", "contact": "30", "identity": "30"}
    assert "field__error" in said(secretary.post("/register/keeping/", {**days, "care": "9999"}))
    secretary.post("/register/keeping/", {**days, "care": "60"})
    assert purposes.keep_days("care", cast.community.pk) == 60
    assert Line.objects.filter(verb="purpose.days_set").count() == 1
    visitor = Client()
    visitor.post("/communities/", {"community": cast.community.code})
    assert "60 天" in said(visitor.get("/privacy/"))
    secretary.force_login(cast.worker)
    assert secretary.get("/register/keeping/").status_code == 403


def test_a_place_is_moved_in_the_tree_on_the_plan_and_on_the_map(
    cast: Cast, secretary: Client
) -> None:
    lamp = actions.add_place(
        "lamp", name="门前灯", parent_id=cast.building.pk, by=cast.actor("worker"),
        geometry={"x": 1, "y": 1, "w": 3, "h": 3},
    )  # fmt: skip
    change = f"/register/places/{lamp.pk}/change/"
    secretary.post(change, {"verb": "move", "parent": "705 楼"})
    secretary.post(change, {"verb": "spot", "x": "12.5", "y": "30", "w": "4", "h": "4"})
    secretary.post(change, {"verb": "position", "latitude": "37.22", "longitude": "114.5"})
    lamp.refresh_from_db()
    assert lamp.label == "705 楼 门前灯"
    assert lamp.geometry == {"x": 12.5, "y": 30, "w": 4, "h": 4}
    assert (lamp.latitude, lamp.longitude) == (37.22, 114.5)
    assert secretary.post(change, {"verb": "spot", "x": "nan"}).status_code == 400
    assert secretary.post(change, {"verb": "position", "latitude": "北纬"}).status_code == 400
    page = said(secretary.get(f"/register/places/{lamp.pk}/"))
    assert 'value="12.5"' in page


def test_many_places_come_page_by_page(cast: Cast, worker: Client) -> None:
    for number in range(60):
        make.place("lamp", f"路灯 {number:02}", parent=cast.community)
    page = said(worker.get("/register/places/", {"kind": "lamp"}))
    assert page.count("<tr data-row") == 50
    assert "路灯 59" in said(worker.get("/register/places/", {"kind": "lamp", "page": "2"}))


def test_a_sheet_of_labels_holds_entrance_after_entrance(cast: Cast, worker: Client) -> None:
    make.entrance("1 单元", parent=cast.other_building)
    page = said(worker.get("/register/labels/", {"kind": "entrance"}))
    assert page.index("704 楼 2 单元") < page.index("705 楼 1 单元")
    assert page.count("<svg") >= 2
    assert f"/p/{cast.entrance.code}/" not in page  # it stands in the QR code alone
    assert worker.get("/register/labels/", {"kind": "dwelling"}).status_code == 400


@pytest.mark.parametrize("role", ["trusted_local", "party_member"])
def test_who_volunteers_for_a_building_holds_a_post_there(
    cast: Cast, secretary: Client, role: str
) -> None:
    fields = {"holder": "马大爷", "role": role, "place": "704 楼", "phone": "13800000000"}
    secretary.post("/register/posts/new/", fields)
    home = said(secretary.get(f"/register/{cast.households[0].pk}/"))
    assert "马大爷" in home
    listed = said(secretary.get("/register/posts/", {"role": role}))
    assert "马大爷" in listed


def test_a_list_leaves_as_it_was_filtered(cast: Cast, worker: Client) -> None:
    make.place("lamp", "南灯", parent=cast.community)
    make.place("gate", "东门", parent=cast.community)
    out = worker.post(
        "/register/export/?list=places&kind=lamp", {"list": "places", "reason": "巡查"}
    )
    assert [row[1] for row in read_sheet(out.content).rows] == ["南灯"]
    out = worker.post("/register/export/?role=steward", {"list": "posts", "reason": "存档"})
    assert [row[1] for row in read_sheet(out.content).rows] == ["刘桂芳"]


def test_whom_to_look_after_first_leaves_only_with_who_may_know(cast: Cast, worker: Client) -> None:
    actions.add_care_need(cast.people[0].pk, kind="old_alone", by=cast.actor("worker"))
    asked = {"list": "care", "reason": "走访排班"}
    rows = read_sheet(worker.post("/register/export/", asked).content).rows
    assert [(row[1], row[4]) for row in rows] == [("王秀兰", "独居老人")]
    assert Line.objects.get(verb="list.care_taken_out").change["rows"] == 1
    worker.force_login(cast.street_officer)
    assert b"PK" not in worker.post("/register/export/", asked).content[:2]


def test_every_place_can_be_of_any_kind_below_its_parent(cast: Cast, secretary: Client) -> None:
    for kind, parent in (
        ("gate", ""),
        ("lift", "704 楼 2 单元"),
        ("venue", ""),
        ("dwelling", "704 楼 2 单元"),
    ):
        fields = {"kind": kind, "parent": parent, "name": f"{len(kind)}01"}
        assert secretary.post("/register/places/new/", fields).status_code == 302, kind
        made = Place.objects.latest("id")
        assert (made.kind, bool(made.code), made.community) == (kind, True, cast.community)
    refused = said(secretary.post("/register/places/new/", {"kind": "entrance", "name": "9"}))
    assert "不能放在" in refused


def shown(form: Any) -> dict[str, Any]:
    """Return what a form's page would send as it stands."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_an_older_page_undoes_nothing_that_is_younger(cast: Cast, client: Client) -> None:
    client.force_login(cast.worker)
    home = cast.households[0]
    path = f"/register/{home.pk}/change/"
    page = client.get(path).context["form"]
    sent = shown(page)
    older = sent | {f"initial-{name}": value for name, value in sent.items()}
    actions.change_household(home.pk, by=cast.actor("secretary"), remark="二楼", village="西溪")
    again = client.post(path, older | {"village": "南溪"})
    assert again.status_code == 200
    form = again.context["form"]
    home.refresh_from_db()
    assert (home.remark, home.village) == ("二楼", "西溪")
    assert (form["remark"].value(), form["village"].value()) == ("二楼", "南溪")
    assert "西溪" in str(form.errors["village"])
    meant = shown(form)
    meant |= {f"initial-{name}": form.data[f"initial-{name}"] for name in form.fields}
    assert client.post(path, meant).status_code == 302
    home.refresh_from_db()
    assert (home.remark, home.village) == ("二楼", "南溪")
