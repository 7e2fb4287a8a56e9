"""Whatever stands open to everybody shows no words of a matter that nobody has looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.engines.cases import actions
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case
from linli.registry.access import VISITOR
from tests.cast import Cast

SRC = Path(__file__).parents[2] / "src" / "linli"
SAID, TITLE, NAME, DONE = "凤凰不鸣于庭", "梧桐夜雨敲窗", "司空见惯君", "鹧鸪已飞去矣"
LEFT_OUT = ("media", "static")
WRITES = re.compile(r"\bpublic_(?:text|result)\b\s*=(?!=)")
WRITERS = {"engines/cases/actions/public_text.py", "engines/cases/models/case.py"}


def addresses() -> Iterator[str]:
    """Yield every address of the house as a pattern with <names>."""

    def below(resolver: URLResolver, before: str) -> Iterator[str]:
        for part in resolver.url_patterns:
            route = before + str(part.pattern)
            if isinstance(part, URLPattern):
                yield route
            else:
                yield from below(part, route)

    yield from below(get_resolver(), "/")


def filled(route: str, case: Case) -> set[str]:
    """Fill the names of an address with all that could lead to the matter."""
    words = {case.community.code, str(case.number), str(case.pk), f"SX-{case.number}"}
    words |= {case.place.code} if case.place else set()
    found = set()
    for word in words:
        address = re.sub(r"<(?:int|id):\w*(?:number)\w*>", str(case.number), route)
        address = re.sub(r"<(?:int|id):\w+>", str(case.pk), address)
        address = re.sub(r"<(?:\w+:)?form>", "json", address)
        address = re.sub(r"<(?:str:)?code>", case.community.code, address)
        found.add(re.sub(r"<[^>]+>", word, address))
    return found


@pytest.fixture
def case(cast: Cast) -> Case:
    """A stranger's matter, done, that nobody has looked at."""
    filed = actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="open311", kind="noise",
        text=SAID, title=TITLE, place=cast.entrance, reporter=Reporter(name=NAME),
        external_id=NAME[:3],
    ).case  # fmt: skip
    actions.take(filed.pk, by=cast.actor("worker"))
    actions.resolve(filed.pk, by=cast.actor("worker"), result=DONE)
    return Case.objects.select_related("community", "place").get(pk=filed.pk)


def opened(case: Case) -> dict[str, str]:
    """Open every address as a stranger; returns what came back by address."""
    client, pages = Client(raise_request_exception=False), {}
    for route in addresses():
        if any(part in route for part in LEFT_OUT):
            continue
        plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
        for address in filled(re.sub(r"[\\^$?]", "", plain), case):
            answer = client.get(address)
            if answer.status_code == 200 and not answer.streaming:
                pages[address] = answer.content.decode(errors="replace")
    asked = client.get("/open311/v2/requests.json").content.decode()
    hints = client.post(f"/p/{case.community.code}/suggestions/", {"text": SAID})
    found = client.get(f"/open/{case.community.code}/", {"q": SAID[:2]})
    pages |= {"open311": asked, "hints": hints.content.decode(), "search": found.content.decode()}
    return pages


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["awaited", "objected", "withheld"])
def test_nothing_that_everybody_may_open_shows_words_before_a_look(
    cast: Cast, case: Case, state: str
) -> None:
    worker = cast.actor("worker")
    if state != "awaited":
        actions.look(case.pk, by=worker)
        actions.object_to(case.pk, by=VISITOR, words=NAME)
    if state == "withheld":
        actions.look(case.pk, by=worker, decision="withhold", reason=NAME)
    for address, page in opened(case).items():
        for word in (SAID, TITLE, NAME, DONE):
            assert word not in page, f"{address} shows {word} ({state})"


@pytest.mark.django_db
def test_the_same_walk_sees_the_words_once_somebody_has_looked(cast: Cast, case: Case) -> None:
    """The control: these are the outputs that the walk above must have opened."""
    actions.look(case.pk, by=cast.actor("worker"))
    showing = {address for address, page in opened(case).items() if SAID in page}
    code = case.community.code
    assert {"/open/" + code + "/", f"/open/{code}/{case.number}/", "open311", "hints"} <= showing
    assert {f"/open/{code}/feed.atom", "search"} <= showing
    assert f"/open311/v2/requests/{case.pk}.json" in showing


def test_one_place_alone_writes_what_strangers_read() -> None:
    writers = {
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if "migrations" not in path.parts and WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert writers == WRITERS
