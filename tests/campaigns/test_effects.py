"""What follows from an answer: done once, refused without losing the visit, or waiting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from linli.core import record
from linli.core.labels import Label
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.engines.campaigns import actions, tasks
from linli.engines.campaigns.models import EffectRun, Reached, Visit
from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.engines.plug import ENGINES
from linli.forms import effects
from linli.forms.conditions import parse
from linli.forms.effects import EffectCall, EffectKind
from linli.forms.schema import Effect, Form, Question
from linli.programmes import effects as programmes
from linli.registry import actions as registry
from linli.registry.models import CareNeed, Fact
from tests.campaigns.walking import FORM, door_of, running, visited
from tests.cases.conftest import CATEGORY, CLUTTER
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("corridors")
YES = {"clutter": "yes", "what": "三个纸箱"}
CASE = {"kind": "clutter", "text": "楼道里有{what}", "title": "堆物:{clutter}"}


@pytest.fixture(autouse=True)
def _kinds_of_matters() -> Iterator[None]:
    known = dict(kinds._KINDS), dict(kinds._CATEGORIES)
    kinds.replace_all(kinds=[CLUTTER], categories=[CATEGORY])
    yield
    kinds.replace_all(kinds=known[0].values(), categories=known[1].values())


@pytest.fixture
def hooked() -> None:
    """The effects of every engine and of the programmes, as the house enters them."""
    for engine in ENGINES.values():
        effects.add(engine.effects)
    effects.add(programmes.EFFECTS)


def walk(cast: Cast, *wanted: tuple[str, dict[str, Any]], when: str = "", **given: Any) -> Any:
    """A running campaign whose form ends in these effects."""
    condition = parse(when) if when else None
    form = Form(FORM.questions, tuple(Effect(do, words, condition) for do, words in wanted))
    return running(cast, form=form, **given)


def test_an_answer_opens_a_matter_at_its_door(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("open_case", CASE), when="${clutter} = 'yes'")
    visited(cast.actor("steward"), door_of(campaign), answers={"clutter": "no"})
    assert not Case.objects.exists()
    told = visited(cast.actor("steward"), door_of(campaign), answers=YES)
    case, door = Case.objects.get(), door_of(campaign)
    assert (case.text, case.title) == ("楼道里有三个纸箱", "堆物:是")
    assert (case.place_id, case.household_id) == (door.place_id, door.household_id)
    assert (case.channel, case.opened_at, case.kind) == ("visit", told.visit.at, "clutter")
    assert [(run.state, run.result) for run in told.effects] == [("done", f"cases.case:{case.pk}")]
    assert record.verify(cast.community.pk) is None


def test_two_people_at_one_door_open_one_matter(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("open_case", CASE))
    for who in ("steward", "grid_worker"):
        visited(cast.actor(who), door_of(campaign), answers=YES)
    visited(cast.actor("steward"), door_of(campaign, 1), answers=YES)
    assert Case.objects.count() == 2  # one a door
    assert EffectRun.objects.filter(state="done").count() == 3


def test_a_matter_lies_where_the_answer_says(cast: Cast, hooked: None) -> None:
    where = Question("where", "location", Label("在哪里", "Where"))
    words = CASE | {"place": "{where}", "text": "{where}:{what}", "urgency": "urgent"}
    form = Form((*FORM.questions, where), (Effect("open_case", words),))
    campaign = running(cast, form=form, targets="anyone")
    told = actions.record_visit(
        by=cast.actor("steward"), campaign_id=campaign.pk, uid="0" * 32, outcome="met",
        answers=YES | {"where": cast.entrance.code}, form_number=1, at=timezone.now(),
        channel="spot",
    )  # fmt: skip
    assert told.effects[0].state == "done"
    case = Case.objects.get()
    assert (case.place, case.urgency) == (cast.entrance, 1)
    assert case.text == "704 楼 2 单元:三个纸箱"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"kind": "nothing"}, "kind"),
        (CASE | {"urgency": "soon"}, "How urgent"),
        (CASE | {"place": "{what}"}, "label is not in use"),
    ],
)
def test_a_refused_effect_says_why_and_loses_no_visit(
    cast: Cast, hooked: None, words: dict[str, Any], says: str
) -> None:
    campaign = walk(cast, ("open_case", words), ("mark_reached", {}))
    told = visited(cast.actor("steward"), door_of(campaign), answers=YES)
    assert [run.state for run in told.effects] == ["refused", "done"]
    assert says in told.effects[0].says
    assert Visit.objects.get().answers == YES
    assert not Case.objects.exists()


def test_what_a_steward_may_not_do_a_worker_does_with_one_press(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("add_care_need", {"kind": "old_alone", "remark": "{what}"}))
    run = visited(cast.actor("steward"), door_of(campaign), answers=YES).effects[0]
    assert (run.state, CareNeed.objects.count()) == ("refused", 0)
    with pytest.raises(NotAllowed):
        actions.run_effect(run.pk, by=cast.actor("steward"))
    with pytest.raises(NotFound):
        actions.run_effect(run.pk, by=cast.actor("stranger"))
    assert actions.run_effect(run.pk, by=cast.actor("worker")).state == "done"
    need = CareNeed.objects.get()
    assert (need.person, need.kind, need.remark) == (cast.people[0], "old_alone", "三个纸箱")
    with pytest.raises(OutOfDate):
        actions.run_effect(run.pk, by=cast.actor("worker"))


def test_an_effect_without_its_engine_waits_and_is_run_by_the_clock(cast: Cast) -> None:
    campaign = walk(cast, ("raise_wish", {"wish": "{what}"}))
    told = visited(cast.actor("steward"), door_of(campaign), answers=YES)
    assert [run.state for run in told.effects] == ["waiting"]
    assert tasks.run_waiting(now=timezone.now()) == 0
    seen: list[tuple[Any, str, str]] = []

    def wish(call: EffectCall) -> str:
        seen.append((call.words["wish"], call.by.key, call.once))
        return "offers.wish:1"

    effects.add([EffectKind("raise_wish", "raise a wish", run=wish)])
    assert tasks.run_waiting(now=timezone.now()) == 1
    assert tasks.run_waiting(now=timezone.now()) == 0
    assert seen == [("三个纸箱", cast.actor("steward").key, f"{told.visit.uid}:0")]
    assert EffectRun.objects.get().result == "offers.wish:1"


def test_a_volunteer_is_kept_and_waits_for_the_teams(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("enrol_volunteer", {"skill": "{what}"}))
    run = visited(cast.actor("steward"), door_of(campaign), answers=YES).effects[0]
    assert run.state == "waiting"
    fact = Fact.objects.get()
    assert (fact.property, fact.value) == ("kept.volunteer", {"skill": "三个纸箱"})
    assert tasks.run_waiting(now=timezone.now()) == 0


def test_who_has_left_is_neither_reached_nor_enrolled(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("mark_reached", {}), ("enrol_volunteer", {}))
    registry.move_out_household(cast.households[0].pk, by=cast.actor("worker"))
    told = visited(cast.actor("steward"), door_of(campaign))
    assert [run.state for run in told.effects] == ["refused", "refused"]
    assert not Reached.objects.exists()


def test_a_standing_visit_finds_the_same_thing_anew(cast: Cast, hooked: None) -> None:
    campaign = walk(cast, ("open_case", CASE), every_days={"": 30})
    for _ in range(2):
        visited(cast.actor("steward"), door_of(campaign), answers=YES)
    assert Case.objects.count() == 2


def test_a_fault_in_an_effect_is_heard_and_nothing_is_half_done(cast: Cast) -> None:
    def broken(call: EffectCall) -> str:
        raise ZeroDivisionError

    effects.add([EffectKind("open_case", "", run=broken)])
    campaign = walk(cast, ("open_case", CASE))
    with pytest.raises(ZeroDivisionError):
        visited(cast.actor("steward"), door_of(campaign))
    assert not Visit.objects.exists()


def test_an_effect_may_refuse(cast: Cast) -> None:
    def full(call: EffectCall) -> str:
        raise Invalid("Full.")

    effects.add([EffectKind("open_case", "", run=full)])
    campaign = walk(cast, ("open_case", CASE))
    run = visited(cast.actor("steward"), door_of(campaign)).effects[0]
    assert (run.state, run.says) == ("refused", "Full.")
