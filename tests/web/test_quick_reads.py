"""Which index each page walks: what is quick at 20,000 matters must be so at a million."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.core import queries
from linli.engines.cases import suggest
from tests import make
from tests.cast import Cast

# SQLite says its plan in words, and is the one that picks badly when it may.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

READS = [
    ("/desk/", "case_open_due (community_id=? AND due_at>?)"),
    ("/desk/", "case_closed (community_id=? AND closed_at=?)"),
    ("/desk/", "COVERING INDEX answer_counted (community_id=? AND at>?)"),
    ("/desk/?overdue=1", "case_open_due (community_id=? AND due_at<?)"),
    ("/desk/?order=newest&state=all", "case_newest (community_id=?)"),
    ("/desk/?whose=mine", "case_open_post (post_id=? AND due_at>?)"),
    ("/desk/?building={building}", "case_open_bld (building_id=? AND due_at>?)"),
    ("/desk/?since=2026-01-01&until=2026-02-01&state=all",
     "case_raised (community_id=? AND opened_at>? AND opened_at<?)"),
    ("/desk/{case}/", "case_merged (merged_into_id=?)"),
    ("/desk/{case}/", "case_split (split_from_id=?)"),
    ("/desk/{case}/", "case_group (group_id=?)"),
    ("/open/{code}/", "case_raised (community_id=?)"),
    ("/", "case_raised (community_id=? AND opened_at>?)"),
]  # fmt: skip


def plans(context: CaptureQueriesContext) -> list[str]:
    """Return how SQLite reads the matters in each statement seen."""
    said: list[str] = []
    with connection.cursor() as cursor:
        for query in context.captured_queries:
            sql = query["sql"]
            if sql.startswith("SELECT") and '"cases_case"' in sql:
                cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
                plan = [row[3] for row in cursor.fetchall()]
                said += [line for line in plan if "cases_case" in line or "cases_answer" in line]
    return said


@pytest.mark.parametrize("counted", [False, True], ids=["new house", "counted house"])
def test_no_page_walks_all_matters_of_a_community(cast: Cast, counted: bool) -> None:
    now = timezone.now()
    post = cast.worker.posts.get()
    for number in range(60):
        ended = now - timedelta(days=number) if number % 5 else None
        case = make.case(
            community=cast.community, place=cast.building, due_at=now + timedelta(hours=number),
            opened_at=now - timedelta(days=20 * number), closed_at=ended, post=post,
            state="closed" if ended else "filed", is_solved=True if ended else None,
        )  # fmt: skip
    if counted:
        queries.count_indexes()
    worker, plan_of = Client(), {}
    worker.force_login(cast.worker)
    worker.get(f"/p/{cast.community.code}/")  # whose home page it is to be
    names = {"building": cast.building.pk, "case": case.pk, "code": cast.community.code}
    for path in dict.fromkeys(path for path, _index in READS):
        with CaptureQueriesContext(connection) as seen:
            assert worker.get(path.format(**names)).status_code == 200
        plan_of[path] = plans(seen)
        assert not [line for line in plan_of[path] if line.startswith("SCAN cases_case")]
    if not counted:  # sixty matters are too few for the sizes of indexes to matter
        missing = {path: index for path, index in READS if index not in " ".join(plan_of[path])}
        assert not missing, {path: plan_of[path] for path in missing}


def test_what_is_alike_is_looked_for_among_open_matters_only(cast: Cast) -> None:
    make.case(community=cast.community, place=cast.building, text="楼道里的灯坏了")
    with CaptureQueriesContext(connection) as seen:
        suggest.alike(cast.community.pk, "楼道里的灯坏了", place=cast.building)
    assert "case_open_due (community_id=?)" in " ".join(plans(seen))
