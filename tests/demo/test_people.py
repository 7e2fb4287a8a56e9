"""The demo's people and situations are tables, and what they name is there."""

from __future__ import annotations

from string import Formatter
from urllib.parse import parse_qs

import pytest

from linli.demo.situations import ALL, FILES, Situation
from linli.demo.staff import LOGINS, PEOPLE
from linli.faces.web.desk import links
from linli.programmes import loader
from linli.registry.roles import GRANTS

KINDS = {kind.code for kind in loader.load().kinds("cases")}
pytestmark = pytest.mark.once


@pytest.mark.parametrize("view", PEOPLE["view"], ids=lambda view: view["name"])
def test_a_kept_list_asks_what_the_desk_can_answer(view: dict[str, str]) -> None:
    """What the list does not know it leaves out in silence: then all of it would be shown."""
    query = {name: values[0] for name, values in parse_qs(view["query"]).items()}
    assert links.asked(query) == query
    before = links.read({})
    for name, value in query.items():
        assert links.read({name: value}) != before, f"{name}={value} asks nothing"


def test_everybody_who_logs_in_has_a_post_that_is_known() -> None:
    assert {login.post for login in LOGINS} <= set(GRANTS)
    assert {post["role"] for post in PEOPLE["post"]} <= set(GRANTS)
    assert {view["who"] for view in PEOPLE["view"]} <= {login.username for login in LOGINS}


def test_each_file_tells_situations_of_kinds_that_ship() -> None:
    assert len(FILES) == 7
    assert {situation.kind for situation in ALL} <= KINDS


@pytest.mark.parametrize("situation", ALL, ids=lambda situation: situation.text[:12])
def test_the_gaps_of_a_text_can_be_filled(situation: Situation) -> None:
    texts = situation.text + situation.result
    gaps = {name for _text, name, _spec, _conversion in Formatter().parse(texts) if name}
    assert gaps <= {"floor", "number", "days", "hour"}
