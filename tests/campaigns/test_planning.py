"""A campaign from the plan to its end: whom it reaches, who walks, what is refused."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.core import record
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.engines.campaigns import actions, tasks
from linli.engines.campaigns.models import Campaign, Door, Reached, Walker
from linli.forms.schema import Form
from linli.registry import actions as registry
from linli.registry import tree
from linli.registry.models import CareNeed, Place, Post
from tests import make
from tests.campaigns.walking import FORM, door_of, planned, running, visited
from tests.cast import Cast

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("corridors")


def doors(campaign: Campaign) -> list[str]:
    rows = Door.objects.filter(campaign=campaign).order_by("order")
    return [f"{row.key[0]} {row.label}" for row in rows]


def walked(campaign: Campaign) -> Counter[str | None]:
    rows = Door.objects.filter(campaign=campaign).values_list("walker__name", flat=True)
    return Counter(rows)


# Planning


def test_a_plan_takes_from_its_kind_what_is_not_given(cast: Cast) -> None:
    campaign = planned(cast, people=[cast.steward.pk])
    assert (campaign.title, campaign.about) == ("楼道巡查", "看看楼道")
    assert (campaign.purpose, campaign.basis) == ("register", "legal_duty")
    assert (campaign.state, campaign.most_visits) == ("draft", 3)
    assert doors(campaign) == [f"h 704 楼 2 单元 {n}" for n in ("301", "302", "401")]
    assert [door.floor for door in campaign.doors.order_by("order")] == [3, 3, 4]
    assert walked(campaign) == {"刘桂芳": 3}
    line = Line.objects.get(verb="campaign.planned")
    assert line.change == {"title": "楼道巡查", "kind": "corridor_round", "doors": 3, "people": 1}


def choose(cast: Cast, targets: str, **chosen: Any) -> list[str]:
    return doors(planned(cast, targets=targets, chosen=chosen))


def test_whom_to_reach_is_chosen_in_many_ways(cast: Cast) -> None:
    first, second, _third = cast.households
    second.village, second.residence = "西溪村", "vacant"
    second.save()
    make.household(dwelling=make.dwelling("101", parent=make.entrance(parent=cast.other_building)))
    CareNeed.objects.create(person=cast.people[2], kind="old_alone")
    CareNeed.objects.create(person=cast.people[0], kind="ill", until=timezone.localdate())
    make.place("green_plot", "中心花园", parent=cast.community)
    Reached.objects.create(
        household=first, community=cast.community, at=timezone.now() - 9 * DAY, how="field"
    )
    at_301, at_302, at_401 = (f"704 楼 2 单元 {n}" for n in ("301", "302", "401"))
    here = {"buildings": [cast.building.pk]}
    assert len(choose(cast, "dwellings")) == len(choose(cast, "households")) == 4
    assert choose(cast, "dwellings", **here) == [f"d {d}" for d in (at_301, at_302, at_401)]
    assert choose(cast, "entrances", **here) == ["e 704 楼 2 单元"]
    assert choose(cast, "persons") == [f"p {at_401}"]
    assert choose(cast, "places", place_kind="green_plot") == ["l 中心花园"]
    assert choose(cast, "anyone") == []
    assert choose(cast, "households", villages=["西溪村"]) == [f"h {at_302}"]
    assert choose(cast, "dwellings", residence=["vacant"]) == [f"d {at_302}"]
    assert choose(cast, "households", care=["old_alone", "ill"]) == [f"h {at_401}"]
    not_lately = choose(cast, "households", not_reached_days=7, **here)
    assert not_lately == [f"h {at_301}", f"h {at_302}", f"h {at_401}"]
    assert len(choose(cast, "households", not_reached_days=30, **here)) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ""}, "title"),
        ({"title": "x" * 81}, None),
        ({"targets": "cats"}, "targets"),
        ({"ends_on": timezone.localdate() - 99 * DAY}, "ends_on"),
        ({"most_visits": 99}, "most_visits"),
        ({"every_days": {"": 0}}, "every_days"),
        ({"purpose": "police"}, None),
        ({"chosen": {"buildings": [999_999]}}, "buildings"),
        ({"chosen": {"residence": ["gone"]}}, "residence"),
        ({"chosen": {"care": ["rich"]}}, "care"),
        ({"chosen": {"not_reached_days": "ten"}}, "not_reached_days"),
        ({"chosen": {"stars": 3}}, None),
        ({"targets": "places"}, "place_kind"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_name(
    cast: Cast, given: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Invalid) as no:
        planned(cast, **given)
    assert str(no.value)
    assert field is None or list(no.value.errors) == [field]
    assert not Campaign.objects.exists()


def test_who_plans_and_who_walks_is_a_matter_of_posts(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        planned(cast, by=cast.actor("grid_worker"))
    with pytest.raises(NotFound):
        planned(cast, by=cast.actor("stranger"))
    with pytest.raises(Invalid, match="This person has no post"):
        planned(cast, people=[cast.stranger.pk])
    campaign = planned(cast, people=[cast.grid_worker.pk])
    for verb in (actions.start, actions.discard, actions.share):
        with pytest.raises(NotAllowed):  # a grid worker sees the campaign
            verb(campaign.pk, by=cast.actor("grid_worker"))
        with pytest.raises(NotFound):
            verb(campaign.pk, by=cast.actor("stranger"))


# Its life


def test_a_campaign_is_changed_started_and_ended(cast: Cast) -> None:
    worker = cast.actor("worker")
    campaign = planned(cast, people=[cast.steward.pk])
    actions.change(campaign.pk, by=worker, chosen={"residence": ["floating"]}, title="夜访")
    with pytest.raises(Invalid, match="No door fits"):
        actions.start(campaign.pk, by=worker)
    actions.change(campaign.pk, by=worker, chosen={})
    assert walked(campaign) == {"刘桂芳": 3}
    actions.change_form(campaign.pk, Form(), by=worker)
    with pytest.raises(Invalid, match="asks nothing"):
        actions.start(campaign.pk, by=worker)
    assert actions.change_form(campaign.pk, FORM, by=worker).number == 1
    actions.start(campaign.pk, by=worker)
    assert actions.change_form(campaign.pk, FORM, by=worker).number == 2
    with pytest.raises(OutOfDate):
        actions.discard(campaign.pk, by=worker)
    with pytest.raises(OutOfDate):
        actions.change(campaign.pk, by=worker, chosen={})
    ended = actions.end(campaign.pk, by=worker)
    assert (ended.state, ended.title) == ("ended", "夜访")
    with pytest.raises(OutOfDate):
        actions.change(campaign.pk, by=worker, title="x")
    assert record.verify(cast.community.pk) is None


def test_a_draft_is_thrown_away_whole(cast: Cast) -> None:
    campaign = planned(cast)
    actions.discard(campaign.pk, by=cast.actor("worker"))
    assert not Campaign.objects.exists()
    assert not Door.objects.exists()


def test_the_clock_ends_what_is_over(cast: Cast) -> None:
    over = running(cast, ends_on=timezone.localdate() - DAY)
    open_ = running(cast, ends_on=timezone.localdate())
    tasks.end_over(now=timezone.now())
    states = Campaign.objects.in_bulk([over.pk, open_.pk])
    assert (states[over.pk].state, states[open_.pk].state) == ("ended", "running")


def test_the_next_round_goes_to_the_same_doors_or_those_still_missing(cast: Cast) -> None:
    worker, today = cast.actor("worker"), timezone.localdate()
    first = running(cast)
    visited(cast.actor("grid_worker"), door_of(first))
    again = actions.next_round(first.pk, by=worker, starts_on=today)
    rest = actions.next_round(again.pk, by=worker, starts_on=today)
    missing = actions.next_round(first.pk, by=worker, starts_on=today, missing_only=True)
    assert [c.round for c in (first, again, rest, missing)] == [1, 2, 3, 4]
    assert {c.series_id for c in (again, rest, missing)} == {first.pk}
    assert (len(doors(again)), len(doors(missing))) == (3, 2)
    assert sum(walked(again).values()) - walked(again)[None] == 3
    year = actions.copy(first.pk, by=worker, starts_on=today, title="明年")
    assert (year.series_id, year.round, year.title) == (year.pk, 1, "明年")
    assert year.forms.get().definition == first.forms.get().definition


# Who walks


def test_people_come_and_go_and_doors_find_somebody(cast: Cast) -> None:
    worker = cast.actor("worker")
    campaign = running(cast, people=[cast.grid_worker.pk])
    grid = Walker.objects.get(campaign=campaign)
    with pytest.raises(Invalid, match="Nobody else"):
        actions.rest(campaign.pk, grid.pk, by=worker)
    visited(cast.actor("grid_worker"), door_of(campaign))
    actions.set_people(campaign.pk, [cast.steward.pk, cast.secretary.pk], by=worker)
    assert walked(campaign) == {"赵敏": 1, "刘桂芳": 1, "陈书记": 1}  # what is done stays
    assert Door.objects.filter(campaign=campaign, former=[grid.pk]).count() == 2
    steward = Walker.objects.get(campaign=campaign, user=cast.steward)
    assert actions.rest(campaign.pk, steward.pk, by=cast.actor("steward")) == 1
    assert walked(campaign) == {"赵敏": 1, "陈书记": 2}


def test_doors_are_handed_over_in_one_tap(cast: Cast) -> None:
    campaign, grid = running(cast), cast.actor("grid_worker")
    to = Walker.objects.get(campaign=campaign, user=cast.steward).pk
    assert walked(campaign) == {"赵敏": 2, "刘桂芳": 1}
    mine = campaign.doors.filter(walker__user=cast.grid_worker).values_list("pk", flat=True)
    with pytest.raises(Invalid, match="your own doors"):
        actions.hand_over(campaign.pk, mine, to=to, by=cast.actor("steward"))
    with pytest.raises(NotFound):
        actions.hand_over(campaign.pk, mine, to=to, by=cast.actor("stranger"))
    assert actions.hand_over(campaign.pk, mine[:1], to=to, by=grid) == 1
    assert walked(campaign) == {"赵敏": 1, "刘桂芳": 2}
    assert actions.hand_over(campaign.pk, mine, to=to, by=cast.actor("worker")) == 1
    assert actions.share(campaign.pk, by=cast.actor("worker")) == 2
    assert walked(campaign) == {"赵敏": 2, "刘桂芳": 1}


def test_who_moved_in_gets_a_door_and_who_left_is_set_aside(cast: Cast) -> None:
    worker = cast.actor("worker")
    campaign = running(cast)
    visited(cast.actor("steward"), door_of(campaign))
    registry.move_out_household(cast.households[0].pk, by=worker)
    registry.move_out_household(cast.households[1].pk, by=worker)
    new = registry.add_household(cast.dwellings[1].pk, by=worker)
    assert actions.refresh_doors(campaign.pk, by=worker) == 2
    rows = campaign.doors.order_by("order", "pk")
    states = {row.household_id: (row.state, bool(row.walker_id)) for row in rows}
    assert states[cast.households[0].pk] == ("met", True)  # it was heard
    assert states[cast.households[1].pk] == ("moved", True)
    assert states[new.pk] == ("to_visit", True)
    assert actions.refresh_doors(campaign.pk, by=worker) == 0


def test_doors_of_who_holds_no_post_any_more_go_to_the_others(cast: Cast) -> None:
    campaign = running(cast)
    Post.objects.filter(user=cast.grid_worker).update(ended_on=timezone.localdate())
    tasks.refresh_doors(now=timezone.now())
    assert walked(campaign) == {"刘桂芳": 3}


def test_2086_doors_are_planned_and_shared_among_twelve_in_two_seconds(cast: Cast) -> None:
    people = [make.user(f"走访员{n}") for n in range(12)]
    for user in people:
        make.post("grid_worker", cast.community, user=user)
    for n in range(15):
        building = make.building(f"{720 + n} 楼", parent=cast.community)
        stairs = tree.plant("entrance", [(building, str(e)) for e in range(1, 4)])
        numbers = [f"{f}{d:02}" for f in range(1, 13) for d in range(1, 5)]
        tree.plant("dwelling", [(entrance, number) for entrance in stairs for number in numbers])
        if n % 2:
            make.post("steward", building, user=people[n // 2])
    extra = Place.objects.filter(community=cast.community, kind="dwelling")
    start = time.process_time()
    campaign = planned(cast, targets="dwellings", people=[user.pk for user in people])
    took = time.process_time() - start
    load = walked(campaign)
    assert sum(load.values()) == extra.count() == 15 * 144 + 3
    assert load[None] == 0
    assert max(load.values()) <= 1.2 * sum(load.values()) / 12
    assert took < 2
