"""A statement that is compiled once reads what its query set reads."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from linli.core.prepared import Prepared, Slot
from linli.engines.cases.models import Case
from linli.registry.models import Place, Post
from tests import make
from tests.cast import Cast

POSTS = Prepared(
    lambda: (
        Post.objects.filter(Q(ended_on=None) | Q(ended_on__gt=Slot("today")))
        .filter(user=Slot("user"))
        .order_by("id")
        .values_list("id", "role", "place__path", "since")
    )
)
CASES = Prepared(lambda: Case.objects.filter(pk=Slot("case")).order_by())
OPENED = Prepared(
    lambda: Case.objects.filter(opened_at__lte=Slot("now")).order_by("id").values_list("opened_at")
)
WITH_PLACES = Prepared(
    lambda: (
        Case.objects.filter(pk__in=[Slot("cases")])
        .select_related("place", "community")
        .order_by("id")
    )
)
NAMED = Prepared(lambda: Place.objects.filter(name=Slot("name")).order_by("id"))


def test_it_reads_the_rows_of_its_query_set_each_time_with_other_values(cast: Cast) -> None:
    today = timezone.localdate()
    for user in (cast.worker, cast.secretary):
        plain = Post.objects.filter(user=user, ended_on=None).order_by("id")
        wanted = list(plain.values_list("id", "role", "place__path", "since"))
        assert wanted
        assert list(POSTS.rows(user=user.pk, today=today)) == wanted


def test_it_sees_what_was_written_since(cast: Cast) -> None:
    user, today = cast.worker, timezone.localdate()
    before = list(POSTS.rows(user=user.pk, today=today))
    Post.objects.filter(user=user).update(ended_on=today - dt.timedelta(days=1))
    assert before
    assert list(POSTS.rows(user=user.pk, today=today)) == []


def test_it_gives_whole_models_with_every_column_converted(cast: Cast) -> None:
    case = make.case(community=cast.community)
    [kept] = CASES.models(case=case.pk)
    plain = Case.objects.get(pk=case.pk)
    names = [field.attname for field in Case._meta.concrete_fields]
    assert [getattr(kept, name) for name in names] == [getattr(plain, name) for name in names]
    assert kept == plain
    assert not kept._state.adding


def test_it_takes_a_list_of_any_length_and_what_is_selected_with_it(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [make.case(community=cast.community, place=cast.building) for _ in range(3)]
    cases.append(make.case(community=cast.community))
    ids = [case.pk for case in cases]
    for some in (ids, ids[:1], ids[2:]):
        with django_assert_num_queries(1):
            kept = WITH_PLACES.models(cases=some)
            assert [case.place and case.place.name for case in kept] == [
                case.place and case.place.name for case in cases if case.pk in some
            ]
            assert {case.community.name for case in kept} == {cast.community.name}
    with django_assert_num_queries(0):
        assert WITH_PLACES.models(cases=[]) == []


def test_columns_are_no_models(cast: Cast) -> None:
    with pytest.raises(TypeError, match="columns"):
        POSTS.models(user=cast.worker.pk, today=timezone.localdate())


def test_a_moment_goes_in_and_comes_out_with_its_zone(cast: Cast) -> None:
    case = Case.objects.get(pk=make.case(community=cast.community).pk)
    assert list(OPENED.rows(now=case.opened_at)) == [(case.opened_at,)]
    assert list(OPENED.rows(now=case.opened_at - dt.timedelta(seconds=1))) == []


@pytest.mark.parametrize("name", ["'; DROP TABLE registry_place; --", "100%s", "幸福里"])
def test_a_value_stays_a_value(cast: Cast, name: str) -> None:
    Place.objects.filter(pk=cast.community.pk).update(name=name)
    assert [place.pk for place in NAMED.models(name=name)] == [cast.community.pk]


def test_a_value_that_is_missing_is_a_bug_that_shows(cast: Cast) -> None:
    with pytest.raises(KeyError, match="user"):
        list(POSTS.rows(today=timezone.localdate()))


@pytest.mark.django_db(transaction=True)
def test_each_thread_reads_through_its_own_connection() -> None:
    NAMED.models(name="nobody")
    own: list[object] = []

    def read() -> None:
        NAMED.models(name="nobody")
        own.append(NAMED._statement().connection)
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert own
    assert own[0] is not NAMED._statement().connection
