"""The community's own Excel file, whatever its headers, taken in and undone."""

from datetime import date
from typing import Any

import pytest

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed
from linli.core.sheets import read_sheet, write_sheet
from linli.registry import actions, identity, intake
from linli.registry.models import Household, Import, ImportRow, Person, Place
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HEADERS = ["序号", "楼号", "单元", "房号", "户主姓名", "联系电话", "身份证号码", "原村", "备注"]
ID_NUMBER = identity.with_check_letter("11010519620412002")


def _file(rows: list[list[Any]], headers: list[str] = HEADERS) -> bytes:
    return write_sheet(headers, rows, title="户籍")


def _preview(cast: Cast, rows: list[list[Any]], headers: list[str] = HEADERS) -> Import:
    return intake.preview(
        _file(rows, headers), by=cast.actor("worker"), community=cast.community, name="住户.xlsx"
    )


def _fields(of: Import) -> list[str]:
    return [column["field"] for column in of.columns]


def _sentences(cast: Cast, of: Import) -> list[str]:
    page = intake.preview_page(cast.actor("worker"), of.pk)
    return [sentence for row in page.rows for sentence in row.sentences]


GOOD = [
    [1, "704楼", "2单元", "301", "王秀兰", "13800138001", "", "东溪村", ""],
    [2, "704楼", "2单元", "302", "单小明", "13899998888", "", "西溪村", ""],
    [3, "704", "二单元", "401室", "周美玲", "13711112222", ID_NUMBER, "东溪村", "养狗"],
]


def test_headers_are_guessed(cast: Cast) -> None:
    of = _preview(cast, GOOD)
    assert _fields(of) == [
        "", "building", "entrance", "dwelling", "head", "phone", "id_number", "village", "remark",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "row", "fields"),
    [
        (
            ["住址", "姓名", "手机"],
            ["704-2-301", "王秀兰", "13800138001"],
            ["door", "name", "phone"],
        ),
        (
            ["门牌", "业主", "号码"],
            ["704-2-301", "王秀兰", "13800138001"],
            ["door", "head", "phone"],
        ),
        (["甲", "乙", "丙"], ["704-2-301", "王秀兰", "13800138001"], ["door", "name", "phone"]),
        (
            ["楼栋", "室", "姓名", "与户主关系"],
            ["704", "301", "王秀兰", "户主"],
            ["building", "dwelling", "name", "relation"],
        ),
        (
            ["房屋坐落", "产权人", "人口性质", "性别", "出生年月", "建筑面积(㎡)", "是否空置"],
            ["704楼2单元301", "王秀兰", "常住", "女", "1950-01-02", "92.5", "否"],
            ["door", "head", "residence", "sex", "born", "floor_area", "vacant"],
        ),
    ],
)
def test_whatever_the_headers_are_called(
    cast: Cast, headers: list[str], row: list[str], fields: list[str]
) -> None:
    assert _fields(_preview(cast, [row] * 4, headers)) == fields


def test_a_preview_counts_and_changes_nothing(cast: Cast) -> None:
    of = _preview(cast, GOOD)
    assert of.counts == {"new": 1, "changed": 2, "unchanged": 0, "faulty": 0, "doors": 0}
    assert Person.objects.count() == 3
    cast.people[1].refresh_from_db()
    assert cast.people[1].phone == "13800138002"


def test_taking_in_makes_and_changes(cast: Cast) -> None:
    of = intake.apply(_preview(cast, GOOD).pk, by=cast.actor("worker"))
    cast.people[1].refresh_from_db()
    cast.households[1].refresh_from_db()
    assert cast.people[1].phone == "13899998888"
    assert cast.households[1].village == "西溪村"
    person = Person.objects.get(name="周美玲")
    assert person.household == cast.households[2]
    assert person.pinyin == "zhoumeiling"
    assert person.born == date(1962, 4, 12)
    assert of.state == "applied"
    assert Line.objects.get(verb="import.applied").change["counts"]["new"] == 1


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    intake.apply(_preview(cast, GOOD).pk, by=cast.actor("worker"))
    again = _preview(cast, GOOD)
    assert again.counts["unchanged"] == 3


def test_an_empty_cell_erases_nothing(cast: Cast) -> None:
    Person.objects.filter(pk=cast.people[0].pk).update(relation="户主")
    rows = [[1, "704", "2", "301", "王秀兰", "", "", "", ""]]
    assert _preview(cast, rows).counts["unchanged"] == 1


