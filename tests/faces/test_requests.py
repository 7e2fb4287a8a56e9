"""What people and machines type, read in one way."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client, RequestFactory

from linli.core.refusals import Invalid, NotFound
from linli.faces import requests

NO_NUMBERS = ["", "²", "٣", "१२", "-1", "1.0", "1e3", " 1", "1_0", "0x1", "9" * 19, "9" * 40, "①"]


def _query(**said: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(said)
    return query


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_what_is_no_number_is_none_and_as_an_id_is_not_found(said):
    assert requests.number(_query(n=said), "n") is None
    assert requests.numbers([said, "7"]) == [7]
    with pytest.raises(NotFound):
        requests.id_of(said)


def test_the_largest_id_of_a_database_still_counts():
    assert requests.number(_query(n=str(2**63 - 1)), "n") == 2**63 - 1
    assert requests.number(_query(n=str(2**63)), "n") is None


@pytest.mark.parametrize("said", ["", "0", "²", "-3", "9" * 40, "x"])
def test_a_page_that_is_none_is_the_first(said):
    assert requests.page(_query(page=said)) == 1


IMPOSSIBLE = ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "2026-02-30", "2026-13-01"]


@pytest.mark.parametrize("said", [*IMPOSSIBLE, "20261125", "٢٠٢٦-11-25"])
def test_a_day_on_which_local_time_cannot_be_told_is_none(said):
    assert requests.day(_query(d=said), "d") is None


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_a_form_says_that_such_a_day_cannot_be_meant(said):
    with pytest.raises(ValidationError):
        requests.DayField().clean(said)


def test_a_day_that_can_be_meant_is_read():
    assert requests.day(_query(d="2026-11-25"), "d") == date(2026, 11, 25)
    assert requests.local_moment(_query(at="2026-11-25T08:30"), "at")
    assert requests.local_moment(_query(at="0001-01-01T00:00"), "at") is None
    assert requests.level(_query(floor="-2"), "floor") == -2
    assert requests.level(_query(floor="²"), "floor") == 0


def _nested(times: int) -> str:
    return '{"n":' * times + "1" + "}" * times


UNKEEPABLE = {
    "too large": '{"n": 1e999}',
    "not a number": '{"n": NaN}',
    "without end": '{"n": -Infinity}',
    "forty digits": f'{{"n": {"9" * 40}}}',
    "more digits than python reads": f'{{"n": {"9" * 5000}}}',
    "NUL": r'{"n": "a\u0000"}',
    "half a pair, as a name": r'{"\ud800": 1}',
    "deep": _nested(40),
    "too deep for python": _nested(90_000),
}


@pytest.mark.parametrize("said", UNKEEPABLE.values(), ids=UNKEEPABLE.keys())
def test_json_that_no_database_keeps_is_read_and_refused(said):
    whole = requests.json_of(f'{{"good": {{"n": 1}}, "bad": {said}}}')
    requests.check_json(whole["good"])
    with pytest.raises(Invalid):
        requests.check_json(whole["bad"])


def test_json_that_is_none_is_a_fault_of_value():
    for said in (b"", b"{", b"\xff", b"[" * 50_000, b'{"a": ' + b"[" * 50_000):
        with pytest.raises(ValueError):  # noqa: PT011
            requests.json_of(said)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/p/%00/", "/desk/a%00/", "/open/%00/"])
def test_a_path_with_a_sign_that_no_page_has_leads_nowhere(client: Client, address):
    assert client.get(address).status_code == 404


def test_what_no_database_keeps_is_dropped_from_query_and_form():
    request = RequestFactory().post("/?q=a%00b&%00n=1&q=c", {"te\0xt": "路\0灯", "plain": "灯"})
    requests.tidy_query(request)
    requests.tidy_form(request)
    assert request.GET.getlist("q") == ["ab", "c"]
    assert request.GET["n"] == "1"
    assert request.POST.dict() == {"text": "路灯", "plain": "灯"}


@pytest.mark.django_db
def test_a_cookie_that_cannot_be_looked_for_is_none_of_ours(client: Client):
    for name in ("sessionid", "csrftoken", "django_language", "size"):
        assert client.get("/", headers={"cookie": rf'{name}="\000{"a" * 31}"'}).status_code == 200


@pytest.mark.parametrize("number", ["²", "٣", "9" * 19, "9" * 40, "-1"])
def test_an_address_with_a_number_that_no_database_holds_is_not_there(number):
    from django.urls import Resolver404, resolve

    with pytest.raises(Resolver404):
        resolve(f"/register/{number}/")
