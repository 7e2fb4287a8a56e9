"""Kinds to try the verbs on, one for each workflow, and matters filed through the front door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from linli.core import calendar
from linli.core.labels import Label, Option
from linli.engines.cases import actions, kinds
from linli.engines.cases.kinds import Category, Deadline, Kind
from linli.engines.cases.models import Case
from linli.forms.schema import Form, Question
from linli.registry.access import VISITOR
from tests.cast import Cast

CATEGORY = Category(code="facilities", label=Label("设施", "Facilities"))


def kind(code: str, zh: str, **columns: Any) -> Kind:
    """A kind with whatever a test does not care about filled in."""
    columns.setdefault("workflow", "standard")
    columns.setdefault("deadline", Deadline(3, "working days"))
    columns.setdefault("answered_by", ("grid_worker", "worker"))
    return Kind(
        code=code, label=Label(zh, code), programme="trials", programme_label=Label("试", "Trials"),
        category=CATEGORY, **columns,
    )  # fmt: skip


LAMP = kind(
    "lamp", "路灯", is_public=True, organisation="property_company",
    answer_within=Deadline(24, "hours"), deadlines={"urgent": Deadline(4, "working hours")},
)  # fmt: skip
NOISE = kind("noise", "噪音", is_public=True, about_people=True)
CLUTTER = kind("clutter", "楼道堆物", workflow="inspect_and_recheck", photos=("after",))
PAPER = kind("paper", "开证明", workflow="at_the_desk", deadline=Deadline(30, "minutes"))
LIFT = kind(
    "lift", "电梯",
    form=Form((
        Question("floor", "number", Label("楼层", "Floor"), required=True),
        Question("trapped", "select_one", Label("有人被困", "Somebody trapped"),
              options=(Option("yes", Label("有", "Yes")), Option("no", Label("没有", "No")))),
        Question("since", "date", Label("从哪天起", "Since")),
    )),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _kinds_and_calendar() -> Iterator[None]:
    known = dict(kinds._KINDS), dict(kinds._CATEGORIES)
    kinds.replace_all(kinds=[LAMP, NOISE, CLUTTER, PAPER, LIFT], categories=[CATEGORY])
    calendar.forget()
    yield
    kinds.replace_all(kinds=known[0].values(), categories=known[1].values())
    calendar.forget()


@pytest.fixture
def file(cast: Cast) -> Callable[..., Case]:
    """File a matter as the first household, unless the test says otherwise."""

    def file(**given: Any) -> Case:
        return filed(cast, **given).case

    return file


def filed(cast: Cast, **given: Any) -> actions.Filed:
    """File a matter of the cast's community."""
    given.setdefault("by", cast.resident() if given.get("channel") != "place_code" else VISITOR)
    given.setdefault("community_id", cast.community.pk)
    given.setdefault("channel", "household")
    given.setdefault("kind", "lamp")
    given.setdefault("text", "2 单元门口的路灯不亮,晚上看不见。")
    given.setdefault("place", cast.entrance)
    return actions.file_case(**given)
