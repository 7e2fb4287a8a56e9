"""The campaigns that ship work end to end: planned, walked, and what follows is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from linli.core.refusals import Invalid
from linli.core.sheets import read_sheet
from linli.engines.campaigns import actions
from linli.engines.campaigns.exports import answers
from linli.engines.campaigns.models import Campaign, EffectRun, Visit
from linli.engines.cases.models import Case
from linli.programmes import loader
from linli.registry import actions as registry
from linli.registry.models import CareNeed
from tests.campaigns.walking import door_of, running, visited
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped() -> Iterator[None]:
    loader.register()
    yield
    loader.register()


def answer(cast: Cast, campaign: Campaign, number: int = 0, **answers: Any) -> Visit:
    return visited(cast.actor("steward"), door_of(campaign, number), answers=answers).visit


def followed(visit: Visit) -> list[tuple[str, str]]:
    runs = EffectRun.objects.filter(visit=visit).order_by("number")
    return [(run.do, run.state) for run in runs]


def test_the_insurers_list_names_only_who_agreed(cast: Cast) -> None:
    campaign = running(cast, kind="insurance_registration")
    told = answer(
        cast, campaign, insured="yes", channel="insurer", claim="yes",
        claim_what="水管爆了，地板泡坏", agrees="yes", phone="13800138001",
    )  # fmt: skip
    answer(cast, campaign, 1, insured="no", wants="yes", agrees="no")
    answer(cast, campaign, 2, insured="no", wants="no")
    assert followed(told) == [("open_case", "done")]
    claim = Case.objects.get()
    assert (claim.kind, claim.text) == ("insurance_claim", "水管爆了，地板泡坏")
    content = answers.list_for_recipient(cast.actor("worker"), campaign.pk, reason="交保险公司")
    rows = read_sheet(content).rows
    assert len(rows) == 1
    assert rows[0][3:7] == ["上了", "保险公司或业务员", "", "有"]


def test_an_opinion_round_sends_each_word_to_where_it_is_acted_on(cast: Cast) -> None:
    campaign = running(cast, kind="opinion_round")
    told = answer(
        cast, campaign, satisfied="fairly", changes=["lighting", "noise"], first="lighting",
        topic="晾衣杆放哪里", wish="想学用手机", reports="yes", matter_kind="lamp_broken",
        lamp_where="stairs", matter_what="三楼的灯不亮", matter_where=cast.entrance.code,
        volunteer="yes", skills=["gardening"], phone="13800138009",
    )  # fmt: skip
    assert followed(told) == [
        ("open_case", "done"), ("raise_topic", "waiting"), ("raise_wish", "waiting"),
        ("enrol_volunteer", "waiting"),
    ]  # fmt: skip
    case = Case.objects.get()
    assert (case.kind, case.place_id) == ("lamp_broken", cast.entrance.pk)
    assert case.fields == {"where": "stairs"}
    with pytest.raises(Invalid) as refused:
        answer(
            cast, campaign, 1, satisfied="very", reports="no", changes=["noise", "parking"],
            first="lifts",
        )  # fmt: skip
    assert set(refused.value.errors) == {"first"}


def test_a_corridor_round_opens_matters_with_their_fields(cast: Cast) -> None:
    campaign = running(cast, kind="corridor_round")
    told = answer(
        cast, campaign, clutter="some", things=["waste", "vehicle"], floor=3, blocks="yes",
        what="挡住消防栓", charging="yes", lamps="no", lamps_where="4 层",
    )  # fmt: skip
    assert followed(told) == [("open_case", "done")] * 3
    assert campaign.doors.get().place_id == cast.entrance.pk
    clutter, charging, lamp = Case.objects.order_by("pk")
    assert (clutter.kind, clutter.urgency) == ("corridor_clutter", 1)
    assert clutter.fields == {"things": ["waste", "vehicle"], "floor": 3}
    assert clutter.text == "楼道巡查，挡住通道或消防设施：纸箱废品、车辆。挡住消防栓"
    assert (charging.kind, lamp.kind) == ("charging_and_fire", "lamp_broken")
    assert lamp.fields == {"where": "stairs", "trouble": ["dark"]}


def test_voices_are_gathered_on_the_spot_without_a_door(cast: Cast) -> None:
    campaign = running(cast, kind="festival_voices")

    def said(place: str) -> actions.Recorded:
        return actions.record_visit(
            by=cast.actor("steward"), campaign_id=campaign.pk, uid=uuid4(), outcome="met",
            answers={"mood": "very", "topic": "多办几次", "reports": "yes",
                     "matter_what": "凉亭漏雨", "matter_where": place},
            form_number=1, at=timezone.now(), channel="spot",
        )  # fmt: skip

    told = said(cast.building.code)
    assert followed(told.visit) == [("open_case", "done"), ("raise_topic", "waiting")]
    assert Case.objects.get().place_id == cast.building.pk
    for elsewhere in (cast.elsewhere_building.code, cast.entrance.code, "ZZZZZZZZ"):
        with pytest.raises(Invalid) as refused:
            said(elsewhere)
        assert set(refused.value.errors) == {"matter_where"}


def test_a_door_visit_comes_again_by_care_need_and_notes_new_ones(cast: Cast) -> None:
    by = cast.actor("worker")
    registry.add_care_need(cast.people[0].pk, kind="old_alone", by=by)
    campaign = running(cast, kind="door_visit", people=[cast.grid_worker.pk])
    door = door_of(campaign)
    told = visited(
        cast.actor("grid_worker"), door,
        answers={"in_need": "女儿 13800138555", "health": "poorly", "home": ["slippery"],
                 "needs": ["meals"], "needs_what": "中午没人做饭", "urgent": "yes",
                 "new_care": ["ill"], "wish": "想听戏"},
    )  # fmt: skip
    assert followed(told.visit) == [
        ("open_case", "done"), ("add_care_need", "done"), ("raise_wish", "waiting"),
    ]  # fmt: skip
    care = Case.objects.get()
    assert (care.kind, care.urgency) == ("care", 1)
    assert care.text == "吃饭、送餐 地滑、没扶手\n中午没人做饭"
    needs = CareNeed.objects.filter(person=cast.people[0]).order_by("kind")
    assert [need.kind for need in needs] == ["ill", "old_alone"]
    door.refresh_from_db()
    assert door.due_on == timezone.localdate() + timedelta(days=30)
