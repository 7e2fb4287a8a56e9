"""Household lists that offices really send, each of a kind; ``awkward/`` holds one file of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from linli.core.sheets import read_sheet, write_sheet
from linli.registry import intake
from linli.registry.intake import cells, no_person
from linli.registry.models import Household, Import, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FILES = Path(__file__).with_name("awkward")


def preview(cast: Cast, file: Path | bytes) -> Import:
    worker = cast.actor("worker")
    of = intake.preview(file, by=worker, community=cast.community)
    return intake.recheck(of.pk, by=worker, make_doors=True)


def take_in(cast: Cast, name: str) -> Import:
    return intake.apply(preview(cast, FILES / name).pk, by=cast.actor("worker"), only_good=True)


def doors_of(of: Import) -> dict[str, str]:
    """Return door → the names of who came in there, in the order of entry."""
    people: dict[str, list[str]] = {}
    rows = Person.objects.filter(made_by_import=of).order_by("id")
    for name, door in rows.values_list("name", "household__dwelling__door_key"):
        people.setdefault(door, []).append(name)
    return {door: " ".join(names) for door, names in people.items()}


def page(cast: Cast, of: Import, outcome: str) -> dict[str, Any]:
    return intake.preview_page(cast.actor("worker"), of.pk, outcome=outcome)


def faults(cast: Cast, of: Import) -> list[str]:
    return [sentence for row in page(cast, of, "faulty").rows for sentence in row.sentences]


def notes(cast: Cast, of: Import) -> list[str]:
    return [note for row in page(cast, of, "noted").rows for note in row.notes]


ONE_EACH = [
    (
        "01-phases.xlsx",
        {"1期3-2-301": "赵一", "2期3-2-301": "钱二", "A区1-1-101": "孙三", "B区1-1-101": "李四"},
    ),
    ("05-rows.xlsx", {"1-1-101": "住户甲", "1-1-102": "住户乙", "1-1-103": "住户丙"}),
    ("07-spouse.xlsx", {"1-1-101": "赵一 钱二 赵小三", "1-1-102": "孙三"}),
    ("09-filtered.xlsx", {"1-1-101": "赵一", "1-1-102": "钱二"}),
    ("11-export.xls", {"1-1-101": "赵一", "1-1-102": "钱二"}),
    ("15-guarded.csv", {"1-1-101": "赵一", "1-1-102": "钱二", "1-1-103": "孙三"}),
    (
        "17-papers.xlsx",
        {"1-1-101": "SMITH JOHN", "1-1-102": "陈大文", "1-1-103": "赵老一", "1-1-104": "林小姐"},
    ),
    (
        "18-names.xlsx",
        {
            **{f"1-1-10{n}": "阿依古丽·买买提" for n in (1, 2, 3, 4)},
            "1-1-105": "欧阳娜娜", "1-1-106": "司马相如 卓文君", "1-1-107": "𠮷野家",
        },
    ),
    (
        "19-merged.xlsx",
        {
            "3-1-101": "赵一", "3-1-102": "钱二", "3-1-103": "孙三",
            "3-2-101": "李四", "3-2-102": "周五",
        },
    ),
    ("20-short.xlsx", {"1-1-101": "赵一", "1-1-102": "钱二", "1-1-103": "孙三"}),
    ("57-instructions.xlsx", {"1-1-101": "赵一", "1-1-102": "钱二", "2-2-201": "孙三"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "people"), ONE_EACH)
def test_everybody_comes_into_the_own_home(cast: Cast, name: str, people: dict[str, str]) -> None:
    assert doors_of(take_in(cast, name)) == people


def test_a_door_that_excel_made_a_day_of_is_a_fault_and_no_building(cast: Cast) -> None:
    of = preview(cast, FILES / "02-rooms.xlsx")
    sentences = faults(cast, of)
    assert len(sentences) == 3
    assert all("made a day of this door" in sentence for sentence in sentences)
    assert of.counts["faulty"] == 3
    assert not Household.objects.filter(dwelling__door_key__startswith="1901").exists()


def test_what_a_copy_brings_along_makes_nobody_twice(cast: Cast) -> None:
    take_in(cast, "06-copied.xlsx")
    assert Person.objects.get(name="张三").phone == "13700000003"
    assert Person.objects.get(name="李建国", household__dwelling__door_key="1-1-102").id_index
    again = preview(cast, FILES / "06-again_clean.xlsx")
    assert (again.counts["unchanged"], again.counts["new"], again.counts["changed"]) == (2, 0, 0)


def test_head_spouse_and_child_have_their_own_phones(cast: Cast) -> None:
    take_in(cast, "07-spouse.xlsx")
    people = Person.objects.filter(household__dwelling__door_key="1-1-101").order_by("id")
    assert list(people.values_list("name", "relation", "phone")) == [
        ("赵一", "户主", "13700000001"), ("钱二", "配偶", "13700000002"), ("赵小三", "子女", ""),
    ]  # fmt: skip


def test_what_the_author_hid_is_left_out_and_named(cast: Cast) -> None:
    of = take_in(cast, "09-filtered.xlsx")
    assert page(cast, of, "new").left_out == ("hidden rows 3", "hidden columns 身份证号")
    assert not Person.objects.filter(name="旧住户").exists()
    assert not Person.objects.filter(made_by_import=of).exclude(id_index="").exists()


def test_what_is_no_person_becomes_an_empty_home_with_the_remark(cast: Cast) -> None:
    of = take_in(cast, "14-unsold.xlsx")
    assert doors_of(of) == {}
    homes = Household.objects.filter(made_by_import=of).order_by("dwelling__door_key")
    assert list(homes.values_list("remark", "residence")) == [
        ("未入住", "vacant"), ("未售", "vacant"), ("毛坯", "vacant"), ("出租", "resident"),
        ("闲置", "vacant"), ("长期无人", "vacant"), ("不在家", "resident"), ("拒访", "resident"),
        ("商铺", "resident"),
    ]  # fmt: skip
    assert homes.get(remark="出租").tenure == "tenant"


@pytest.mark.parametrize(
    ("typed", "is_nobody"),
    [("未售", True), ("空置（未售）", True), ("商铺2", True), ("未入住/毛坯", True),
     ("王商", False), ("毛坯", True), ("单位", True), ("单小明", False), ("", False)],
)  # fmt: skip
def test_words_that_are_nobody(typed: str, is_nobody: bool) -> None:
    assert bool(no_person.nobody(typed)) is is_nobody


def test_a_house_adds_words_of_its_own(cast: Cast) -> None:
    own = settings.HOME / no_person.OWN
    own.write_text('[[group]]\nresidence = "vacant"\nwords = ["抵押中"]\n', encoding="utf-8")
    try:
        of = preview(cast, listed(["房号", "姓名"], ["1-1-101", "抵押中"], ["1-1-102", "未售"]))
        assert intake.apply(of.pk, by=cast.actor("worker"))
        assert doors_of(of) == {}
    finally:
        own.unlink()


def test_papers_that_are_no_id_number_are_left_out_with_a_note(cast: Cast) -> None:
    of = preview(cast, FILES / "17-papers.xlsx")
    assert sum("the paper's number is left out" in note for note in notes(cast, of)) == 3
    assert of.counts["faulty"] == 0


def test_the_odd_door_alone_is_faulty(cast: Cast) -> None:
    sentences = faults(cast, preview(cast, FILES / "20-short.xlsx"))
    assert len(sentences) == 1
    assert sentences[0].startswith("Row 5")


def listed(headers: Sequence[str], *rows: Sequence[str]) -> bytes:
    filled = [[*row, *[""] * (len(headers) - len(row))] for row in rows]
    return write_sheet(headers, filled, title="表")


def test_a_phase_with_a_column_of_its_own_tells_buildings_apart(cast: Cast) -> None:
    file = listed(
        ["期数", "楼栋", "房号", "姓名"],
        ["一期", "3栋", "101", "赵一"],
        ["二", "3栋", "101", "钱二"],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    assert doors_of(of) == {"1期3-101": "赵一", "2期3-101": "钱二"}


def test_two_estates_never_share_a_home(cast: Cast) -> None:
    file = listed(
        ["地址", "姓名"],
        ["幸福小区3号楼1单元101", "赵一"],
        ["和平小区3号楼1单元101", "钱二"],
    )
    of = preview(cast, file)
    assert "another estate than row 2" in faults(cast, of)[0]
    assert of.counts["new"] == 1


def test_a_lone_phase_means_the_buildings_that_are_there(cast: Cast) -> None:
    of = preview(cast, listed(["地址", "姓名"], ["一期704号楼2单元301", "王秀兰"]))
    assert (of.counts["unchanged"], of.counts["doors"]) == (1, 0)


def test_tables_side_by_side_are_all_read(cast: Cast) -> None:
    file = listed(
        ["房号", "姓名", "", "房号", "姓名"],
        ["1-1-101", "赵一", "", "1-1-201", "孙三"],
        ["1-1-102", "钱二", "", "", ""],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    assert doors_of(of) == {"1-1-101": "赵一", "1-1-102": "钱二", "1-1-201": "孙三"}


def test_numbered_members_and_tenants_are_people(cast: Cast) -> None:
    file = listed(
        ["房号", "业主姓名", "业主电话", "租户姓名", "租户电话", "成员1", "成员2", "成员2电话"],
        ["1-1-101", "赵一", "13700000001", "钱二", "13700000002", "孙三", "李四", "13700000003"],
        ["1-1-102", "周五"],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    people = Person.objects.filter(made_by_import=of).order_by("id")
    assert set(people.values_list("name", "relation", "phone")) == {
        ("赵一", "户主", "13700000001"), ("钱二", "租户", "13700000002"),
        ("孙三", "", ""), ("李四", "", "13700000003"), ("周五", "户主", ""),
    }  # fmt: skip


def test_as_above_is_said_out(cast: Cast) -> None:
    file = listed(
        ["楼栋", "单元", "房号", "姓名", "原村"],
        ["3", "1", "101", "赵一", "东溪村"],
        ["同上", "〃", "102", "钱二", "同上"],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    assert doors_of(of) == {"3-1-101": "赵一", "3-1-102": "钱二"}
    assert Household.objects.filter(made_by_import=of, village="东溪村").count() == 2


def test_an_empty_entrance_below_another_is_the_same_entrance(cast: Cast) -> None:
    file = listed(
        ["楼栋", "单元", "房号", "姓名"],
        ["3栋", "1单元", "101", "赵一"],
        ["3栋", "", "102", "钱二"],
        ["4栋", "", "102", "孙三"],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    assert doors_of(of) == {"3-1-101": "赵一", "3-1-102": "钱二", "4-102": "孙三"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("一九五二年十月", "1952-10-01"), ("88.12.3", "1988-12-03"), ("1952年10月", "1952-10-01"),
        ("12.5.6", "2012-05-06"), ("一九八八年十二月三日", "1988-12-03"),
        ("88年12月3日", "1988-12-03"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(typed: str, day: str) -> None:
    today = cells.date(2026, 11, 28)
    assert str(cells.day(typed, today=today)) == day


def test_a_rounded_phone_is_left_out_and_the_person_is_not(cast: Cast) -> None:
    of = preview(cast, listed(["房号", "姓名", "电话"], ["1-1-101", "赵一", "1.38E+10"]))
    assert of.counts["new"] == 1
    assert "Excel has rounded this number" in notes(cast, of)[0]


def test_a_line_above_headers_of_two_rows_is_no_header(cast: Cast) -> None:
    file = listed(
        ["填报单位：清溪社区", "", "", ""],
        ["房屋", "", "住户", ""],
        ["楼栋", "房号", "姓名", "电话"],
        ["3栋", "101", "赵一", "13700000001"],
    )
    of = intake.apply(preview(cast, file).pk, by=cast.actor("worker"))
    assert doors_of(of) == {"3-101": "赵一"}


def test_the_sheet_to_mend_can_be_taken_in_again(cast: Cast) -> None:
    sheet = read_sheet(intake.fault_sheet(preview(cast, FILES / "02-rooms.xlsx"),
                                          by=cast.actor("worker")))  # fmt: skip
    assert sheet.headers[:3] == ["房号", "姓名", "电话"]
    assert len(sheet.rows) == 3
