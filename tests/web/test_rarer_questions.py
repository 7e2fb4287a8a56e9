"""The rarer questions of a workbook: taken in, asked at the desk, kept, told, taken out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.core.refusals import Invalid
from linli.core.sheets import Table, read_book, write_book
from linli.engines.campaigns import actions
from linli.engines.campaigns.exports.answers import answers_workbook
from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.queries.bundle import field_bundle
from linli.engines.campaigns.queries.results import results
from linli.forms import xlsform
from linli.registry.models import Place
from tests.campaigns import builders
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + b"\0" * 40
SURVEY = [
    ("audio", "voice", "说一说", "", "", ""),
    ("time", "at", "几点方便", "", "", ""),
    ("range", "stars", "打几分", "", "", "start=1 end=5 step=1"),
    ("rank yn", "order", "先后", "", "", ""),
    ("geopoint", "spot", "在哪里", "", "", ""),
    ("barcode", "tag", "设备码", "", "", ""),
    ("calculate", "late", "", "if(${at} > '18:00', 'yes', 'no')", "", ""),
    ("note", "thanks", "您打了 ${stars} 分", "", "", ""),
    ("select_one_from_file blocks.csv", "block", "哪一片", "", "ward = ${late}", ""),
]
HEADERS = ("type", "name", "label", "calculation", "choice_filter", "parameters")
CHOICES = [("yn", "yes", "是"), ("yn", "no", "否")]
BLOCKS = "name,label,ward\nb1,一片,yes\nb2,二片,no\n".encode()
ANSWERS: Mapping[str, Any] = {
    "voice": ["voice-0"], "at": "19:30", "stars": 4, "order": ["no", "yes"],
    "spot": "120.5 80", "tag": "E-17", "block": "b1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    book = write_book(
        [
            Table("survey", HEADERS, SURVEY),
            Table("choices", ("list_name", "name", "label"), CHOICES),
        ]
    )
    form = xlsform.read(book, name="x.xlsx").form
    made = builders.campaign(community=cast.community, form=form, state="draft")
    Place.objects.filter(kind="building").update(geometry={"x": 10, "y": 20, "w": 30, "h": 40})
    builders.walker(made, cast.steward)
    builders.door(made, cast.dwellings[0], household=cast.households[0])
    return made


def give_file(client: Client, campaign: Campaign, content: bytes = BLOCKS) -> str:
    file = SimpleUploadedFile("blocks.csv", content)
    data = {"do": "file", "code": "blocks.csv", "file": file}
    return client.post(f"/campaigns/{campaign.pk}/form/", data, follow=True).content.decode()


def test_a_round_cannot_start_without_its_file(cast: Cast, client: Client, draft: Campaign) -> None:
    client.force_login(cast.worker)
    with pytest.raises(Invalid, match=r"blocks\.csv"):
        actions.start(draft.pk, by=cast.actor("worker"))
    assert "blocks.csv" in client.get(f"/campaigns/{draft.pk}/form/").content.decode()
    assert "ward" in give_file(client, draft, b"name,label\nb1,x\n")
    give_file(client, draft)
    assert actions.start(draft.pk, by=cast.actor("worker")).state == "running"


def test_rarer_questions_are_asked_kept_and_told(
    cast: Cast, client: Client, draft: Campaign
) -> None:
    client.force_login(cast.worker)
    give_file(client, draft)
    actions.start(draft.pk, by=cast.actor("worker"))
    door = draft.doors.get()
    page = client.get(f"/campaigns/door/{door.pk}/").content.decode()
    for drawn in ('type="time"', 'type="number"', "data-record", "data-point", "data-filter",
                  "data-calculation", 'data-type="rank"', "您打了 ${stars} 分"):  # fmt: skip
        assert drawn in page
    steward = cast.actor("steward")
    assert field_bundle(steward, now=NOON).plan
    uid = uuid.uuid4()
    actions.record_visit(
        by=steward, campaign_id=draft.pk, door_id=door.pk, uid=uid, outcome="met",
        answers=dict(ANSWERS), form_number=1, at=NOON, channel="field",
    )  # fmt: skip
    actions.keep_piece(uid, "voice-0", offset=0, size=len(WEBM), content=WEBM, by=steward)
    visit = Visit.objects.get(uid=uid)
    assert visit.answers == {**ANSWERS, "late": "yes"}
    assert visit.photos.get().file.endswith(".weba")
    page = client.get(f"/campaigns/door/{door.pk}/").content.decode()
    assert reverse("campaign_photo", args=[visit.photos.get().pk]) in page
    assert "<audio" in page
    told = {one.code: one for one in results(cast.actor("worker"), draft.pk).results}
    assert "late" not in told
    assert [(row.code, row.count) for row in told["order"].rows] == [("yes", 0), ("no", 1)]
    assert told["stars"].spread
    assert told["stars"].spread.most == 4
    book = read_book(answers_workbook(cast.actor("secretary"), draft.pk, reason="汇总"))
    assert any("19:30" in cell for sheet in book.values() for row in sheet.rows for cell in row)


def test_what_is_no_recording_is_refused(cast: Cast, client: Client, draft: Campaign) -> None:
    client.force_login(cast.worker)
    give_file(client, draft)
    actions.start(draft.pk, by=cast.actor("worker"))
    uid, steward = uuid.uuid4(), cast.actor("steward")
    actions.record_visit(
        by=steward, campaign_id=draft.pk, door_id=draft.doors.get().pk, uid=uid, outcome="met",
        answers=dict(ANSWERS), form_number=1, at=NOON, channel="field",
    )  # fmt: skip
    with pytest.raises(Invalid):
        actions.keep_piece(uid, "voice-0", offset=0, size=9, content=b"<html>hi!", by=steward)
