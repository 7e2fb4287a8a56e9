"""What phones send is taken in once, each answer by itself; every no is a sentence."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.engines.campaigns import actions
from linli.engines.campaigns.models import Campaign, Door, Visit, VisitPhoto
from linli.engines.cases.models import Case
from linli.registry import facts
from linli.registry.actions import end_post, issue_key
from linli.registry.models import HouseholdKey
from tests.campaigns.walking import door_of, running
from tests.cast import Cast
from tests.field.conftest import a_visit, phone_of, send
from tests.forms.builders import form

pytestmark = pytest.mark.django_db


def told(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    return list(response.json()["answers"])


def test_each_answer_is_taken_once_and_told_by_its_id(phone: Client, round_: Campaign) -> None:
    first, second = a_visit(door_of(round_, 0)), a_visit(door_of(round_, 1), outcome="absent")
    assert [one["is"] for one in told(send(phone, [first, second]))] == ["taken", "taken"]
    assert [one["is"] for one in told(send(phone, [second, first]))] == ["known", "known"]
    assert Visit.objects.count() == 2
    assert door_of(round_, 0).state == "met"


@pytest.mark.parametrize(
    "bad",
    [
        "1e999", "NaN", "-Infinity", "9" * 40, "9" * 5000, r'"\u0000"', r'"\ud800"',
        "[" * 50 + "]" * 50, '{"a":' * 20_000 + "1" + "}" * 20_000,
    ],
)  # fmt: skip
def test_an_answer_that_no_database_keeps_is_refused_and_the_rest_is_taken(
    phone: Client, round_: Campaign, bad: str
) -> None:
    rows = [a_visit(door_of(round_, 0), answers={"clutter": "BAD"}), a_visit(door_of(round_, 1))]
    body = json.dumps(
        {
            "user": int(phone.session["_auth_user_id"]),
            "sent_at": timezone.now().isoformat(),
            "answers": rows,
        }
    ).replace('"BAD"', bad)
    answer = phone.post("/field/answers/", body, content_type="application/json")
    first, second = told(answer)
    assert (first["uid"], first["is"]) == (rows[0]["uid"], "refused")
    assert len(first["sentence"]) > 10
    assert second["is"] == "taken"


def test_one_that_is_refused_does_not_hold_up_the_others(phone: Client, round_: Campaign) -> None:
    door = door_of(round_)
    wrong = [
        a_visit(door, answers={"clutter": "sometimes"}),
        a_visit(door, answers={"clutter": "no", "what": "\0"}),
        a_visit(door, answers={"clutter": "no", "\ud800": "x"}),
        a_visit(door, what="dance"),
        a_visit(door, at="yesterday"),
        a_visit(door, form=99),
        a_visit(door, outcome="asleep"),
        a_visit(door) | {"door": door.pk + 999_999},
    ]
    answers = told(send(phone, [*wrong, a_visit(door)]))
    assert [one["is"] for one in answers] == ["refused"] * len(wrong) + ["taken"]
    assert all(len(one["sentence"]) > 10 for one in answers[:-1])
    assert answers[0]["errors"]["clutter"]
    assert Visit.objects.count() == 1


def test_a_phone_whose_clock_is_an_hour_wrong_is_set_right(phone: Client, round_: Campaign) -> None:
    ahead = timezone.now() + timedelta(hours=1)
    visit = a_visit(door_of(round_), at=(ahead - timedelta(minutes=10)).isoformat())
    told(send(phone, [visit], sent_at=ahead.isoformat()))
    kept = Visit.objects.get()
    off = timezone.now() - timedelta(minutes=10) - kept.at
    assert abs(off) < timedelta(seconds=20)
    assert kept.said_at > kept.at


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        ("[" * 100_000, 400),
        ('{"user": 1, "sent_at": "2026-11-24T12:00:00+08:00", "answers": NaN}', 400),
        ("[]", 400),
        ('{"answers": {}}', 400),
        ('{"answers": [1]}', 400),
        ('{"answers": [{"uid": "7"}]}', 400),
        ('{"user": 1, "answers": []}', 400),
        ('{"user": 1, "sent_at": "noon", "answers": []}', 400),
        (json.dumps({"answers": [{"uid": str(uuid4())}] * 201}), 413),
        (" " * 50_000_000, 413),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(phone: Client, body: str, status: int) -> None:
    answer = phone.post("/field/answers/", body, content_type="application/json")
    assert answer.status_code == status
    assert len(answer.json()["sentence"]) > 10


UID = "8c9f6a3e-8d6b-4a0e-9b0f-3f1f5f1d2c4b"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "The body: this must be an object with names and values."),
        ({"answers": {}}, "answers: this must be a list of what was answered."),
        (
            {"answers": [{"uid": UID}, 1]},
            "answers[1]: this must be an object with names and values.",
        ),
        ({"answers": [{"uid": 7}]}, "answers[0].uid: this must be a UUID."),
        ({"answers": [{}]}, "answers[0].uid: this must be a UUID."),
        ({"answers": []}, "user: this must be a whole number."),
        ({"answers": [], "user": True}, "user: this must be a whole number."),
        (
            {"answers": [], "user": 1, "sent_at": "2026-11-24T18:00:00"},
            "sent_at: this must be a time such as 2026-11-24T18:00:00+08:00.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_body_is_told_by_name_place_and_remedy(
    phone: Client, body: Any, sentence: str
) -> None:
    english = {"accept-language": "en"}
    answer = phone.post("/field/answers/", body, content_type="application/json", headers=english)
    assert (answer.status_code, answer.json()["sentence"]) == (400, sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"campaign": None}, "campaign: this must be a whole number."),
        ({"door": -1}, "door: this must be a whole number."),
        ({"form": 2**31}, "form: this must be a whole number."),
        ({"outcome": ["met"]}, "outcome: this must be a text of at most 20 letters."),
        ({"note": "n" * 201}, "note: this must be a text of at most 200 letters."),
        ({"answers": "no"}, "answers: this must be an object with names and values."),
        ({"at": "noon"}, "at: this must be a time such as 2026-11-24T18:00:00+08:00."),
        ({"what": "key", "code": 7}, "code: this must be a text of at most 200 letters."),
        ({"what": "matter", "door": "1"}, "door: this must be a whole number."),
    ],
)
def test_a_field_of_an_answer_is_told_by_name_and_remedy(
    phone: Client, round_: Campaign, change: dict[str, Any], sentence: str
) -> None:
    body = {
        "user": int(phone.session["_auth_user_id"]),
        "sent_at": timezone.now().isoformat(),
        "answers": [a_visit(door_of(round_)) | change],
    }
    english = {"accept-language": "en"}
    answer = phone.post("/field/answers/", body, content_type="application/json", headers=english)
    [no] = told(answer)
    assert (no["is"], no["code"], no["sentence"]) == ("refused", "invalid", sentence)


def test_a_door_that_is_not_mine_a_post_that_ended_and_no_log_in_are_refused(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    visit = a_visit(door_of(round_))
    [no] = told(send(phone_of(cast.stranger), [visit]))
    assert (no["is"], no["code"]) == ("refused", "not_found")
    assert Client().post("/field/answers/", {}).status_code == 401
    for post in cast.grid_worker.posts.all():
        end_post(post.pk, by=cast.actor("secretary"))
    [no] = told(send(phone, [visit]))
    assert no["is"] == "refused"
    assert not Visit.objects.exists()
    told_now = phone.get("/field/bundle/").json()
    assert (told_now["campaigns"], bool(told_now["sentence"])) == ([], True)


def test_answers_that_somebody_else_kept_wait_for_that_person(cast: Cast, round_: Campaign) -> None:
    answer = send(phone_of(cast.secretary), [a_visit(door_of(round_))], user=cast.grid_worker.pk)
    assert answer.status_code == 409
    assert not Visit.objects.exists()


def test_after_the_end_a_visit_is_kept_as_late(cast: Cast, phone: Client, round_: Campaign) -> None:
    actions.end(round_.pk, by=cast.actor("worker"))
    [taken] = told(send(phone, [a_visit(door_of(round_))]))
    assert (taken["is"], taken["is_late"]) == ("taken", True)


def test_a_fact_changed_on_both_sides_is_told_by_its_name(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    door, home = door_of(round_), cast.households[0]
    known = {"contact.phone": facts.version_of("13800138001")}
    cast.people[0].phone = "13900000000"
    cast.people[0].save(update_fields=["phone"])
    said = {"clutter": "no", "phone": "13700000000"}
    [taken] = told(send(phone, [a_visit(door, answers=said, started_from=known)]))
    assert taken["conflicts"] == ["contact.phone"]
    assert facts.read([home.pk], ["contact.phone"])[home.pk]["contact.phone"] == "13900000000"


def test_a_matter_raised_at_the_door_is_filed_once(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    the_case = {
        "what": "matter", "uid": str(uuid4()), "door": door_of(round_).pk, "kind": "",
        "text": "单元门口的灯不亮", "where": "entrance", "name": "王秀兰", "phone": "13800138001",
        "at": timezone.now().isoformat(),
    }  # fmt: skip
    [taken], [again] = told(send(phone, [the_case])), told(send(phone, [the_case]))
    assert (taken["is"], again["is"]) == ("taken", "known"), taken
    assert taken["follow_code"] == again["follow_code"]
    case = Case.objects.get()
    assert (case.place, case.household) == (cast.entrance, door_of(round_).household)
    [no] = told(send(phone, [the_case | {"uid": str(uuid4()), "text": " "}]))
    assert no["is"] == "refused"


def test_a_household_key_is_handed_over_at_its_own_door(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    door = door_of(round_)
    slip = issue_key(door.household.pk, by=cast.actor("worker"))
    row = {"what": "key", "uid": str(uuid4()), "door": door.pk, "code": slip.code}
    other = {**row, "uid": str(uuid4()), "door": door_of(round_, 1).pk}
    answers = told(send(phone, [row, other, {**row, "code": "AAAAAAAAAA"}]))
    assert [one["is"] for one in answers] == ["taken", "refused", "refused"]
    assert HouseholdKey.objects.get().handed_over_at


def test_when_too_much_is_tried_the_rest_is_told_to_wait(phone: Client, round_: Campaign) -> None:
    door = door_of(round_)
    rows = [
        {"what": "key", "uid": str(uuid4()), "door": door.pk, "code": "AAAAAAAAAA"}
        for _number in range(61)
    ]
    assert told(send(phone, rows))[-1]["is"] == "later"


def photo() -> bytes:
    drawn = io.BytesIO()
    Image.effect_noise((600, 500), 90).convert("RGB").save(drawn, "JPEG", quality=95)
    return drawn.getvalue()


def test_a_picture_goes_on_where_it_broke_off(phone: Client, round_: Campaign) -> None:
    visit = a_visit(door_of(round_), answers={"clutter": "no", "picture": ["picture-0"]})
    told(send(phone, [visit]))
    content, size = photo(), 256 * 1024
    path = f"/field/photos/{visit['uid']}/picture-0/"

    def put(offset: int, piece: bytes) -> Any:
        query = f"{path}?offset={offset}&size={len(content)}"
        return phone.put(query, piece, content_type="application/octet-stream")

    assert size < len(content) < 2 * size
    assert put(0, content[:size]).json() == {"held": size}
    assert put(0, content[:size]).status_code == 409  # its answer was lost, and it is sent again
    assert phone.get(path).json() == {"held": size}
    assert put(size, content[size:]).status_code == 200
    assert phone.get(path).json() == {"held": -1}
    assert VisitPhoto.objects.get().visit.uid == Visit.objects.get().uid
    assert put(0, content[: size + 1]).status_code == 413
    assert phone.put(path, b"x", content_type="application/octet-stream").status_code == 400


def test_a_form_changed_meanwhile_still_takes_the_old_answers(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    new = form([{"code": "lamp", "type": "text", "required": True}])
    actions.change_form(round_.pk, new, by=cast.actor("worker"))
    [taken] = told(send(phone, [a_visit(door_of(round_))]))
    assert taken["is"] == "taken"
    assert Visit.objects.get().form_number == 1


def test_two_hundred_answers_take_few_statements_each(
    phone: Client, round_: Campaign, django_assert_max_num_queries: Any
) -> None:
    door = door_of(round_)
    send(phone, [a_visit(door)])
    with django_assert_max_num_queries(12 + 3 * 40):
        assert {one["is"] for one in told(send(phone, [a_visit(door) for _n in range(3)]))} == {
            "taken"
        }


def test_whoever_comes_by_is_heard_without_a_door(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    spot = running(cast, targets="anyone", people=[cast.grid_worker.pk])
    row = {**a_visit(Door(pk=0, campaign=spot)), "door": None}
    [taken] = told(send(phone, [row]))
    assert taken["is"] == "taken"
    assert Visit.objects.get().channel == "spot"
