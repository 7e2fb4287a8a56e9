"""The lamp at 704, what the printed slip opens, and what staff set up for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from linli.demo import pictures
from linli.demo.crew import Crew, Moments
from linli.demo.residents import STORY
from linli.demo.staff import PEOPLE, Made
from linli.engines.cases import actions as do
from linli.engines.cases import saved_views
from linli.engines.cases.actions import community, danger_lists
from linli.engines.cases.danger.shipped import shipped
from linli.registry.access import VISITOR, Actor, actor_of_household
from linli.registry.models import Household, Organisation, Person, Place

LAMP_DAYS_AGO = 3


def rules(made: Made) -> None:
    """Enter the community's routing rules."""
    secretary = made.actors["secretary"]
    repair = Organisation.objects.get(community=made.community, name="应急维修队")
    mediators = Organisation.objects.get(community=made.community, name="矛盾调解队")
    rows = (
        {"name": "电梯困人，先叫应急维修队", "kinds": ["lift_broken"], "words": ["困", "被关"],
         "organisation": repair},
        {"name": "夜里的水电气找物业值班", "kinds": ["water", "power", "leak"],
         "from_time": time(19), "to_time": time(8), "organisation": made.company},
        {"name": "闻到煤气，网格员先到", "kinds": ["gas"], "role": "grid_worker"},
        {"name": "704 楼的楼道由楼门长先看", "kinds": ["corridor_clutter", "drying", "pets"],
         "place": made.estate.buildings[3], "role": "steward"},
        {"name": "赔偿谈不拢，请调解队", "kinds": ["neighbours"], "words": ["赔偿"],
         "organisation": mediators},
    )  # fmt: skip
    for values in rows:
        community.save_rule(community=made.community, by=secretary, values=values)


def numbers(made: Made) -> None:
    """Fill in whom this community calls: the gas company, the night desk."""
    own = {"gas": "14070477777", "night_desk": "14070411704", "lift_maintenance": "14070496333"}
    filled = [
        replace(number, phone=number.phone or own[number.code]) for number in shipped().numbers
    ]
    danger_lists.set_numbers(
        filled, minutes=shipped().call_again_minutes, by=made.actors["secretary"],
        community=made.community,
    )  # fmt: skip


def views(made: Made) -> None:
    """Keep some lists that staff come back to."""
    for view in PEOPLE["view"]:
        saved_views.save(by=made.actors[view["who"]], name=view["name"], query=view["query"])


def tales(made: Made, crew: Crew, *, now: datetime) -> list[Moments]:
    """Return the told matters of 704-2-301, and the night the heating failed."""
    home = Household.objects.select_related("dwelling__parent__building").get(
        community=made.community, dwelling__door_key=STORY
    )
    entrance = home.dwelling.parent
    if entrance is None:
        return []
    return [
        _lamp(made, home, entrance, now=now),
        _to_confirm(made, home, now=now),
        _in_hand(made, home, entrance, now=now),
        _about_me(made, home, now=now),
        _named(made, home, now=now),
        *_cold_night(made, crew, now=now),
        _stuck(made, now=now),
    ]


