"""Each verb: who may, from where, what it changes, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from linli.core import record
from linli.core.files import KeptPhoto
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate, Refusal
from linli.engines.cases import actions
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, DepartmentCall, Note, Photo, Step, Supporter
from linli.outbox.models import Message
from linli.registry.access import SYSTEM, VISITOR, Actor
from tests import make
from tests.cases.conftest import filed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
File = Callable[..., Case]
TOMORROW = timezone.localdate() + timedelta(days=1)
PHOTO = KeptPhoto(file="cases/ab/cd.webp", width=100, height=80)


def events(case: Case) -> list[str]:
    return list(
        Message.objects.filter(about=f"case:{case.pk}")
        .order_by("id")
        .values_list("event", flat=True)
    )


def test_a_matter_goes_from_filing_to_confirmation(cast: Cast, file: File) -> None:
    case, worker, resident = file(kind="noise"), cast.actor("grid_worker"), cast.resident()
    case = actions.accept(case.pk, by=worker, version=case.version)
    case = actions.take(case.pk, by=worker, version=case.version)
    case = actions.resolve(
        case.pk, by=worker, version=case.version, result="已劝停,约定 20 点后不施工"
    )
    assert case.state == "resolved"
    case = actions.confirm(case.pk, by=resident, version=case.version, stars=5, word="谢谢")
    assert (case.state, case.closing, case.is_solved, case.stars) == (
        "closed",
        "confirmed",
        True,
        5,
    )
    verbs = list(Step.objects.filter(case=case).values_list("verb", flat=True))
    assert verbs == ["file", "accept", "take", "resolve", "confirm"]
    lines = list(Line.objects.order_by("number").values_list("verb", flat=True))
    assert lines == ["case.filed", "case.accepted", "case.taken", "case.resolved", "case.confirmed"]
    assert record.verify(cast.community.pk) is None


def test_a_worker_of_another_community_gets_404(cast: Cast, file: File) -> None:
    case = file()
    for verb in (actions.accept, actions.take, actions.withdraw):
        with pytest.raises(NotFound):
            verb(case.pk, by=cast.actor("stranger"))
    with pytest.raises(NotFound):
        actions.add_note(case.pk, by=cast.actor("stranger"), text="好奇")


def test_another_household_gets_404_and_a_visitor_too(cast: Cast, file: File) -> None:
    case = file()
    for nosy in (cast.resident(1), VISITOR, Actor(key="follow:1", label="", case_id=case.pk + 1)):
        with pytest.raises(NotFound):
            actions.withdraw(case.pk, by=nosy)


def test_the_bearer_of_the_follow_code_is_the_reporter(cast: Cast) -> None:
    case = filed(cast, channel="place_code").case
    bearer = Actor(key=f"follow:{case.pk}", label="", case_id=case.pk)
    assert actions.withdraw(case.pk, by=bearer).closing == "withdrawn"


def test_a_property_worker_sees_only_what_is_given_to_the_company(cast: Cast, file: File) -> None:
    theirs, others = file(kind="lamp"), file(kind="noise")
    assert actions.take(theirs.pk, by=cast.actor("property_worker")).state == "in_hand"
    with pytest.raises(NotFound):
        actions.take(others.pk, by=cast.actor("property_worker"))


def test_a_steward_reads_and_writes_notes_but_does_not_assign(cast: Cast, file: File) -> None:
    case, steward = file(), cast.actor("steward")
    actions.add_note(case.pk, by=steward, text="老人着急")
    with pytest.raises(NotAllowed):
        actions.accept(case.pk, by=steward)
    elsewhere = file(place=cast.other_building)
    with pytest.raises(NotFound):
        actions.add_note(elsewhere.pk, by=steward, text="不是我的楼")


def test_the_second_of_two_gets_a_sentence_that_names_the_first(cast: Cast, file: File) -> None:
    case = file(kind="noise")
    actions.take(case.pk, by=cast.actor("grid_worker"), version=case.version)
    with pytest.raises(OutOfDate) as refusal:
        actions.take(case.pk, by=cast.actor("worker"), version=case.version)
    assert "赵敏" in str(refusal.value)
    with pytest.raises(OutOfDate):
        actions.take(case.pk, by=cast.actor("worker"))


def test_a_note_is_never_lost_whatever_others_did(cast: Cast, file: File) -> None:
    case = file()
    actions.withdraw(case.pk, by=cast.resident())
    note = actions.add_note(case.pk, by=cast.actor("worker"), text="电话里说已好")
    assert Note.objects.get().text == note.text
    assert Case.objects.get().version == 1


def test_notes_stay_out_of_what_the_resident_reads(cast: Cast, file: File) -> None:
    case = file()
    actions.add_note(case.pk, by=cast.actor("worker"), text="此户常投诉")
    assert not Step.objects.filter(words__contains="常投诉").exists()
    assert "常投诉" not in str(list(Line.objects.values_list("change", flat=True)))


def test_the_owner_returns_it_with_a_reason(cast: Cast, file: File) -> None:
    case, owner = file(), cast.actor("property_worker")
    actions.take(case.pk, by=owner)
    with pytest.raises(Invalid) as refusal:
        actions.return_case(case.pk, by=owner)
    assert "reason" in refusal.value.errors
    case = actions.return_case(case.pk, by=owner, reason="属于供电公司")
    assert (case.state, case.organisation, case.owner_label) == ("accepted", None, "")
    assert case.first_owner_label == "安居物业"
    assert "case.returned" in events(case)
    assert not Step.objects.get(verb="return").is_public


def test_assigning_needs_somebody_who_serves_here(cast: Cast, file: File) -> None:
    case, worker = file(kind="noise"), cast.actor("worker")
    with pytest.raises(Invalid):
        actions.assign(case.pk, by=worker)
    away = make.post("worker", cast.elsewhere)
    with pytest.raises(Invalid):
        actions.assign(case.pk, by=worker, post_id=away.pk)
    theirs = make.organisation("别处物业", community=cast.elsewhere)
    with pytest.raises(Invalid):
        actions.assign(case.pk, by=worker, organisation_id=theirs.pk)
    case = actions.assign(case.pk, by=worker, organisation_id=cast.property_company.pk)
    assert (case.state, case.owner_label) == ("assigned", "安居物业")
    assert case.post is None


def test_the_company_passes_on_within_itself_only(cast: Cast, file: File) -> None:
    case, owner = file(), cast.actor("property_worker")
    actions.take(case.pk, by=owner)
    grid = cast.grid_worker.posts.get()
    with pytest.raises(NotAllowed):
        actions.reassign(case.pk, by=owner, post_id=grid.pk)
    colleague = make.post(
        "property_staff", cast.community, organisation=cast.property_company, holder="小李"
    )
    assert actions.reassign(case.pk, by=owner, post_id=colleague.pk).post == colleague


@time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), tick=False)
def test_the_clock_stands_still_while_the_reporter_is_asked(cast: Cast, file: File) -> None:
    case = file(kind="paper")  # 30 minutes
    due = case.due_at
    with time_machine.travel(datetime(2026, 11, 24, 2, 10, tzinfo=UTC), tick=False):
        case = actions.ask(case.pk, by=cast.actor("worker"), text="哪一扇门?")
        assert (case.state, case.waiting_since is not None) == ("waiting", True)
        assert case.answered_at is not None
    with time_machine.travel(datetime(2026, 11, 24, 5, 10, tzinfo=UTC), tick=False):
        case = actions.answer(case.pk, by=cast.resident(), text="东门")
    assert case.state == "in_hand"
    assert case.due_at == due + timedelta(hours=3)
    assert case.waiting_since is None
    assert {"case.asked", "case.answered"} <= set(events(case))


def test_deferring_needs_a_reason_and_a_day_to_come(cast: Cast, file: File) -> None:
    case, worker = file(), cast.actor("worker")
    for given in ({}, {"reason": "等资金"}, {"reason": "等资金", "review_on": date(2020, 1, 1)}):
        with pytest.raises(Invalid):
            actions.defer(case.pk, by=worker, **given)
    case = actions.defer(case.pk, by=worker, reason="等资金", review_on=TOMORROW)
    assert (case.state, case.review_on) == ("deferred", TOMORROW)
    assert "case.deferred" in events(case)
    case = actions.resume(case.pk, by=worker)
    assert (case.state, case.review_on) == ("in_hand", None)
    assert case.due_at > timezone.now()


def test_not_our_duty_names_whose_it_is_and_ends_the_matter(cast: Cast, file: File) -> None:
    case, worker = file(), cast.actor("worker")
    with pytest.raises(Invalid) as refusal:
        actions.refer(case.pk, by=worker, reason="市政道路")
    assert "destination" in refusal.value.errors
    case = actions.refer(
        case.pk, by=worker, reason="市政道路", destination="区城管委", phone="96310"
    )
    assert (case.state, case.closing) == ("closed", "referred")
    assert case.public_result == ""  # nobody has looked yet
    assert "区城管委" in actions.look(case.pk, by=worker).public_result
    assert "case.referred" in events(case)


def test_a_department_is_called_in_and_answers(cast: Cast, file: File) -> None:
    case, worker = file(kind="noise"), cast.actor("worker")
    office = make.organisation("街道城管", community=cast.street_office, kind="department")
    officer = make.user("郑科长")
    make.post("property_staff", cast.community, user=officer, organisation=office)
    with pytest.raises(NotFound):
        actions.whistle_answer(case.pk, by=make.actor(officer), text="已查")
    owner = case.owner_label
    case = actions.whistle(case.pk, by=worker, organisation_id=office.pk, text="请来执法")
    assert case.owner_label == owner
    assert "case.whistled" in events(case)
    actions.whistle_answer(case.pk, by=make.actor(officer), text="已查,限期改正")
    assert DepartmentCall.objects.get().answer == "已查,限期改正"
    assert "case.whistle_answered" in events(case)
    with pytest.raises(NotFound):
        actions.whistle_answer(case.pk, by=worker, text="再答")


def test_merging_ends_one_and_brings_its_people_to_the_other(cast: Cast, file: File) -> None:
    first, second = file(), file(by=cast.resident(1))
    actions.support(second.pk, by=cast.resident(2))
    case = actions.merge(second.pk, by=cast.actor("worker"), into_id=first.pk)
    assert (case.state, case.closing, case.merged_into) == ("closed", "merged", first)
    homes = {row.household_id for row in Supporter.objects.filter(case=first)}
    assert homes == {cast.households[1].pk, cast.households[2].pk}
    assert Case.objects.get(pk=first.pk).supporters == 2
    with pytest.raises(Invalid):
        actions.merge(first.pk, by=cast.actor("worker"), into_id=first.pk)
    with pytest.raises(Refusal):
        actions.merge(first.pk, by=cast.actor("worker"), into_id=second.pk)


def test_splitting_makes_new_matters_for_the_same_reporter(cast: Cast, file: File) -> None:
    case = file(text="灯不亮,而且楼道有杂物", reporter=Reporter(phone="13812345678"))
    made = actions.split(case.pk, by=cast.actor("worker"), parts=["灯不亮", "楼道有杂物", " "])
    assert [part.split_from for part in made] == [case, case]
    assert {part.household for part in made} == {cast.households[0]}
    assert Case.objects.get(pk=case.pk).closed_at is None
    with pytest.raises(Invalid):
        actions.split(case.pk, by=cast.actor("worker"), parts=[])


def test_a_recheck_is_done_by_somebody_else(cast: Cast, file: File) -> None:
    case = file(kind="clutter")
    grid, worker = cast.actor("grid_worker"), cast.actor("worker")
    with pytest.raises(Invalid) as refusal:
        actions.resolve(case.pk, by=grid, result="已清走")
    assert "after_photo" in refusal.value.errors
    case = actions.resolve(case.pk, by=grid, result="已清走", photos=[PHOTO])
    assert case.state == "inspecting"
    assert Photo.objects.get().role == "after"
    with pytest.raises(NotAllowed):
        actions.inspect(case.pk, by=grid, passed=True)
    case = actions.inspect(case.pk, by=worker, passed=False, words="门后还有")
    assert case.state == "in_hand"
    case = actions.resolve(case.pk, by=grid, result="全部清走")
    case = actions.inspect(case.pk, by=worker, passed=True)
    assert case.state == "resolved"
    assert "case.resolved" in events(case)


def test_what_is_done_at_the_desk_is_confirmed_at_the_desk(cast: Cast, file: File) -> None:
    worker = cast.actor("worker")
    case = file(kind="paper", by=worker, channel="desk")
    actions.resolve(case.pk, by=worker, result="已开")
    assert actions.confirm(case.pk, by=worker).closing == "confirmed"
    other = file(kind="lamp", by=worker, channel="desk")
    actions.resolve(other.pk, by=worker, result="已修")
    with pytest.raises(NotAllowed):
        actions.confirm(other.pk, by=worker)


def test_not_solved_opens_it_again_with_a_new_clock(cast: Cast, file: File) -> None:
    case, worker = file(kind="noise"), cast.actor("grid_worker")
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        case = file(kind="noise")
    actions.resolve(case.pk, by=worker, result="已劝")
    actions.confirm(case.pk, by=cast.resident())
    case = actions.reopen(case.pk, by=cast.resident(), reason="又吵了")
    assert (case.state, case.closed_at, case.reopened, case.is_solved) == (
        "assigned",
        None,
        1,
        False,
    )
    assert case.due_at > timezone.now()
    assert "case.reopened" in events(case)


def test_a_call_back_closes_or_opens_again(cast: Cast, file: File) -> None:
    worker = cast.actor("worker")
    case, other = file(kind="noise"), file(kind="noise")
    for one in (case, other):
        actions.resolve(one.pk, by=worker, result="已劝")
    assert actions.review(case.pk, by=worker, solved=True, stars=4).closing == "reviewed"
    assert actions.review(other.pk, by=worker, solved=False, words="还吵").state == "assigned"
    actions.reopen(case.pk, by=worker)
    actions.resolve(case.pk, by=worker, result="再劝")
    with pytest.raises(Invalid):
        actions.review(case.pk, by=worker, solved=True, stars=6)


def test_a_call_back_after_silence_counts_as_a_call_back(cast: Cast, file: File) -> None:
    case, worker = file(kind="noise"), cast.actor("worker")
    actions.resolve(case.pk, by=worker, result="已劝")
    actions.close_silent(case.pk)
    assert actions.review(case.pk, by=worker, solved=True).closing == "reviewed"


def test_the_desk_withdraws_for_somebody_with_a_reason_only(cast: Cast, file: File) -> None:
    case = file()
    with pytest.raises(Invalid):
        actions.withdraw(case.pk, by=cast.actor("worker"))
    assert actions.withdraw(case.pk, by=cast.actor("worker"), reason="来电撤回").closed_at


def test_more_time_is_told_with_its_reason(cast: Cast, file: File) -> None:
    case, worker = file(), cast.actor("worker")
    later = case.due_at + timedelta(days=5)
    with pytest.raises(Invalid):
        actions.extend(case.pk, by=worker, reason="等配件", due_at=case.due_at - timedelta(days=1))
    case = actions.extend(case.pk, by=worker, reason="等配件", due_at=later)
    assert case.due_at == later
    assert Message.objects.filter(event="case.extended", household=cast.households[0]).exists()
    with pytest.raises(NotAllowed):
        actions.extend(case.pk, by=cast.actor("property_worker"), reason="忙", due_at=later)


def test_correcting_the_kind_finds_the_owner_anew(cast: Cast, file: File) -> None:
    case = file(kind="lamp", kind_confirmed=False, suggestion=[("lamp", 0.6), ("noise", 0.2)])
    case = actions.change_kind(case.pk, by=cast.actor("worker"), kind="noise")
    assert (case.kind, case.kind_confirmed, case.organisation) == ("noise", True, None)
    assert case.post.user == cast.grid_worker
    assert case.first_owner_label == "安居物业"
    with pytest.raises(NotFound):
        actions.change_kind(case.pk, by=cast.actor("worker"), kind="nonsense")


def test_confirming_the_kind_leaves_the_owner(cast: Cast, file: File) -> None:
    case = file(kind="lamp", kind_confirmed=False)
    actions.take(case.pk, by=cast.actor("worker"))
    case = actions.change_kind(case.pk, by=cast.actor("worker"), kind="lamp")
    assert case.kind_confirmed
    assert "周洁" in case.owner_label


def test_hidden_from_the_public_page_by_hand(cast: Cast, file: File) -> None:
    case = file()
    case = actions.set_public(case.pk, by=cast.actor("worker"), is_public=False)
    assert not case.is_public
    case = actions.set_public(
        case.pk, by=cast.actor("worker"), is_public=True, text="门口灯坏,找 13812345678"
    )
    assert "138" not in case.public_text


def test_me_too_counts_once_a_household_and_is_told_too(cast: Cast, file: File) -> None:
    case, neighbour = file(), cast.resident(1)
    for _ in range(2):
        actions.support(case.pk, by=neighbour)
    actions.support(case.pk, by=VISITOR, phone="13811112222")
    actions.support(case.pk, by=VISITOR, phone="13811112222")
    assert Case.objects.get().supporters == 2
    actions.reply(case.pk, by=cast.actor("worker"), text="明天来修")
    told = Message.objects.filter(event="case.replied").values_list("household_id", flat=True)
    assert set(told) == {cast.households[0].pk, cast.households[1].pk}
    with pytest.raises(Invalid):
        actions.support(case.pk, by=cast.resident())


def test_what_is_not_public_cannot_be_supported_by_strangers(cast: Cast, file: File) -> None:
    case = file(kind="lift", fields={"floor": 3})
    with pytest.raises(NotFound):
        actions.support(case.pk, by=VISITOR)


def test_photos_are_added_by_who_raised_it_or_works_on_it(cast: Cast, file: File) -> None:
    case = file()
    actions.add_photos(case.pk, by=cast.resident(), photos=[PHOTO])
    assert Photo.objects.get().role == "report"
    with pytest.raises(Invalid):
        actions.add_photos(case.pk, by=cast.resident(), photos=[])
    many = [KeptPhoto(file=f"cases/{n}.webp", width=1, height=1) for n in range(10)]
    with pytest.raises(Invalid):
        actions.add_photos(case.pk, by=cast.resident(), photos=many)


def test_the_first_contact_is_remembered_once(cast: Cast, file: File) -> None:
    case, worker = file(), cast.actor("worker")
    first = actions.reply(case.pk, by=worker, text="收到").answered_at
    assert actions.reply(case.pk, by=worker, text="在路上").answered_at == first


@pytest.mark.parametrize("text", ["", " \n", "字" * 4001])
def test_a_reply_says_something_and_not_a_book(cast: Cast, file: File, text: str) -> None:
    with pytest.raises(Invalid):
        actions.reply(file().pk, by=cast.actor("worker"), text=text)


def test_the_house_itself_may_act(file: File) -> None:
    case = file()
    assert actions.take(case.pk, by=SYSTEM).state == "in_hand"


def test_every_refusal_leaves_nothing_behind(cast: Cast, file: File) -> None:
    case = file()
    before: Any = (Step.objects.count(), Line.objects.count(), Message.objects.count())
    for attempt in (
        lambda: actions.assign(case.pk, by=cast.actor("worker"), post_id=99999),
        lambda: actions.merge(case.pk, by=cast.actor("worker"), into_id=99999),
        lambda: actions.whistle(case.pk, by=cast.actor("worker"), organisation_id=1, text=""),
        lambda: actions.confirm(case.pk, by=cast.resident(), stars=9),
    ):
        with pytest.raises(Refusal):
            attempt()
    assert (Step.objects.count(), Line.objects.count(), Message.objects.count()) == before
