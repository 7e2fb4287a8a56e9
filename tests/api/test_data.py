"""The data API: scoped as posts are, with the engine's own verbs and sentences."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.core.models import Line
from linli.engines.cases.models import Case
from linli.registry.access import SYSTEM
from linli.registry.actions.tokens import Issued, issue_token
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, token: Issued, **query: Any) -> Any:
    return client.get(f"/api{path}", query, headers={"authorization": f"Bearer {token.secret}"})


def post(client: Client, path: str, token: Issued, **body: Any) -> Any:
    return client.post(
        f"/api{path}",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {token.secret}"},
    )


def file(client: Client, cast: Cast, token: Issued, **body: Any) -> Any:
    filled = {"community_id": cast.community.pk, "kind": "noise", "text": "夜里施工", **body}
    return post(client, "/cases", token, **filled)


def test_a_matter_is_filed_worked_on_and_resolved(
    client: Client, cast: Cast, token: Issued
) -> None:
    made = file(
        client,
        cast,
        token,
        place_code=cast.entrance.code,
        reporter={"name": "王秀兰", "phone": "13800138001"},
    )
    assert made.status_code == 201, made.content
    case_id = made.json()["case"]["id"]
    assert made.json()["follow_code"]
    for verb, body in (
        ("take", {}),
        ("reply", {"text": "正在处理"}),
        ("note", {"text": "已电话联系"}),
        ("resolve", {"result": "已停工"}),
    ):
        done = post(client, f"/cases/{case_id}/{verb}", token, **body)
        assert done.status_code == 200, (verb, done.content)
    page = get(client, f"/cases/{case_id}", token).json()
    assert page["state"] == "resolved"
    assert (
        page["reporter"] == {"name": "王＊＊", "phone": "138****8001"}
        or "138" in (page["reporter"]["phone"])
    )
    assert "13800138001" not in str(page)
    assert [told["words"] for told in page["story"] if told["verb"] == "reply"] == ["正在处理"]
    assert Line.objects.filter(verb__startswith="case.").count() == 5


def test_the_same_external_id_makes_one_matter(client: Client, cast: Cast, token: Issued) -> None:
    first = file(client, cast, token, external_id="A-1")
    second = file(client, cast, token, external_id="A-1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["case"]["id"] == second.json()["case"]["id"]
    assert Case.objects.count() == 1


def test_another_communitys_matter_is_404(client: Client, cast: Cast, token: Issued) -> None:
    case = make.case(community=cast.elsewhere, kind="noise")
    for response in (
        get(client, f"/cases/{case.pk}", token),
        post(client, f"/cases/{case.pk}/reply", token, text="你好"),
        file(client, cast, token, community_id=cast.elsewhere.pk),
        get(client, f"/places/{cast.elsewhere_building.code}", token),
    ):
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"
    assert get(client, "/cases", token).json()["rows"] == []


def test_the_list_turns_pages_by_key(
    client: Client, cast: Cast, token: Issued, django_assert_num_queries: Any
) -> None:
    ids = [make.case(community=cast.community, kind="noise").pk for _number in range(5)]
    get(client, "/cases", token)
    with django_assert_num_queries(3):
        page = get(client, "/cases", token, limit=3).json()
    rest = get(client, "/cases", token, limit=3, before=page["before"]).json()
    assert [row["id"] for row in page["rows"] + rest["rows"]] == ids[::-1]
    assert rest["before"] is None


def test_filters_narrow_the_list(client: Client, cast: Cast, token: Issued) -> None:
    one = make.case(community=cast.community, kind="noise")
    make.case(community=cast.community, kind="lamp", state="closed", closed_at=make.NOON)

    def ids(**query: Any) -> list[int]:
        return [row["id"] for row in get(client, "/cases", token, **query).json()["rows"]]

    assert ids(kind="noise") == ids(state="open") == [one.pk]
    assert ids(community=cast.elsewhere.pk) == []
    assert len(ids(updated_since="2026-11-24T04:00:00Z")) == 2
    assert ids(updated_since="2026-11-24T12:00:01+08:00") == []


def test_somebody_was_quicker_is_409_with_a_sentence(
    client: Client, cast: Cast, token: Issued
) -> None:
    case_id = file(client, cast, token).json()["case"]["id"]
    post(client, f"/cases/{case_id}/take", token)
    late = post(client, f"/cases/{case_id}/reply", token, text="好", version=0)
    assert late.status_code == 409
    assert late.json()["code"] == "out_of_date"
    assert late.json()["sentence"]


def test_a_token_does_only_what_it_was_issued_for(client: Client, cast: Cast) -> None:
    reader = issue_token(
        "R", by=SYSTEM, community=cast.community, user=cast.grid_worker, scopes=["cases:read"]
    )
    refused = file(client, cast, reader)
    assert refused.status_code == 403
    assert refused.json()["code"] == "not_allowed"
    assert get(client, "/places", reader).status_code == 403
    assert get(client, "/programmes", reader).status_code == 200


def test_without_a_token_it_is_401(client: Client, cast: Cast) -> None:
    for headers in ({}, {"authorization": "Bearer wrong-wrong-wrong"}, {"authorization": "x"}):
        response = client.get("/api/cases", headers=headers)
        assert response.status_code == 401
        assert response.json()["code"] == "no_token"


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "灯" * 4001},
        {"urgency": 3},
        {"urgency": "1"},
        {"extra": 1},
        {"opened_at": "yesterday"},
        {"community_id": 0},
        {"reporter": {"phone": "x"}},
    ],
)
def test_what_does_not_fit_is_422_and_names_the_field(
    client: Client, cast: Cast, token: Issued, body: dict[str, Any]
) -> None:
    refused = file(client, cast, token, **body)
    assert refused.status_code == 422
    assert any(next(iter(body)) in field for field in refused.json()["errors"])


def test_a_question_of_the_kind_that_is_not_answered_is_409(
    client: Client, cast: Cast, token: Issued
) -> None:
    refused = file(client, cast, token, kind="lamp")
    assert refused.status_code == 409
    assert "where" in refused.json()["errors"]


def test_refusals_speak_the_readers_language(client: Client, cast: Cast, token: Issued) -> None:
    headers = {"authorization": f"Bearer {token.secret}", "accept-language": "en"}
    sentence = client.get("/api/cases/1", headers=headers).json()["sentence"]
    assert sentence.isascii()
    assert not get(client, "/cases/1", token).json()["sentence"].isascii()


def test_places_and_programmes_are_read(client: Client, cast: Cast, token: Issued) -> None:
    assert [c["name"] for c in get(client, "/communities", token).json()] == [cast.community.name]
    found = get(client, "/places", token, kind="dwelling", under=cast.building.pk).json()
    assert [row["name"] for row in found["rows"]] == ["301", "302", "401"]
    page = get(client, "/places", token, limit=2).json()
    assert get(client, "/places", token, limit=2, after=page["after"]).json()["rows"]
    assert get(client, f"/places/{cast.entrance.code}", token).json()["label"]
    programmes = get(client, "/programmes", token).json()
    assert [programme["code"] for programme in programmes] == ["repairs", "requests"]
    assert programmes[0]["kinds"][0]["deadline"] == "3 days"


def test_a_building_stewards_token_sees_the_building(client: Client, cast: Cast) -> None:
    own = issue_token(
        "S",
        by=SYSTEM,
        community=cast.community,
        user=cast.steward,
        scopes=["cases:read", "cases:write"],
    )
    here = make.case(community=cast.community, kind="noise", place=cast.entrance)
    make.case(community=cast.community, kind="noise", place=cast.other_building)
    assert [row["id"] for row in get(client, "/cases", own).json()["rows"]] == [here.pk]
    assert file(client, cast, own).status_code == 403
    assert file(client, cast, own, place_code=cast.building.code).status_code == 201


def test_no_page_fetches_scripts_from_elsewhere(client: Client) -> None:
    assert client.get("/api/docs").status_code == 404
