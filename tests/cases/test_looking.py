"""Strangers read a matter after a look, and not once somebody says that it is about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate, TooMany
from linli.engines.cases import actions, tasks
from linli.engines.cases.models import Case, Objection, Step
from linli.engines.cases.queries import DeskFilters, counts, desk
from linli.outbox.models import Message
from linli.registry.access import SYSTEM, VISITOR
from linli.registry.actions import add_person, change_person
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = "楼道有垃圾，是丰子恺家的"


def raised(cast: Cast, by: Any = VISITOR, **more: Any) -> Case:
    said = {"channel": "place_code", "kind": "lamp", "text": WORDS} | more
    return actions.file_case(
        by=by, community_id=cast.community.pk, place=cast.dwellings[0], **said
    ).case


def looked_at(cast: Cast, **more: Any) -> Case:
    return actions.look(raised(cast, **more).pk, by=cast.actor("worker"))


@pytest.mark.parametrize(
    ("who", "channel", "kind", "look"),
    [
        ("visitor", "place_code", "lamp", "awaited"),
        ("resident", "household", "lamp", "awaited"),
        ("visitor", "open311", "lamp", "awaited"),
        ("worker", "api", "lamp", "awaited"),
        ("worker", "desk", "lamp", ""),
        ("worker", "phone", "lamp", ""),
        ("grid_worker", "visit", "lamp", ""),
        ("steward", "desk", "lamp", "awaited"),
        ("worker", "desk", "noise", "awaited"),
        ("worker", "visit", "noise", "awaited"),
    ],
)
def test_words_wait_for_a_look_unless_staff_wrote_them_and_they_are_of_no_people(
    cast: Cast, who: str, channel: str, kind: str, look: str
) -> None:
    others = {"visitor": VISITOR, "resident": cast.resident(0)}
    case = raised(cast, others.get(who) or cast.actor(who), channel=channel, kind=kind)
    assert (case.look, case.public_text) == (look, "" if look else WORDS)


def test_a_look_publishes_the_words_covered_and_leaves_a_line(cast: Cast) -> None:
    add_person(cast.households[0].pk, name="丰子恺", by=SYSTEM)
    case = looked_at(cast)
    assert (case.look, case.public_text) == ("", "楼道有垃圾，是＊家的")
    assert Step.objects.get(case=case, verb="look").facts == {"look": "shown"}
    line = Line.objects.get(verb="case.looked_at")
    assert "丰子恺" not in str(line.change)


def test_what_a_worker_writes_passes_the_same_function(cast: Cast) -> None:
    case = actions.look(raised(cast).pk, by=cast.actor("worker"), text="垃圾，请打13800138000")
    assert case.public_text == "垃圾，请打＊"


def test_words_kept_back_stay_so_until_somebody_looks_again(cast: Cast) -> None:
    worker = cast.actor("worker")
    case = actions.look(raised(cast).pk, by=worker, decision="withhold")
    assert (case.look, case.public_text) == ("withheld", "")
    with pytest.raises(NotFound):
        actions.object_to(case.pk, by=VISITOR)
    assert actions.look(case.pk, by=worker).public_text == WORDS


def test_a_result_waits_with_the_words(cast: Cast) -> None:
    worker, case = cast.actor("worker"), raised(cast)
    actions.take(case.pk, by=worker)
    case = actions.resolve(case.pk, by=worker, result="已清运")
    assert (case.public_result, case.held_result) == ("", "已清运")
    case = actions.look(case.pk, by=worker)
    assert (case.public_result, case.held_result) == ("已清运", "")


def test_no_verb_can_show_words_before_the_look(cast: Cast) -> None:
    case = raised(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(public_text="垃圾")


def test_residents_and_foreign_staff_cannot_publish(cast: Cast) -> None:
    case = raised(cast, cast.resident(0), channel="household")
    for actor, refusal in (
        (cast.resident(0), NotAllowed), (VISITOR, NotFound), (cast.actor("stranger"), NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            actions.look(case.pk, by=actor)


def test_a_matter_turned_into_one_about_people_waits_again(cast: Cast) -> None:
    worker = cast.actor("worker")
    case = raised(cast, worker, channel="desk")
    case = actions.change_kind(case.pk, by=worker, kind="noise")
    assert (case.look, case.public_text, case.held_text) == ("awaited", "", WORDS)


def test_a_matter_turned_into_one_that_is_never_shown_is_hidden(cast: Cast) -> None:
    case = looked_at(cast)
    case = actions.change_kind(case.pk, by=cast.actor("worker"), kind="paper")
    assert not case.is_public


def test_the_company_complained_about_neither_publishes_nor_keeps_back(cast: Cast) -> None:
    case = raised(cast)  # lamps are the property company's
    assert case.organisation == cast.property_company
    with pytest.raises(NotAllowed):
        actions.look(case.pk, by=cast.actor("property_worker"), text="物业很好")
    actions.object_to(actions.look(case.pk, by=cast.actor("worker")).pk, by=VISITOR)
    with pytest.raises(NotAllowed):
        actions.look(case.pk, by=cast.actor("property_worker"), reason="没事")


def test_parts_of_a_matter_wait_as_it_does(cast: Cast) -> None:
    worker = cast.actor("worker")
    first, _second = actions.split(raised(cast).pk, by=worker, parts=["垃圾", "灯坏了"])
    assert (first.look, first.public_text) == ("awaited", "")
    first, _second = actions.split(looked_at(cast).pk, by=worker, parts=["垃圾", "灯坏了"])
    assert (first.look, first.public_text) == ("", "垃圾")


def test_the_desk_counts_and_lists_what_waits(cast: Cast) -> None:
    worker, now = cast.actor("worker"), timezone.now()
    waiting, _seen = raised(cast), looked_at(cast)
    objected = looked_at(cast)
    actions.object_to(objected.pk, by=VISITOR)
    hidden = raised(cast)
    actions.set_public(hidden.pk, by=worker, is_public=False)
    assert counts(worker, cast.community.pk, now=now).to_look_at == 2
    rows = desk(worker, cast.community.pk, filters=DeskFilters(is_to_look_at=True), now=now).rows
    assert [row.id for row in rows] == [objected.pk, waiting.pk]


# ── this is about me ──


def test_this_is_about_me_hides_at_once_and_reaches_the_desk(cast: Cast) -> None:
    case = looked_at(cast)
    actions.object_to(case.pk, by=VISITOR, words="这不是真的", browser="b1", address="203.0.113.9")
    case.refresh_from_db()
    assert (case.look, case.public_text, case.held_text) == ("objected", "", WORDS)
    assert case.is_public
    line = Line.objects.get(verb="case.objected")
    assert "这不是真的" not in str(line.change) + line.reason
    assert Message.objects.filter(event="case.objected").exists()
    kept = Objection.objects.get()
    assert "203.0.113.9" not in kept.came_from


def test_said_twice_by_one_person_it_counts_once(cast: Cast) -> None:
    case = looked_at(cast)
    first = actions.object_to(case.pk, by=VISITOR, browser="b1")
    assert actions.object_to(case.pk, by=VISITOR, browser="b1") == first
    actions.object_to(case.pk, by=VISITOR, browser="b2")
    assert Objection.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("answer", "outcome", "read"),
    [
        ({}, "shown", WORDS),
        ({"text": "楼道有垃圾"}, "reworded", "楼道有垃圾"),
        ({"decision": "withhold"}, "withheld", ""),
    ],
)
def test_an_objection_is_answered_with_a_reason(
    cast: Cast, answer: dict[str, Any], outcome: str, read: str
) -> None:
    worker, case = cast.actor("worker"), looked_at(cast)
    actions.object_to(case.pk, by=VISITOR)
    with pytest.raises(Invalid) as refusal:
        actions.look(case.pk, by=worker, **answer)
    assert "reason" in refusal.value.errors
    with pytest.raises(Invalid):
        actions.set_public(case.pk, by=worker, is_public=True)
    case = actions.look(case.pk, by=worker, reason="已核实", **answer)
    assert case.public_text == read
    objection = Objection.objects.get()
    assert (objection.outcome, objection.answer) == (outcome, "已核实")


def test_a_look_at_an_older_page_is_refused_when_somebody_objected_meanwhile(cast: Cast) -> None:
    case = raised(cast)
    actions.object_to(case.pk, by=VISITOR)
    with pytest.raises(OutOfDate):
        actions.look(case.pk, by=cast.actor("worker"), version=case.version)


def test_what_is_not_public_cannot_be_objected_to(cast: Cast) -> None:
    case = raised(cast, kind="clutter")
    with pytest.raises(NotFound):
        actions.object_to(case.pk, by=VISITOR)


def test_groundless_objections_end_and_rightful_ones_never_do(cast: Cast) -> None:
    worker = cast.actor("worker")

    def objects(address: str, outcome: dict[str, Any]) -> None:
        case = looked_at(cast)
        actions.object_to(case.pk, by=VISITOR, browser="b", address=address)
        actions.look(case.pk, by=worker, reason="看过", **outcome)

    for _time in range(12):
        objects("203.0.113.9", {"decision": "withhold"})
    for _time in range(5):
        objects("203.0.113.10", {})
    with pytest.raises(TooMany):
        objects("203.0.113.10", {})
    objects("203.0.113.11", {})


def test_an_address_is_forgotten_after_thirty_days(cast: Cast) -> None:
    actions.object_to(looked_at(cast).pk, by=VISITOR, address="203.0.113.9")
    now = timezone.now()
    assert tasks.forget_addresses(now=now + timedelta(days=29)) == 0
    assert tasks.forget_addresses(now=now + timedelta(days=31)) == 1
    assert Objection.objects.get().came_from == ""


# ── the register changes ──


def test_a_new_neighbours_name_is_covered_in_what_is_out_already(cast: Cast) -> None:
    case, other = looked_at(cast), looked_at(cast, text="楼道有垃圾")
    now = timezone.now()
    tasks.cover_again(now=now)
    person = add_person(cast.households[1].pk, name="丰子恺", by=SYSTEM)
    assert tasks.cover_again(now=now) == 1
    case.refresh_from_db()
    assert case.public_text == "楼道有垃圾，是＊家的"
    assert Line.objects.filter(verb="case.covered").count() == 1
    assert not Step.objects.filter(case=other, verb="cover").exists()
    case = actions.look(looked_at(cast, text="楼上茅 以·升家太吵").pk, by=cast.actor("worker"))
    change_person(person.pk, name="茅以升", by=SYSTEM)
    assert tasks.cover_again(now=now) == 1
    case.refresh_from_db()
    assert case.public_text == "楼上＊家太吵"


def test_where_nobody_is_new_the_clock_asks_little(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    looked_at(cast)
    later = timezone.now() + timedelta(minutes=10)
    tasks.cover_again(now=later)
    communities = 2
    with django_assert_max_num_queries(1 + 2 * communities):
        assert tasks.cover_again(now=later) == 0


def test_many_new_names_at_once_are_found_as_well(cast: Cast) -> None:
    case = looked_at(cast)
    now = timezone.now()
    tasks.cover_again(now=now)
    for number in range(55):
        make.person(f"丰子{chr(0x5E00 + number)}", household=cast.households[0])
    make.person("丰子恺", household=cast.households[0])
    assert tasks.cover_again(now=now) == 1
    case.refresh_from_db()
    assert "丰子恺" not in case.public_text
