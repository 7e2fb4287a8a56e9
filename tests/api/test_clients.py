"""The Open311 clients of PyPI, three 0.8.0 and georeport 0.3.1, against a live server."""

from __future__ import annotations

import io
import itertools
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from linli.engines.cases.models import Case
from linli.registry.actions.tokens import Issued
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """three imports on Python 3 once itertools has its old name back."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    import three

    return three


def matter(cast: Cast, text: str = "夜里施工") -> Case:
    return make.case(
        community=cast.community,
        kind="noise",
        is_public=True,
        public_text=text,
        place=cast.building,
        opened_at=timezone.now(),
    )


def test_three_reads_files_and_reads_again(
    three: Any, live_server: Any, cast: Cast, key: Issued
) -> None:
    city = three.Three(f"{live_server.url}/open311/v2", api_key=key.secret)
    assert city.discovery()["endpoints"][0]["specification"].endswith("GeoReport_v2")
    assert [one["service_code"] for one in city.services()] == ["lamp", "noise"]
    assert city.services("lamp")["attributes"][0]["code"] == "where"
    photo = io.BytesIO()
    Image.new("RGB", (20, 20)).save(photo, "PNG")
    photo.seek(0)
    made = city.post(
        "lamp",
        address="704楼2单元",
        name="Xiulan Wang",
        phone="13800138001",
        description="灯坏了",
        media=("lamp.png", photo),
        **{"attribute[where]": "stairs"},
    )
    number = made[0]["service_request_id"]
    case = Case.objects.get(pk=number)
    assert case.place == cast.entrance
    assert case.photos.count() == 1
    assert city.request(number)[0]["service_code"] == "lamp"
    assert [one["service_request_id"] for one in city.requests("lamp", count=5)] == [number]
    assert city.token(number)[0]["service_request_id"] == number
    today = timezone.now().strftime("%m-%d-%Y")
    assert city.requests(start="01-01-2020", end="02-01-2020") == []
    assert isinstance(city.requests(between=[today, today]), list)


def test_three_is_told_what_is_wrong(three: Any, live_server: Any, cast: Cast) -> None:
    city = three.Three(f"{live_server.url}/open311/v2/", jurisdiction=cast.community.code)
    assert city.post("noise", description="吵")[0]["code"] == 403
    assert city.request("0")[0]["code"] == 404


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_both_formats(live_server: Any, cast: Cast, form: str) -> None:
    from georeport import GeoReport

    one, other = matter(cast), matter(cast, "装修 <b> & 声音大")
    city = GeoReport(
        f"{live_server.url}/open311/v2", jurisdiction=cast.community.code, output_format=form
    )
    assert [row["service_code"] for row in city.get_service_list()] == ["lamp", "noise"]
    assert city.get_service_definition("lamp")["service_code"] == "lamp"
    rows = city.get_service_requests(status="open", service_code="noise")
    assert [row["service_request_id"] for row in rows] == [str(other.pk), str(one.pk)]
    assert rows[0]["description"] == "装修 <b> & 声音大"
    assert city.get_service_request(str(one.pk))["status"] == "open"
