"""Many matters at once, for benchmarks: past the verbs, straight into the tables and the index.

    python benchmarks/build.py --cases 20000 --communities 1

Texts are made of phrases of a community's daily life, 60 to 140 letters long; three in a hundred
matters are open. Nothing here is for a house that is in use.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks_house import in_own_house

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
OPEN_SHARE = 0.03
CHUNK = 20_000
BUILDINGS = 15

SPOTS = [
    "楼道",
    "门口",
    "单元门",
    "电梯",
    "地下车库",
    "小广场",
    "围墙",
    "东门",
    "西门",
    "绿化带",
    "健身器材",
    "垃圾站",
    "充电棚",
    "走廊",
    "楼顶",
    "水泵房",
    "快递柜",
    "花坛",
    "台阶",
    "消防通道",
    "凉亭",
    "儿童区",
    "配电室",
    "停车位",
    "晾衣杆",
]
THINGS = [
    "路灯不亮",
    "门禁打不开",
    "电梯异响",
    "水管漏水",
    "垃圾没清",
    "杂物堆放",
    "装修噪音",
    "下水道堵了",
    "井盖松动",
    "墙皮脱落",
    "树枝挡光",
    "宠物扰民",
    "车辆乱停",
    "电动车上楼",
    "暖气不热",
    "水压太低",
    "油烟太大",
    "玻璃碎了",
    "雨棚破损",
    "广告乱贴",
    "监控坏了",
    "扶手摇晃",
    "地砖翘起",
    "排水不畅",
    "噪声很大",
    "乱搭乱建",
    "蚊虫太多",
    "信号很差",
    "开关失灵",
    "门锁坏了",
]
HOPES = [
    "希望尽快处理",
    "请社区帮忙协调",
    "老人出行不便",
    "孩子差点摔倒",
    "已经反映多次",
    "物业一直没来",
    "请给个答复",
    "晚上看不清路",
    "影响大家休息",
    "存在安全隐患",
    "邻居也有意见",
    "麻烦上门看看",
    "请问何时能好",
    "盼望回复",
    "上周报修过一次",
    "下雨天更严重",
    "夜里十点还在响",
    "建议统一整治",
    "费用由谁承担",
    "能否先临时处理",
]
KINDS = ("lamp", "noise", "parking", "greenery", "lift", "leak", "clutter", "gate", "fire", "other")
DONE = "已安排维修人员到场处理,现已恢复正常。"


@dataclass(frozen=True)
class Built:
    """Where the matters are: communities, and a worker of the first one."""

    communities: list[Any]
    worker: Any
    company: Any
    cases: int


def build(count: int, *, communities: int = 1, seed: int = 7) -> Built:
    """Fill the tables with ``count`` matters, evenly over communities of 15 buildings."""
    from django.db import connection

    homes = [_community(number) for number in range(communities)]
    known = _register_kinds()
    dice = random.Random(seed)  # noqa: S311
    phrases = _phrases()
    with _bulk(connection) as put:
        each = count // communities
        ids = itertools.count(1)
        for home in homes:
            numbers = range(1, each + 1)
            for start in range(0, each, CHUNK):
                chunk = numbers[start : start + CHUNK]
                put(_rows(chunk, home=home, ids=ids, dice=dice, phrases=phrases, of=each))
    _settle(connection, homes, each)
    del known
    return Built(
        communities=[home["community"] for home in homes], worker=homes[0]["worker"],
        company=homes[0]["company"], cases=each * communities,
    )  # fmt: skip


def _community(number: int) -> dict[str, Any]:
    from linli.registry.models import Organisation, Place, Post, User

    root = _place("street_office", f"街道 {number}", None)
    home = _place("community", f"社区 {number}", root)
    Place.objects.filter(pk=home.pk).update(community=home)
    buildings = [_place("building", f"{700 + n} 楼", home) for n in range(BUILDINGS)]
    company = Organisation.objects.create(community=home, kind="property_company", name="物业")
    worker = User.objects.create(username=f"worker{number}", display_name="周洁")
    post = Post.objects.create(role="worker", place=home, user=worker, holder="周洁")
    officer = User.objects.create(username=f"company{number}", display_name="孙师傅")
    Post.objects.create(
        role="property_staff", place=home, user=officer, holder="孙师傅", organisation=company
    )
    return {
        "community": home, "buildings": buildings, "company": company, "worker": worker,
        "post": post,
    }  # fmt: skip


def _place(kind: str, name: str, parent: Any) -> Any:
    from linli.registry.models import Place

    made = Place.objects.create(
        kind=kind, name=name, label=name, parent=parent, path="", order=0,
        code=f"B{Place.objects.count():06d}",
    )  # fmt: skip
    made.path = f"{parent.path if parent else ''}{made.pk}/"
    made.community = made if kind == "community" else (parent.community if parent else None)
    made.building = made if kind == "building" else None
    made.save()
    return made


def _register_kinds() -> None:
    from linli.core.labels import Label
    from linli.engines.cases import kinds
    from linli.engines.cases.kinds import Category, Deadline, Kind

    category = Category(code="bench", label=Label("测试", "Bench"))
    for code in KINDS:
        kinds.register(
            Kind(
                code=code, label=Label(code, code), programme="bench",
                programme_label=Label("测试", "Bench"), category=category, workflow="standard",
                deadline=Deadline(3, "working days"), organisation="property_company",
                is_public=True,
            )
        )  # fmt: skip


def _phrases() -> list[tuple[str, str]]:
    """Return phrases with the words under which the index keeps them, made once."""
    from linli.engines.cases.search import tokens

    said = [f"{spot}{thing}" for spot in SPOTS for thing in THINGS]
    said += [hope for hope in HOPES for _ in range(20)]
    return [(phrase, " ".join(tokens(phrase))) for phrase in said]


def _rows(
    numbers: Sequence[int],
    *,
    home: dict[str, Any],
    ids: Iterator[int],
    dice: random.Random,
    phrases: list[tuple[str, str]],
    of: int,
) -> list[tuple[dict[str, Any], str]]:
    rows = []
    community, buildings = home["community"], home["buildings"]
    for number in numbers:
        pk = next(ids)
        said = dice.choices(phrases, k=dice.randint(7, 14))
        text = "，".join(phrase for phrase, _ in said)
        opened = NOW - timedelta(minutes=(of - number) * 20 + 5)
        building = buildings[number % BUILDINGS]
        is_open = dice.random() < OPEN_SHARE
        row = {
            "id": pk, "community_id": community.pk, "building_id": building.pk,
            "place_id": building.pk, "place_label": building.label, "number": number,
            "kind": KINDS[number % 7 if dice.random() < 0.8 else number % 10],
            "kind_confirmed": dice.random() > 0.1, "suggestion": "[]", "title": text[:24],
            "text": text, "fields": "{}", "urgency": 0, "channel": "place_code",
            "external_id": "", "external": "{}", "reporter_name": "", "reporter_phone": "",
            "reporter_email": "", "follow_index": f"bench-{pk}", "owner_label": "物业",
            "first_owner_label": "物业", "opened_at": opened,
            "post_id": home["post"].pk if number % 5 == 0 else None,
            "organisation_id": home["company"].pk if number % 5 else None,
            "due_at": opened + timedelta(days=dice.randint(1, 9)), "warn_at": opened,
            "escalation": 0, "reopened": 0, "supporters": number % 4, "is_public": True,
            "public_text": text, "public_result": "" if is_open else DONE, "version": 1,
            "updated_at": opened, **_ended(is_open, opened, dice),
        }  # fmt: skip
        words = " ".join(words for _, words in said)
        rows.append((row, f"c{community.pk} n{number} {words}"))
    return rows


def _ended(is_open: bool, opened: datetime, dice: random.Random) -> dict[str, Any]:
    if is_open:
        state = dice.choice(("filed", "accepted", "assigned", "in_hand", "in_hand", "resolved"))
        return {"state": state, "closed_at": None, "closing": "", "is_solved": None, "stars": None}
    return {
        "state": "closed", "closed_at": opened + timedelta(days=2), "closing": "confirmed",
        "is_solved": True, "stars": 5,
    }  # fmt: skip


class _bulk:
    """Put rows in with the indexes away, and put these back at the end."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.indexes: list[str] = []

    def __enter__(self) -> Any:
        self.cursor = self.connection.cursor()
        if self.connection.vendor == "sqlite":
            self.cursor.execute("PRAGMA synchronous=OFF")
            self.cursor.execute("PRAGMA cache_size=-400000")
            self.cursor.execute("PRAGMA foreign_keys=OFF")
            found = "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
            self.cursor.execute(f"{found} AND tbl_name='cases_case'")
        else:
            self.cursor.execute("SET synchronous_commit=off")
            self.cursor.execute("SET maintenance_work_mem='512MB'")
            self.cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN"
                " ('cases_case', 'cases_search') AND indexname NOT IN"
                " (SELECT conname FROM pg_constraint)"
            )
        for name, sql in self.cursor.fetchall():
            self.indexes.append(sql)
            self.cursor.execute(f'DROP INDEX "{name}"')
        return self.put

    def put(self, rows: list[tuple[dict[str, Any], str]]) -> None:
        columns = list(rows[0][0])
        if self.connection.vendor == "sqlite":
            self._put_sqlite(columns, rows)
        else:
            self._put_postgres(columns, rows)

    def _put_sqlite(self, columns: list[str], rows: list[tuple[dict[str, Any], str]]) -> None:
        raw = self.connection.connection
        holes = ",".join("?" * len(columns))
        raw.execute("BEGIN")
        raw.executemany(
            f"INSERT INTO cases_case ({','.join(columns)}) VALUES ({holes})",  # noqa: S608
            ([_plain(value) for value in row.values()] for row, _words in rows),
        )
        raw.executemany(
            "INSERT INTO cases_search(rowid, body) VALUES (?, ?)",
            ((row["id"], words) for row, words in rows),
        )
        raw.execute("COMMIT")

    def _put_postgres(self, columns: list[str], rows: list[tuple[dict[str, Any], str]]) -> None:
        raw = self.connection.connection.cursor()
        with raw.copy(f"COPY cases_case ({','.join(columns)}) FROM STDIN") as copy:
            for row, _words in rows:
                copy.write_row(list(row.values()))
        with raw.copy("COPY cases_search (case_id, body) FROM STDIN") as copy:
            for row, words in rows:
                copy.write_row([row["id"], " ".join(f"'{w}'" for w in sorted(set(words.split())))])

    def __exit__(self, *fault: object) -> None:
        for sql in self.indexes:
            self.cursor.execute(sql)


def _plain(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value


def _settle(connection: Any, homes: list[dict[str, Any]], each: int) -> None:
    from linli.engines.cases.models import Case, CaseNumber, Step

    CaseNumber.objects.bulk_create(CaseNumber(community=h["community"], last=each) for h in homes)
    newest = list(Case.objects.order_by("-id").values_list("pk", flat=True)[:5000])
    Step.objects.bulk_create(
        Step(case_id=pk, at=NOW, verb=verb, by="visitor", by_label="", words="在办")
        for pk in newest
        for verb in ("file", "accept", "take", "reply")
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_search(cases_search) VALUES ('optimize')")
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("PRAGMA cache_size=-2000")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("SELECT setval('cases_case_id_seq', %s)", [each * len(homes)])
            cursor.execute("VACUUM ANALYZE")


def main() -> None:
    """Build, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--communities", type=int, default=1)
    wanted = parser.parse_args()
    with in_own_house():
        began = time.perf_counter()
        built = build(wanted.cases, communities=wanted.communities)
        print(f"build {built.cases} matters: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
