"""The owner's desk: who sees what, what the filters ask, and what a page costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.models import Line
from linli.core.sheets import read_sheet
from linli.engines.cases import actions
from linli.engines.cases.models import Case, SavedView
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(cast: Cast) -> Client:
    return logged_in(cast.worker)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def matter(cast: Cast, text: str = "2 单元门口的灯坏了", **columns: Any) -> Case:
    columns.setdefault("due_at", timezone.now() + timedelta(days=1))
    columns.setdefault("place", cast.building)
    return make.case(community=cast.community, text=text, **columns)


def shown(client: Client, query: str = "") -> str:
    answer = client.get(f"/desk/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_not_logged_in_is_asked_to_log_in(cast: Cast) -> None:
    assert Client().get("/desk/").status_code == 302


def test_an_empty_desk_says_what_will_come(worker: Client) -> None:
    assert "现在没有待办的诉求" in shown(worker)


def test_the_list_shows_number_place_words_and_state(cast: Cast, worker: Client) -> None:
    case = matter(cast)
    page = shown(worker)
    for words in (case.reference, "704 楼", "2 单元门口的灯坏了", "待受理"):
        assert words in page


def test_words_of_residents_are_never_markup(cast: Cast, worker: Client) -> None:
    matter(cast, title="<script>alert(1)</script>", owner_label='"><b>')
    page = shown(worker)
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_a_matter_past_its_day_is_red_and_says_how_late(cast: Cast, worker: Client) -> None:
    matter(cast, due_at=timezone.now() - timedelta(days=1, hours=1))
    page = shown(worker)
    assert "超 1 天" in page
    assert "tag--bad" in page


def test_a_stranger_sees_nothing_of_it(cast: Cast) -> None:
    matter(cast)
    assert "灯坏了" not in shown(logged_in(cast.stranger))


def test_a_steward_sees_the_building_only(cast: Cast) -> None:
    matter(cast)
    matter(cast, text="别的楼漏水", place=cast.other_building)
    page = shown(logged_in(cast.steward))
    assert "灯坏了" in page
    assert "别的楼漏水" not in page


def test_property_staff_see_what_is_their_companys(cast: Cast) -> None:
    matter(cast)
    matter(cast, text="电梯不动了", organisation=cast.property_company)
    page = shown(logged_in(cast.property_worker))
    assert "电梯不动了" in page
    assert "灯坏了" not in page


def test_filters_are_links_that_narrow_the_list(cast: Cast, worker: Client) -> None:
    matter(cast, text="要受理的")
    matter(cast, text="已超期的", due_at=timezone.now() - timedelta(hours=2), state="in_hand")
    matter(cast, text="别楼的", place=cast.other_building, kind_confirmed=False)
    assert "要受理的" not in shown(worker, "?overdue=1")
    assert "已超期的" in shown(worker, "?overdue=1")
    assert "已超期的" not in shown(worker, "?state=filed")
    assert "要受理的" not in shown(worker, f"?building={cast.other_building.pk}")
    assert "别楼的" in shown(worker, "?guessed=1")


def test_a_filter_that_makes_no_sense_asks_nothing(cast: Cast, worker: Client) -> None:
    matter(cast)
    for query in (
        "?state=nonsense",
        "?building=x",
        "?since=yesterday",
        "?at=%3Ezz",
        "?group=99",
        "?at=%3E7",
        "?at=%3E1,2&order=newest",
    ):
        assert worker.get(f"/desk/{query}").status_code == 200


def test_mine_are_those_of_my_posts(cast: Cast, worker: Client) -> None:
    matter(cast, text="我的事", post=cast.worker.posts.get())
    matter(cast, text="别人的事")
    page = shown(worker, "?whose=mine")
    assert "我的事" in page
    assert "别人的事" not in page


def test_a_number_finds_its_matter(cast: Cast, worker: Client) -> None:
    matter(cast)
    second = matter(cast, text="楼道堆物")
    page = shown(worker, f"?q={second.reference.lower()}")
    assert "楼道堆物" in page
    assert "灯坏了" not in page


def pages(client: Client, query: str) -> list[list[str]]:
    """Walk the list to its end and return the numbers on each page."""
    import re

    found, address = [], f"/desk/{query}"
    while address:
        page = client.get(address).content.decode()
        found.append(re.findall(r">(SX-\d+)</a></td>", page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    return found


@pytest.mark.parametrize("query", ["", "?order=newest", "?state=all"])
def test_the_pages_hold_each_matter_once(
    cast: Cast, worker: Client, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.faces.web.desk.case_list.ROWS_A_PAGE", 4)
    soon = timezone.now()
    for number in range(11):
        due = None if number % 4 == 3 else soon + timedelta(hours=number // 2)
        matter(cast, text=f"第 {number} 件", due_at=due)
    found = pages(worker, query)
    assert [len(page) for page in found] == [4, 4, 3]
    assert len({number for page in found for number in page}) == 11


def test_newer_leads_back_to_the_same_page(
    cast: Cast, worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import re

    monkeypatch.setattr("linli.faces.web.desk.case_list.ROWS_A_PAGE", 3)
    for number in range(7):
        matter(cast, due_at=None if number > 4 else timezone.now() + timedelta(hours=number))
    first, second = pages(worker, "")[:2]
    page = shown(worker)
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    page = worker.get(older[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r">(SX-\d+)</a></td>", page) == second
    newer = re.search(r'rel="prev" href="([^"]+)"', page)
    assert newer
    page = worker.get(newer[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r">(SX-\d+)</a></td>", page) == first


def test_a_hundred_rows_cost_eight_statements(
    cast: Cast, worker: Client, django_assert_max_num_queries: Any
) -> None:
    cases = [matter(cast, text=f"第 {number} 件") for number in range(105)]
    with django_assert_max_num_queries(8):  # the first page of all
        shown(worker)
    actions.accept(cases[0].pk, by=cast.actor("worker"))
    with django_assert_max_num_queries(8):  # the counts are made anew
        shown(worker)


def test_more_rows_cost_no_more_statements(
    cast: Cast, worker: Client, django_assert_num_queries: Any
) -> None:
    matter(cast)
    shown(worker)
    with django_assert_num_queries(8):
        shown(worker)
    for number in range(30):
        matter(cast, text=f"第 {number} 件")
    with django_assert_num_queries(8):
        shown(worker)


def test_the_counts_follow_what_was_done(cast: Cast, worker: Client) -> None:
    case = matter(cast, post=cast.worker.posts.get())
    assert "待居民确认" in shown(worker)
    worker.post(f"/desk/{case.pk}/resolve/", {"result": "换了灯泡", "version": "0"})
    page = shown(worker)
    assert '<span class="stat__figure">1</span><span class="stat__note">已办好' in page


def test_a_view_is_kept_renamed_and_deleted(cast: Cast, worker: Client) -> None:
    worker.post("/desk/views/", {"name": "超期的", "query": "overdue=1&evil=2"})
    view = SavedView.objects.get()
    assert view.query == "overdue=1"
    assert "超期的" in shown(worker)
    worker.post(f"/desk/views/{view.pk}/", {"name": "先办"})
    assert SavedView.objects.get().name == "先办"
    assert (
        logged_in(cast.secretary).post(f"/desk/views/{view.pk}/", {"delete": 1}).status_code == 404
    )
    worker.post(f"/desk/views/{view.pk}/", {"delete": "1"})
    assert not SavedView.objects.exists()


def test_ticked_matters_are_assigned_together(cast: Cast, worker: Client) -> None:
    one, two = matter(cast), matter(cast, text="楼道堆物")
    page = worker.get("/desk/assign/", {"case": [one.pk, two.pk]}).content.decode()
    assert "派单 2 件" in page
    post = cast.grid_worker.posts.get()
    worker.post("/desk/assign/", {"case": [one.pk, two.pk], "owner": f"post:{post.pk}"})
    assert set(Case.objects.values_list("post", "state")) == {(post.pk, "assigned")}


def test_assigning_without_an_owner_asks_for_one(cast: Cast, worker: Client) -> None:
    case = matter(cast)
    answer = worker.post("/desk/assign/", {"case": case.pk})
    assert answer.status_code == 400
    assert Case.objects.get().state == "filed"


def test_a_stranger_assigns_nothing_here(cast: Cast) -> None:
    case = matter(cast)
    assert logged_in(cast.stranger).get("/desk/assign/", {"case": case.pk}).status_code == 404


def test_the_excel_file_bears_reason_and_name(cast: Cast, worker: Client) -> None:
    matter(cast, text="=cmd|' /C calc'!A0", reporter_phone="13800138001")
    assert worker.post("/desk/export/", {"reason": ""}).status_code == 400
    answer = worker.post("/desk/export/", {"reason": "周会用"})
    rows = read_sheet(answer.content, name="x.xlsx")
    assert "周洁" in str(rows.headers) + str(rows.rows) or rows.rows
    assert "13800138001" not in str(rows.rows)
    line = Line.objects.get(verb="cases.exported")
    assert line.reason == "周会用"


def test_a_steward_takes_no_list_out(cast: Cast) -> None:
    assert logged_in(cast.steward).get("/desk/export/").status_code == 403


def test_a_street_officer_changes_the_community(cast: Cast) -> None:
    matter(cast)
    make.case(community=cast.elsewhere, text="柳岸的事", place=cast.elsewhere_building)
    officer = logged_in(cast.street_officer)
    assert "灯坏了" in shown(officer)
    officer.post("/desk/community/", {"community": cast.elsewhere.pk})
    page = shown(officer)
    assert "柳岸的事" in page
    assert "灯坏了" not in page
