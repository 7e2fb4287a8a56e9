"""Household lists as communities keep them: titles, sheets, brackets, two numbers in a cell."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from linli.core.models import Line
from linli.core.sheets import read_sheet, write_sheet
from linli.registry import actions, identity, intake
from linli.registry.models import CareNeed, Consent, Import, ImportRow, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HEADERS = [
    "房号", "姓名", "与户主关系", "联系方式", "家庭其他成员", "居住情况", "是否低保", "出生年月",
]  # fmt: skip


def _book(sheets: dict[str, list[list[str]]], *, hidden: str = "") -> bytes:
    """Return a workbook with a sheet for each title; ``hidden`` is one that people do not see."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if title == hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def _preview(cast: Cast, *rows: list[str], headers: list[str] = HEADERS) -> Import:
    """Preview rows that may leave out their last cells."""
    filled = [[*row, *[""] * (len(headers) - len(row))] for row in rows]
    file = write_sheet(headers, filled, title="表")
    return intake.preview(file, by=cast.actor("worker"), community=cast.community, name="表.xlsx")


def _page(cast: Cast, of: Import, outcome: str = "noted", who: str = "worker") -> dict[str, Any]:
    return intake.preview_page(cast.actor(who), of.pk, outcome=outcome)


def _notes(cast: Cast, of: Import) -> str:
    return " ".join(note for row in _page(cast, of).rows for note in row.notes)


def test_a_sheet_for_each_building_is_one_list(cast: Cast) -> None:
    head = ["单元", "室号", "姓名", "手机"]
    file = _book(
        {
            "填表说明": [["请如实填写，楼号用数字。"], ["有问题找小周"]],
            "704楼": [["704楼住户"], head, ["2", "301", "赵一", "13700000001"]],
            "705": [["手机", "室号", "单元", "姓名"], ["1370", "101", "1", "钱二"]],
            "去年": [head, ["2", "302", "旧人", ""]],
        },
        hidden="去年",
    )
    worker = cast.actor("worker")
    of = intake.preview(file, by=worker, community=cast.community)
    of = intake.recheck(of.pk, by=worker, make_doors=True)
    page = _page(cast, of, "faulty")
    assert page.left_out == ("填表说明", "去年")
    assert of.counts == {"new": 1, "changed": 0, "unchanged": 0, "faulty": 1, "doors": 0}
    assert page.rows[0].sentences[0].startswith("Row 705!2, column “手机”")
    mended = read_sheet(intake.fault_sheet(of, by=worker))
    assert mended.rows[0][:5] == ["705", "1", "101", "钱二", "1370"]
    intake.apply(of.pk, by=worker, only_good=True)
    assert Person.objects.get(name="赵一").household == cast.households[0]


def test_a_title_tells_the_building_that_a_short_door_leaves_out(cast: Cast) -> None:
    rows = [["704号楼住户登记表", ""], ["房号", "姓名"], ["2-301", "赵一"], ["2-302室", "钱二"]]
    worker = cast.actor("worker")
    of = intake.preview(_book({"Sheet1": rows}), by=worker, community=cast.community)
    intake.apply(of.pk, by=worker)
    assert [Person.objects.get(name=n).household for n in ("赵一", "钱二")] == cast.households[:2]


def test_names_are_read_out_of_whatever_stands_around_them(cast: Cast) -> None:
    of = _preview(
        cast,
        ["704-2-301", "赵 小 一", "户主", "", "妻子：钱二 13577778888；孙磊（子）、2人"],
        ["704-2-302", "周五\n吴六"],
        ["704-2-401", "郑七（租）"],
        ["704-2-401", "王八（已故）"],
    )
    assert "2人" in _notes(cast, of)
    assert "租" in _notes(cast, of)
    assert "marked as dead" in _page(cast, of, "faulty").rows[0].sentences[0]
    intake.apply(of.pk, by=cast.actor("worker"), only_good=True)
    found = Person.objects.filter(made_by_import=of).values_list("name", "relation")
    assert sorted(found) == [
        ("吴六", ""), ("周五", ""), ("孙磊", "子"),
        ("赵小一", "户主"), ("郑七", ""), ("钱二", "妻子"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("儿子13900001111", "13900001111"),
        ("13900001111/13800002222", "13900001111"),
        ("１３９ ００００ １１１１", "13900001111"),
        ("139-0000-1111（女儿）", "13900001111"),
        ("0311-88886666", "031188886666"),
    ],
)
def test_a_phone_is_found_among_words(cast: Cast, typed: str, phone: str) -> None:
    of = intake.apply(
        _preview(cast, ["704-2-301", "赵一", "", typed]).pk, by=cast.actor("worker"), only_good=True
    )
    assert Person.objects.get(made_by_import=of).phone == phone


