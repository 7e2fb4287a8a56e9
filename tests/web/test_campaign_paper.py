"""A round on paper: printed by entrance with a square a door, and keyed in afterwards."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.labels import Label, Option
from linli.engines.campaigns.models import Campaign, Door, Visit
from linli.faces.web.campaigns import paper
from linli.forms.schema import Form, Question
from tests import make
from tests.campaigns import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(cast: Cast, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


@pytest.fixture
def round_(cast: Cast) -> Campaign:
    """A round over the three doors of the stairwell."""
    campaign = builders.campaign(community=cast.community)
    for home in cast.households:
        builders.door(campaign, home.dwelling, household=home)
    return campaign


def test_a_sheet_has_a_square_for_every_open_door(worker: Client, round_: Campaign) -> None:
    page = worker.get(f"/campaigns/{round_.pk}/sheets/").content.decode()
    assert page.count("slip-row__qr") == 3
    assert "有无堆物" in page
    door = Door.objects.filter(campaign=round_).first()
    assert door is not None
    builders.visit(door)
    page = worker.get(f"/campaigns/{round_.pk}/sheets/").content.decode()
    assert page.count("slip-row__qr") == 2


def test_a_door_is_opened_as_it_is_written_on_the_sheet(worker: Client, round_: Campaign) -> None:
    door = Door.objects.get(campaign=round_, label__endswith="301")
    answer = worker.get(f"/campaigns/{round_.pk}/key-in/", {"door": "704-2-301"})
    assert answer["Location"] == f"/campaigns/door/{door.pk}/?paper=1"
    unknown = worker.get(f"/campaigns/{round_.pk}/key-in/", {"door": "704-9-999"})
    assert unknown.status_code == 400
    assert "704-9-999" in unknown.content.decode()


def test_a_sheet_is_keyed_in_with_its_own_day_and_the_next_door_opens(
    worker: Client, round_: Campaign
) -> None:
    first, second, _third = Door.objects.filter(campaign=round_).order_by("order")
    path = f"/campaigns/door/{first.pk}/?paper=1"
    assert "data-keying" in worker.get(path).content.decode()
    sent = {
        "outcome": "met", "day": "2026-11-21", "q-clutter": "some", "then": "next",
        "uid": "6f1c7c1e-3d51-4c55-9d0a-6a4d3a8f2b11",
    }  # fmt: skip
    answer = worker.post(path, sent)
    assert answer["Location"] == f"/campaigns/door/{second.pk}/?paper=1"
    visit = Visit.objects.get()
    assert (visit.channel, visit.answers) == ("paper", {"clutter": "some"})
    assert timezone.localdate(visit.at).isoformat() == "2026-11-21"
    assert 'value="2026-11-21"' in worker.get(answer["Location"]).content.decode()  # kept
    worker.post(path, sent)
    assert Visit.objects.count() == 1  # sent twice, it is one


def test_a_scanned_square_opens_its_door_if_it_is_of_this_round(
    cast: Cast, worker: Client, round_: Campaign
) -> None:
    door = Door.objects.filter(campaign=round_).first()
    assert door is not None
    link = f"http://linli.example/campaigns/door/{door.pk}/?paper=1"
    answer = worker.get(f"/campaigns/{round_.pk}/key-in/", {"door": link})
    assert answer["Location"] == f"/campaigns/door/{door.pk}/?paper=1"
    other = builders.campaign(community=cast.community)
    assert worker.get(f"/campaigns/{other.pk}/key-in/", {"door": link}).status_code == 400


@pytest.mark.parametrize("day", ["21.11.", "2099-01-01"])
def test_a_day_that_cannot_be_is_not_taken_for_today(
    worker: Client, round_: Campaign, day: str
) -> None:
    door = Door.objects.filter(campaign=round_).first()
    assert door is not None
    answer = worker.post(f"/campaigns/door/{door.pk}/?paper=1", {"outcome": "met", "day": day})
    assert answer.status_code == 400
    assert "表上的日期" in answer.content.decode()
    assert not Visit.objects.exists()


def test_the_sheet_opens_at_a_building_that_has_doors_left(
    cast: Cast, worker: Client, round_: Campaign
) -> None:
    for door in Door.objects.filter(campaign=round_):
        builders.visit(door)
    entrance = make.entrance("1 单元", parent=cast.other_building)
    builders.door(round_, make.dwelling("101", parent=entrance))
    page = worker.get(f"/campaigns/{round_.pk}/sheets/").content.decode()
    assert page.count("slip-row__qr") == 1


def test_every_answer_on_the_sheet_has_one_key() -> None:
    options = tuple(Option(f"o{n}", Label(f"第{n}", f"No. {n}")) for n in range(1, 12))
    form = Form((Question("which", "select_one", Label("哪个", "Which?"), options=options),))
    (line,) = paper.lines(form)
    assert [key for key, _word in line.choices] == list("123456789AB")
    assert line.room == "box"
