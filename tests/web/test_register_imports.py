"""A household list from Excel, as the worker who uploads it meets it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.core.models import Line
from linli.core.sheets import write_sheet
from linli.registry.models import Import, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEADERS = ["楼栋", "单元", "房号", "户主姓名", "联系电话"]


@pytest.fixture
def worker(cast: Cast, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


def upload(client: Client, rows: list[list[str]]) -> Import:
    content = write_sheet(HEADERS, rows, title="户情")
    file = SimpleUploadedFile("我们的名册.xlsx", content)
    response = client.post("/register/imports/", {"file": file})
    assert response.status_code == 302, response.content.decode()[:400]
    return Import.objects.get()


def test_a_list_is_shown_before_anything_changes(cast: Cast, worker: Client) -> None:
    of = upload(worker, [["704楼", "2单元", "401", "孙大海", "13700137000"]])
    page = worker.get(f"/register/imports/{of.pk}/").content.decode()
    assert "孙大海" in page
    assert "户主姓名" in page
    assert not Person.objects.filter(name="孙大海").exists()


def test_good_rows_go_in_and_the_whole_file_comes_out_again(cast: Cast, worker: Client) -> None:
    of = upload(
        worker,
        [
            ["704楼", "2单元", "401", "孙大海", "13700137000"],
            ["704楼", "2单元", "302", "周小燕", "1370"],
        ],
    )
    path = f"/register/imports/{of.pk}/"
    worker.post(path, {"verb": "all"})
    assert not Person.objects.filter(name="孙大海").exists()  # a faulty row holds the whole back
    worker.post(path, {"verb": "good"})
    assert Person.objects.filter(name="孙大海").exists()
    assert not Person.objects.filter(name="周小燕").exists()
    worker.post(path, {"verb": "undo"})
    assert not Person.objects.filter(name="孙大海").exists()


def test_faulty_rows_come_back_as_a_sheet_to_mend(cast: Cast, worker: Client) -> None:
    of = upload(worker, [["704楼", "2单元", "302", "周小燕", "1370"]])
    response = worker.get(f"/register/imports/{of.pk}/faults/")
    assert response.content[:2] == b"PK"
    assert "attachment" in response["Content-Disposition"]


def test_a_file_that_is_no_table_is_refused_in_a_sentence(cast: Cast, worker: Client) -> None:
    file = SimpleUploadedFile("名册.xlsx", b"this is no workbook")
    response = worker.post("/register/imports/", {"file": file})
    assert response.status_code == 400
    assert "field__error" in response.content.decode()


def test_a_steward_takes_in_no_files(cast: Cast, client: Client) -> None:
    client.force_login(cast.steward)
    assert client.get("/register/imports/").status_code == 403


def test_another_communitys_file_is_not_there(cast: Cast, worker: Client, client: Client) -> None:
    of = upload(worker, [["704楼", "2单元", "401", "孙大海", "13700137000"]])
    client.force_login(cast.stranger)
    assert client.get(f"/register/imports/{of.pk}/").status_code == 404


def test_a_list_leaves_the_house_with_a_reason_and_a_line(cast: Cast, worker: Client) -> None:
    path = "/register/export/?residence=resident"
    assert "field__error" in worker.post(path, {"list": "households"}).content.decode()
    response = worker.post(path, {"list": "households", "reason": "入户送通知"})
    assert response.content[:2] == b"PK"
    line = Line.objects.latest("id")
    assert line.reason == "入户送通知"
    assert line.actor == f"user:{cast.worker.pk}"


@pytest.mark.parametrize("which", ["people", "posts", "keys", "places"])
def test_every_list_can_leave_the_house(cast: Cast, worker: Client, which: str) -> None:
    response = worker.post("/register/export/", {"list": which, "reason": "存档"})
    assert response.content[:2] == b"PK"