def test_a_phone_at_two_doors_is_worth_a_look_and_no_fault(cast: Cast) -> None:
    of = _preview(
        cast,
        ["704-2-301", "赵一", "", "13900001111"],
        ["704-2-302", "钱二", "", "13900001111"],
        ["704-2-401", "孙三", "", "13800138001"],
    )
    assert of.counts["faulty"] == 0
    assert "stands in row 2" in _notes(cast, of)
    assert "entered at 704-2-301" in _notes(cast, of)


def test_what_a_row_changes_is_said_before_it_is_taken_in(cast: Cast) -> None:
    of = _preview(cast, ["704-2-301", "王秀兰", "", "13900001111", "", "租房", "是", "1950年3月"])
    said = _notes(cast, of)
    assert "138****8001 becomes 139****1111" in said
    assert "owner becomes tenant" in said
    assert "taken in as 1950-03-01" in said
    assert "low income" in said
    assert "13900001111" not in str(_page(cast, of).rows)


def test_care_needs_on_a_list_stay_behind_their_own_door(cast: Cast) -> None:
    of = _preview(cast, ["704-2-301", "王秀兰", "", "12", "", "", "低保"])
    assert "低保" in str(_page(cast, of, "faulty").rows)
    assert "低保" not in str(_page(cast, of, "faulty", who="street_officer").rows)
    sheet = read_sheet(intake.fault_sheet(of, by=cast.actor("street_officer")))
    assert "低保" not in str(sheet.rows)


def test_what_people_agreed_to_is_noted_and_undone_with_the_file(cast: Cast) -> None:
    of = _preview(
        cast,
        ["704-2-301", "王秀兰", "", "13800138001", "", "", "是"],
        ["704-2-302", "小宝", "子", "13900002222", "", "", "", "2020-01-01"],
    )
    worker = cast.actor("worker")
    of = intake.apply(of.pk, by=worker, agreed=["contact", "care"])
    given = Consent.objects.values_list("person__name", "purpose")
    assert sorted(given) == [("王秀兰", "care"), ("王秀兰", "contact")]  # nobody spoke for a child
    assert Line.objects.get(verb="import.applied").change["consents"] == 2
    intake.undo(of.pk, by=worker)
    assert not Consent.objects.exists()
    assert not CareNeed.objects.exists()


def test_a_row_that_went_stale_since_the_preview_is_said_to_be_faulty(cast: Cast) -> None:
    number = identity.with_check_letter("11010519620412002")
    headers = ["房号", "姓名", "身份证号"]
    of = _preview(cast, ["704-2-301", "赵一", number], ["704-2-302", "钱二", ""], headers=headers)
    worker = cast.actor("worker")
    actions.add_person(cast.households[2].pk, name="赵一", by=worker, id_number=number)
    of = intake.apply(of.pk, by=worker, only_good=True)
    assert of.counts["faulty"] == 1
    assert "704" in _page(cast, of, "faulty").rows[0].sentences[0]


def test_erasing_a_member_empties_the_row_that_named_them(cast: Cast) -> None:
    worker = cast.actor("worker")
    rows = [["704-2-301", "王秀兰", "", "13900001111", "李小红"]]
    of = intake.apply(_preview(cast, *rows).pk, by=worker)
    actions.erase_person(Person.objects.get(name="李小红").pk, by=worker)
    kept = ImportRow.objects.filter(of=of).values_list("cells", "faults")
    assert "李小红" not in str(list(kept))
