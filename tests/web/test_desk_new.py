"""The service desk: entered for whoever stands there or calls."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.engines.cases import kinds
from linli.engines.cases.models import Case, Supporter
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.worker)
    return client


def typed(**fields: Any) -> dict[str, Any]:
    kind = next(k for k in kinds.all() if "after" not in k.photos and not k.questions)
    return {
        "text": "楼道灯不亮", "kind": kind.code, "urgency": "0", "channel": "desk", "once": "abc",
        **fields,
    }  # fmt: skip


def test_people_are_found_by_pinyin_phone_and_door(cast: Cast, worker: Client) -> None:
    for asked in ("wxl", "8001", "704-2-301", "王秀"):
        page = worker.get("/desk/new/people/", {"who": asked}).content.decode()
        assert "王秀兰" in page
        assert "13800138001" not in page


def test_who_is_chosen_fills_in_name_and_door(cast: Cast, worker: Client) -> None:
    page = worker.get("/desk/new/", {"person": cast.people[0].pk}).content.decode()
    assert 'value="王秀兰"' in page
    assert "704 楼 2 单元 301" in page


def test_a_person_of_another_community_is_not_filled_in(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.stranger)
    answer = client.get("/desk/new/", {"person": cast.people[0].pk})
    assert answer.status_code == 404


def test_a_matter_is_entered_with_the_households_phone(cast: Cast, worker: Client) -> None:
    person = cast.people[0]
    answer = worker.post(
        "/desk/new/",
        typed(household=person.household_id, person=person.pk, name="王秀兰", place="704-2-301"),
    )
    case = Case.objects.get()
    assert answer["Location"] == "/desk/new/"
    assert (case.reporter_phone, case.place) == ("13800138001", cast.dwellings[0])
    page = worker.get("/desk/new/").content.decode()
    assert case.reference in page
    assert "打印凭条" in page
    slip = worker.get(f"/desk/{case.pk}/slip/").content.decode()
    assert "/c/" not in slip or "<svg" in slip
    assert "查询码" in slip


def test_sent_twice_it_makes_one_matter(cast: Cast, worker: Client) -> None:
    worker.post("/desk/new/", typed())
    worker.post("/desk/new/", typed())
    assert Case.objects.count() == 1


def test_what_is_solved_on_the_spot_is_closed_at_once(cast: Cast, worker: Client) -> None:
    worker.post("/desk/new/", typed(on_the_spot="on", result="当场答复了"))
    assert Case.objects.get().state == "closed"


def test_solved_on_the_spot_without_a_word_keeps_nothing(cast: Cast, worker: Client) -> None:
    answer = worker.post("/desk/new/", typed(on_the_spot="on"))
    assert answer.status_code == 400
    assert "楼道灯不亮" in answer.content.decode()
    assert not Case.objects.exists()


def test_without_a_kind_the_page_comes_back_with_likely_ones(cast: Cast, worker: Client) -> None:
    answer = worker.post("/desk/new/", typed(kind="", text="电梯坏了，一直不动"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "可能的类别" in page


def test_an_unknown_place_is_said_under_its_field(cast: Cast, worker: Client) -> None:
    answer = worker.post("/desk/new/", typed(place="月球背面"))
    assert answer.status_code == 400
    assert "册子里没有这个位置" in answer.content.decode()


def test_what_is_raised_already_is_shown_and_supported(cast: Cast, worker: Client) -> None:
    case = make.case(community=cast.community, text="楼道的灯不亮了", place=cast.building)
    page = worker.post("/desk/new/suggest/", {"text": "楼道灯不亮"}).content.decode()
    assert case.reference in page
    home, other = (str(household.pk) for household in cast.households[:2])
    for _ in range(2):
        worker.post(f"/desk/new/support/{case.pk}/", {"household": home, "phone": "13800138001"})
    worker.post(f"/desk/new/support/{case.pk}/", {"household": other})
    worker.post(f"/desk/new/support/{case.pk}/", {})
    homes = set(Supporter.objects.values_list("household_id", flat=True))
    assert homes == {int(home), int(other), None}
    assert Supporter.objects.count() == 3  # everybody who stood there counts once, and is told


def test_a_reader_enters_nothing(cast: Cast) -> None:
    reader = make.user("区里的人", username="reader")
    make.post("district_reader", cast.district, user=reader)
    client = Client()
    client.force_login(reader)
    assert client.get("/desk/new/").status_code == 403


def test_a_kinds_own_questions_are_asked_and_kept(cast: Cast, worker: Client) -> None:
    page = worker.post("/desk/new/questions/", {"kind": "lamp_broken"}).content.decode()
    assert 'name="f-where"' in page
    unanswered = worker.post("/desk/new/", typed(kind="lamp_broken"))
    assert unanswered.status_code == 400
    assert 'name="f-where"' in unanswered.content.decode()
    where = next(f for f in kinds.get("lamp_broken").questions if f.code == "where").options[0]
    worker.post("/desk/new/", typed(kind="lamp_broken", **{"f-where": where.code}))
    case = Case.objects.get()
    assert case.fields == {"where": where.code}
    assert str(where.label) in worker.get(f"/desk/{case.pk}/").content.decode()


def test_the_hotlines_file_is_looked_at_and_then_taken_in(cast: Cast, worker: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = "工单编号,接收时间,问题描述\nA1,2026-11-20 09:00,楼道堆物\n,2026-11-20 09:00,没有编号\n"
    file = SimpleUploadedFile("12345.csv", text.encode())
    page = worker.post("/desk/hotline/", {"file": file}).content.decode()
    assert "工单编号" in page
    assert not Case.objects.exists()
    token = page.split('name="token" value="')[1].split('"')[0]
    worker.post("/desk/hotline/in/", {"token": token})
    assert Case.objects.get().external_id == "A1"
    answer = worker.post("/desk/hotline/replies/", {"reason": "回传热线"})
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    assert worker.post("/desk/hotline/replies/", {"reason": ""}).status_code == 400


def test_a_file_that_is_not_the_hotlines_is_refused_in_a_sentence(worker: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = worker.post("/desk/hotline/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 400
    assert "工单编号" in answer.content.decode()
