"""Words of danger: what must ring, and what must not. Rather one false alarm than a miss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.danger.shipped import shipped

LISTS = shipped().lists

# where it was written, the words as typed, the danger
RINGS = [
    ("lift", "We are stuck in the lift", "trapped"),
    ("", "Stuck in the elevator since 10 minutes!", "trapped"),
    ("lift", "stuck", "trapped"),
    ("lift", "困", "trapped"),
    ("lift", "我们出不去了", "trapped"),
    ("lift", "门打不开，救命", "trapped"),
    ("", "701 楼电梯困人了", "trapped"),
    ("", "老人被困在家里", "trapped"),
    ("", "電梯裡有人受困", "trapped"),
    ("", "有没有人被困我不知道，电梯停了", "trapped"),
    ("lift", "有困难，我们被困在里面", "trapped"),
    ("lift", "困 在 电 梯 里", "trapped"),
    ("", "困\u200b在电梯里", "trapped"),
    ("lift", "打电话没人接，困在里面了", "trapped"),
    ("lift", "没人 困住了", "trapped"),
    ("lift", "被困难受死了", "trapped"),
    ("", "充电棚冒烟", "fire"),
    ("", "樓道冒煙", "fire"),
    ("", "楼道里着火了！！", "fire"),
    ("", "⽕⽕冒烟了", "fire"),
    ("", "是不是着火了？", "fire"),
    ("", "有没有着火", "fire"),
    ("", "配电房有焦味", "fire"),
    ("charging_shed", "有烟", "fire"),
    ("", "There is ＳＭＯＫＥ in the hall", "fire"),
    ("", "the shed is on fire", "fire"),
    ("", "闻到燃气味", "gas"),
    ("", "楼道煤汽味很重", "gas"),
    ("", "好像是天然气漏了", "gas"),
    ("gas_room", "味道很大", "gas"),
    ("", "I smell gas on the stairs", "gas"),
    ("", "孩子摸灯杆触电了", "electric"),
    ("", "路灯杆漏电", "electric"),
    ("", "观电線断了", "electric"),
    ("", "隔壁有人要轻生", "life"),
    ("", "有人站在楼顶要跳楼", "life"),
    ("", "没有轻生，就是不想活了", "life"),
    ("", "He wants to kill himself", "life"),
    ("", "老人暈倒了", "hurt"),
    ("", "家里没人，老人晕倒了", "hurt"),
    ("", "家里没人老人晕倒了", "hurt"),
    ("", "爷爷呼吸困难", "hurt"),
    ("", "my neighbour isn’t moving, she fainted", "hurt"),
    ("", "小孩被电动车撞了", "traffic"),
    ("", "楼下有人持刀", "violence"),
    ("", "No, it is on fire", "fire"),
]
STAYS_QUIET = [
    ("", "灯不亮有点困难"),
    ("lift", "老人上下楼困难，电梯什么时候修好"),
    ("", "长期被噪音困扰"),
    ("", "被困扰三年了"),
    ("lift", "电梯等得犯困"),
    ("lift", "贫困户坐电梯要交钱吗"),
    ("", "无人受困"),
    ("", "电梯坏了，没有人被困"),
    ("", "电梯停运，未发现有人被困"),
    ("lift", "nobody is stuck in the lift, it is only dark"),
    ("", "没有着火，是蒸汽"),
    ("", "燃气灶打不着火"),
    ("", "飞线充电容易着火"),
    ("", "楼道堆物有火灾隐患"),
    ("", "以免触电，请修一下"),
    ("", "漏电保护器跳闸"),
    ("", "下水道落水管破了"),
    ("", "周末一起火锅"),
    ("", "早市卖菜跳楼价，太吵"),
    ("", "楼道里有人抽烟"),
    ("", "饭店油烟大"),
    ("", "没有燃气味"),
    ("", "烟感报警器没电"),
    ("", "轮胎漏气，想借打气筒"),
    ("", "垃圾倒在地上没人管"),
    ("", "被电钻吵醒"),
    ("", "他没意识到自己停车挡路"),
    ("", "墙皮松了，怕砸到人"),
    ("", "no smoking sign is missing"),
    ("", "the fire door is blocked by bicycles"),
    ("", "my smoker neighbour"),
    ("", "the fireplace bench is broken"),
    ("", "There is no gas leak, I only ask for the meter"),
    ("", "2 单元门口的路灯不亮，晚上看不见"),
    ("", "电脑中毒了，社区有人会修吗"),
    ("", "困难补助怎么申请"),
    ("", "The lift button is stuck"),
    ("", ""),
]


@pytest.mark.parametrize(("place", "text", "danger"), RINGS)
def test_danger_rings(place: str, text: str, danger: str) -> None:
    found = LISTS.read(text, place_kind=place)
    assert danger in {one.danger for one in found}


@pytest.mark.parametrize(("place", "text"), STAYS_QUIET)
def test_what_is_no_danger_does_not_ring(place: str, text: str) -> None:
    assert LISTS.read(text, place_kind=place) == ()


def test_every_shipped_word_rings_where_it_is_meant() -> None:
    for danger in LISTS.dangers:
        place = (*danger.at, "")[0]
        for word in (*danger.words, *danger.words_there):
            found = LISTS.read(f"请快来：{word}！", place_kind=place)
            assert danger.code in {one.danger for one in found}, word


def test_no_shipped_harmless_word_rings() -> None:
    for word in LISTS.harmless:
        assert LISTS.read(word, place_kind="lift") == (), word


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_stands_around_it_cannot_hide_a_call_for_help(before: str, after: str) -> None:
    assert LISTS.read(f"{before}。\n有人晕倒。\n{after}")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    LISTS.read(text, place_kind="lift")
