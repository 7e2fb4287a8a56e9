"""The public page: what was asked and what became of it, and nobody's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from linli.engines.cases import actions
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case
from linli.registry.access import VISITOR
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def said(response: Any) -> str:
    return str(response.content.decode())


def raised(cast: Cast, text: str, **more: Any) -> Case:
    """A stranger raises it, and a worker has looked at the words."""
    case = actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="exposed_rubbish",
        text=text, place=cast.dwellings[0], reporter=Reporter(name="王秀兰", phone="13800138001"),
        **more,
    ).case  # fmt: skip
    return actions.look(case.pk, by=cast.actor("worker"))


def page_of(cast: Cast, **asked: str) -> str:
    return said(Client().get(f"/open/{cast.community.code}/", asked))


def test_no_name_no_number_no_door_is_shown(cast: Cast) -> None:
    case = raised(cast, "我是王秀兰，电话 13800138001，704-2-301 门口垃圾没人收")
    for page in (
        page_of(cast),
        said(Client().get(f"/open/{cast.community.code}/{case.number}/")),
        said(Client().get(f"/open/{cast.community.code}/feed.atom")),
    ):
        assert "垃圾没人收" in page
        for secret in ("王秀兰", "13800138001", "301"):
            assert secret not in page
        assert "704 楼" in page


def test_a_name_cannot_be_found_out_by_searching_for_it(cast: Cast) -> None:
    raised(cast, "我是王秀兰，垃圾没人收")
    assert "垃圾没人收" in page_of(cast, q="垃圾")
    assert "垃圾没人收" not in page_of(cast, q="王秀兰")


def test_a_matter_that_is_not_public_is_not_there(cast: Cast) -> None:
    case = raised(cast, "垃圾没人收")
    Case.objects.filter(pk=case.pk).update(is_public=False)
    assert "垃圾没人收" not in page_of(cast)
    assert Client().get(f"/open/{cast.community.code}/{case.number}/").status_code == 404


def test_the_result_is_shown_when_it_is_done(cast: Cast) -> None:
    case = raised(cast, "垃圾没人收")
    worker = cast.actor("grid_worker")
    actions.take(case.pk, by=worker)
    Case.objects.filter(pk=case.pk).update(public_result="已清运", state="resolved")
    assert "已清运" in page_of(cast)


def test_filters_are_links(cast: Cast) -> None:
    open_one, closed_one = raised(cast, "垃圾没人收"), raised(cast, "楼道有烟头")
    actions.withdraw(closed_one.pk, by=cast.actor("worker"), reason="居民说不用了")
    page = page_of(cast, state="closed")
    assert "楼道有烟头" in page
    assert "垃圾没人收" not in page
    assert "?state=open" in page
    assert open_one.public_text in page_of(cast, state="open")
    assert "垃圾没人收" not in page_of(cast, kind="noise")
    assert "垃圾没人收" not in page_of(cast, building=str(cast.other_building.pk))


def test_pages_go_on_by_cursor_and_miss_none(cast: Cast) -> None:
    for number in range(45):
        make.case(
            community=cast.community, text=f"第{number:02}件", public_text=f"第{number:02}件",
            kind="exposed_rubbish", is_public=True,
            opened_at=make.NOON + timedelta(minutes=number // 3),
        )  # fmt: skip
    seen: list[str] = []
    address = f"/open/{cast.community.code}/"
    query = ""
    client = Client()
    for _page in range(4):
        response = client.get(address + query)
        seen += [row["title"] for row in response.context["rows"]]
        query = response.context["older"]
        if not query:
            break
    assert sorted(seen) == [f"第{number:02}件" for number in range(45)]
    back = client.get(address + response.context["newer"])
    assert [row["title"] for row in back.context["rows"]] == seen[20:40]


@pytest.mark.parametrize("at", [">x", "<9999999999999999,1", ">1", "²,²", ">-1,1", "<" * 90])
def test_a_made_up_cursor_is_no_fault(cast: Cast, at: str) -> None:
    raised(cast, "垃圾没人收")
    assert Client().get(f"/open/{cast.community.code}/", {"at": at}).status_code == 200


@pytest.mark.parametrize("asked", [{"building": "²"}, {"building": "9" * 12}, {"q": "'\"%_ *"}])
def test_odd_filters_are_no_fault(cast: Cast, asked: dict[str, str]) -> None:
    raised(cast, "垃圾没人收")
    assert Client().get(f"/open/{cast.community.code}/", asked).status_code == 200


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        raised(cast, f"第 {number} 桶垃圾没人收")
    with django_assert_max_num_queries(6):
        page_of(cast)


def test_the_feed_is_atom(cast: Cast) -> None:
    raised(cast, "垃圾没人收 <b>&")
    answer = Client().get(f"/open/{cast.community.code}/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)  # noqa: S314
    assert tree.tag == f"{ATOM}feed"
    entry = tree.find(f"{ATOM}entry")
    assert entry is not None
    assert "垃圾没人收" in (entry.findtext(f"{ATOM}title") or "")


def test_an_empty_page_offers_the_next_step(cast: Cast) -> None:
    assert 'href="/report/"' in page_of(cast)


def test_a_building_has_no_public_page(cast: Cast) -> None:
    assert Client().get(f"/open/{cast.building.code}/").status_code == 404
