"""A table of messages becomes matters: with their own dates, once, and in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist

from linli.core import record
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed
from linli.core.sheets import write_sheet
from linli.engines.cases import intake, search
from linli.engines.cases.columns import guess, parse_time
from linli.engines.cases.intake_csv import guess_columns, import_cases
from linli.engines.cases.models import Case, Step
from linli.programmes import loader
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db
HEAD = "id,user,time,title,body,up,down\n"
LAMP = "71,甲,2026/3/2 8:05:09,北门路灯不亮,北门进来第二盏路灯不亮好几天了,2,0\n"
DOG = "72,乙,2026/3/3 21:40:00,遛狗不牵绳,草坪上有人遛狗不牵绳,0,0\n"
AGAIN = "73,丙,2026/3/4 9:00:00,北门路灯还是不亮,北门进来第二盏路灯不亮好几天了,0,0\n"


@pytest.fixture(autouse=True)
def _shipped_kinds_at_noon(_kinds_and_calendar: None) -> Iterator[None]:
    loader.register()
    with time_machine.travel(NOON, tick=True):
        yield


def take(cast: Cast, text: str, **how: object) -> intake.Taken:
    return import_cases(
        text.encode(),
        by=cast.actor("worker"),
        community_id=cast.community.pk,
        name="messages.csv",
        **how,  # type: ignore[arg-type]
    )


def test_matters_come_in_with_their_own_dates_and_a_suggested_kind(cast: Cast):
    taken = take(cast, HEAD + LAMP + DOG)
    assert (taken.new, taken.faults) == (2, [])
    lamp = Case.objects.get(external_id="71")
    assert lamp.opened_at == datetime(2026, 3, 2, 0, 5, 9, tzinfo=UTC)
    assert (lamp.kind, lamp.kind_confirmed) == ("lamp_broken", False)
    assert lamp.suggestion[0][0] == "lamp_broken"
    assert 0 < lamp.suggestion[0][1] <= 1
    assert lamp.external == {"user": "甲", "up": "2", "down": "0"}
    assert Case.objects.get(external_id="72").kind == "pets"


def test_they_are_numbered_owned_searchable_and_in_the_record(cast: Cast):
    take(cast, HEAD + LAMP + DOG)
    assert list(Case.objects.order_by("id").values_list("number", flat=True)) == [1, 2]
    assert Case.objects.get(number=1).owner_label == cast.property_company.name
    assert Step.objects.filter(verb="file").count() == 2
    assert search.find([cast.community.pk], "路灯") == [Case.objects.get(number=1).pk]
    line = Line.objects.get(verb="cases.imported")
    assert line.change["count"] == 2
    assert record.verify(cast.community.pk) is None


def test_the_same_file_twice_makes_nothing_twice(cast: Cast):
    take(cast, HEAD + LAMP + DOG)
    again = take(cast, HEAD + LAMP + DOG)
    assert (again.new, again.known, Case.objects.count()) == (0, 2, 2)


def test_rows_without_a_number_are_known_again_by_their_words(cast: Cast):
    text = "时间,内容\n2026/3/2,楼道里堆了纸箱\n2026/3/2,楼道里堆了纸箱\n"
    assert take(cast, text).new == 1
    assert take(cast, text).new == 0


def test_near_duplicates_point_at_the_first_of_them(cast: Cast):
    assert take(cast, HEAD + LAMP + DOG + AGAIN).grouped == 2
    first, again = Case.objects.get(external_id="71"), Case.objects.get(external_id="73")
    assert first.group_id == again.group_id == first.pk
    assert Case.objects.get(external_id="72").group_id is None


def test_a_row_that_cannot_be_is_named_and_the_others_come_in(cast: Cast):
    taken = take(
        cast, HEAD + LAMP + "74,丁,2026/13/40,坏日期,内容,0,0\n75,戊,2999/1/1,未来,内容,0,0\n"
    )
    assert taken.new == 1
    assert [row for row, _ in taken.faults] == [3, 4]
    assert "2026/13/40" in taken.faults[0][1]


def test_a_long_text_is_kept_whole_and_a_long_title_in_it(cast: Cast):
    take(cast, HEAD + f"76,己,2026/3/2,{'标' * 90},{'长' * 6999},0,0\n")
    case = Case.objects.get()
    assert len(case.title) == 80
    assert case.text.count("长") == 6999
    assert case.text.count("标") == 90


def test_an_old_matter_gets_the_time_that_its_kind_gives_from_today(cast: Cast):
    take(cast, HEAD + "77,庚,2019/2/28 11:25:05,垃圾没人清,垃圾桶满溢,0,0\n")
    case = Case.objects.get()
    assert case.opened_at.year == 2019
    assert case.due_at is not None
    assert case.due_at.year > 2025


def test_an_excel_file_with_chinese_headers_is_understood(cast: Cast):
    sheet = write_sheet(
        ["留言编号", "留言主题", "留言时间", "留言详情", "联系电话"],
        [["A1", "电梯停了", "2026-03-02 08:00", "3 单元电梯停运", "13800000000"]],
        title="留言",
    )
    taken = import_cases(sheet, by=cast.actor("worker"), community_id=cast.community.pk)
    assert taken.new == 1
    case = Case.objects.get()
    assert (case.kind, case.reporter_phone) == ("lift_broken", "13800000000")


def test_a_table_without_a_text_is_refused_with_a_sentence(cast: Cast):
    with pytest.raises(Invalid, match="内容"):
        take(cast, "x,y\n1,2\n")


def test_interrupted_after_a_batch_it_goes_on_where_it_stopped(cast: Cast, monkeypatch):
    monkeypatch.setattr(intake, "BATCH", 1)

    def stop(_what: str, done: int, _of: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(cast, HEAD + LAMP + DOG, progress=stop)
    assert Case.objects.count() == 1
    assert take(cast, HEAD + LAMP + DOG).new == 1
    assert record.verify(cast.community.pk) is None


def test_a_steward_may_not_take_in_a_file(cast: Cast):
    with pytest.raises(NotAllowed):
        import_cases(b"body\nx\n", by=cast.actor("steward"), community_id=cast.community.pk)


def test_a_worker_of_another_community_may_not_take_in_a_file(cast: Cast):
    with pytest.raises((NotAllowed, ObjectDoesNotExist)):
        import_cases(b"body\nx\n", by=cast.actor("stranger"), community_id=cast.community.pk)


def test_headers_are_guessed_in_both_languages_and_a_whole_name_wins():
    assert guess_columns(["ID", "Title ", "Body", "Time"])["text"] == 2
    assert guess(["联系电话", "联系人"], {"name": ("联系人",), "phone": ("电话",)}) == {
        "name": 1,
        "phone": 0,
    }


@pytest.mark.parametrize(
    "said",
    ["2026/3/2 8:05:00", "2026-03-02T08:05", "2026年3月2日 8时5分", "2026-03-02 08:05:00.000"],
)
def test_a_date_is_read_as_people_and_excel_write_it(said: str):
    found = parse_time(said)
    assert found is not None
    assert (found.month, found.hour, found.minute) == (3, 8, 5)