def _evening(now: datetime, *, days: int, hour: int, minute: int) -> datetime:
    day = timezone.localtime(now) - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _lamp(made: Made, home: Household, entrance: Place, *, now: datetime) -> Moments:
    """A lamp at the entrance dazzles an old woman's bedroom; it is mended the same evening."""
    resident, worker = actor_of_household(home), made.grid[0]
    mender = made.actors["property"]
    yield _evening(now, days=LAMP_DAYS_AGO, hour=17, minute=40)
    case = do.file_case(
        by=resident, community_id=made.community.pk, channel="household", kind="lamp_broken",
        title="单元门口的新灯太亮，照得睡不着",
        text="单元门口换了新灯以后特别亮，正对着我家卧室窗户，拉上窗帘也挡不住，"
        "连着两晚没睡好。能不能调暗一点，或者换个方向？",
        place=entrance, fields={"where": "entrance", "trouble": ["dazzles"]},
        photos=(pictures.photo("lamp", after=False),),
    ).case  # fmt: skip
    yield _evening(now, days=LAMP_DAYS_AGO, hour=17, minute=52)
    do.accept(case.pk, by=worker)
    do.reply(case.pk, by=worker, text="王阿姨您好，收到了。我这就和孙师傅过去看，今晚给您答复。")
    yield _evening(now, days=LAMP_DAYS_AGO, hour=18, minute=25)
    do.add_note(case.pk, by=worker, text="现场看过，灯头朝上 15 度，正对 301 卧室。带上挡光板。")
    yield _evening(now, days=LAMP_DAYS_AGO, hour=20, minute=35)
    do.resolve(
        case.pk, by=mender, photos=(pictures.photo("lamp", after=True),),
        result="已把灯头压低，换成 5 瓦暖光并加装挡光板。和您在屋里一起看过，灯光不再照进卧室。",
    )  # fmt: skip
    yield _evening(now, days=LAMP_DAYS_AGO, hour=20, minute=50)
    do.confirm(case.pk, by=resident, stars=5, word="当晚就弄好了，今晚能睡个好觉。谢谢你们！")
    yield _evening(now, days=LAMP_DAYS_AGO - 1, hour=9, minute=10)
    photos = list(case.photos.values_list("pk", flat=True))
    do.set_public(case.pk, by=worker, is_public=True, photo_ids=photos)


def _stuck(made: Made, *, now: datetime) -> Moments:
    """Two people in a lift scan its label; they are out in nineteen minutes."""
    worker = made.grid[3]
    lift = made.estate.public["lift"][40]
    lift.community = made.community
    yield _evening(now, days=2, hour=19, minute=12)
    case = do.file_case(
        by=VISITOR, community_id=made.community.pk, channel="place_code", kind="", place=lift,
        text="电梯停在 5 楼不动了，我们两个人被困在里面，按铃没人应。",
    ).case  # fmt: skip
    yield _evening(now, days=2, hour=19, minute=13)
    do.accept(case.pk, by=worker)
    do.reply(case.pk, by=worker, text="别扒门，别着急，我和物业都在路上，维保 10 分钟内到。")
    yield _evening(now, days=2, hour=19, minute=16)
    do.change_kind(case.pk, by=worker, kind="lift_broken")
    do.take(case.pk, by=worker)
    yield _evening(now, days=2, hour=19, minute=31)
    do.resolve(
        case.pk, by=worker,
        result="19:26 维保到场放人，两位居民平安。门机皮带断了，电梯停用检修，明早换件。",
    )  # fmt: skip
    yield _evening(now, days=2, hour=19, minute=48)
    reporter = Actor(key=f"follow:{case.pk}", label="", case_id=case.pk)
    do.confirm(case.pk, by=reporter, stars=5, word="十几分钟就出来了，电话那头一直陪我们说话。")


def _to_confirm(made: Made, home: Household, *, now: datetime) -> Moments:
    """Something waits for the household's own word."""
    mender = made.actors["property"]
    yield _evening(now, days=2, hour=9, minute=20)
    case = do.file_case(
        by=actor_of_household(home), community_id=made.community.pk, channel="household",
        kind="leak", title="厨房水管接头滴水",
        text="厨房水池下面的管子接头滴水，一晚上能接半盆。", place=home.dwelling,
        photos=(pictures.photo("pipe", after=False),),
    ).case  # fmt: skip
    yield _evening(now, days=2, hour=10, minute=5)
    do.take(case.pk, by=mender)
    yield _evening(now, days=1, hour=15, minute=30)
    do.resolve(
        case.pk, by=mender, result="接头已换新，试水一刻钟不漏，地面擦干。",
        photos=(pictures.photo("pipe", after=True),),
    )  # fmt: skip


def _in_hand(made: Made, home: Household, entrance: Place, *, now: datetime) -> Moments:
    """Something is being worked on."""
    mender = made.actors["property2"]
    yield _evening(now, days=1, hour=18, minute=10)
    case = do.file_case(
        by=actor_of_household(home), community_id=made.community.pk, channel="household",
        kind="door_broken", title="单元门自己关不上",
        text="单元门要用力拉才关得上，夜里风一吹就开了。", place=entrance,
    ).case  # fmt: skip
    yield _evening(now, days=1, hour=18, minute=40)
    do.take(case.pk, by=mender)
    do.reply(case.pk, by=mender, text="闭门器要换，配件明天到，到了就来换。")


