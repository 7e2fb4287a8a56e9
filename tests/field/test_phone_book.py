"""A phone is no telephone book: whole numbers for who may read them, people's data of doors still
to be visited, and one line of the record each time some is taken along."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from linli.core.models import Line
from linli.engines.campaigns.models import Campaign, Conflict, Door, Visit
from linli.registry import facts
from linli.registry.models import Fact, Person
from tests.campaigns.walking import door_of, only_corridors, running
from tests.cast import Cast
from tests.field.conftest import a_visit, phone_of, send

pytestmark = pytest.mark.django_db
HINT = "138****8001"


@pytest.fixture
def walked(cast: Cast) -> Iterator[Campaign]:
    """A round that the steward of the building walks."""
    with only_corridors():
        yield running(cast, people=[cast.steward.pk])


@pytest.fixture
def phone(cast: Cast) -> Client:
    return phone_of(cast.steward)


def doors(client: Client) -> list[dict[str, Any]]:
    [campaign] = client.get("/field/bundle/").json()["campaigns"]
    return list(campaign["doors"])


def lines() -> int:
    return Line.objects.filter(verb="bundle.taken").count()


def test_who_may_not_read_phones_takes_none_along(phone: Client, walked: Campaign) -> None:
    content = phone.get("/field/bundle/").content.decode()
    campaigns = json.dumps(json.loads(content)["campaigns"])
    assert not re.search(r"1[0-9]{10}", campaigns)
    first = doors(phone)[0]
    assert first["known"]["contact.phone"] == HINT
    assert first["masked"] == ["contact.phone"]
    assert first["name"] == "王秀兰"


def test_a_version_does_not_tell_the_hidden_digits(phone: Client, walked: Campaign) -> None:
    told = doors(phone)[0]["versions"]["contact.phone"]
    assert told == facts.version_of("13800138001")
    plain = {
        hashlib.sha256(json.dumps(f"138{middle:04}8001").encode()).hexdigest()[: len(told)]
        for middle in range(10_000)
    }
    assert told not in plain


def test_of_a_finished_door_a_phone_knows_number_and_state(
    cast: Cast, phone: Client, walked: Campaign
) -> None:
    door = door_of(walked)
    Door.objects.filter(pk=door.pk).update(state="met", visits=1, note="有狗")
    content = phone.get("/field/bundle/").content.decode()
    for word in ("王秀兰", "138****8001", "有狗"):
        assert word not in content
    first = next(one for one in doors(phone) if one["id"] == door.pk)
    assert (first["label"], first["state"], first["is_open"]) == (door.label, "met", False)
    assert (first["known"], first["versions"], first["name"]) == ({}, {}, "")


def test_each_taking_is_one_line_and_nothing_new_is_none(
    cast: Cast, phone: Client, walked: Campaign
) -> None:
    first = phone.get("/field/bundle/")
    line = Line.objects.get(verb="bundle.taken")
    assert line.change == {"doors": 3, "whole_phones": False}
    assert line.actor == f"user:{cast.steward.pk}"
    again = phone.get("/field/bundle/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, lines()) == (304, b"", 1)
    assert int(again["X-Signed-In-Seconds"]) > 3600
    Door.objects.filter(pk=door_of(walked).pk).update(state="met", visits=1)
    fewer = phone.get("/field/bundle/", headers={"if-none-match": first["ETag"]})
    assert (fewer.status_code, lines()) == (200, 1)  # it may forget a door; it learns nothing
    Person.objects.filter(household=cast.households[1]).update(name="单小亮")
    phone.get("/field/bundle/", headers={"if-none-match": fewer["ETag"]})
    assert lines() == 2
    phone.get("/field/bundle/")  # a phone that holds nothing takes all of it
    assert lines() == 3


def test_a_bundle_without_people_is_no_line(cast: Cast, walked: Campaign) -> None:
    phone_of(cast.grid_worker).get("/field/bundle/")
    assert lines() == 0


def test_it_comes_compressed(phone: Client, walked: Campaign) -> None:
    answer = phone.get("/field/bundle/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["campaigns"]


def confirmed(phone: Client, door: Door, **more: Any) -> dict[str, Any]:
    """Say at a door that all that the phone shows is still so; return what became of it."""
    known = next(one for one in doors(phone) if one["id"] == door.pk)
    row = a_visit(door, started_from=known["versions"], **more)
    row["answers"]["phone"] = known["known"]["contact.phone"]
    return row


def test_still_so_is_compared_in_the_house(cast: Cast, phone: Client, walked: Campaign) -> None:
    row = confirmed(phone, door_of(walked))
    assert row["answers"]["phone"] == HINT
    [told] = send(phone, [row]).json()["answers"]
    assert (told["is"], told["conflicts"]) == ("taken", [])
    assert Visit.objects.get().answers["phone"] == "13800138001"
    assert not Fact.objects.filter(property="contact.phone").exists()
    assert Person.objects.get(household=cast.households[0]).phone == "13800138001"


def test_a_number_that_changed_meanwhile_is_in_dispute_with_the_hint(
    cast: Cast, phone: Client, walked: Campaign
) -> None:
    row = confirmed(phone, door_of(walked))
    Person.objects.filter(household=cast.households[0]).update(phone="13912345678")
    [told] = send(phone, [row]).json()["answers"]
    assert (told["is"], told["conflicts"]) == ("taken", ["contact.phone"])
    conflict = Conflict.objects.get()
    assert (conflict.standing, conflict.said) == ("13912345678", HINT)
    assert Person.objects.get(household=cast.households[0]).phone == "13912345678"


def test_a_number_typed_whole_is_stated_as_before(
    cast: Cast, phone: Client, walked: Campaign
) -> None:
    row = confirmed(phone, door_of(walked))
    row["answers"]["phone"] = "13912345678"
    [told] = send(phone, [row]).json()["answers"]
    assert (told["is"], told["conflicts"]) == ("taken", [])
    assert Person.objects.get(household=cast.households[0]).phone == "13912345678"


def test_somebody_elses_hint_opens_nothing(cast: Cast, phone: Client, walked: Campaign) -> None:
    row = confirmed(phone, door_of(walked))
    row["answers"]["phone"] = "138****8002"
    send(phone, [row])
    assert "13800138001" not in json.dumps(Visit.objects.get().answers)
    assert Person.objects.get(household=cast.households[0]).phone == "13800138001"
