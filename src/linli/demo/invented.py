"""Invented names, and a die that always falls the same."""

from __future__ import annotations

import random

DISTRICT, STREET_OFFICE, COMMUNITY = "澜川区", "榆湾街道", "梧桐里社区"
VILLAGES = ("东榆村", "西榆村", "柳行村")
COMPANY = "和邻物业"
PEERS = (
    "榆园社区", "河堤社区", "杏林里社区", "新桥社区", "南塘社区", "北塘社区", "槐荫社区",
    "银杏路社区", "水车巷社区", "石榴园社区", "望河社区", "丰登里社区", "小站社区", "春和社区",
)  # fmt: skip
SURNAMES = (
    "王" * 9 + "李" * 9 + "张" * 8 + "刘" * 7 + "陈" * 4 + "杨" * 4 + "赵" * 4 + "孙" * 3
    + "周吴徐朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯于董萧程袁潘蒋蔡余杜叶魏苏吕丁任卢姚沈钟姜崔"
    + "单仇曾解查区盖缪覃翟"
)  # fmt: skip
DOUBLE = ("欧阳", "尉迟", "上官", "万俟")
OLD_MEN = (
    "建国", "德福", "永和", "志强", "长顺", "玉山", "宝林", "金山", "广田", "福生", "占奎", "守义",
    "庆余", "振海", "连贵", "文斌", "树林", "满仓",
)  # fmt: skip
OLD_WOMEN = (
    "秀兰", "桂芳", "玉珍", "淑华", "桂英", "凤英", "春梅", "秀英", "素珍", "翠花", "玉兰", "金凤",
    "秋菊", "月娥", "改莲", "爱莲", "巧云", "瑞芝",
)  # fmt: skip
MEN = (
    "伟", "磊", "军", "洋", "勇", "强", "杰", "涛", "明", "超", "鹏", "志远",
    "海波", "建军", "晓东", "立新", "国庆", "文杰", "少华", "大勇", "永刚", "新宇",
)  # fmt: skip
WOMEN = (
    "芳", "娜", "静", "敏", "丽", "艳", "娟", "霞", "晓红", "海燕", "雪梅", "丽娟",
    "小芳", "春燕", "美玲", "文静", "红梅", "玉洁", "晓燕", "彩霞",
)  # fmt: skip
CHILDREN = (
    "子涵", "浩宇", "欣怡", "梓轩", "雨桐", "一诺", "宇航", "诗涵", "俊熙", "若曦", "子墨", "佳琪",
    "天佑", "可欣", "明轩", "语嫣",
)  # fmt: skip


def dice(what: str) -> random.Random:
    """Return a die of its own for each part, so that one part's change leaves the others alone."""
    return random.Random(f"linli/{what}")  # noqa: S311  the demo is the same each time


def surname(die: random.Random) -> str:
    """Return a family name, two letters long once in a hundred."""
    return die.choice(DOUBLE) if die.random() < 0.01 else die.choice(SURNAMES)


def given(die: random.Random, *, sex: str, age: int) -> str:
    """Return a given name as people of that age have it."""
    if age < 18:
        return die.choice(CHILDREN)
    if age >= 55:
        return die.choice(OLD_MEN if sex == "m" else OLD_WOMEN)
    return die.choice(MEN if sex == "m" else WOMEN)