FAULTY = [
    ([1, "704", "2", "301", "王秀兰", "1380013800", "", "", ""], "no phone number"),
    ([1, "704", "2", "301", "王秀兰", "", ID_NUMBER[:-1] + "0", "", ""], "mistyped"),
    ([1, "704", "2", "301", "王秀兰", "", "1101051962041", "", ""], "18 characters; here are 13"),
    ([1, "704", "2", "301", "王秀兰", "", "1.10105196204e+17", "", ""], "Excel has cut"),
    ([1, "704", "2", "999", "王秀兰", "", "", "", ""], "no door 704-2-999"),
    ([1, "", "", "", "王秀兰", "", "", "", ""], "No door is given"),
    ([1, "704", "2", "301", "", "", "", "", ""], "Nobody is named"),
    ([1, "704", "2", "301", "13800138001", "", "", "", ""], "is no name"),
]


@pytest.mark.parametrize(("row", "said"), FAULTY)
def test_a_fault_is_said_with_its_row(cast: Cast, row: list[Any], said: str) -> None:
    of = _preview(cast, [row])
    assert of.counts["faulty"] == 1
    sentence = _sentences(cast, of)[0]
    assert said in sentence
    assert sentence.startswith("Row 2")


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("1990-03-05", 0), ("1990.3.5", 0), ("1990年3月5日", 0), ("19900305", 0), ("32937", 0),
        ("1990-02-30", 1), ("2090-01-01", 1), ("1790-01-01", 1), ("三月五日", 1), ("90.3.5", 0),
    ],
)  # fmt: skip
def test_days_are_read_in_many_spellings(cast: Cast, typed: str, outcome: int) -> None:
    headers = ["住址", "姓名", "出生日期"]
    of = _preview(cast, [["704-2-301", "赵一", typed]], headers)
    assert of.counts["faulty"] == outcome
    if not outcome:
        intake.apply(of.pk, by=cast.actor("worker"))
        assert Person.objects.get(name="赵一").born == date(1990, 3, 5)


def test_all_or_nothing_refuses_a_faulty_file(cast: Cast) -> None:
    of = _preview(cast, [*GOOD, FAULTY[0][0]])
    with pytest.raises(Invalid, match="faulty"):
        intake.apply(of.pk, by=cast.actor("worker"))
    assert Person.objects.count() == 3


def test_good_rows_only_leaves_the_faulty_ones(cast: Cast) -> None:
    of = _preview(cast, [GOOD[2], [2, "704", "2", "302", "坏", "12", "", "", ""]])
    intake.apply(of.pk, by=cast.actor("worker"), only_good=True)
    assert Person.objects.filter(name="周美玲").exists()
    assert not Person.objects.filter(name="坏").exists()


def test_twins_in_the_file_are_named(cast: Cast) -> None:
    of = _preview(cast, [GOOD[2], GOOD[2]])
    assert of.counts["faulty"] == 1
    assert any("row 2" in s for s in _sentences(cast, of))


def test_a_corrected_column_is_remembered(cast: Cast) -> None:
    headers = ["门", "大名"]
    rows = [["704-2-301", "赵一"]]
    of = _preview(cast, rows, headers)
    of = intake.recheck(of.pk, by=cast.actor("worker"), columns=["door", "name"])
    assert of.counts["new"] == 1
    later = _preview(cast, rows, headers)
    assert [(c["field"], c["why"]) for c in later.columns] == [
        ("door", "remembered"),
        ("name", "remembered"),
    ]


def test_headers_spread_over_merged_cells_are_joined(cast: Cast) -> None:
    title = ["清溪家园社区住户登记表", "", "", "", ""]
    upper = ["序号", "住址", "", "", "户主"]
    lower = ["", "楼", "单元", "室", ""]
    rows = [lower, [1, "704", "2", "301", "赵一"], [2, "704", "2", "302", "钱二"]]
    file = write_sheet(title, [upper, *rows], title="表")
    of = intake.preview(file, by=cast.actor("worker"), community=cast.community)
    assert _fields(of) == ["", "building", "entrance", "dwelling", "head"]
    assert of.counts["new"] == 2


def test_members_below_a_head_belong_to_the_door_above(cast: Cast) -> None:
    headers = ["住址", "姓名", "与户主关系"]
    rows = [["704-2-301", "赵一", "户主"], ["", "钱二", "配偶"], ["合计", "", ""]]
    of = intake.apply(_preview(cast, rows, headers).pk, by=cast.actor("worker"))
    assert Person.objects.get(name="钱二").household == cast.households[0]
    assert of.counts["new"] == 2


def test_a_vacant_home_needs_no_name(cast: Cast) -> None:
    headers = ["住址", "姓名", "是否空置"]
    empty = actions.add_building(
        cast.community.pk, name="706", entrances=1, floors=1, doors=1, by=cast.actor("worker")
    )
    intake.apply(_preview(cast, [["706-1-101", "", "是"]], headers).pk, by=cast.actor("worker"))
    assert Household.objects.get(building=empty).residence == "vacant"