def _about_me(made: Made, home: Household, *, now: datetime) -> Moments:
    """A neighbour finds himself in what somebody wrote; the words are hidden until a look."""
    yield _evening(now, days=2, hour=21, minute=5)
    case = do.file_case(
        by=VISITOR, community_id=made.community.pk, channel="place_code", kind="noise",
        text="楼上那家天天半夜拖椅子，儿子还练鼓，一点不顾别人。", place=home.building,
    ).case  # fmt: skip
    yield _evening(now, days=1, hour=9, minute=15)
    do.look(case.pk, by=made.grid[0], text="楼上半夜有拖椅子和打鼓的声音。")
    yield _evening(now, days=1, hour=19, minute=40)
    do.object_to(case.pk, by=VISITOR, words="说的是我家。鼓是白天练的，半夜没有。", browser="demo")


def _named(made: Made, home: Household, *, now: datetime) -> Moments:
    """Somebody names a neighbour; a worker has still to look before strangers read it."""
    yield _evening(now, days=1, hour=20, minute=25)
    contact = Person.objects.filter(household=home, is_contact=True).first()
    do.file_case(
        by=VISITOR, community_id=made.community.pk, channel="place_code", kind="pets",
        text=f"{home.dwelling.label} {contact or '那家'}的狗不牵绳，打过 140 0000 0704 也没用。",
        place=home.building,
    )  # fmt: skip


def _cold_night(made: Made, crew: Crew, *, now: datetime) -> list[Moments]:
    """Four households of one entrance write in one night; the worker joins what they wrote."""
    block = made.estate.buildings[8]
    homes = list(
        Household.objects.filter(building=block, residence="resident")
        .select_related("dwelling__building").order_by("id")[:4]
    )  # fmt: skip
    first: dict[str, int] = {}
    texts = (
        "整个单元暖气都是凉的，家里有刚满月的孩子。",
        "暖气不热，摸着冰手，是不是停了？",
        "从昨晚开始暖气就凉了，老人冻得直咳嗽。",
        "709 楼暖气一点都不热，什么时候能好？",
    )
    return [
        _cold(made, crew, home, text, first, number, now=now)
        for number, (home, text) in enumerate(zip(homes, texts, strict=True))
    ]


def _cold(
    made: Made, crew: Crew, home: Household, text: str, first: dict[str, int], number: int,
    *, now: datetime,
) -> Moments:  # fmt: skip
    worker, contact = made.grid[3], Person.objects.filter(household=home, is_contact=True).first()
    yield _evening(now, days=6, hour=20, minute=5 + number * 11)
    case = do.file_case(
        by=actor_of_household(home), community_id=made.community.pk, channel="household",
        kind="heating", text=text, place=home.building, urgency=1,
        reporter=do.Reporter(contact.name if contact else "", household_id=home.pk),
    ).case  # fmt: skip
    first.setdefault("case", case.pk)
    yield _evening(now, days=6, hour=21, minute=10 + number)
    if number:
        do.merge(case.pk, by=worker, into_id=first["case"])
        return
    do.take(case.pk, by=worker)
    yield _evening(now, days=6, hour=21, minute=30)
    heat = made.departments["供热公司"]
    do.whistle(case.pk, by=worker, organisation_id=heat.pk, text="709 楼整个单元不热，请速到场。")
    yield _evening(now, days=6, hour=23, minute=15)
    do.whistle_answer(case.pk, by=worker, text="换热站循环泵跳闸，已切换备用泵。")
    do.reply(case.pk, by=worker, text="换热站的泵坏了，已换备用泵，夜里会慢慢热起来。")
    yield _evening(now, days=5, hour=9, minute=0)
    do.resolve(case.pk, by=worker, result="循环泵已修好，早上入户测温 21 度。")
    yield _evening(now, days=5, hour=12, minute=20)
    do.confirm(case.pk, by=actor_of_household(home), stars=5, word="半夜就热了，辛苦。")
