"""GeoReport v2: what anyone may read, what a key may file, and how mistakes are answered."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree  # our own answers

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from linli.engines.cases.models import Case
from linli.registry.access import SYSTEM
from linli.registry.actions.tokens import Issued, issue_token, revoke_token
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"


def post(client: Client, key: Issued, form: str = "json", **fields: Any) -> Any:
    content = {
        "api_key": key.secret,
        "service_code": "noise",
        "lat": "39.9",
        "long": "116.4",
        "description": "夜里施工",
        **fields,
    }
    return client.post(f"{V2}/requests.{form}", content)


def filed(response: Any) -> Case:
    assert response.status_code == 201, response.content
    return Case.objects.get(pk=response.json()[0]["service_request_id"])


def error(response: Any, code: int) -> str:
    assert response.status_code == code, response.content
    assert response["Content-Type"] == "application/json; charset=utf-8"
    (one,) = response.json()
    assert one["code"] == code
    return str(one["description"])


def photo() -> SimpleUploadedFile:
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(raw, "PNG")
    return SimpleUploadedFile("lamp.png", raw.getvalue(), content_type="image/png")


# Reading


def test_discovery_names_the_endpoint_in_both_formats(client: Client) -> None:
    found = client.get(f"{V2}/discovery.json").json()
    assert found["endpoints"][0]["url"] == "http://testserver/open311/v2"
    tree = ElementTree.fromstring(client.get(f"{V2}/discovery.xml").content)  # noqa: S314
    assert tree.find("endpoints/endpoint/formats/format") is not None


def test_only_public_kinds_are_services(client: Client, cast: Cast) -> None:
    rows = client.get(f"{V2}/services.json").json()
    assert [row["service_code"] for row in rows] == ["lamp", "noise"]
    assert rows[0] == {
        "service_code": "lamp",
        "service_name": "路灯",
        "description": "路灯",
        "metadata": True,
        "type": "realtime",
        "keywords": "lamp, light",
        "group": "照明",
    }
    response = client.get(f"{V2}/services.xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    assert [one.findtext("metadata") for one in tree.findall("service")] == ["true", "false"]


def test_services_speak_english_to_who_asks_for_it(client: Client, cast: Cast) -> None:
    rows = client.get(f"{V2}/services.json", headers={"accept-language": "en"}).json()
    assert rows[0]["service_name"] == "Lamp"


def test_a_definition_lists_the_kinds_questions(client: Client, cast: Cast) -> None:
    found = client.get(f"{V2}/services/lamp.json").json()
    types = {one["code"]: one["datatype"] for one in found["attributes"]}
    assert types == {
        "where": "singlevaluelist",
        "trouble": "multivaluelist",
        "since": "datetime",
        "lamps": "number",
    }
    assert found["attributes"][0]["values"][0] == {"key": "path", "name": "路边"}
    tree = ElementTree.fromstring(client.get(f"{V2}/services/lamp.xml").content)  # noqa: S314
    assert tree.tag == "service_definition"
    assert tree.findtext("attributes/attribute/values/value/key") == "path"


@pytest.mark.parametrize("code", ["quarrel", "nothing", "%00", "a.b"])
def test_a_kind_that_is_not_public_is_not_there(client: Client, cast: Cast, code: str) -> None:
    error(client.get(f"{V2}/services/{code}.json"), 404)


def test_an_unknown_jurisdiction_is_404_in_the_asked_format(client: Client, cast: Cast) -> None:
    error(client.get(f"{V2}/services.json?jurisdiction_id=nowhere"), 404)
    response = client.get(f"{V2}/services.xml?jurisdiction_id=nowhere")
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    assert response.status_code == 404
    assert tree.findtext("error/code") == "404"
    assert tree.findtext("error/description")


def test_each_community_answers_for_itself(client: Client, cast: Cast) -> None:
    make.case(
        community=cast.community,
        kind="noise",
        is_public=True,
        public_text="这里",
        opened_at=timezone.now(),
    )
    make.case(
        community=cast.elsewhere,
        kind="noise",
        is_public=True,
        public_text="那里",
        opened_at=timezone.now(),
    )
    found = client.get(f"{V2}/requests.json", {"jurisdiction_id": cast.elsewhere.code}).json()
    assert [row["description"] for row in found] == ["那里"]


def test_a_request_shows_the_building_and_no_door(client: Client, cast: Cast) -> None:
    case = make.case(
        community=cast.community,
        kind="noise",
        is_public=True,
        text="王秀兰 13800138001",
        public_text="夜里施工",
        place=cast.dwellings[0],
        reporter_name="王秀兰",
        reporter_phone="13800138001",
        opened_at=timezone.now(),
        due_at=make.NOON,
    )
    response = client.get(f"{V2}/requests/{case.pk}.json")
    (row,) = response.json()
    assert row["address"].startswith("704 楼")
    assert row["expected_datetime"] == "2026-11-24T04:00:00Z"
    assert row["status"] == "open"
    assert list(row) == [
        "service_request_id",
        "status",
        "status_notes",
        "service_name",
        "service_code",
        "description",
        "agency_responsible",
        "service_notice",
        "requested_datetime",
        "updated_datetime",
        "expected_datetime",
        "address",
        "address_id",
        "zipcode",
        "lat",
        "long",
        "media_url",
    ]
    for secret in ("王秀兰", "13800138001", "301"):
        assert secret not in response.content.decode()


def test_a_point_without_a_building_waits_for_a_look_as_words_do(
    client: Client, cast: Cast
) -> None:
    case = make.case(
        community=cast.community, kind="noise", is_public=True, look="awaited",
        latitude=39.9, longitude=116.4,
    )  # fmt: skip
    (row,) = client.get(f"{V2}/requests/{case.pk}.json").json()
    assert (row["lat"], row["long"]) == (None, None)
    Case.objects.filter(pk=case.pk).update(look="")
    (row,) = client.get(f"{V2}/requests/{case.pk}.json").json()
    assert (row["lat"], row["long"]) == (39.9, 116.4)


def test_what_is_not_public_is_404(client: Client, cast: Cast) -> None:
    case = make.case(community=cast.community, kind="noise")
    for typed in (case.pk, "abc", 10**30, "%00", "-1", "²"):
        error(client.get(f"{V2}/requests/{typed}.json"), 404)
        error(client.get(f"{V2}/tokens/{typed}.json"), 404)


def test_a_token_is_the_id_itself(client: Client, cast: Cast) -> None:
    case = make.case(community=cast.community, kind="noise", is_public=True)
    (row,) = client.get(f"{V2}/tokens/{case.pk}.json").json()
    assert row == {"service_request_id": str(case.pk), "token": str(case.pk)}


def test_requests_are_filtered_as_the_specification_says(client: Client, cast: Cast) -> None:
    now = timezone.now()

    def matter(days: int, **columns: Any) -> str:
        kind = columns.pop("kind", "noise")
        row = make.case(
            community=cast.community,
            kind=kind,
            is_public=True,
            opened_at=now - timedelta(days=days),
            **columns,
        )
        return str(row.pk)

    fresh, lamp = matter(1), matter(2, kind="lamp")
    shut = matter(3, state="closed", closed_at=now, closing="confirmed")
    old = matter(100)

    def ids(**query: Any) -> list[str]:
        found = client.get(f"{V2}/requests.json", query).json()
        return [row["service_request_id"] for row in found]

    assert ids() == [fresh, lamp, shut]
    assert ids(status="closed") == [shut]
    assert ids(status="open,closed") == [fresh, lamp, shut]
    assert ids(service_code="lamp,quarrel") == [lamp]
    assert ids(service_request_id=f"{old},{fresh},x", status="closed") == [fresh, old]
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    start = (now - timedelta(days=110)).strftime(stamp)
    assert ids(start_date=start) == [old]
    assert ids(start_date=start, end_date=(now - timedelta(days=90)).strftime(stamp)) == [old]
    assert ids(page_size=2) == [fresh, lamp]
    assert ids(page_size=2, page=2) == [shut]
    assert ids(page=99999) == []


def test_a_list_costs_the_same_whatever_its_length(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    for _number in range(12):
        make.case(community=cast.community, kind="noise", is_public=True, opened_at=timezone.now())
    with django_assert_num_queries(3):
        assert len(client.get(f"{V2}/requests.json").json()) == 12


@pytest.mark.parametrize(
    "query",
    [
        "start_date=yesterday",
        "end_date=2026-02-31T00:00:00Z",
        "status=lost",
        "page=0",
        "page=-1",
        "page_size=x",
        "page=99999999999999999999",
        "start_date=0001-01-01T00:00:00%2B14:00",
        "start_date=9999-12-31T23:59:59Z&end_date=2020-01-01",
        "start_date=2020-01-01T00:00:00Z&end_date=2020-12-31T00:00:00Z",
        "page_size=²",
    ],
)
def test_impossible_filters_are_400(client: Client, cast: Cast, query: str) -> None:
    error(client.get(f"{V2}/requests.json?{query}"), 400)


def test_a_plus_that_became_a_blank_is_understood(client: Client, cast: Cast) -> None:
    query = "start_date=2026-01-01T00:00:00+08:00&end_date=2026-02-01T00:00:00+08:00"
    assert client.get(f"{V2}/requests.json?{query}").status_code == 200


def test_what_is_not_there_is_404_and_what_is_not_done_405(client: Client) -> None:
    assert client.get(f"{V2}/requests.pdf").status_code == 404
    assert client.get(f"{V2}/").status_code == 404
    assert client.delete(f"{V2}/requests.json").status_code == 405
    assert client.post(f"{V2}/services.json").status_code == 405


# Filing


def test_a_key_files_a_matter_that_reaches_its_owner(
    client: Client, cast: Cast, key: Issued
) -> None:
    response = post(
        client,
        key,
        service_code="lamp",
        address_id=cast.entrance.code,
        first_name="秀兰",
        last_name="王",
        phone="13800138001",
        email="wang@example.org",
        device_id="d1",
        media_url="https://example.org/a.jpg",
        **{
            "attribute[where]": "path",
            "attribute[trouble]": ["dark", "hangs"],
            "attribute[since]": "2026-11-01T20:00:00Z",
            "attribute[lamps]": "2",
        },
    )
    case = filed(response)
    assert case.channel == "open311"
    assert case.place == cast.entrance
    assert case.fields == {
        "where": "path",
        "trouble": ["dark", "hangs"],
        "since": "2026-11-02",
        "lamps": 2,
    }
    assert case.reporter_name == "王秀兰"
    assert case.external["media_url"] == "https://example.org/a.jpg"
    assert (case.latitude, case.longitude) == (39.9, 116.4)
    assert response.json()[0]["service_notice"]


def test_xml_answers_a_post_too(client: Client, cast: Cast, key: Issued) -> None:
    response = post(client, key, form="xml")
    assert response.status_code == 201
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    assert Case.objects.filter(pk=tree.findtext("request/service_request_id")).exists()


def test_the_key_may_stand_in_the_query(client: Client, cast: Cast, key: Issued) -> None:
    content = {"service_code": "noise", "address_string": "704楼2单元", "description": "吵"}
    response = client.post(f"{V2}/requests.json?api_key={key.secret}", content)
    assert filed(response).place == cast.entrance


def test_a_photo_comes_as_multipart(client: Client, cast: Cast, key: Issued) -> None:
    case = filed(post(client, key, media=photo()))
    assert case.photos.count() == 1


def test_an_address_in_words_is_kept(client: Client, cast: Cast, key: Issued) -> None:
    case = filed(post(client, key, lat="", long="", address_string="小区西门外的桥"))
    assert case.external["address_string"] == "小区西门外的桥"
    assert "小区西门外的桥" in case.place_label


def test_a_description_is_not_needed(client: Client, cast: Cast, key: Issued) -> None:
    assert filed(post(client, key, description="")).text == "噪音"


def test_without_a_valid_key_it_is_403(client: Client, cast: Cast, key: Issued) -> None:
    error(client.post(f"{V2}/requests.json", {"service_code": "noise"}), 403)
    for secret in ("wrong-key-wrong-key", "x", "\0", "灯" * 50, "A" * 10_000):
        error(client.post(f"{V2}/requests.json", {"api_key": secret}), 403)
    revoke_token(key.token.pk, by=SYSTEM, community=cast.community)
    error(post(client, key), 403)


def test_a_key_of_one_community_files_in_no_other(client: Client, cast: Cast, key: Issued) -> None:
    error(post(client, key, jurisdiction_id=cast.elsewhere.code), 403)
    assert filed(post(client, key, jurisdiction_id=cast.community.code))


def test_a_key_without_jurisdiction_files_in_its_own_community(client: Client, cast: Cast) -> None:
    own = issue_token("B", by=SYSTEM, community=cast.elsewhere, scopes=["open311"])
    assert filed(post(client, own)).community == cast.elsewhere


def test_a_workers_token_files_where_the_post_reaches(
    client: Client, cast: Cast, token: Issued
) -> None:
    assert filed(post(client, token)).community == cast.community
    error(post(client, token, jurisdiction_id=cast.elsewhere.code), 403)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "quarrel"}, 404),
        ({"service_code": "nothing\0"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "91"}, 400),
        ({"lat": "nan"}, 400),
        ({"long": ""}, 400),
        ({"long": "east"}, 400),
        ({"address_id": "DEAD"}, 400),
        ({"description": "灯" * 4001}, 400),
        ({"phone": "a"}, 400),
        ({"email": "none"}, 400),
        ({"media_url": "javascript:alert(1)"}, 400),
        ({"service_code": "lamp"}, 400),
        ({"service_code": "lamp", "attribute[where]": "moon"}, 400),
        ({"service_code": "lamp", "attribute[where]": "path", "attribute[lamps]": "1e999"}, 400),
        ({"service_code": "lamp", "attribute[where]": "path", "attribute[since]": "soon"}, 400),
        ({"media": SimpleUploadedFile("a.png", b"no picture")}, 400),
    ],
)
def test_what_cannot_be_taken_in_says_why(
    client: Client, cast: Cast, key: Issued, fields: dict[str, Any], code: int
) -> None:
    assert error(post(client, key, **fields), code)
    assert not Case.objects.exists()


def test_a_body_that_is_no_form_is_400(client: Client, cast: Cast) -> None:
    no_boundary = "multipart/form-data"
    error(client.post(f"{V2}/requests.json", b"--y", content_type=no_boundary), 400)


def test_10000_matters_from_one_key_are_slowed_down(
    client: Client, cast: Cast, key: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.faces.api.open311.filing.POSTS_AN_HOUR", 2)
    for _number in range(2):
        filed(post(client, key))
    error(post(client, key), 429)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "lat",
                "long",
                "address_string",
                "address_id",
                "description",
                "email",
                "phone",
                "first_name",
                "last_name",
                "media_url",
                "device_id",
                "jurisdiction_id",
                "page",
                "attribute[where]",
                "attribute[trouble]",
                "attribute[since]",
                "attribute[lamps]",
            ]
        ),
        st.text(max_size=30),
    )
)
def test_no_text_breaks_a_post(
    client: Client, cast: Cast, key: Issued, fields: dict[str, str]
) -> None:
    content = {"api_key": key.secret, "service_code": "lamp", **fields}
    raw = {name: text.encode("utf-8", "replace") for name, text in content.items()}
    assert client.post(f"{V2}/requests.xml", raw).status_code < 500
    names = ("start_date", "end_date", "status", "page", "page_size", "service_code")
    query = dict(zip(names, fields.values(), strict=False))
    assert client.get(f"{V2}/requests.json", query).status_code < 500


def test_filing_costs_few_statements(
    client: Client, cast: Cast, key: Issued, django_assert_max_num_queries: Any
) -> None:
    filed(post(client, key))
    with django_assert_max_num_queries(18):
        response = post(client, key, address_id=cast.entrance.code)
    filed(response)


def test_a_browser_that_asks_before_it_posts_is_answered(client: Client) -> None:
    answer = client.options("/open311/v2/requests.json")
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, POST")


def test_each_address_of_a_picture_is_kept(client: Client, cast: Cast, key: Issued) -> None:
    urls = ["https://a.example/1.jpg", "https://a.example/2.jpg"]
    case = filed(post(client, key, media_url=urls))
    assert [case.external[name] for name in ("media_url", "media_url_2")] == urls
