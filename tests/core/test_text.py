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
        ("a\uffffb\ufdd0c\U0010fffed", "abcd"),
        ("\U0001faea", "\U0001faea"),  # a face of Unicode 17: newer than any Python here
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
