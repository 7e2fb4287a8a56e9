"""What a phone may forget: the house counts the pictures that it has, and notes what is lost."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.core.models import Line
from linli.engines.campaigns.models import Campaign, MissingPhoto, PhotoUpload, VisitPhoto
from linli.engines.cases.models import Case, Note, Photo
from linli.registry.actions import end_post
from tests.campaigns.walking import door_of
from tests.cast import Cast
from tests.field.conftest import a_visit, phone_of, send

pytestmark = pytest.mark.django_db
TWO = {"clutter": "no", "picture": ["picture-0", "picture-1"]}


def a_photo() -> bytes:
    drawn = io.BytesIO()
    Image.effect_noise((60, 50), 90).convert("RGB").save(drawn, "JPEG")
    return drawn.getvalue()


def put(phone: Client, uid: str, name: str, content: bytes) -> Any:
    path = f"/field/photos/{uid}/{name}/?offset=0&size={len(content)}"
    return phone.put(path, content, content_type="application/octet-stream")


def count(phone: Client, uid: str, what: str = "visit", **lost: str) -> Any:
    named = {name.replace("_", "-"): why for name, why in lost.items()}
    body = json.dumps({"what": what, "lost": named})
    return phone.post(f"/field/photos/{uid}/", body, content_type="application/json")


@pytest.fixture
def visit(phone: Client, round_: Campaign) -> dict[str, Any]:
    row = a_visit(door_of(round_), answers=TWO)
    send(phone, [row])
    return row


def test_the_house_counts_what_it_has(phone: Client, visit: dict[str, Any]) -> None:
    assert count(phone, visit["uid"]).json() == {"held": [], "lost": {}, "refused": {}}
    put(phone, visit["uid"], "picture-0", a_photo())
    put(phone, visit["uid"], "other-0", a_photo())  # the answer does not speak of it
    assert count(phone, visit["uid"]).json()["held"] == ["picture-0"]


def test_what_is_lost_is_noted_in_the_visit_and_in_the_record_once(
    cast: Cast, phone: Client, visit: dict[str, Any], round_: Campaign
) -> None:
    put(phone, visit["uid"], "picture-0", a_photo())
    for _again in range(2):
        told = count(phone, visit["uid"], picture_1="gone", picture_0="gone", other_0="gone").json()
        assert (told["held"], told["lost"]) == (["picture-0"], {"picture-1": "gone"})
    line = Line.objects.get(verb="visit.photos_lost")
    assert line.change == {"photos": {"picture-1": "gone"}}
    page = phone_of(cast.worker).get(f"/campaigns/door/{door_of(round_).pk}/")
    assert "the phone did not keep it" in page.content.decode()
    put(phone, visit["uid"], "picture-1", a_photo())  # it was found after all
    assert not MissingPhoto.objects.exists()
    assert count(phone, visit["uid"]).json()["held"] == ["picture-0", "picture-1"]


def test_what_is_no_picture_is_refused_and_the_next_one_is_taken(
    phone: Client, visit: dict[str, Any]
) -> None:
    assert put(phone, visit["uid"], "picture-0", b"\0\0\0\x18ftypheic").status_code == 400
    assert put(phone, visit["uid"], "picture-1", a_photo()).status_code == 200
    told = count(phone, visit["uid"], picture_0="refused").json()
    assert (told["held"], told["lost"]) == (["picture-1"], {"picture-0": "refused"})


def test_nobody_counts_for_somebody_else(cast: Cast, phone: Client, visit: dict[str, Any]) -> None:
    assert count(phone_of(cast.secretary), visit["uid"]).status_code == 404
    assert count(phone, str(uuid4())).status_code == 404
    no = count(phone, visit["uid"], picture_0="eaten by the dog")
    assert (no.status_code, "gone" in no.json()["sentence"]) == (400, True)
    assert not MissingPhoto.objects.exists()


def test_who_has_no_post_any_more_may_still_send_what_belongs_to_a_visit_that_was_taken(
    cast: Cast, phone: Client, visit: dict[str, Any]
) -> None:
    for post in cast.grid_worker.posts.all():
        end_post(post.pk, by=cast.actor("secretary"))
    assert put(phone, visit["uid"], "picture-0", a_photo()).status_code == 200
    assert count(phone, visit["uid"]).json()["held"] == ["picture-0"]
    assert put(phone, str(uuid4()), "picture-0", a_photo()).status_code == 403


def a_matter(round_: Campaign, **said: Any) -> dict[str, Any]:
    return {
        "what": "matter", "uid": str(uuid4()), "door": door_of(round_).pk, "kind": "",
        "text": "单元门口的灯不亮", "at": timezone.now().isoformat(), **said,
    }  # fmt: skip


def test_a_matter_raised_at_the_door_gets_its_pictures_once(
    phone: Client, round_: Campaign
) -> None:
    row = a_matter(round_)
    assert count(phone, row["uid"], "matter").status_code == 404
    send(phone, [row])
    put(phone, row["uid"], "photo-0", a_photo())
    assert put(phone, row["uid"], "photo-1", b"no picture").status_code == 200
    told = count(phone, row["uid"], "matter", photo_2="gone").json()
    assert (told["held"], list(told["refused"])) == (["photo-0"], ["photo-1"])
    assert told["lost"] == {"photo-2": "gone"}
    assert put(phone, row["uid"], "photo-0", a_photo()).status_code == 200  # its answer was lost
    assert phone.get(f"/field/photos/{row['uid']}/photo-0/").json() == {"held": -1}
    again = count(phone, row["uid"], "matter", photo_2="gone").json()  # its answer was lost, too
    assert again["held"] == ["photo-0"]
    assert Photo.objects.get().case == Case.objects.get()
    assert "1 pictures" in Note.objects.get().text
    assert not VisitPhoto.objects.exists()
    assert PhotoUpload.objects.get().is_handed_on


def test_the_id_of_a_matter_belongs_to_who_sent_it(
    cast: Cast, phone: Client, round_: Campaign
) -> None:
    row = a_matter(round_)
    [mine] = send(phone, [row]).json()["answers"]
    other = phone_of(cast.secretary)
    [theirs] = send(other, [row | {"text": "别的事"}]).json()["answers"]
    assert (mine["is"], theirs["is"]) == ("taken", "taken")
    assert mine["number"] != theirs["number"]
    assert mine["follow_code"] != theirs["follow_code"]
    put(other, row["uid"], "photo-0", a_photo())
    assert count(phone, row["uid"], "matter").json()["held"] == []


def test_a_post_that_ended_is_explained(cast: Cast, phone: Client, round_: Campaign) -> None:
    for post in cast.grid_worker.posts.all():
        end_post(post.pk, by=cast.actor("secretary"))
    rows = [a_visit(door_of(round_)), a_matter(round_)]
    for no in send(phone, rows).json()["answers"]:
        assert (no["is"], no["code"]) == ("refused", "post_ended")
        assert timezone.localdate().isoformat() in no["sentence"]
        assert "save a copy" in no["sentence"]
    assert "ended on" in phone.get("/field/bundle/").json()["sentence"]
    assert "ended on" in phone.get("/field/").content.decode()
    [no] = send(phone_of(cast.stranger), [rows[0]]).json()["answers"]
    assert no["code"] == "not_found"  # who never had a post there learns nothing


def test_the_phone_knows_whom_to_call_in_danger(phone: Client, round_: Campaign) -> None:
    [listed] = phone.get("/field/bundle/").json()["calls"].values()
    assert {"119", "120"} <= {one["phone"] for one in listed}
    [told] = send(phone, [a_matter(round_, text="有人被困在电梯里")]).json()["answers"]
    assert told["is_danger"]
