"""Kept tallies: what was added up before is what the answers say now, whatever came between."""

from __future__ import annotations

from collections import Counter
from statistics import fmean, median
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from linli.core.labels import Label, Option
from linli.engines.campaigns import tallies
from linli.engines.campaigns.models import AnswerTally, Campaign, Door
from linli.engines.campaigns.queries.results import Results, results
from linli.engines.campaigns.rules import tallying
from linli.engines.campaigns.rules.tallying import Count, Tallied
from linli.forms.schema import Form, Question
from linli.registry import actions
from tests.campaigns import builders
from tests.cast import Cast

FORM = Form((
    Question("lamp", "select_many", Label("路灯", "Lamps"), options=(
        Option("dark", Label("暗", "Dark")), Option("bright", Label("亮", "Bright")),
    )),
    Question("people", "number", Label("几口人", "How many people")),
    Question("wish", "text", Label("想说", "Anything else")),
))  # fmt: skip
SAID = ({"lamp": ["dark"], "people": 2}, {"lamp": ["dark", "bright"], "wish": "路灯太暗"}, {},
        {"people": 5, "wish": "路灯太暗了"})  # fmt: skip

counts = st.builds(
    lambda asked, values: Count(asked + sum(values.values()), sum(values.values()), values),
    st.integers(0, 9),
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)).map(Counter),
)
parts = st.builds(Tallied, st.integers(0, 99), st.dictionaries(st.sampled_from("xyz"), counts))


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Three doors in one building, and one in another."""
    made = builders.campaign(community=cast.community, form=FORM)
    for home in cast.households:
        builders.door(made, home.dwelling, household=home)
    builders.door(made, cast.other_building)
    return made


def anew(cast: Cast, campaign: Campaign) -> Results:
    """What the answers add up to when nothing was kept."""
    AnswerTally.objects.all().delete()
    return results(cast.actor("worker"), campaign.pk)


def told(found: Results) -> Any:
    return found.heard, found.results


@pytest.mark.once
@given(st.lists(parts, max_size=5))
def test_sums_are_kept_as_they_are_and_add_up_in_any_order(some: list[Tallied]) -> None:
    kept = [tallying.from_json(part.to_json()) for part in some]
    assert kept == some
    whole = tallying.total(kept)
    assert whole.heard == sum(part.heard for part in some)
    assert tallying.total(reversed(kept)).to_json()["heard"] == whole.heard
    for code in "xyz":
        of_parts = [part.questions[code] for part in some if code in part.questions]
        assert whole.of(code).answered == sum(part.answered for part in of_parts)
        assert whole.of(code).values == sum((part.values for part in of_parts), Counter())


@pytest.mark.once
@given(st.lists(st.integers(-50, 50), min_size=1))
def test_counted_numbers_say_what_the_numbers_say(numbers: list[int]) -> None:
    spread = tallying.spread(Counter(repr(float(number)) for number in numbers))
    assert spread is not None
    assert (spread.count, spread.least, spread.most) == (len(numbers), min(numbers), max(numbers))
    assert spread.mean == pytest.approx(fmean(numbers))
    assert spread.middle == median(numbers)


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0, 1), (1, 1, 3, 0, 2, 2, 3)])
def test_added_up_as_they_came_or_all_at_once_it_is_the_same(
    cast: Cast, campaign: Campaign, order: tuple[int, ...]
) -> None:
    doors = list(campaign.doors.order_by("order"))
    for step, said in enumerate(order):
        builders.visit(doors[(step * 3) % 4], answers=dict(SAID[said]))
        kept = results(cast.actor("worker"), campaign.pk)
        again = results(cast.actor("worker"), campaign.pk)
        assert told(kept) == told(again) == told(anew(cast, campaign))


@pytest.mark.django_db
def test_a_door_and_the_open_are_counted_apart_and_together(cast: Cast, campaign: Campaign) -> None:
    open_air = builders.door(campaign, cast.community)
    assert open_air.building_id is None
    for door in campaign.doors.all():
        builders.visit(door, answers={"people": 2})
    assert results(cast.actor("worker"), campaign.pk).heard == 5
    mine = results(cast.actor("steward"), campaign.pk)
    assert (mine.heard, mine.is_whole) == (3, False)
    assert set(AnswerTally.objects.values_list("key", flat=True)) == {
        f"b{cast.building.pk}", f"b{cast.other_building.pk}", "b0", tallies.WHOLE,
    }  # fmt: skip


@pytest.mark.django_db
def test_with_a_household_its_words_go_out_of_what_was_kept(cast: Cast, campaign: Campaign) -> None:
    home = cast.households[0]
    door = campaign.doors.get(household=home)
    builders.visit(door, answers={"wish": "王秀兰家的灯太亮"})
    results(cast.actor("worker"), campaign.pk)
    assert any("王秀兰" in str(row.texts) for row in AnswerTally.objects.all())
    actions.move_out_household(home.pk, by=cast.actor("worker"))
    actions.erase_household(home.pk, by=cast.actor("worker"))
    assert not any("王秀兰" in str(row.texts) for row in AnswerTally.objects.all())
    assert results(cast.actor("worker"), campaign.pk).heard == 0


@pytest.mark.django_db
def test_what_was_counted_while_an_answer_came_in_is_not_kept(
    cast: Cast, campaign: Campaign
) -> None:
    door = Door.objects.filter(building=cast.building).first()
    assert door is not None
    results(cast.actor("worker"), campaign.pk)
    row = AnswerTally.objects.get(key=f"b{cast.building.pk}")
    builders.visit(door, answers={"people": 2})
    late = {"counts": {"heard": 0}, "texts": {}}
    assert not tallies.keep(campaign.pk, row.key, stamp=row.stamp, **late)
    assert results(cast.actor("worker"), campaign.pk).heard == 1


@pytest.mark.django_db
def test_many_answers_cost_no_more_queries_than_few(cast: Cast, campaign: Campaign) -> None:
    def queries() -> int:
        results(cast.actor("worker"), campaign.pk)
        with CaptureQueriesContext(connection) as seen:
            results(cast.actor("worker"), campaign.pk)
        return len(seen)

    builders.visit(campaign.doors.earliest("order"), answers={"people": 2, "wish": "好"})
    few = queries()
    for door in campaign.doors.all():
        builders.visit(door, answers={"people": 3, "wish": "很好"})
    assert queries() == few
