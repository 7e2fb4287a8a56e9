"""Spellings by which somebody would get a name, a number or a door past the covering."""

from __future__ import annotations

import pytest

from linli.core.redaction import Names, cover

REGISTER = Names(
    [
        ("王秀兰", "wangxiulan", 1),
        ("陈建国", "chenjianguo", 1),
        ("劉德華", "liudehua", 1),
        ("John Smith", "", 1),
    ]
)
GONE = (
    # traditional letters, in the text or in the register; the other order; accents
    ("陳建國半夜唱歌", "建國"),
    ("王秀蘭吵", "秀蘭"),
    ("刘德华唱歌", "德华"),
    ("張阿姨", "張"),
    ("704號樓2單元301室", "301"),
    ("電話：623456", "623456"),
    ("xiulan wang is noisy", "xiulan"),
    ("Wáng Xiùlán", "Xiù"),
    ("John Smith's dog", "Smith"),
    ("Smith John", "John"),
    ("Mr Smith's dog", "Smith"),
    ("Mrs. Brown is loud", "Brown"),
    ("欧阳阿姨家", "欧阳"),
    # telephones over lines, in brackets, read aloud, in emoji
    ("138\n0013\n8000", "8000"),
    ("138 0013\n8000", "8000"),
    ("138 (0013) 8000", "0013"),
    ("138【0013】8000", "0013"),
    ("138：0013；8000", "8000"),
    ("138。0013。8000", "8000"),
    ("138 - 0013 - 8000", "8000"),
    ("138+0013=8000", "8000"),
    ("l38OO138OOO", "138OOO"),
    ("幺三八洞洞幺三八洞洞洞", "三八"),
    ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "3️⃣8️⃣"),
    # papers and accounts
    ("港澳通行证H12345678", "12345678"),
    ("他的护照 E12345678", "12345678"),
    ("v❤ xiaowang99", "xiaowang99"),
    ("威♥xiaowang99", "xiaowang99"),
    ("薇：xiaowang99", "xiaowang99"),
    ("绿泡泡 xiaowang99", "xiaowang99"),
    ("WeChat ID: xiaowang99", "xiaowang99"),
    ("微信号就是xiaowang99", "xiaowang99"),
    ("q号12345678", "12345678"),
    ("wangxl at qq dot com", "wangxl"),
    ("wangxl#qq.com", "wangxl"),
    # doors
    ("3-0-1的狗", "0-1"),
    ("３－０－１", "０"),
    ("704.1.301", "301"),
    ("3o1的狗", "o1"),
    ("3O1室", "O1"),
    ("三百零一的狗", "三百零一"),
    ("704楼一单元三百零一", "三百零一"),
    ("叁零壹", "叁零壹"),
    ("三层左手那家", "左手"),
    ("三楼靠东那家", "靠东"),
    ("1单元3层1号", "3层1"),
    ("B1203天天吵", "1203"),
)
STAYS = (
    "办公时间 9:00-11:30，14:00-17:30",
    "13:30-17:30；18:00-20:30 有人",
    "每楼 3 盏灯，共 18 盏",
    "花了三百零一元",
    "第 2.1.3 条",
    "A4 纸、B1 层车库",
    "I think the lift is broken",
    "the lamp at the gate is broken",
    "勾缝开裂，墙上有洞，拐角积水",
    "電梯壞了，燈不亮",
)


@pytest.mark.parametrize(("text", "hidden"), GONE)
def test_no_spelling_gets_it_past(text: str, hidden: str) -> None:
    assert hidden not in str(cover(text, names=REGISTER, building=1))


@pytest.mark.parametrize("text", STAYS)
def test_what_is_nobodys_stays_readable(text: str) -> None:
    assert str(cover(text, names=REGISTER, building=1)) == text
