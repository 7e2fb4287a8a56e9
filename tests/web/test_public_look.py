"""The walk of the neighbour a complaint is about: named, hidden, looked at, answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.engines.cases import actions
from linli.engines.cases.models import Case, Photo
from linli.registry.access import VISITOR
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOLD = "楼上 王 秀·兰 每晚吵到一点，电话１３８.0013.8000"


@pytest.fixture
def case(cast: Cast) -> Case:
    return actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="noise",
        text=TOLD, place=cast.dwellings[0],
    ).case  # fmt: skip


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.worker)
    return client


def public(cast: Cast, case: Case, client: Client | None = None) -> str:
    address = f"/open/{cast.community.code}/{case.number}/"
    return str((client or Client()).get(address).content.decode())


def about_me(cast: Cast, case: Case, client: Client, **words: str) -> Any:
    return client.post(f"/open/{cast.community.code}/{case.number}/about-me/", words)


def test_before_the_look_kind_and_building_stand_there(cast: Cast, case: Case) -> None:
    page = public(cast, case)
    assert "噪音扰民" in page
    assert "704 楼" in page
    assert "每晚" not in page
    assert "看过" in page


def test_a_matter_without_words_names_its_kind_once(cast: Cast, case: Case) -> None:
    page = str(Client().get(f"/open/{cast.community.code}/").content.decode())
    row = page.split(f"/{case.number}/", 1)[1].split("</li>", 1)[0]
    assert row.count("噪音扰民") == 1


def test_the_desk_leads_to_the_public_page_and_says_what_was_done(
    cast: Cast, case: Case, worker: Client
) -> None:
    form = {"version": "0", "text": "夜里有噪音", "decision": "show"}
    page = worker.post(f"/desk/{case.pk}/look/", form, follow=True).content.decode()
    assert "已看过，文字公开" in page
    assert f"/open/{cast.community.code}/{case.number}/" in page


def test_the_worker_sees_what_was_covered_and_publishes_with_one_press(
    cast: Cast, case: Case, worker: Client
) -> None:
    page = worker.get(f"/desk/{case.pk}/").content.decode()
    assert "<mark" in page
    assert "王 秀·兰" in page.split("<mark", 1)[1]
    form = {"version": "0", "text": "楼上每晚吵到一点", "decision": "show"}
    assert worker.post(f"/desk/{case.pk}/look/", form).status_code == 302
    assert "楼上每晚吵到一点" in public(cast, case)
    assert "<mark" not in worker.get(f"/desk/{case.pk}/").content.decode()


def test_the_desk_leads_to_what_waits(cast: Cast, case: Case, worker: Client) -> None:
    page = worker.get("/desk/").content.decode()
    assert "look=1" in page
    assert case.title in worker.get("/desk/?look=1").content.decode()
    actions.look(case.pk, by=cast.actor("worker"))
    assert case.title not in worker.get("/desk/?look=1").content.decode()


def test_the_neighbour_hides_it_and_reads_the_answer(
    cast: Cast, case: Case, worker: Client
) -> None:
    actions.look(case.pk, by=cast.actor("worker"), text="楼上每晚吵到一点")
    neighbour = Client()
    assert "这说的是我" in public(cast, case, neighbour)
    assert about_me(cast, case, neighbour, words="那天我不在家").status_code == 302
    for client in (neighbour, Client()):
        assert "每晚吵" not in public(cast, case, client)
    page = worker.get(f"/desk/{case.pk}/").content.decode()
    assert "那天我不在家" in page
    assert "提出的人会在公开页看到" in page
    case.refresh_from_db()
    form = {"version": str(case.version), "text": "夜里有噪音", "decision": "show"}
    refused = worker.post(f"/desk/{case.pk}/look/", form)
    assert refused.status_code == 400
    assert "夜里有噪音" in refused.content.decode()
    answered = worker.post(f"/desk/{case.pk}/look/", form | {"reason": "已改写，不再指向您"})
    assert answered.status_code == 302
    assert "已改写，不再指向您" in public(cast, case, neighbour)
    assert "已改写，不再指向您" not in public(cast, case)
    assert "夜里有噪音" in public(cast, case)
    assert "提出“这说的是我”的人可见" in worker.get(f"/desk/{case.pk}/").content.decode()


def test_words_kept_back_are_for_nobody(cast: Cast, case: Case, worker: Client) -> None:
    form = {"version": "0", "text": "x", "decision": "withhold"}
    worker.post(f"/desk/{case.pk}/look/", form)
    page = public(cast, case)
    assert "每晚" not in page
    assert "about-me" not in page
    assert about_me(cast, case, Client()).status_code == 404


def test_a_photo_goes_with_the_words(cast: Cast, case: Case) -> None:
    actions.look(case.pk, by=cast.actor("worker"))
    photo = Photo.objects.create(
        case=case, file="cases/none.webp", width=1, height=1, at=make.NOON, is_public=True
    )
    address = f'src="/photo/{photo.pk}/"'
    assert address in public(cast, case)
    about_me(cast, case, Client())
    assert address not in public(cast, case)
    assert Client().get(f"/photo/{photo.pk}/").status_code == 404


def test_a_browser_may_say_so_a_few_times_an_hour(cast: Cast) -> None:
    client, answers = Client(), []
    for _time in range(7):
        case = actions.file_case(
            by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="noise",
            text="吵", place=cast.dwellings[0],
        ).case  # fmt: skip
        answers.append(about_me(cast, case, client).status_code)
    assert answers == [302] * 6 + [429]


def test_privacy_says_what_is_done(cast: Cast) -> None:
    page = Client().get("/privacy/").content.decode()
    assert "这说的是我" in page
    assert "30" in page
