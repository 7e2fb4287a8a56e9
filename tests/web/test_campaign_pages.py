"""Campaigns as staff meet them: planned in a few taps, seen door by door, settled by a person."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from linli.core.models import Line
from linli.core.sheets import read_sheet
from linli.engines.campaigns import actions
from linli.engines.campaigns.models import Campaign, Conflict, Door, Reached, Visit, Walker
from linli.forms import xlsform
from linli.registry.models import Household
from tests import make
from tests.campaigns import builders, walking
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return response.content.decode()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def worker(cast: Cast) -> Client:
    return as_(cast.worker)


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """A round over the three doors of the stairwell, walked by the steward and the grid worker."""
    campaign = builders.campaign(community=cast.community, form=walking.FORM, targets="households")
    mine = builders.walker(campaign, cast.steward)
    builders.walker(campaign, cast.grid_worker)
    for home in cast.households:
        builders.door(campaign, home.dwelling, household=home, walker=mine)
    return campaign


def doors(campaign: Campaign) -> list[Door]:
    return list(campaign.doors.order_by("order"))


# ---------- planning ----------


def first_values(page: str) -> dict[str, Any]:
    """What the plan page sends when nothing on it is touched."""
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_box = 'type="checkbox"' in tag
        if name is None or (is_box and "checked" not in tag):
            continue
        sent.setdefault(name[1], []).append(value[1] if value else "on" if is_box else "")
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page):
        sent[name] = [text]
    return sent


def test_a_round_is_planned_by_choosing_a_kind_and_nothing_else(cast: Cast, worker: Client) -> None:
    chosen = said(worker.get("/campaigns/new/"))
    assert "plan/?kind=corridor_round" in chosen
    page = said(worker.get("/campaigns/new/plan/?kind=corridor_round"))
    assert "1 个单元" in page
    answer = worker.post("/campaigns/new/plan/?kind=corridor_round", first_values(page))
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{campaign.pk}/"
    assert campaign.state == "draft"
    assert {w.user for w in campaign.walkers.all()} == {
        cast.grid_worker, cast.worker, cast.steward
    }  # fmt: skip
    draft = said(worker.get(f"/campaigns/{campaign.pk}/"))
    assert "刘桂芳" in draft  # the building's steward has its doors
    assert "704 楼" in draft
    worker.post(f"/campaigns/{campaign.pk}/do/", {"do": "start"})
    campaign.refresh_from_db()
    assert campaign.state == "running"


def test_the_page_counts_doors_before_anything_is_planned(cast: Cast, worker: Client) -> None:
    empty = cast.other_building.pk
    path = "/campaigns/new/count/?copy="
    before = builders.campaign(community=cast.community, targets="households")
    page = said(worker.get(f"{path}{before.pk}&counting=1&targets=households&people=1&people=2"))
    assert "3 户" in page
    assert "2 人走访，每人约 2 户" in page
    here = f"{path}{before.pk}&counting=1&targets=households"
    assert "0 户" in said(worker.get(f"{here}&buildings={empty}"))
    assert "0 户" in said(worker.get(f"{here}&residence=vacant"))
    assert "选择还不完整" in said(worker.get(f"{here}&buildings=999999"))
    assert Campaign.objects.count() == 1


def test_an_earlier_round_is_copied_with_its_questions(worker: Client, running: Campaign) -> None:
    path = f"/campaigns/new/plan/?copy={running.pk}"
    page = said(worker.get(path))
    answer = worker.post(
        path, {**first_values(page), "targets": "households", "purpose": "register"}
    )
    copied = Campaign.objects.exclude(pk=running.pk).get()
    assert answer["Location"] == f"/campaigns/{copied.pk}/"
    kept = copied.forms.get().definition
    assert kept == running.forms.get().definition
    assert copied.doors.count() == 3


def test_a_blank_round_goes_on_to_its_questions(worker: Client) -> None:
    sent = {
        "title": "夏天的事", "starts_on": "2026-12-01", "ends_on": "2026-12-10",
        "targets": "households", "purpose": "register", "most_visits": "2",
    }  # fmt: skip
    answer = worker.post("/campaigns/new/plan/?blank=1", sent)
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{campaign.pk}/form/"
    refused = worker.post(f"/campaigns/{campaign.pk}/do/", {"do": "start"})
    assert refused.status_code == 400


def test_a_workbook_brings_its_questions_or_is_refused_at_its_field(worker: Client) -> None:
    path = "/campaigns/new/plan/?xlsform=1"
    sent = {
        "title": "", "starts_on": "2026-12-01", "targets": "households", "purpose": "register",
        "most_visits": "2",
    }  # fmt: skip
    broken = ContentFile(b"not a workbook", name="form.xlsx")
    page = said(worker.post(path, {**sent, "file": broken}))
    assert 'id="id_file_error"' in page
    workbook = ContentFile(xlsform.write(walking.FORM, title="楼道问卷"), name="form.xlsx")
    assert worker.post(path, {**sent, "file": workbook}).status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.title == "楼道问卷"
    codes = [one["code"] for one in campaign.forms.get().definition["questions"]]
    assert codes == [one.code for one in walking.FORM.questions]


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(worker: Client) -> None:
    sent = {
        "title": "倒着走", "starts_on": "2026-12-10", "ends_on": "2026-12-01",
        "targets": "households", "purpose": "register", "most_visits": "2",
    }  # fmt: skip
    page = said(worker.post("/campaigns/new/plan/?blank=1", sent))
    assert 'id="id_ends_on_error"' in page
    assert 'value="倒着走"' in page
    assert not Campaign.objects.exists()


def test_a_draft_reaches_others_once_its_choice_is_changed(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    draft = walking_draft(cast, running)
    path = f"/campaigns/{draft.pk}/change/"
    page = said(worker.get(path))
    worker.post(path, {**first_values(page), "title": "新题目", "residence": "vacant"})
    draft.refresh_from_db()
    assert draft.title == "新题目"
    assert draft.doors.count() == 0
    worker.post(f"/campaigns/{draft.pk}/do/", {"do": "discard"})
    assert not Campaign.objects.filter(pk=draft.pk).exists()


def walking_draft(cast: Cast, before: Campaign) -> Campaign:
    return actions.copy(
        before.pk, by=cast.actor("worker"), starts_on=timezone.localdate(), title="草稿"
    )


def test_the_next_round_takes_the_doors_that_this_one_missed(
    worker: Client, running: Campaign
) -> None:
    builders.visit(doors(running)[0])
    Campaign.objects.filter(pk=running.pk).update(series=running)
    answer = worker.post(f"/campaigns/{running.pk}/do/", {"do": "next_missing"})
    following = Campaign.objects.exclude(pk=running.pk).get()
    assert answer["Location"] == f"/campaigns/{following.pk}/"
    assert (following.round, following.doors.count()) == (2, 2)


# ---------- who sees what ----------


@pytest.mark.parametrize(
    "path",
    ["", "doors/", "doors/print/", "doors/export/", "people/", "week/", "conflicts/", "change/"],
)
def test_a_stranger_finds_no_campaign(cast: Cast, running: Campaign, path: str) -> None:
    assert as_(cast.stranger).get(f"/campaigns/{running.pk}/{path}").status_code in (403, 404)


def test_a_stranger_finds_no_door_and_no_map(cast: Cast, running: Campaign) -> None:
    client, door = as_(cast.stranger), doors(running)[0]
    assert client.get(f"/campaigns/door/{door.pk}/").status_code == 404
    assert client.get(f"/campaigns/{running.pk}/doors/{cast.building.pk}/").status_code == 404
    assert client.post(f"/campaigns/door/{door.pk}/move/", {"to": "up"}).status_code == 404


def test_a_steward_sees_the_own_building_and_plans_nothing(cast: Cast, running: Campaign) -> None:
    stairs = make.entrance(parent=cast.other_building)
    builders.door(running, make.dwelling("101", parent=stairs))
    client = as_(cast.steward)
    assert "已完成 0 / 3" in said(client.get(f"/campaigns/{running.pk}/"))
    other = f"/campaigns/{running.pk}/doors/{cast.other_building.pk}/"
    assert client.get(other).status_code == 404
    assert as_(cast.worker).get(other).status_code == 200
    assert client.get("/campaigns/new/").status_code == 403
    assert (
        client.post(f"/campaigns/{running.pk}/do/", {"do": "end"}).status_code == 403
    )  # seen, yet not theirs to end


def test_an_empty_list_says_what_to_do_next(cast: Cast, worker: Client) -> None:
    assert 'href="/campaigns/new/"' in said(worker.get("/campaigns/"))
    assert 'href="/campaigns/new/"' not in said(as_(cast.steward).get("/campaigns/"))


# ---------- coverage ----------


def test_the_coverage_tells_every_state_in_words_and_by_building_area_and_village(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    first, second, _third = doors(running)
    builders.visit(first, "met", by=cast.steward)
    builders.visit(second, "absent", by=cast.steward)
    page = said(worker.get(f"/campaigns/{running.pk}/"))
    for words in ("已完成 1 / 3", "33%", "没人在家", "704 楼", "刘桂芳", "东溪村", "11 月 24 日"):
        assert words in page
    assert "已完成 1 / 3" not in said(as_(cast.secretary).get("/campaigns/"))
    assert "1 / 3" in said(as_(cast.secretary).get("/campaigns/"))


def test_the_coverage_asks_at_most_12_times_with_20_rounds_behind_it(
    cast: Cast, worker: Client, running: Campaign, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        past = builders.campaign(
            community=cast.community, series=running, round=number, state="ended"
        )
        for home in cast.households:
            builders.visit(builders.door(past, home.dwelling, household=home))
    builders.visit(doors(running)[0])
    with django_assert_max_num_queries(12):
        page = said(worker.get(f"/campaigns/{running.pk}/"))
    assert "历轮完成率" in page
    with django_assert_max_num_queries(8):
        worker.get("/campaigns/")


def test_the_map_shows_a_square_a_door_with_letter_number_and_word(
    cast: Cast, worker: Client, running: Campaign, django_assert_max_num_queries: Any
) -> None:
    first, second, _third = doors(running)
    builders.visit(first, "refused")
    path = f"/campaigns/{running.pk}/doors/{cast.building.pk}/"
    with django_assert_max_num_queries(8):
        page = said(worker.get(path))
    squares = re.findall(r'<a class="square is-(\w+)".*?letter">(.)<.*?name">(\d+)<', page)
    assert squares == [
        ("to_visit", "待", "401"), ("refused", "拒", "301"), ("to_visit", "待", "302"),
    ]  # fmt: skip
    assert "floor=3" in page
    builders.visit(second, "met")
    assert "floor=3" not in said(worker.get(path))  # nothing is open there any more


def test_a_whole_floor_is_noted_once_somebody_says_yes(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    builders.visit(doors(running)[0], "met")
    path = f"/campaigns/{running.pk}/doors/{cast.building.pk}/floor/"
    asked = {"entrance": cast.entrance.pk, "floor": "3"}
    page = said(worker.get(path, asked))
    assert "302" in page
    assert "301" not in page
    assert Visit.objects.count() == 1
    worker.post(path, asked)
    assert [door.state for door in doors(running)] == ["met", "absent", "to_visit"]
    nobody = worker.get(path, {**asked, "floor": "99"})
    assert nobody["Location"] == f"/campaigns/{running.pk}/doors/{cast.building.pk}/"


# ---------- one door ----------


def test_a_door_shows_what_is_known_and_hides_the_phone(
    worker: Client, running: Campaign, django_assert_max_num_queries: Any
) -> None:
    door = doors(running)[0]
    with django_assert_max_num_queries(16):
        page = said(worker.get(f"/campaigns/door/{door.pk}/"))
    assert "13800138001" not in page
    assert "138****8001" in page
    assert 'name="q-members" value="1"' in page
    assert "有无堆物为“是”" in page  # the condition in words, for who has no script


def test_an_answer_is_kept_at_the_desk_once(cast: Cast, worker: Client, running: Campaign) -> None:
    door, other, _third = doors(running)
    path = f"/campaigns/door/{door.pk}/"
    sent = {
        "uid": "0b4f1c1e-3d51-4c55-9d0a-6a4d3a8f2b10", "outcome": "met", "q-clutter": "yes",
        "q-what": "纸箱", "q-members": "4", "note": "敲门要大声", "then": "next",
    }  # fmt: skip
    versions = re.findall(r'name="(from-[^"]+)" value="([^"]*)"', said(worker.get(path)))
    assert worker.post(path, {**sent, **dict(versions)})["Location"] == (
        f"/campaigns/door/{other.pk}/"
    )
    worker.post(path, {**sent, **dict(versions)})
    visit = Visit.objects.get()
    assert visit.answers == {"members": 4, "clutter": "yes", "what": "纸箱"}
    assert visit.channel == "desk"
    door.refresh_from_db()
    assert (door.state, door.note) == ("met", "敲门要大声")
    assert Line.objects.filter(verb="visit.recorded").count() == 1
    page = said(worker.get(path))
    assert "纸箱" in page
    home = said(worker.get(f"/register/{door.household_id}/"))
    assert f'href="{path}"' in home


def test_a_missing_answer_is_asked_for_at_its_question(worker: Client, running: Campaign) -> None:
    path = f"/campaigns/door/{doors(running)[0].pk}/"
    answer = worker.post(path, {"outcome": "met", "q-members": "viele"})
    page = said(answer)
    assert answer.status_code == 400
    assert page.count("field__error") == 2
    assert 'value="viele"' in page
    assert not Visit.objects.exists()
    assert worker.post(path, {"outcome": ""}).status_code == 400


# ---------- lists ----------


def test_doors_still_open_are_listed_printed_and_taken_out_with_a_reason(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    first, second, third = doors(running)
    builders.visit(first, "met")
    builders.visit(second, "absent")
    path = f"/campaigns/{running.pk}/doors/"
    page = said(worker.get(path))
    assert "2 户" in page
    assert "建议晚上再去" in page
    assert first.label in said(worker.get(path, {"state": "met"}))
    assert "已经全部走完" in said(worker.get(path, {"building": cast.other_building.pk}))
    assert "已经全部走完" in said(worker.get(path, {"walker": "0"}))
    assert third.label in said(worker.get(f"{path}print/"))
    assert "13800138" not in said(worker.get(f"{path}print/"))
    assert said(worker.post(f"{path}export/", {"reason": ""})).count("field__error") == 1
    sheet = worker.post(f"{path}export/", {"reason": "周例会"})
    read = read_sheet(io.BytesIO(sheet.content), name="doors.xlsx")
    assert [row[0] for row in read.rows if row[0].startswith("704")] == [second.label, third.label]
    line = Line.objects.get(verb="list.missing_doors_taken_out")
    assert (line.reason, line.change["rows"]) == ("周例会", 2)
    assert as_(cast.steward).get(f"{path}export/").status_code == 403


def test_households_never_reached_are_those_that_nothing_reached(
    cast: Cast, worker: Client
) -> None:
    reached, _empty, never = cast.households
    Reached.objects.create(
        household=reached, community=cast.community, at=timezone.now(), how="field"
    )
    Household.objects.filter(pk=_empty.pk).update(residence="vacant")
    page = said(worker.get("/campaigns/never/"))
    assert never.dwelling.label in page
    assert reached.dwelling.label not in page
    assert _empty.dwelling.label not in page
    assert "有人住的 2 户中的 1 户" in page
    visitor = Client()
    visitor.post("/communities/", {"community": cast.community.code})
    home = said(visitor.get("/"))
    assert "2 户中有 1 户" in home


# ---------- people ----------


def test_who_is_ill_hands_the_doors_to_the_others_and_comes_back(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    ill, other = Walker.objects.filter(campaign=running).order_by("pk")
    path = f"/campaigns/{running.pk}/people/"
    assert "3 户中还有 3 户待走访" in said(worker.get(path))
    worker.post(path, {"do": "rest", "walker": ill.pk})
    assert {door.walker_id for door in doors(running)} == {other.pk}
    worker.post(path, {"do": "set", "people": [cast.steward.pk, cast.grid_worker.pk]})
    worker.post(path, {"do": "hand", "walker": other.pk, "to": ill.pk, "building": ""})
    assert {door.walker_id for door in doors(running)} == {ill.pk}
    one = doors(running)[0]
    worker.post(path, {"do": "hand", "door": one.pk, "to": other.pk})
    one.refresh_from_db()
    assert one.walker_id == other.pk
    worker.post(path, {"do": "share"})
    assert {door.walker_id for door in doors(running)} == {ill.pk, other.pk}
    assert worker.post(path, {"do": "dance"}).status_code == 400


# ---------- standing visits, disputes ----------


def test_who_needs_a_visit_this_week_stands_there_with_reasons_and_may_be_moved(
    cast: Cast, worker: Client, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate()
    campaign = builders.campaign(community=cast.community, every_days={"": 90, "old_alone": 30})
    first, second, later = (
        builders.door(campaign, home.dwelling, household=home, due_on=today - timedelta(days=n))
        for n, home in zip((1, 1, -20), cast.households, strict=True)
    )
    cast.people[1].care_needs.create(kind="old_alone")
    make.case(community=cast.community, household=cast.households[1], place=first.place)
    path = f"/campaigns/{campaign.pk}/week/"
    with django_assert_max_num_queries(12):
        page = said(worker.get(path))
    assert page.index(second.label) < page.index(first.label)
    assert later.label not in page
    assert "独居老人" in page
    assert "有 1 件未办结的事" in page
    assert "独居老人" not in said(as_(cast.steward).get(path))
    worker.post(f"/campaigns/door/{first.pk}/move/", {"to": "up"})
    page = said(worker.get(path))
    assert page.index(first.label) < page.index(second.label)
    assert "已手动提前" in page


def test_a_fact_in_dispute_is_settled_with_one_tap(
    cast: Cast, worker: Client, running: Campaign
) -> None:
    door = doors(running)[0]
    visit = builders.visit(door, by=cast.steward)
    row = Conflict.objects.create(
        campaign=running, door=door, household=door.household, visit=visit, at=visit.at,
        property="household.residence", started_from="resident", standing="floating", said="vacant",
    )  # fmt: skip
    assert f"/campaigns/{running.pk}/conflicts/" in said(worker.get(f"/campaigns/{running.pk}/"))
    page = said(worker.get(f"/campaigns/{running.pk}/conflicts/"))
    for words in ("居住情况", "流动", "空置", "刘桂芳"):
        assert words in page
    refused = as_(cast.steward).post(f"/campaigns/conflicts/{row.pk}/", {"choice": "said"})
    assert refused.status_code == 403
    worker.post(f"/campaigns/conflicts/{row.pk}/", {"choice": "said"})
    assert Household.objects.get(pk=door.household_id).residence == "vacant"
    assert "没有待核对的信息" in said(worker.get(f"/campaigns/{running.pk}/conflicts/"))
