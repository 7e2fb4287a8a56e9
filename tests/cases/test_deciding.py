"""One function decides: what is tried on the settings page is what happens when it is filed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.cases import actions, kinds, triage
from linli.engines.cases.models import Case, KindSetting, RoutingRule
from linli.programmes import loader
from linli.registry.access import SYSTEM, VISITOR
from linli.registry.models import Place
from linli.registry.queries import find_place
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SPOTS = {"lift": "电梯 1", "lamp": "门前灯", "charging_shed": "充电棚 1", "gas_room": "燃气表间"}


@pytest.fixture(autouse=True)
def _shipped_kinds(_kinds_and_calendar: None) -> None:
    loader.register()


@pytest.fixture
def spots(cast: Cast) -> dict[str, Place | None]:
    """A place of each kind that tells a kind of matter, and some that tell none."""
    made: dict[str, Place | None] = {}
    for kind, name in SPOTS.items():
        inside = kind in ("lift", "lamp")
        spot = make.place(kind, name, parent=cast.entrance if inside else cast.community)
        spot.label = f"704 楼 2 单元 {name}" if inside else name
        spot.save(update_fields=["label"])
        made[kind] = spot
    return {**made, "building": cast.building, "": None}


def file(cast: Cast, **given_: Any) -> Case:
    given_.setdefault("by", VISITOR)
    return actions.file_case(
        community_id=cast.community.pk, channel="place_code", **{"kind": "", **given_}
    ).case


@time_machine.travel(make.NOON, tick=False)
def test_stuck_in_the_lift_from_the_lifts_own_code_is_an_emergency_of_the_lift(
    cast: Cast, spots: dict[str, Place | None]
) -> None:
    case = file(cast, text="We are stuck in the lift", place=spots["lift"])
    assert (case.kind, case.urgency, case.danger) == ("lift_broken", 2, "trapped")
    assert case.due_at == make.NOON + timedelta(minutes=30)
    assert case.organisation == cast.property_company
    assert not case.kind_confirmed


@pytest.mark.parametrize(
    ("spot", "text", "kind"),
    [
        ("lift", "坏了", "lift_broken"),
        ("lamp", "晚上看不见", "lamp_broken"),
        ("charging_shed", "有糊味", "charging_and_fire"),
        ("gas_room", "门没锁", "gas"),
        ("lift", "", "lift_broken"),
        ("building", "We are stuck in the lift", "lift_broken"),
        ("building", "somebody fainted", "care"),
        ("building", "hello", "other"),
    ],
)
def test_the_place_tells_the_kind_and_else_the_danger(
    cast: Cast, spots: dict[str, Place | None], spot: str, text: str, kind: str
) -> None:
    ground = triage.Ground(cast.community)
    decided = triage.decide(ground, text=text, place=spots[spot], at=make.NOON, now=make.NOON)
    assert decided.kind.code == kind


def test_clear_words_speak_against_the_place_but_never_in_danger(
    cast: Cast, spots: dict[str, Place | None]
) -> None:
    rubbish = "垃圾桶满了，生活垃圾没人清运，臭气熏天，苍蝇蚊虫乱飞"
    assert file(cast, text=rubbish, place=spots["lamp"]).kind == "exposed_rubbish"
    assert file(cast, text=rubbish + "，还冒烟", place=spots["charging_shed"]).danger == "fire"


def test_a_kind_that_was_chosen_stays_and_is_an_emergency_all_the_same(
    cast: Cast, spots: dict[str, Place | None]
) -> None:
    case = file(cast, text="垃圾堆冒烟了", kind="exposed_rubbish", place=spots["building"])
    assert (case.kind, case.urgency, case.kind_confirmed) == ("exposed_rubbish", 2, True)
    assert case.due_at - case.opened_at == timedelta(minutes=30)


def test_the_place_tells_no_kind_that_is_off_here(
    cast: Cast, spots: dict[str, Place | None]
) -> None:
    KindSetting.objects.create(community=cast.community, kind="lift_broken", is_on=False)
    assert file(cast, text="坏了", place=spots["lift"]).kind == "other"


def test_it_is_read_as_typed_before_anything_is_cut_or_covered(cast: Cast) -> None:
    case = file(cast, text="一" * 3990 + "着\u200b火")
    assert case.danger == "fire"
    assert file(cast, text="看标题", title="很长" * 60 + "楼道着火").danger == "fire"


def test_what_was_a_danger_last_week_is_none_today(cast: Cast) -> None:
    old = file(cast, text="楼道着火了", opened_at=make.NOON - timedelta(days=7))
    assert (old.urgency, old.danger) == (0, "")


def test_less_urgent_at_the_desk_gives_it_its_kinds_own_time_again(cast: Cast) -> None:
    case = file(cast, text="楼道冒烟", kind="cleaning")
    calmer = actions.change_kind(case.pk, by=cast.actor("worker"), kind="cleaning", urgency=0)
    assert calmer.danger == ""
    assert calmer.due_at - calmer.opened_at > timedelta(hours=2)


TEXTS = [
    "We are stuck in the lift", "电梯门打不开", "灯不亮有点困难", "楼道里堆满纸箱", "充电棚冒烟",
    "半夜装修太吵了睡不着", "闻到燃气味", "没有人被困", "垃圾桶满了", "水管爆了", "老人晕倒",
    "我要投诉物业费", "hello", "电梯里有狗屎", "停车位被占", "704 楼冒黑烟", "困", "想问问低保",
]  # fmt: skip


def rules(cast: Cast) -> None:
    RoutingRule.objects.create(
        community=cast.community, order=1, name="困人", words=["困", "stuck"], role="secretary"
    )
    RoutingRule.objects.create(
        community=cast.community, order=2, name="704", place=cast.building, kinds=["noise"],
        role="steward",
    )  # fmt: skip


def tried(client: Client, *, text: str, place: Place | None, kind: str) -> dict[str, Any]:
    where = "" if place is None else str(place)
    asked = {"text": text, "place": where, "kind": kind, "at": "2026-11-24T12:00"}
    page = client.get("/settings/routing/", asked)
    return dict(page.context["trial"])


@pytest.mark.parametrize("spot", ["lift", "lamp", "charging_shed", "gas_room", "building", ""])
@time_machine.travel(make.NOON, tick=False)
def test_what_is_tried_is_what_happens(
    cast: Cast, client: Client, spots: dict[str, Place | None], spot: str
) -> None:
    rules(cast)
    client.force_login(cast.secretary)
    for text in TEXTS:
        for kind in ("", "noise"):
            trial = tried(client, text=text, place=spots[spot], kind=kind)
            case = file(cast, text=text, place=spots[spot], kind=kind)
            filed = (
                kinds.label_of(case.kind),
                case.owner_label,
                case.get_urgency_display(),
                case.due_at,
            )
            assert filed == (
                str(trial["kind"]), trial["who"], str(trial["urgency"]), trial["due"]
            ), (text, kind)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.lists(
        st.sampled_from([*TEXTS, "没有", "电梯", "，", " ", "\n", "困难", "是不是"]),
        min_size=1,
        max_size=5,
    ).map("".join).filter(lambda text: bool(text.strip())),
    spot=st.sampled_from(["lift", "lamp", "charging_shed", "building", ""]),
    kind=st.sampled_from(["", "", "noise", "other"]),
)  # fmt: skip
def test_any_words_decide_alike_when_filed_and_when_tried(
    cast: Cast, spots: dict[str, Place | None], text: str, spot: str, kind: str
) -> None:
    with time_machine.travel(make.NOON, tick=False):
        case = file(cast, text=text, place=spots[spot], kind=kind)
        decided = triage.decide(
            triage.Ground(cast.community), text=text, place=spots[spot],
            kind=kinds.find(kind), at=make.NOON, now=make.NOON,
        )  # fmt: skip
    assert (case.kind, case.urgency, case.danger, case.due_at, case.owner_label) == (
        decided.kind.code, decided.urgency, decided.danger, decided.times.due_at,
        decided.match.label if decided.match else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["704 楼 2 单元 电梯 1", "704楼2单元电梯1", "704-2 电梯 1", "704号楼二单元的电梯1",
              "７０４楼 电梯 1"],
)  # fmt: skip
def test_a_lift_is_found_by_its_building_and_entrance(
    cast: Cast, spots: dict[str, Place | None], typed: str
) -> None:
    other = make.place("lift", "电梯 1", parent=make.entrance(parent=cast.other_building))
    found = find_place(cast.community.pk, typed)
    assert found[0] == spots["lift"]
    assert other not in found[:1]


def test_the_maintainers_telephone_is_kept_and_stays_out_of_the_record(
    cast: Cast, spots: dict[str, Place | None]
) -> None:
    from linli.core.models import Line
    from linli.core.refusals import Invalid
    from linli.registry import actions as register

    lift = spots["lift"]
    assert lift is not None
    register.change_place(
        lift.pk, by=SYSTEM, maintainer="平安电梯", maintainer_phone="400-000 1234"
    )
    lift.refresh_from_db()
    assert (lift.maintainer, lift.maintainer_phone) == ("平安电梯", "400-0001234")
    assert "0001234" not in str(Line.objects.get(verb="place.changed").change)
    with pytest.raises(Invalid):
        register.change_place(lift.pk, by=SYSTEM, maintainer_phone="请打电话")
