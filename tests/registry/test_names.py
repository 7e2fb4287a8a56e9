"""Names as people use them, and how they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.registry import identity, names, pinyin


@pytest.mark.parametrize(
    "typed",
    [
        "704-2-301", "704楼2单元301", "704 2 301", "７０４号楼二单元301室", "704#2-301",
        "704楼-2单元-0301", "幸福里小区704栋2单元3层301", "704/2/301", "七〇四楼2单元301号",
    ],
)  # fmt: skip
def test_one_door_is_known_by_many_spellings(typed: str) -> None:
    assert names.parse_door(typed).key == "704-2-301"


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("704楼301", ("704", "", "301")),
        ("704-301", ("704", "", "301")),
        ("A座1201", ("A", "", "1201")),
        ("2单元301", ("", "2", "301")),
        ("704楼2单元", ("704", "2", "")),
        ("十二号楼二单元1102", ("12", "2", "1102")),
        ("王秀兰", ("", "", "")),
    ],
)
def test_what_is_not_said_stays_open(typed: str, door: tuple[str, str, str]) -> None:
    assert names.parse_door(typed) == names.Door(*door)


def test_a_building_is_written_as_people_say_it() -> None:
    assert names.display("building", "704") == "704 楼"
    assert names.display("building", "７０４号楼") == "704 号楼"
    assert names.display("entrance", "三单元") == "3 单元"
    assert names.display("dwelling", "0301室") == "301"
    assert names.display("venue", "议事亭") == "议事亭"


@given(st.text(max_size=60))
def test_no_text_upsets_the_reader_of_addresses(typed: str) -> None:
    names.parse_door(typed)
    names.display("building", typed)
    pinyin.read_name(typed)
    identity.id_fault(identity.tidy_id(typed), today=identity.date(2026, 11, 24))


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单小明", "shanxiaoming", "sxm"),
        ("仇大海", "qiudahai", "qdh"),
        ("曾国强", "zengguoqiang", "zgq"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("查良", "zhaliang", "zl"),
        ("区伟", "ouwei", "ow"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟雪", "moqixue", "mqx"),
        ("欧阳小兰", "ouyangxiaolan", "oyxl"),
        ("李单", "lidan", "ld"),
    ],
)
def test_surnames_are_read_right(name: str, full: str, initials: str) -> None:
    assert pinyin.read_name(name) == (full, initials)


def test_an_id_number_proves_itself() -> None:
    good = identity.with_check_letter("11010519491231002")
    today = identity.date(2026, 11, 24)
    assert identity.id_fault(good, today=today) == ""
    assert identity.id_fault(good[:-1] + ("1" if good[-1] != "1" else "2"), today=today) == "check"
    assert identity.id_fault(good[:17], today=today) == "length"
    assert identity.id_fault("110105199902300021", today=today) == "date"
    assert identity.id_birthday(good) == identity.date(1949, 12, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "138 0013 8001",
        "+86-13800138001",
        "１３８００１３８００１",
        "0086 13800138001",
        "13800138001.0",
    ],
)
def test_a_phone_is_typed_in_many_ways(typed: str) -> None:
    assert identity.tidy_phone(typed) == "13800138001"
