"""Words as they come in, as search sees them, and as strangers may see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core import text
from linli.core.refusals import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  路灯不亮 \r\n", "路灯不亮"),
        ("a\0b\x1bc\x7f", "abc"),
        ("一\r\n\r\n\r\n\r\n二", "一\n\n二"),
        ("名\u202e字\u200b", "名字"),
        ("e\u0301", "é"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\ud800b", "ab"),
        ("\t表\t格", "表 格"),
    ],
)
def test_what_cannot_be_read_is_not_kept(typed, kept):
    assert text.clean(typed, most=100) == kept


def test_the_4001st_character_is_refused_with_both_numbers():
    assert len(text.clean("字" * 4000, most=4000)) == 4000
    with pytest.raises(Invalid, match=r"4001.*4000"):
        text.clean("字" * 4001, most=4000)


@given(st.text())
def test_cleaning_twice_changes_nothing(typed):
    once = text.clean(typed, most=10_000)
    assert text.clean(once, most=10_000) == once


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("路灯不亮", "路灯 灯不 不亮"),
        ("灯", "灯"),
        ("704楼LED灯坏了", "704 楼 led 灯坏 坏了"),
        ("ＡＢＣ１２３", "abc123"),
        ("", ""),
        ("，。！?", ""),
        ("𠮷野家", "𠮷野 野家"),
    ],
)
def test_chinese_becomes_pairs_and_the_rest_stays_whole(words, found):
    assert text.bigrams(words) == found


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("电话13812345678", "电话＊"),
        ("电话 138 1234 5678。", "电话 ＊。"),
        ("+86 138-1234-5678", "＊"),
        ("座机010-62345678", "座机＊"),
        ("身份证11010119491001001X", "身份证＊"),
        ("卡号6222020200112233445", "卡号＊"),
        ("邮箱 li.si@example.com 收", "邮箱 ＊ 收"),
        ("京A12345占道", "＊占道"),
        ("新能源京AD12345占道", "新能源＊占道"),
        ("微信号:abc_12345", "微信号:＊"),
        ("704楼3单元301室漏水", "704楼＊漏水"),
        ("704 楼 2 单元 301 漏水", "704 楼＊漏水"),
        ("704-2-301漏水", "704＊漏水"),
        ("12栋1201室漏水", "12栋＊漏水"),
        ("12号楼1201漏水", "12号楼＊漏水"),
        ("3单元301漏水", "＊漏水"),
        ("十二号楼二单元501", "十二号楼＊"),
        ("我叫张三丰，住5号楼", "我叫＊，住5号楼"),
        ("联系人：李四", "联系人：＊"),
    ],
)
def test_strangers_read_no_number_address_or_name(told, shown):
    assert text.redact(told) == shown


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-23 下午 3层的灯坏了",
        "8:00-12:00 噪音",
        "2023-2024年度物业费",
        "小区有1200户",
        "704楼门口堆物",
        "交了3500元",
        "12345转来的",
        "近100房子漏水",
    ],
)
def test_what_says_nothing_about_a_person_stays(told):
    assert text.redact(told) == told


def test_a_name_that_is_known_is_taken_out_wherever_it_stands():
    assert text.redact("王小明说王小明的车", names=["王小明", "王"]) == "＊说＊的车"


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text("路灯，不亮 abc", max_size=10))
def test_no_mobile_number_is_left_over(phone, around):
    assert phone not in text.redact(f"{around} {phone} {around}")


def test_masks_leave_just_enough_to_recognise():
    assert text.mask_phone("138-1234-5678") == "138****5678"
    assert text.mask_phone("12345") == "***45"
    assert text.mask_phone("") == ""
    assert text.mask_id("11010119491001001X") == "110*************1X"
    assert text.mask_id("123") == "***"
    assert text.mask_name("张三丰") == "张＊＊"
    assert text.mask_name("欧阳修") == "欧阳＊"
    assert text.mask_name("张") == "张＊"
    assert text.mask_name("Alice Brown") == "A＊＊"
    assert text.mask_name("") == ""