def test_a_first_list_makes_the_doors_too(cast: Cast) -> None:
    away = cast.elsewhere
    of = intake.preview(_file(GOOD), by=cast.actor("stranger"), community=away)
    assert of.counts == {"new": 3, "changed": 0, "unchanged": 0, "faulty": 0, "doors": 3}
    intake.apply(of.pk, by=cast.actor("stranger"))
    door = Place.objects.get(community=away, door_key="704-2-301")
    assert door.label == "704 楼 2 单元 301"
    assert Household.objects.get(dwelling=door).members.get().name == "王秀兰"
    intake.undo(of.pk, by=cast.actor("stranger"))
    assert not Place.objects.filter(community=away, door_key__startswith="704").exists()


def test_undo_puts_everything_back(cast: Cast) -> None:
    of = intake.apply(_preview(cast, GOOD).pk, by=cast.actor("worker"))
    intake.undo(of.pk, by=cast.actor("worker"))
    cast.people[1].refresh_from_db()
    cast.households[1].refresh_from_db()
    assert cast.people[1].phone == "13800138002"
    assert cast.households[1].village == "东溪村"
    assert not Person.objects.filter(name="周美玲").exists()


def test_undo_is_refused_for_what_has_changed_since(cast: Cast) -> None:
    of = intake.apply(_preview(cast, GOOD).pk, by=cast.actor("worker"))
    cast.people[1].refresh_from_db()
    actions.change_person(cast.people[1].pk, by=cast.actor("worker"), phone="13700000000")
    with pytest.raises(Invalid, match="rows 3"):
        intake.undo(of.pk, by=cast.actor("worker"))


def test_undo_is_refused_when_a_new_household_holds_a_key(cast: Cast) -> None:
    of = intake.preview(_file(GOOD), by=cast.actor("stranger"), community=cast.elsewhere)
    intake.apply(of.pk, by=cast.actor("stranger"))
    home = Household.objects.filter(community=cast.elsewhere).first()
    assert home
    actions.issue_key(home.pk, by=cast.actor("stranger"))
    with pytest.raises(Invalid, match="changed or used"):
        intake.undo(of.pk, by=cast.actor("stranger"))


def test_undo_leaves_the_places_that_a_matter_names(cast: Cast) -> None:
    of = intake.preview(_file(GOOD), by=cast.actor("stranger"), community=cast.elsewhere)
    intake.apply(of.pk, by=cast.actor("stranger"))
    door = Place.objects.get(community=cast.elsewhere, door_key="704-2-301")
    make.case(community=cast.elsewhere, place=door)
    intake.undo(of.pk, by=cast.actor("stranger"))
    left = Place.objects.filter(community=cast.elsewhere, door_key__startswith="704")
    assert sorted(left.values_list("door_key", flat=True)) == ["704", "704-2", "704-2-301"]


def test_the_sheet_of_faults_is_mended_and_taken_in_again(cast: Cast) -> None:
    of = _preview(cast, [[1, "704", "2", "301", "赵一", "12", ID_NUMBER, "", ""]])
    sheet = read_sheet(intake.fault_sheet(of, by=cast.actor("worker")), name="错误.xlsx")
    assert len(sheet.rows) == 1
    row = [*sheet.rows[0]]
    assert row[6] == ID_NUMBER
    row[5] = "13712345678"
    again = _preview(cast, [row], sheet.headers)
    assert again.counts["new"] == 1


def test_id_numbers_lie_encrypted_while_they_wait(cast: Cast) -> None:
    of = _preview(cast, GOOD)
    assert ID_NUMBER not in str(list(ImportRow.objects.filter(of=of).values_list("cells")))


def test_somebody_known_at_another_door_is_named(cast: Cast) -> None:
    actions.add_person(
        cast.households[0].pk, name="曾小芳", by=cast.actor("worker"), id_number=ID_NUMBER
    )
    of = _preview(cast, [GOOD[2]])
    assert "704" in _sentences(cast, of)[0]


def test_a_steward_takes_in_no_files(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        intake.preview(_file(GOOD), by=cast.actor("steward"), community=cast.community)


def test_erasing_somebody_empties_the_imported_row(cast: Cast) -> None:
    of = intake.apply(_preview(cast, GOOD).pk, by=cast.actor("worker"))
    person = Person.objects.get(name="周美玲")
    actions.erase_person(person.pk, by=cast.actor("worker"))
    assert "周美玲" not in str(list(ImportRow.objects.filter(of=of).values_list("cells", "undo")))


def test_the_preview_page_masks_what_it_shows(cast: Cast) -> None:
    of = _preview(cast, GOOD)
    page = intake.preview_page(cast.actor("worker"), of.pk, outcome="new")
    assert ID_NUMBER not in str(page.rows)
    assert "13711112222" not in str(page.rows)
    assert page.columns[4].samples == ("王秀兰", "单小明", "周美玲")
