"""What a phone takes along: my doors in walking order, and no more than the form needs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from linli.engines.campaigns.models import Campaign, Door
from tests.campaigns.walking import door_of
from tests.cast import Cast
from tests.field.conftest import phone_of

pytestmark = pytest.mark.django_db


def bundle(client: Client) -> dict[str, Any]:
    return dict(client.get("/field/bundle/").json())


def test_my_doors_come_in_walking_order_with_what_the_form_binds(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    told = bundle(phone)
    assert told["me"] == {"id": cast.grid_worker.pk, "name": "赵敏"}
    [campaign] = told["campaigns"]
    doors = campaign["doors"]
    assert [one["label"].split()[-1] for one in doors] == ["301", "302", "401"]
    first = doors[0]
    assert first["known"] == {"contact.phone": "13800138001", "household.members": 1}
    assert first["masked"] == []  # a grid worker may read it there
    assert set(first["versions"]) == {"contact.phone", "household.members", "kept.insured"}
    assert (first["name"], first["floor"], first["is_open"]) == ("王秀兰", 3, True)
    assert "东溪村" not in json.dumps(told, ensure_ascii=False)  # the form does not ask for it
    assert "effects" not in campaign
    assert told["signed_in_seconds"] > 3600
    assert {post["holder"] for post in told["posts"]} >= {"刘桂芳", "赵敏"}
    assert told["kinds"][str(cast.community.pk)]


def test_doors_of_others_and_rounds_that_do_not_run_stay_out(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    assert bundle(phone_of(cast.steward))["campaigns"] == []
    Door.objects.filter(pk=door_of(round_, 1).pk).update(walker=None)
    assert len(bundle(phone)["campaigns"][0]["doors"]) == 2
    Campaign.objects.update(state="ended")
    assert bundle(phone)["campaigns"] == []


def test_a_door_is_tried_again_at_another_time_and_not_for_ever(
    phone: Client, round_: Campaign
) -> None:
    door = door_of(round_)
    Door.objects.filter(pk=door.pk).update(state="absent", visits=1, last_slot="evening")
    first = bundle(phone)["campaigns"][0]["doors"][0]
    assert (first["is_open"], first["try_at"]) == (True, "weekend")
    Door.objects.filter(pk=door.pk).update(visits=3)
    assert not bundle(phone)["campaigns"][0]["doors"][0]["is_open"]


def test_the_bundle_takes_few_queries(
    phone: Client, round_: Campaign, django_assert_max_num_queries: Any
) -> None:
    first = phone.get("/field/bundle/")
    with django_assert_max_num_queries(18):  # three of them for the line of the record
        bundle(phone)
    with django_assert_max_num_queries(13):
        answer = phone.get("/field/bundle/", headers={"if-none-match": first["ETag"]})
    assert answer.status_code == 304
