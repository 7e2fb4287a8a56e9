"""What people say at the doors of the demo: answers to the shipped forms, all of it invented."""

from __future__ import annotations

import random
from typing import Any

Answers = dict[str, Any]
CHANGES = (
    "parking", "corridors", "lighting", "rubbish", "charging", "property", "lifts", "greenery",
    "elders", "noise", "children", "safety", "together",
)  # fmt: skip
WEIGHTS = (18, 15, 13, 12, 11, 10, 8, 8, 7, 6, 5, 4, 3)
WORDS = (
    "比以前干净多了，希望能坚持下去。", "路灯再亮一点就好了。", "晚上车位不够，下班晚就没地方停。",
    "楼道里的旧柜子该清一清了。", "希望老年活动室周末也开门。", "物业电话经常打不通。",
    "小花园种得好，孩子们喜欢。", "电动车充电的地方太少，有人往楼上拉线。",
    "电梯有时候抖，老人害怕。",
    "垃圾桶旁边夏天味道大。", "广场舞声音能不能小一点。", "多组织大家一起聚聚，邻居都不认识。",
    "快递柜离得太远，老人拿东西不方便。", "狗绳要牵好，孩子怕。", "单元门要随手关。",
)  # fmt: skip
SAME = ("", "，谢谢", "，大家都这么说", "，说过好几次了")
TOPICS = (
    "楼下那块空地能不能一起种点花？", "电动车充电棚建在哪里，大家商量一下。",
    "车位怎么分才公平？", "养狗立个公约吧。", "广场晚上几点收音响？",
)  # fmt: skip
WISHES = (
    "轮椅的轮子坏了，想有人帮着修一修。", "想有人教我用手机和孙子视频。", "想要一盆好养的花。",
    "老花镜腿断了，想配一副。", "想找个人下象棋。",
)  # fmt: skip
CASES = (
    ("lamp_broken", "stairs", "楼道四层的灯不亮，晚上上楼要摸黑。"),
    ("lamp_broken", "path", "楼西边小路的灯一闪一闪的。"),
    ("door_broken", "", "单元门的门禁按了没反应，要等人开。"),
    ("leak", "", "厨房顶上渗水，楼上说不是他家。"),
    ("lift_broken", "", "电梯关门的时候会弹两下。"),
    ("corridor_clutter", "", "七楼楼道里放着旧沙发，过人要侧身。"),
    ("exposed_rubbish", "", "楼后面的装修垃圾放了一个星期。"),
    ("noise", "", "楼上半夜拖桌子，影响孩子睡觉。"),
    ("charging_and_fire", "", "有人把电动车推进电梯。"),
    ("greenery", "", "窗前的树枝伸到阳台上来了。"),
)  # fmt: skip
AT_FESTIVAL = (
    "广场东边的长椅缺了一块木板。", "篮球架旁边的地砖翘起来了。", "儿童滑梯的螺丝松了。",
    "公告栏的灯不亮，晚上看不清。", "直饮水机不出水。", "厕所门口的扶手晃。",
)  # fmt: skip


def opinion(die: random.Random) -> Answers:
    """Answer the opinion round; one in 45 has a matter, a topic or a wish."""
    many = sorted({die.choices(CHANGES, WEIGHTS)[0] for _n in range(die.choice((1, 2, 2, 3, 4)))})
    answers: Answers = {
        "satisfied": die.choices(
            ("very", "fairly", "so_so", "not_really", "not_at_all"), (22, 41, 24, 10, 3)
        )[0],
        "changes": many,
        "reports": "no",
        "volunteer": die.choices(("yes", "later", "no"), (18, 34, 48))[0],
    }
    if len(many) > 1:
        answers["first"] = die.choice(many)
    if die.random() < 0.12:
        answers["words"] = die.choice(WORDS).removesuffix("。") + die.choice(SAME) + "。"
    if answers["volunteer"] == "yes":
        skills = ("gardening", "patrol", "visiting", "repairs", "children", "events", "mediating")
        answers["skills"] = sorted({die.choice(skills) for _n in range(2)})
    return answers


def with_something_to_do(answers: Answers, die: random.Random, number: int) -> Answers:
    """Let an answer to the opinion round raise a matter, a topic or a wish as well."""
    if number % 8 == 6:
        return {**answers, "topic": TOPICS[number // 8 % len(TOPICS)]}
    if number % 8 == 7:
        return {**answers, "wish": WISHES[number // 8 % len(WISHES)]}
    kind, where, what = die.choice(CASES)
    planned = {"reports": "yes", "matter_kind": kind, "matter_what": what}
    return {**answers, **planned, **({"lamp_where": where} if where else {})}


def with_something_to_say(answers: Answers, number: int) -> Answers:
    """Let a voice at the festival report a matter, or bring up a topic."""
    if number % 2:
        return {**answers, "topic": TOPICS[number // 2 % len(TOPICS)]}
    return {**answers, "reports": "yes", "matter_what": AT_FESTIVAL[number // 2 % len(AT_FESTIVAL)]}


def corridor(die: random.Random) -> Answers:
    """Say what a stairwell looks like: clutter in one of three."""
    answers: Answers = {
        "clutter": die.choices(("none", "some"), (66, 34))[0],
        "charging": die.choices(("no", "yes"), (94, 6))[0],
        "lamps": die.choices(("yes", "no"), (86, 14))[0],
    }
    if answers["clutter"] == "some":
        things = ("furniture", "waste", "vehicle", "building", "other")
        answers["things"] = sorted({die.choice(things) for _n in range(2)})
        answers["floor"] = die.randint(1, 11)
        answers["blocks"] = die.choices(("no", "yes"), (85, 15))[0]
    if answers["lamps"] == "no":
        answers["lamps_where"] = f"{die.randint(2, 6)} 层和 {die.randint(7, 11)} 层"
    return answers


def insurance(die: random.Random) -> Answers:
    """Say whether the home is insured."""
    insured = die.choices(("yes", "no", "unsure"), (38, 49, 13))[0]
    answers: Answers = {"insured": insured}
    if insured == "yes":
        channels = ("community", "insurer", "lender", "phone_app")
        answers["channel"] = die.choices(channels, (46, 25, 14, 15))[0]
    else:
        answers["wants"] = die.choices(("yes", "later", "no"), (32, 30, 38))[0]
    if insured != "no":
        answers["claim"] = "no"
    if answers.get("wants") == "yes":
        answers["agrees"] = die.choices(("yes", "no"), (88, 12))[0]
    return answers


def standing(die: random.Random) -> Answers:
    """Say how somebody in need is."""
    answers: Answers = {
        "health": die.choices(("well", "so_so", "poorly", "not_said"), (48, 36, 12, 4))[0],
        "mood": die.choices(("often", "sometimes", "hardly"), (50, 35, 15))[0],
    }
    if die.random() < 0.15:
        answers["home"] = sorted({die.choice(("wiring", "slippery", "door", "clutter"))})
    return answers


def festival(die: random.Random) -> Answers:
    """Say how the festival was."""
    liked = ("food", "stage", "games", "market", "services", "neighbours")
    answers: Answers = {
        "mood": die.choices(("very", "fairly", "so_so"), (62, 31, 7))[0],
        "liked": sorted({die.choice(liked) for _n in range(3)}),
        "reports": "no",
        "age": die.choices(("child", "young", "middle", "old"), (14, 19, 31, 36))[0],
    }
    if die.random() < 0.2:
        answers["next_year"] = die.choice(
            ("多几个孩子的游戏。", "请大家一起包饺子。", "放一场露天电影。", "再办一次旧物集市。")
        )
    return answers
