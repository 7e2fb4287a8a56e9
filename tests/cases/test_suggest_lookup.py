"""What a community is suggested: by the words of its kinds, and by what it has closed itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.core import codes
from linli.engines.cases import suggest
from linli.engines.cases.models import Case, KindSetting, Lesson
from linli.engines.cases.suggest import learning
from linli.programmes import loader
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped_kinds(_kinds_and_calendar: None) -> None:
    loader.register()


def closed(cast: Cast, texts: dict[str, list[str]], *, confirmed: bool = True) -> None:
    number = Case.objects.count()
    for kind, said in texts.items():
        for text in said:
            number += 1
            Case.objects.create(
                community=cast.community, number=number, kind=kind, kind_confirmed=confirmed,
                title=text[:20], text=text, state="closed", closing="confirmed", channel="desk",
                opened_at=NOON, closed_at=NOON, updated_at=NOON,
                follow_index=codes.index(str(number), purpose="follow"),
            )  # fmt: skip


# Here the people say 蛐蛐箱 for the letter boxes, which no word list knows.
LOCAL = {
    "facility_broken": [f"{n} 号楼的蛐蛐箱门掉了" for n in range(30)],
    "greenery": [f"{n} 号楼的大桂花该剪枝了" for n in range(30)],
}


def test_a_new_community_is_suggested_a_kind_by_its_words(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = suggest.kinds_for(cast.community.pk, "3 单元楼道灯不亮")
    assert found[0][0] == "lamp_broken"
    assert len(found) <= 2


def test_a_kind_that_is_off_is_not_suggested(cast: Cast):
    KindSetting.objects.create(community=cast.community, kind="lamp_broken", is_on=False)
    codes_found = [code for code, _ in suggest.kinds_for(cast.community.pk, "楼道灯不亮")]
    assert "lamp_broken" not in codes_found


def test_closed_matters_teach_the_words_of_the_place(cast: Cast):
    here = cast.community.pk
    assert suggest.kinds_for(here, "蛐蛐箱又坏啦") == []
    closed(cast, LOCAL)
    assert suggest.learn_all(now=NOON) == 1
    assert suggest.kinds_for(here, "蛐蛐箱又坏啦")[0][0] == "facility_broken"
    assert suggest.kinds_for(cast.elsewhere.pk, "蛐蛐箱又坏啦") == []


def test_what_nobody_confirmed_teaches_nothing(cast: Cast):
    closed(cast, LOCAL, confirmed=False)
    assert suggest.learn_all(now=NOON) == 0


def test_nothing_is_learnt_anew_without_enough_that_is_new(cast: Cast):
    closed(cast, LOCAL)
    assert learning.learn(cast.community.pk, now=NOON)
    assert not learning.learn(cast.community.pk, now=NOON + timedelta(hours=1))
    closed(cast, {"greenery": ["桂花树下长草了"] * learning.LEAST_NEW})
    assert learning.learn(cast.community.pk, now=NOON + timedelta(hours=2))
    assert Lesson.objects.get().cases == 60 + learning.LEAST_NEW


def test_an_open_matter_that_says_the_same_is_found(
    cast: Cast, file: Callable[..., Case], django_assert_num_queries: Any
):
    first = file(
        kind="lamp_broken", text="2 单元门口的路灯不亮了,晚上看不见", fields={"where": "entrance"}
    )
    file(kind="noise", text="隔壁半夜唱歌太吵")
    with django_assert_num_queries(2):
        found = suggest.alike(cast.community.pk, "2 单元门口路灯不亮", place=cast.entrance)
    assert [row.id for row in found] == [first.pk]
    assert 0.3 <= found[0].likeness <= 1
    assert found[0].kind_label


def test_matters_of_another_building_or_community_are_not_near(cast: Cast, file):
    file(kind="lamp_broken", text="门口的路灯不亮了", fields={"where": "entrance"})
    text = "门口的路灯不亮了"
    assert suggest.alike(cast.community.pk, text, place=cast.other_building) == []
    assert suggest.alike(cast.elsewhere.pk, text) == []


def test_a_closed_matter_is_not_offered(cast: Cast):
    closed(cast, {"noise": ["隔壁半夜唱歌太吵"]})
    assert suggest.alike(cast.community.pk, "隔壁半夜唱歌太吵") == []


def test_an_alike_matter_bears_no_name_and_no_number(cast: Cast, file: Callable[..., Case]):
    file(
        kind="noise",
        text="隔壁半夜唱歌太吵,请打 13812345678",
        title="隔壁半夜唱歌,请打 13812345678",
    )
    row = suggest.alike(cast.community.pk, "隔壁半夜唱歌太吵")[0]
    assert "13812345678" not in row.title
    assert not hasattr(row, "reporter_name")
