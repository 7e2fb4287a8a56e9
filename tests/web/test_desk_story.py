"""What a matter's page tells: who did what and when, who is near, what strangers may see."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.engines.cases import actions
from linli.engines.cases.actions import Filed
from linli.engines.cases.models import Photo
from linli.registry.access import VISITOR
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)  # 9:30 in the community


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def picture() -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "#3a7").save(kept, "JPEG")
    return SimpleUploadedFile("now.jpg", kept.getvalue(), "image/jpeg")


@pytest.fixture
def filed(cast: Cast) -> Filed:
    with time_machine.travel(MORNING):
        return actions.file_case(
            by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="noise",
            text="楼下半夜唱歌", place=cast.entrance,
        )  # fmt: skip


def story(client: Client, case_id: int) -> str:
    page = client.get(f"/desk/{case_id}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("timeline--desk")[1]))


def test_the_story_names_its_people_and_says_days_and_hours(cast: Cast, filed: Filed) -> None:
    worker, case_id = logged_in(cast.worker), filed.case.pk
    with time_machine.travel(MORNING + timedelta(days=2)):
        actions.change_kind(case_id, by=cast.actor("worker"), kind="pets")
        actions.set_public(case_id, by=cast.actor("worker"), is_public=False)
        actions.resolve(case_id, by=cast.actor("worker"), result="已经劝说")
        neighbour = Client()
        neighbour.get(f"/c/{filed.follow_code}/")
        neighbour.post(f"/my/{case_id}/confirm/", {"stars": "4"})
        told = story(worker, case_id)
    assert "11 月 25 日 09:30" in told
    assert "已更正类别 宠物" in told
    assert "改为不公开" in told
    assert "已确认 ★★★★ 反映人 · 今天 09:30" in told
    assert not re.search(r"\d{4}-\d\d-\d\d", told)


def test_the_deadline_is_green_then_yellow_then_red(cast: Cast, filed: Filed) -> None:
    worker, due = logged_in(cast.worker), filed.case.due_at
    assert due is not None
    lights = []
    for before in (timedelta(days=3), timedelta(minutes=5), timedelta(days=-1)):
        with time_machine.travel(due - before):
            page = worker.get(f"/desk/{filed.case.pk}/").content.decode()
        lights.append(re.search(r'<dd class="(soon|late|)">', page)[1])  # type: ignore[index]
    assert lights == ["", "soon", "late"]


def test_who_serves_the_place_is_offered_first(cast: Cast, filed: Filed) -> None:
    page = logged_in(cast.worker).get(f"/desk/{filed.case.pk}/?do=assign").content.decode()
    near = page.split('label="负责这里的人"')[1].split("</optgroup>")[0]
    names = re.findall(r">([^<·]+) ·", near)
    assert names[0] == "刘桂芳"
    assert page.index("负责这里的人") < page.index("单位与团队")


def test_who_hands_a_matter_out_of_reach_sees_the_list(cast: Cast, filed: Filed) -> None:
    company, case_id = logged_in(cast.property_worker), filed.case.pk
    actions.assign(case_id, by=cast.actor("worker"), organisation_id=cast.property_company.pk)
    answer = company.post(f"/desk/{case_id}/return/", {"reason": "不归物业管"}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "已退回" in answer.content.decode()


def test_strangers_see_the_photos_that_staff_chose(cast: Cast, filed: Filed) -> None:
    worker, case_id = logged_in(cast.worker), filed.case.pk
    worker.post(f"/desk/{case_id}/reply/", {"text": "在看了", "photos": picture()})
    worker.post(f"/desk/{case_id}/add_photos/", {"role": "after", "photos": picture()})
    during, after = Photo.objects.order_by("id")
    assert (during.role, after.role) == ("during", "after")
    assert (
        f'src="/desk/photos/{after.pk}/"'
        in worker.get(f"/desk/{case_id}/?do=set_public")
        .content.decode()
        .split('name="photo_ids"')[-1]
    )
    chosen = {"is_public": "yes", "text": "楼下唱歌", "photo_ids": [after.pk]}
    worker.post(f"/desk/{case_id}/set_public/", chosen)
    stranger = Client()
    assert stranger.get(f"/photo/{after.pk}/").status_code == 200
    assert stranger.get(f"/photo/{during.pk}/").status_code == 404
    page = stranger.get(f"/open/{cast.community.code}/{filed.case.number}/").content.decode()
    assert "办理后" in page


def test_the_reporter_reads_the_question_where_it_is_answered(cast: Cast, filed: Filed) -> None:
    neighbour, path = Client(), f"/my/{filed.case.pk}/"
    neighbour.get(f"/c/{filed.follow_code}/")
    actions.ask(filed.case.pk, by=cast.actor("worker"), text="是几楼？")
    asked = neighbour.get(path).content.decode().split("card--warn")[1].split("</section>")[0]
    assert "是几楼？" in asked
    neighbour.post(f"{path}answer/", {"text": "三楼"})
    actions.resolve(filed.case.pk, by=cast.actor("worker"), result="已经劝说")
    done = neighbour.get(path).content.decode()
    assert done.index("已经劝说") < done.index("解决了吗")
