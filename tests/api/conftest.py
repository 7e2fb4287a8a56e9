"""Fixtures of the api face: a token for each kind of caller, and kinds that need no file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linli.core.labels import Label, Option
from linli.engines.cases import kinds
from linli.engines.cases.kinds import Category, Deadline, Kind
from linli.forms.schema import Form, Question
from linli.registry.access import SYSTEM
from linli.registry.actions.tokens import Issued, issue_token
from tests.cast import Cast

LIGHT = Category("lighting", Label("照明", "Lighting"))
LAMP = Kind(
    code="lamp",
    label=Label("路灯", "Lamp"),
    programme="repairs",
    programme_label=Label("报修", "Repairs"),
    category=LIGHT,
    workflow="standard",
    is_public=True,
    deadline=Deadline(3, "days"),
    open311_keywords=("lamp", "light"),
    answered_by=("grid_worker",),
    form=Form(
        (
            Question(
                "where",
                "select_one",
                Label("在哪里", "Where"),
                required=True,
                options=(
                    Option("path", Label("路边", "Path")),
                    Option("stairs", Label("楼道", "Stairs")),
                ),
            ),
            Question(
                "trouble",
                "select_many",
                Label("怎么了", "What"),
                options=(
                    Option("dark", Label("不亮", "Dark")),
                    Option("hangs", Label("松", "Loose")),
                ),
            ),
            Question("since", "date", Label("何时", "Since")),
            Question("lamps", "number", Label("几盏", "How many")),
        )
    ),
)
NOISE = Kind(
    code="noise",
    label=Label("噪音", "Noise"),
    programme="requests",
    programme_label=Label("诉求", "Requests"),
    category=LIGHT,
    workflow="standard",
    is_public=True,
    deadline=Deadline(7, "days"),
)
SECRET = Kind(
    code="quarrel",
    label=Label("纠纷", "Quarrel"),
    programme="requests",
    programme_label=Label("诉求", "Requests"),
    category=LIGHT,
    workflow="standard",
)


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """Three kinds: one with questions, one without, one that is not public."""
    before, categories = kinds.all(), kinds.categories()
    kinds.replace_all(kinds=[LAMP, NOISE, SECRET], categories=[LIGHT])
    yield
    kinds.replace_all(kinds=before, categories=categories)


@pytest.fixture
def key(cast: Cast) -> Issued:
    """A community's own Open311 key."""
    return issue_token("App", by=SYSTEM, community=cast.community, scopes=["open311"])


@pytest.fixture
def token(cast: Cast) -> Issued:
    """A grid worker's token for everything."""
    return issue_token(
        "Script",
        by=SYSTEM,
        community=cast.community,
        user=cast.grid_worker,
        scopes=["open311", "cases:read", "cases:write", "places:read"],
    )
