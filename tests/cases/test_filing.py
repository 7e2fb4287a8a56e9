"""A matter comes in: numbered, owned, dated, told, found; and what cannot be is said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from linli.core import codes, record
from linli.core.models import Line
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import actions, search
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, KindSetting, Step
from linli.outbox.models import Message
from linli.registry.access import VISITOR
from tests import make
from tests.cases.conftest import filed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
File = Callable[..., Case]


def test_a_matter_is_numbered_within_its_community(cast: Cast, file: File) -> None:
    first, second = file(), file()
    there = filed(cast, by=VISITOR, community_id=cast.elsewhere.pk, place=cast.elsewhere_building)
    assert (first.number, second.number, there.case.number) == (1, 2, 1)
    assert second.reference == "SX-2"


@time_machine.travel(make.NOON, tick=False)
def test_it_finds_its_owner_and_its_deadlines(cast: Cast, file: File) -> None:
    case = file()
    assert case.organisation == cast.property_company
    assert case.owner_label == case.first_owner_label == "安居物业"
    assert timezone.localtime(case.due_at).date() == datetime(2026, 11, 27).date()
    assert case.answer_due_at == make.NOON + timedelta(hours=24)
    assert case.opened_at < case.warn_at < case.due_at
    assert case.building == cast.building
    assert case.place_label == "704 楼 2 单元"


@time_machine.travel(make.NOON, tick=False)
def test_an_urgent_one_is_due_sooner(file: File) -> None:
    assert file(urgency=1).due_at < file(urgency=0).due_at


def test_without_an_organisation_the_nearest_post_answers(cast: Cast, file: File) -> None:
    case = file(kind="noise")
    assert case.post.user == cast.grid_worker
    assert "赵敏" in case.owner_label


def test_filing_writes_one_line_in_the_record_without_the_text(cast: Cast, file: File) -> None:
    case = file(text="我是王秀兰,13812345678", reporter=Reporter(name="王秀兰"))
    line = Line.objects.get(verb="case.filed")
    assert line.subject_id == str(case.pk)
    assert "王秀兰" not in str(line.change)
    assert "138" not in str(line.change)
    assert record.verify(cast.community.pk) is None


def test_the_reporter_gets_the_number_and_the_owner_gets_the_work(cast: Cast, file: File) -> None:
    case = file()
    told = {
        (m.event, m.household_id, m.user_id)
        for m in Message.objects.filter(about=f"case:{case.pk}")
    }
    assert ("case.filed", cast.households[0].pk, None) in told
    assert ("case.assigned", None, cast.property_worker.pk) in told


def test_the_follow_code_is_kept_as_an_index_only(cast: Cast) -> None:
    made = filed(cast)
    case = Case.objects.get(pk=made.case.pk)
    assert case.follow_index == codes.index(made.follow_code, purpose="follow")
    assert made.follow_code not in str(case.__dict__)


def test_a_form_sent_twice_makes_one_matter_and_gives_the_same_code(cast: Cast) -> None:
    one, two = (filed(cast, follow_once="form-secret-1") for _ in range(2))
    assert (one.is_new, two.is_new) == (True, False)
    assert one.case == two.case
    assert one.follow_code == two.follow_code
    assert Case.objects.count() == 1


def test_strangers_read_a_text_without_names_numbers_and_doors(cast: Cast, file: File) -> None:
    case = file(text="704楼2单元301的王秀兰,电话13812345678", reporter=Reporter(name="王秀兰"))
    assert (case.look, case.public_text) == ("awaited", "")
    case = actions.look(case.pk, by=cast.actor("worker"))
    assert "王秀兰" not in case.public_text
    assert "138" not in case.public_text
    assert "301" not in case.public_text
    assert "704" in case.public_text


def test_the_title_is_the_beginning_of_the_text(file: File) -> None:
    assert file(text="路灯坏了。请来修").title == "路灯坏了"
    assert len(file(text="很" * 200).title) == 30
    assert file(title="门禁", text="打不开").title == "门禁"


def test_four_thousand_letters_are_taken_and_one_more_is_not(file: File) -> None:
    assert len(file(text="灯" * 4000).text) == 4000
    with pytest.raises(Invalid) as refusal:
        file(text="灯" * 4001)
    assert "text" in refusal.value.errors


def test_line_breaks_of_a_form_count_once(file: File) -> None:
    assert file(text="灯\r\n" * 1999 + "灯灯").text.count("\r") == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  \x00\n"}, "text"),
        ({"opened_at": timezone.now() + timedelta(days=400)}, "opened_at"),
        ({"opened_at": timezone.now() - timedelta(days=40000)}, "opened_at"),
        ({"reporter": Reporter(phone="喂")}, "phone"),
        ({"reporter": Reporter(email="nobody")}, "email"),
        ({"reporter": Reporter(name="名" * 61)}, "name"),
        ({"urgency": 7}, "urgency"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(file: File, given: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        file(**given)
    assert field in refusal.value.errors


def test_an_unknown_place_and_one_of_another_community_are_not_found(
    cast: Cast, file: File
) -> None:
    with pytest.raises(NotFound):
        file(place=999_999)
    with pytest.raises(NotFound):
        file(place=cast.elsewhere_building)
    with pytest.raises(NotFound):
        file(community_id=999_999, place=None)


def test_a_kind_that_is_off_here_is_refused(cast: Cast, file: File) -> None:
    KindSetting.objects.create(community=cast.community, kind="lamp", is_on=False)
    with pytest.raises(NotFound):
        file()
    with pytest.raises(NotFound):
        file(kind="no_such_kind")


def test_a_community_decides_what_is_public(cast: Cast, file: File) -> None:
    assert file().is_public
    KindSetting.objects.create(community=cast.community, kind="lamp", is_public=False)
    assert not file().is_public


def test_a_kinds_own_questions_are_checked(file: File) -> None:
    case = file(kind="lift", fields={"floor": "12", "trapped": "no", "other": "x"})
    assert case.fields == {"floor": 12, "trapped": "no"}
    for answers in ({}, {"floor": "twelve"}, {"floor": 1, "trapped": "maybe"}, {"floor": "nan"}):
        with pytest.raises(Invalid) as refusal:
            file(kind="lift", fields=answers)
        assert refusal.value.errors


def test_a_household_cannot_report_as_another(cast: Cast, file: File) -> None:
    case = file(by=VISITOR, reporter=Reporter(household_id=cast.households[1].pk))
    assert case.household is None


def test_the_desk_reports_for_a_household_of_its_own_community(cast: Cast, file: File) -> None:
    home = cast.households[1]
    case = file(by=cast.actor("worker"), channel="desk", reporter=Reporter(household_id=home.pk))
    assert case.household == home
    far = make.household(dwelling=make.dwelling(parent=cast.elsewhere_building))
    with pytest.raises(Invalid):
        file(by=cast.actor("worker"), channel="desk", reporter=Reporter(household_id=far.pk))


def test_an_old_matter_from_a_file_keeps_its_date_and_tells_nobody(file: File) -> None:
    long_ago = timezone.now() - timedelta(days=900)
    case = file(by=VISITOR, channel="file", place=None, opened_at=long_ago, quiet=True)
    assert case.opened_at == long_ago
    assert Step.objects.get(case=case).at == long_ago
    assert not Message.objects.exists()


def test_it_is_found_at_once_by_words_and_number(cast: Cast, file: File) -> None:
    case, other = file(), file(kind="noise", text="楼上半夜装修")
    here = [cast.community.pk]
    assert search.find(here, "路灯") == [case.pk]
    assert search.find(here, "装") == [other.pk]
    assert search.find(here, f"SX-{other.number}") == [other.pk]
    assert search.find([cast.elsewhere.pk], "路灯") == []


def test_it_is_found_however_far_back_it_was_filed(
    cast: Cast, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEAR", 1)  # a large PostgreSQL asks among the newest first
    monkeypatch.setattr(search, "NEAR_EACH", 0)
    there = filed(
        cast, by=VISITOR, community_id=cast.elsewhere.pk, place=None, text="路灯坏了"
    ).case  # fmt: skip
    ids = [file(text=f"第 {number} 盏路灯不亮").pk for number in range(4)]
    file(text="楼上半夜装修")
    assert search.find([cast.community.pk], "路灯") == ids[::-1]
    assert search.find([cast.community.pk], "路灯", limit=3) == ids[:0:-1]
    assert search.find([cast.elsewhere.pk], "路灯") == [there.pk]
    assert search.find([cast.community.pk, cast.elsewhere.pk], "路灯") == [*ids[::-1], there.pk]
    assert search.find([cast.community.pk], "水表") == []


def test_a_report_without_account_costs_few_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    place = (
        type(cast.entrance).objects.select_related("community", "building").get(pk=cast.entrance.pk)
    )
    filed(cast, channel="place_code", place=place)
    with django_assert_max_num_queries(16):
        filed(
            cast, channel="place_code", place=place, reporter=Reporter(phone="13812345678"),
            follow_once="abc",
        )  # fmt: skip


def test_an_invented_channel_is_a_bug_and_heard(file: File) -> None:
    with pytest.raises(ValueError, match="channel"):
        file(channel="pigeon")


def test_the_demo_can_tell_an_older_story(file: File) -> None:
    moment = timezone.now() - timedelta(days=30)
    with actions.acting_at(moment):
        case = file()
    assert case.opened_at == moment
