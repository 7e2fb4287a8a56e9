"""Communities for the register's benchmarks; every name in them is made up."""

from __future__ import annotations

import random

from linli.core.sheets import write_sheet
from linli.registry import actions, identity, intake
from linli.registry.access import SYSTEM, Actor, actor_of_user
from linli.registry.models import Place

SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗单仇曾解查"
GIVEN = "秀兰小明建国美玲志强桂芳海燕德福春梅永和雪梅大山"
HEADERS = ["楼栋", "单元", "房号", "姓名", "与户主关系", "联系电话", "身份证号", "原村", "面积"]


def empty_community() -> Place:
    """Return a community without doors."""
    office = actions.add_place("street_office", name="清溪街道", by=SYSTEM)
    return actions.add_place("community", name="清溪家园社区", parent=office, by=SYSTEM)


def worker_of(community: Place) -> Actor:
    """Return a community worker."""
    user, _password = actions.open_account(
        "worker", place=community, display_name="周洁", by=SYSTEM
    )
    actions.appoint("worker", place=community, holder="周洁", user=user, by=SYSTEM)
    return actor_of_user(user)


def household_list(rows: int) -> bytes:
    """Return an .xlsx of so many people, two a door, as a community keeps it."""
    dice = random.Random(704)  # noqa: S311
    table = []
    for number in range(rows):
        door = number // 2
        building, rest = divmod(door, 180)
        entrance, rest = divmod(rest, 60)
        floor, place = divmod(rest, 10)
        name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
        born = f"{dice.randint(1940, 2005)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
        table.append(
            [
                f"{701 + building}楼",
                f"{entrance + 1}单元",
                f"{floor + 1}{place + 1:02}",
                f"{name}{'' if number % 2 else '甲'}"[:4],
                "配偶" if number % 2 else "户主",
                f"138{number:08}",
                identity.with_check_letter(f"990101{born}{number % 1000:03}"),
                dice.choice(["东溪村", "西溪村", "柳岸村"]),
                92.5,
            ]
        )
    return write_sheet(HEADERS, _without_twins(table), title="住户")


def _without_twins(table: list[list[object]]) -> list[list[object]]:
    seen: set[object] = set()
    for number, row in enumerate(table):
        while row[6] in seen:
            number += 1
            row[6] = identity.with_check_letter(f"990102{row[6][6:14]}{number % 1000:03}")  # type: ignore[index]
        seen.add(row[6])
    return table


def community_of(people: int) -> Place:
    """Return a community with so many people behind its doors."""
    community = empty_community()
    file = household_list(people)
    of = intake.preview(file, by=SYSTEM, community=community, name="住户.xlsx")
    intake.apply(of, by=SYSTEM, only_good=True)
    return community
