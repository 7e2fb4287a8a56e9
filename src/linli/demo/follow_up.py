"""What visits turned into matters is worked on like every other matter."""

from __future__ import annotations

import random
from datetime import timedelta

from linli.demo.crew import Crew, Moments, PlannedCase, working
from linli.demo.endings import ENDINGS
from linli.demo.situations import ALL
from linli.engines.campaigns.actions.visits import Recorded
from linli.engines.cases import actions as do
from linli.engines.cases.models import Case

HOW = {"reviewed": 60, "silent": 22, "extended": 8, "left_lying": 10}
RESULTS = {
    "lamp_broken": "灯已换新，晚上去看过，亮了。",
    "door_broken": "门禁已修好，当场刷卡试过三次。",
    "leak": "已和楼上一起查到漏点，管子换好，三天没有再渗。",
    "lift_broken": "维保单位已调好门机，试运行一小时正常。",
    "corridor_clutter": "和住户说好了，东西已经搬走，楼道扫干净了。",
    "exposed_rubbish": "垃圾已清运，地面冲洗过。",
    "noise": "已上门劝说，楼上答应晚上十点以后不再挪动家具。",
    "charging_and_fire": "已上门提醒，车推到了楼下的充电棚。",
    "greenery": "树枝已修剪，清走了。",
}
OTHERWISE = "已到现场处理好，拍了照片存档。"


def work_on(recorded: Recorded, crew: Crew, die: random.Random) -> Moments:
    """Work on the matters that a visit raised, one after the other, until the present."""
    for run in recorded.effects:
        if run.do == "open_case" and run.result:
            case = Case.objects.get(pk=int(run.result.rpartition(":")[2]))
            yield from _work_on(case, crew, die)


def _work_on(case: Case, crew: Crew, die: random.Random) -> Moments:
    at = working(case.opened_at + timedelta(minutes=die.randint(15, 300)))
    yield at
    do.take(case.pk, by=crew.owner(case, die))
    what = next((situation for situation in ALL if situation.kind == case.kind), ALL[0])
    ending = die.choices(list(HOW), list(HOW.values()))[0]
    planned = PlannedCase(
        what=what, opened=case.opened_at, text=case.text, place=case.place or crew.community,
        result=RESULTS.get(case.kind, OTHERWISE), channel=case.channel, ending=ending,
    )  # fmt: skip
    yield from ENDINGS[ending](planned, case, crew, die, at)
