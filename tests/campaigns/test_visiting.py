"""A visit arrives: once, whatever the phone's clock, the order, the post, the household did."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from linli.core import record
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.engines.campaigns import actions, tasks
from linli.engines.campaigns.models import Conflict, Reached, Visit
from linli.forms.schema import Form
from linli.registry import actions as registry
from linli.registry import facts
from linli.registry.models import CareNeed, Fact, Household, Person, Post
from tests import make
from tests.campaigns.walking import FORM, ago, door_of, known_of, running, visited
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("corridors")
HOUR = timedelta(hours=1)


def state_of(campaign: Any, number: int = 0) -> str:
    return door_of(campaign, number).state


# Kept once, as it came


def test_a_visit_is_kept_with_what_was_said_and_the_door_is_met(cast: Cast) -> None:
    campaign, steward = running(cast), cast.actor("steward")
    door = door_of(campaign)
    told = visited(steward, door, answers={"clutter": "yes", "what": " 纸箱 "}, note="狗")
    visit = Visit.objects.get()
    assert (told.is_new, told.visit) == (True, visit)
    assert visit.answers == {"clutter": "yes", "what": "纸箱"}
    assert (visit.by_label, visit.household_id) == ("刘桂芳", door.household_id)
    assert (visit.is_late, visit.is_gone) == (False, False)
    door.refresh_from_db()
    assert (door.state, door.visits, door.answer, door.note) == ("met", 1, visit, "狗")
    assert Reached.objects.get().at == visit.at
    line = Line.objects.get(verb="visit.recorded")
    assert line.change["outcome"] == "met"
    assert "纸箱" not in str(line.change)
    assert record.verify(cast.community.pk) is None


def test_sent_twice_it_is_one(cast: Cast) -> None:
    campaign, uid = running(cast), uuid4()
    door = door_of(campaign)
    first = visited(cast.actor("steward"), door, uid=uid)
    lines = Line.objects.count()
    Post.objects.update(ended_on=timezone.localdate())  # even when the post ended meanwhile
    again = visited(make.actor(cast.steward), door, uid=str(uid), answers={"clutter": "yes"})
    assert (again.is_new, again.visit) == (False, first.visit)
    assert Visit.objects.get().answers == {"clutter": "no"}
    assert Line.objects.count() == lines
    with pytest.raises(Invalid, match="Somebody else"):
        visited(cast.actor("grid_worker"), door, uid=uid)


def test_two_people_at_one_door_are_both_kept(cast: Cast) -> None:
    campaign = running(cast)
    first = visited(cast.actor("steward"), door_of(campaign), at=ago(hours=2))
    second = visited(
        cast.actor("grid_worker"), door_of(campaign), outcome="absent", at=ago(hours=1)
    )
    door = door_of(campaign)
    assert Visit.objects.count() == 2
    assert (door.state, door.visits, door.answer) == ("met", 2, first.visit)
    assert door.last_at == second.visit.at


def test_visits_that_arrive_out_of_order_are_put_in_order(cast: Cast) -> None:
    campaign, steward = running(cast), cast.actor("steward")
    newest = visited(steward, door_of(campaign), answers={"clutter": "yes"}, note="后").visit
    visited(steward, door_of(campaign), at=ago(days=1), note="先")
    visited(steward, door_of(campaign), outcome="refused", at=ago(days=2))
    door = door_of(campaign)
    assert (door.state, door.answer, door.last_at) == ("met", newest, newest.at)
    assert (door.visits, door.note) == (3, "后")
    assert Reached.objects.get().at == newest.at


def test_a_refusal_is_respected(cast: Cast) -> None:
    campaign, steward = running(cast), cast.actor("steward")
    visited(steward, door_of(campaign), outcome="refused", at=ago(days=1))
    visited(cast.actor("grid_worker"), door_of(campaign), outcome="absent")
    assert state_of(campaign) == "refused"
    assert actions.nobody_home(campaign.pk, [door_of(campaign).pk], by=steward) == 0
    assert not Reached.objects.exists()


def test_a_floor_is_noted_as_nobody_home_at_once(cast: Cast) -> None:
    campaign, steward = running(cast), cast.actor("steward")
    visited(steward, door_of(campaign, 1))
    ids = list(campaign.doors.values_list("pk", flat=True))
    assert actions.nobody_home(campaign.pk, ids, by=steward) == 2
    assert [state_of(campaign, n) for n in range(3)] == ["absent", "met", "absent"]
    assert door_of(campaign).visits == 1
    with pytest.raises(NotFound):
        actions.nobody_home(campaign.pk, ids, by=cast.actor("stranger"))


# Whose door


def test_a_door_that_is_not_mine_is_refused(cast: Cast) -> None:
    campaign = running(cast)
    elsewhere = make.user("邻楼楼长")
    make.post("steward", cast.other_building, user=elsewhere)
    for by in (cast.actor("stranger"), make.actor(elsewhere), cast.resident()):
        with pytest.raises(NotFound):
            visited(by, door_of(campaign))
    ended = Post.objects.get(user=cast.steward)
    registry.end_post(ended.pk, by=cast.actor("secretary"), on=timezone.localdate())
    with pytest.raises(NotFound):
        visited(make.actor(cast.steward), door_of(campaign))
    assert not Visit.objects.exists()


def test_a_door_handed_over_meanwhile_still_takes_the_visit(cast: Cast) -> None:
    helper = make.user("志愿者")
    make.post("trusted_local", cast.other_building, user=helper)
    campaign = running(cast, people=[helper.pk])
    actions.set_people(campaign.pk, [cast.grid_worker.pk], by=cast.actor("worker"))
    assert visited(make.actor(helper), door_of(campaign)).is_new


def test_a_campaign_that_ended_meanwhile_takes_it_marked_late(cast: Cast) -> None:
    campaign = running(cast)
    actions.end(campaign.pk, by=cast.actor("worker"))
    told = visited(cast.actor("steward"), door_of(campaign), at=ago(hours=3))
    assert told.visit.is_late
    assert state_of(campaign) == "met"


def test_a_draft_takes_no_visit(cast: Cast) -> None:
    campaign = running(cast)
    campaign.state = "draft"
    campaign.save()
    with pytest.raises(OutOfDate, match="not started"):
        visited(cast.actor("steward"), door_of(campaign))


def test_a_household_that_left_meanwhile_is_kept_and_marked(cast: Cast) -> None:
    campaign, worker = running(cast), cast.actor("worker")
    known = known_of(door_of(campaign))
    registry.move_out_household(cast.households[0].pk, by=worker)
    told = visited(
        cast.actor("steward"), door_of(campaign), started_from=known,
        answers={"clutter": "no", "phone": "13900139000"},
    )  # fmt: skip
    assert told.visit.is_gone
    assert not Fact.objects.exists()
    Person.objects.filter(household=cast.households[1]).delete()
    Household.objects.filter(pk=cast.households[1].pk).delete()
    gone = visited(cast.actor("steward"), door_of(campaign, 1)).visit
    assert (gone.is_gone, gone.household, gone.outcome) == (True, None, "met")


# When


def test_a_phone_with_a_wrong_clock_is_set_right(cast: Cast) -> None:
    campaign, now = running(cast), timezone.now()
    said = now - 3 * HOUR  # an hour slow: it was two hours ago
    visit = visited(cast.actor("steward"), door_of(campaign), at=said, sent_at=now - HOUR).visit
    assert abs(visit.at - (now - 2 * HOUR)) < timedelta(seconds=30)
    assert visit.said_at == said
    reset = datetime(1970, 1, 1, tzinfo=UTC)
    visit = visited(cast.actor("steward"), door_of(campaign), at=reset).visit
    assert visit.day == campaign.starts_on


def test_a_standing_visit_falls_due_again(cast: Cast) -> None:
    CareNeed.objects.create(person=cast.people[0], kind="old_alone")
    campaign = running(cast, every_days={"": 180, "old_alone": 30}, ends_on=None)
    assert {door.due_on for door in campaign.doors.all()} == {campaign.starts_on}
    steward, today = cast.actor("steward"), timezone.localdate()
    for number in (0, 1):
        visited(steward, door_of(campaign, number))
    dues = [door_of(campaign, n).due_on for n in range(3)]
    assert dues[:2] == [today + timedelta(days=30), today + timedelta(days=180)]
    visited(steward, door_of(campaign), outcome="absent")
    assert (state_of(campaign), door_of(campaign).due_on) == ("absent", dues[0])
    visited(steward, door_of(campaign, 2), outcome="refused")
    assert door_of(campaign, 2).due_on is None


# What


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answers": {}}, "clutter"),
        ({"answers": {"clutter": "maybe"}}, "clutter"),
        ({"answers": {"clutter": "no", "age": 7}}, "age"),
        ({"outcome": "gone"}, "outcome"),
        ({"uid": "seven"}, "uid"),
        ({"form_number": 9}, None),
        ({"note": "x" * 201}, None),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    cast: Cast, given: dict[str, Any], field: str | None
) -> None:
    campaign = running(cast)
    with pytest.raises(Invalid) as no:
        visited(cast.actor("steward"), door_of(campaign), **given)
    assert field is None or list(no.value.errors) == [field]
    assert not Visit.objects.exists()
    assert state_of(campaign) == "to_visit"


def test_answers_to_an_older_form_still_arrive(cast: Cast) -> None:
    campaign, worker = running(cast), cast.actor("worker")
    shorter = Form(tuple(one for one in FORM.questions if one.code == "phone"))
    actions.change_form(campaign.pk, shorter, by=worker)
    old = visited(cast.actor("steward"), door_of(campaign), answers={"clutter": "no"})
    new = visited(cast.actor("steward"), door_of(campaign, 1), answers={}, form_number=2)
    assert (old.visit.form_number, new.visit.form_number) == (1, 2)


def test_who_was_not_met_answered_nothing(cast: Cast) -> None:
    campaign = running(cast)
    told = visited(
        cast.actor("steward"), door_of(campaign), outcome="absent", answers={"clutter": "yes"}
    )
    assert told.visit.answers == {}
    assert door_of(campaign).answer is None


# Facts


def answer(cast: Cast, campaign: Any, known: dict[str, str], by: str = "steward", **said: Any):
    return visited(
        cast.actor(by), door_of(campaign), started_from=known, answers={"clutter": "no", **said}
    )


def test_only_changes_are_written_with_their_source(cast: Cast) -> None:
    campaign = running(cast)
    known = known_of(door_of(campaign))
    told = answer(cast, campaign, known, phone="138-0013-8001", members=2, insured="yes")
    rows = {row.property: row for row in Fact.objects.all()}
    assert {code: row.value for code, row in rows.items()} == {
        "household.members": 2,
        "kept.insured": "yes",
    }
    assert rows["kept.insured"].source == f"visit:{told.visit.uid}"
    assert told.conflicts == []
    assert Line.objects.get(verb="visit.recorded").change["facts"] == list(rows)


def test_a_fact_changed_on_both_sides_is_settled_by_a_person(cast: Cast) -> None:
    campaign, worker = running(cast), cast.actor("worker")
    known = known_of(door_of(campaign))
    registry.change_person(cast.people[0].pk, by=worker, phone="13700137000")
    told = answer(cast, campaign, known, phone="13900139000")
    conflict = Conflict.objects.get()
    assert told.conflicts == [conflict]
    assert conflict.property == "contact.phone"
    assert (conflict.standing, conflict.said) == ("13700137000", "13900139000")
    assert Person.objects.get(pk=cast.people[0].pk).phone == "13700137000"
    with pytest.raises(NotAllowed):
        actions.settle(conflict.pk, choice="said", by=cast.actor("steward"))
    with pytest.raises(NotFound):
        actions.settle(conflict.pk, choice="said", by=cast.actor("stranger"))
    actions.settle(conflict.pk, choice="said", by=worker)
    assert Person.objects.get(pk=cast.people[0].pk).phone == "13900139000"
    with pytest.raises(OutOfDate):
        actions.settle(conflict.pk, choice="standing", by=worker)


def test_both_sides_saying_the_same_is_no_conflict(cast: Cast) -> None:
    campaign = running(cast)
    known = known_of(door_of(campaign))
    registry.change_person(cast.people[0].pk, by=cast.actor("worker"), phone="13900139000")
    assert answer(cast, campaign, known, phone="13900139000").conflicts == []
    assert not Fact.objects.exists()


def test_a_conflict_names_what_the_phone_knew_and_ends_when_both_agree(cast: Cast) -> None:
    """Two runs of one phone arrive in the wrong order: the second, then the first."""
    campaign = running(cast)
    before = known_of(door_of(campaign))
    between = before | {"kept.insured": facts.version_of("yes")}
    answer(cast, campaign, before | {"kept.insured": facts.version_of("no")}, insured="yes")
    first = Conflict.objects.get()
    assert (first.started_from, first.standing, first.said) == (None, None, "yes")
    answer(cast, campaign, before, by="grid_worker", insured="yes")
    assert Conflict.objects.filter(settled_at=None).count() == 0
    answer(cast, campaign, between, insured="no")
    answer(cast, campaign, between, insured="yes")
    assert Conflict.objects.filter(settled_at=None).count() == 0


def test_what_the_register_cannot_hold_waits_for_a_person_and_loses_nothing(cast: Cast) -> None:
    campaign, worker = running(cast), cast.actor("worker")
    told = answer(cast, campaign, known_of(door_of(campaign)), phone="12", insured="no")
    assert [one.property for one in told.conflicts] == ["contact.phone"]
    assert Fact.objects.get().property == "kept.insured"
    with pytest.raises(Invalid, match="phone number"):
        actions.settle(told.conflicts[0].pk, choice="said", by=worker)
    assert actions.settle(told.conflicts[0].pk, choice="standing", by=worker).settled_at


# A household's own answer, and whoever comes by


def test_a_household_answers_by_its_own_key(cast: Cast) -> None:
    campaign = running(cast, is_open=True)
    told = actions.record_visit(
        by=cast.resident(1), campaign_id=campaign.pk, uid=uuid4(), outcome="met",
        answers={"clutter": "no"}, form_number=1, at=timezone.now(), channel="own_key",
        door_id=door_of(campaign).pk,
    )  # fmt: skip
    door = door_of(campaign, 1)
    assert told.visit.door_id == door.pk  # its own door, whatever was asked for
    assert (door.state, door.visits) == ("met", 0)
    assert Reached.objects.get().how == "own_key"
    actions.end(campaign.pk, by=cast.actor("worker"))
    with pytest.raises(NotFound, match="ended"):
        visited(cast.resident(0), door, channel="own_key")


def test_voices_are_gathered_from_whoever_comes_by(cast: Cast) -> None:
    campaign = running(cast, targets="anyone", is_open=True)
    for by, channel in ((cast.actor("steward"), "spot"), (cast.resident(), "own_key")):
        actions.record_visit(
            by=by, campaign_id=campaign.pk, uid=uuid4(), outcome="met", form_number=1,
            answers={"clutter": "no"}, at=timezone.now(), channel=channel,
        )  # fmt: skip
    assert list(Visit.objects.order_by("pk").values_list("household", flat=True)) == [
        None,
        cast.households[0].pk,
    ]
    with pytest.raises(NotFound):
        visited(cast.actor("stranger"), _nowhere(campaign))


def _nowhere(campaign: Any) -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(pk=None, campaign_id=campaign.pk)


def test_a_door_is_moved_up_by_a_person(cast: Cast) -> None:
    campaign = running(cast)
    door = actions.move_up(door_of(campaign).pk, by=cast.actor("steward"), to=1)
    assert door.moved_up == 1
    with pytest.raises(Invalid):
        actions.move_up(door.pk, by=cast.actor("steward"), to=9)


# Forgotten in time


def test_answers_are_erased_when_their_purpose_has_had_its_days(cast: Cast) -> None:
    campaign = running(cast)
    visited(cast.actor("steward"), door_of(campaign), answers={"clutter": "yes", "what": "纸箱"})
    visited(cast.actor("steward"), door_of(campaign, 1))
    actions.end(campaign.pk, by=cast.actor("worker"))
    soon, later = (timezone.now() + timedelta(days=n) for n in (364, 366))
    assert (tasks.forget(now=soon), tasks.forget(now=later), tasks.forget(now=later)) == (0, 2, 0)
    campaign.refresh_from_db()
    assert campaign.counts == {"clutter": {"yes": 1, "no": 1}}
    assert [visit.answers for visit in Visit.objects.all()] == [{}, {}]
    assert state_of(campaign) == "met"
    assert Line.objects.get(verb="campaign.answers_erased").change["visits"] == 2


def test_what_newer_standing_answers_replaced_is_erased(cast: Cast) -> None:
    campaign = running(cast, every_days={"": 180}, ends_on=None)
    visited(cast.actor("steward"), door_of(campaign), at=ago(days=2))
    newest = visited(cast.actor("steward"), door_of(campaign)).visit
    assert tasks.forget(now=timezone.now() + timedelta(days=400)) == 1
    assert Visit.objects.exclude(answers={}).get() == newest


def test_answers_go_with_the_household(cast: Cast) -> None:
    campaign, worker, home = running(cast), cast.actor("worker"), cast.households[0]
    visited(cast.actor("steward"), door_of(campaign), note="晚上在家")
    registry.move_out_household(home.pk, by=worker)
    registry.erase_household(home.pk, by=worker)
    assert Visit.objects.get().answers == {}
    assert door_of(campaign).note == ""


def test_who_spoke_for_a_household_goes_out_of_its_answers_with_the_person(cast: Cast) -> None:
    campaign = running(cast)
    answer(cast, campaign, {}, phone="13800138001")
    registry.erase_person(cast.people[0].pk, by=cast.actor("worker"))
    assert Visit.objects.get().answers == {"clutter": "no"}


def test_what_a_phone_sends_late_brings_nobody_back(cast: Cast) -> None:
    campaign, worker, home = running(cast), cast.actor("worker"), cast.households[0]
    steward, before = cast.actor("steward"), timezone.now()
    registry.add_person(home.pk, name="张三丰", by=worker)
    registry.erase_person(cast.people[0].pk, by=worker)
    said = {"clutter": "no", "phone": "13800138001"}
    with pytest.raises(Invalid, match="anew"):
        visited(steward, door_of(campaign), at=before, answers=said)
    assert visited(steward, door_of(campaign), answers={"clutter": "no"}).is_new
    registry.move_out_household(home.pk, by=worker)
    registry.erase_household(home.pk, by=worker)
    with pytest.raises(Invalid, match="erased"):
        visited(steward, door_of(campaign), answers=said)
    assert "13800138001" not in str(list(Visit.objects.values_list("answers", flat=True)))
    assert not Person.objects.filter(household=home, erased_at=None).exists()


def test_an_answer_costs_at_most_25_ms_and_few_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    campaign = running(cast)
    known, door = known_of(door_of(campaign)), door_of(campaign)
    said = {"clutter": "no", "phone": "13800138001", "members": 1}
    visited(cast.actor("steward"), door, started_from=known, answers=said)
    with django_assert_max_num_queries(19):  # one of them empties the building's tally
        visited(cast.actor("steward"), door, started_from=known, answers=said)
    start = time.process_time()
    for _ in range(20):
        visited(cast.actor("steward"), door, started_from=known, answers=said)
    assert (time.process_time() - start) / 20 < 0.025
