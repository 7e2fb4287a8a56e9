"""A title that is the beginning of the words: nothing of a number or a name is left by the cut."""

from __future__ import annotations

import pytest

from linli.engines.cases import actions
from linli.engines.cases.models import Case
from linli.registry import actions as register
from linli.registry.access import VISITOR
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def filed(cast: Cast, text: str) -> Case:
    return actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="noise", text=text,
        place=cast.building,
    ).case  # fmt: skip


def test_a_title_ends_before_a_number_not_in_it(cast: Cast) -> None:
    case = filed(cast, "704 楼 2 单元的水管漏水，麻烦请打138 0013 8001找我")
    assert case.title.endswith("请打…")


def test_a_name_cut_by_the_title_is_covered_with_the_text(cast: Cast) -> None:
    case = filed(cast, "四层楼道里的灯坏了，晚上看不见路，请告诉王秀兰，她家有梯子可以借")
    at = case.text.index("王秀兰")
    case.title = case.text[: at + 2] + "…"
    case.save(update_fields=["title"])
    register.erase_person(cast.people[0].pk, by=cast.actor("secretary"), reason="本人申请")
    case.refresh_from_db()
    assert "王秀" not in case.title + case.text
    assert "楼道里的灯坏了" in case.title
