"""A matter's page: what may be done, what residents read, and two who act at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.core.models import Line
from linli.engines.cases import actions, kinds
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, Note, Photo, Step
from tests.cast import Cast
from tests.web.test_resident_report import a_photo

pytestmark = pytest.mark.django_db


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case(cast: Cast) -> Case:
    kind = next(k for k in kinds.all() if k.workflow == "standard" and "after" not in k.photos)
    return actions.file_case(
        by=cast.actor("worker"), community_id=cast.community.pk, channel="desk", kind=kind.code,
        text="摄像头补光灯刺眼，老人进门看不清", place=cast.entrance,
        reporter=Reporter(name="王秀兰", phone="13800138001", household_id=cast.households[0].pk),
    ).case  # fmt: skip


def page_of(user: Any, case: Case, query: str = "") -> str:
    answer = logged_in(user).get(f"/desk/{case.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_where_who_and_by_when(cast: Cast, case: Case) -> None:
    page = page_of(cast.worker, case)
    for words in ("补光灯刺眼", "704 楼 2 单元", "办理经过", "下一步", "138****8001"):
        assert words in page
    assert "13800138001" not in page


def test_its_number_leads_to_it(cast: Cast, case: Case) -> None:
    answer = logged_in(cast.worker).get(f"/desk/{case.reference}/")
    assert answer["Location"] == f"/desk/{case.pk}/"


@pytest.mark.parametrize("ref", ["SX-9999", "SX-", "nonsense", "0", "99999999999999999"])
def test_what_is_not_there_is_404(cast: Cast, case: Case, ref: str) -> None:
    assert logged_in(cast.worker).get(f"/desk/{ref}/").status_code == 404


def test_a_worker_of_another_community_gets_404(cast: Cast, case: Case) -> None:
    stranger = logged_in(cast.stranger)
    assert stranger.get(f"/desk/{case.pk}/").status_code == 404
    assert stranger.get(f"/desk/{case.pk}/print/").status_code == 404
    assert stranger.post(f"/desk/{case.pk}/reply/", {"text": "x"}).status_code == 404
    assert stranger.post(f"/desk/{case.pk}/phone/", {"reason": "想看"}).status_code == 404


def test_a_steward_reads_and_may_not_assign(cast: Cast, case: Case) -> None:
    page = page_of(cast.steward, case, "?do=assign")
    assert "verb-assign" not in page
    answer = logged_in(cast.steward).post(
        f"/desk/{case.pk}/assign/", {"owner": f"post:{cast.worker.posts.get().pk}"}
    )
    assert answer.status_code == 403
    assert "assign" not in Step.objects.values_list("verb", flat=True)


def test_property_staff_get_404_until_it_is_theirs(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(post=None, organisation=None)
    assert logged_in(cast.property_worker).get(f"/desk/{case.pk}/").status_code == 404
    actions.assign(case.pk, by=cast.actor("worker"), organisation_id=cast.property_company.pk)
    assert "补光灯" in page_of(cast.property_worker, case)


def test_a_matter_is_assigned_taken_replied_to_and_resolved(cast: Cast, case: Case) -> None:
    worker = logged_in(cast.worker)
    post = cast.grid_worker.posts.get()
    worker.post(f"/desk/{case.pk}/assign/", {"owner": f"post:{post.pk}", "words": "今晚办"})
    grid = logged_in(cast.grid_worker)
    grid.post(f"/desk/{case.pk}/take/", {})
    grid.post(f"/desk/{case.pk}/reply/", {"text": "师傅下午到"})
    grid.post(f"/desk/{case.pk}/resolve/", {"result": "调了角度"})
    worker.post(f"/desk/{case.pk}/review/", {"solved": "yes", "stars": "5", "words": "满意"})
    done = Case.objects.get(pk=case.pk)
    assert (done.state, done.closing, done.stars, done.is_solved) == ("closed", "reviewed", 5, True)
    page = page_of(cast.worker, case)
    assert "师傅下午到" in page
    assert "★★★★★" in page


def test_a_step_without_its_words_asks_for_them_and_keeps_the_rest(cast: Cast, case: Case) -> None:
    worker = logged_in(cast.worker)
    answer = worker.post(f"/desk/{case.pk}/defer/", {"reason": "要等配件", "review_on": ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "要等配件" in page
    assert 'id="verb-defer" open' in page


def test_who_defers_is_proposed_the_day_that_the_programme_names(cast: Cast, case: Case) -> None:
    days = kinds.get(case.kind).review_after_days
    page = logged_in(cast.worker).get(f"/desk/{case.pk}/?do=defer").content.decode()
    assert f'value="{timezone.localdate() + timedelta(days=days)}"' in page


def test_the_second_of_two_gets_a_sentence_and_keeps_the_text(cast: Cast, case: Case) -> None:
    seen = case.version
    actions.take(case.pk, by=cast.actor("grid_worker"), version=seen)
    answer = logged_in(cast.worker).post(
        f"/desk/{case.pk}/reply/", {"text": "我写了很久的答复", "version": str(seen)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写了很久的答复" in page
    assert "赵敏" in page
    assert not Step.objects.filter(verb="reply").exists()


def test_a_step_that_is_closed_by_now_keeps_the_text_as_well(cast: Cast, case: Case) -> None:
    actions.withdraw(case.pk, by=cast.actor("secretary"), reason="居民说不用了")
    answer = logged_in(cast.worker).post(f"/desk/{case.pk}/resolve/", {"result": "换好了灯"})
    assert answer.status_code == 409
    assert "换好了灯" in answer.content.decode()


def test_a_note_is_never_lost_though_somebody_was_quicker(cast: Cast, case: Case) -> None:
    seen = case.version
    actions.take(case.pk, by=cast.actor("grid_worker"))
    logged_in(cast.worker).post(
        f"/desk/{case.pk}/add_note/", {"text": "老人独居", "version": str(seen)}
    )
    assert Note.objects.get().text == "老人独居"


def test_public_words_and_notes_are_told_apart(cast: Cast, case: Case) -> None:
    actions.reply(case.pk, by=cast.actor("worker"), text="明天修")
    actions.add_note(case.pk, by=cast.actor("worker"), text="先打电话")
    page = page_of(cast.worker, case)
    public = page.index("明天修")
    inside = page.index("先打电话")
    assert "居民看得到" in page[public - 120 : public]
    assert "仅工作人员可见" in page[inside - 120 : inside]


def test_the_whole_number_is_shown_for_a_reason_and_recorded(cast: Cast, case: Case) -> None:
    worker = logged_in(cast.worker)
    assert worker.post(f"/desk/{case.pk}/phone/", {"reason": ""}).status_code == 400
    answer = worker.post(f"/desk/{case.pk}/phone/", {"reason": "约上门时间"})
    assert "13800138001" in answer.content.decode()
    line = Line.objects.get(verb="case.phone_read")
    assert line.reason == "约上门时间"
    assert "13800138001" not in str(line.change)


def test_property_staff_do_not_read_the_whole_number(cast: Cast, case: Case) -> None:
    actions.assign(case.pk, by=cast.actor("worker"), organisation_id=cast.property_company.pk)
    answer = logged_in(cast.property_worker).post(f"/desk/{case.pk}/phone/", {"reason": "想打"})
    assert answer.status_code == 403


def test_two_matters_are_joined_by_number(cast: Cast, case: Case) -> None:
    other = actions.file_case(
        by=cast.actor("worker"), community_id=cast.community.pk, channel="desk", kind=case.kind,
        text="补光灯晃眼",
    ).case  # fmt: skip
    worker = logged_in(cast.worker)
    wrong = worker.post(f"/desk/{other.pk}/merge/", {"into": "SX-777"})
    assert wrong.status_code == 400
    worker.post(f"/desk/{other.pk}/merge/", {"into": case.reference})
    assert Case.objects.get(pk=other.pk).merged_into_id == case.pk
    assert "已并入本件" in page_of(cast.worker, case)


def test_one_matter_is_split_into_two(cast: Cast, case: Case) -> None:
    logged_in(cast.worker).post(f"/desk/{case.pk}/split/", {"parts": "门禁坏了\n灯也坏了"})
    assert Case.objects.filter(split_from=case).count() == 2


@pytest.mark.parametrize("verb", ["merge", "split", "refer", "whistle", "extend", "change_kind",
                                  "set_public", "withdraw", "assign", "defer"])  # fmt: skip
def test_every_step_has_its_form_without_javascript(cast: Cast, case: Case, verb: str) -> None:
    assert f'id="verb-{verb}" open' in page_of(cast.worker, case, f"?do={verb}")


def test_a_step_that_asks_nothing_is_one_press(cast: Cast, case: Case) -> None:
    client = logged_in(cast.worker)
    page = page_of(cast.worker, case)
    for verb in ("take", "accept"):
        assert f'action="/desk/{case.pk}/{verb}/" class="verb" id="verb-{verb}"' in page
    client.post(f"/desk/{case.pk}/take/", {"version": str(case.version)})
    second = client.post(f"/desk/{case.pk}/accept/", {"version": str(case.version)})
    assert second.status_code == 409
    assert "已接单。您的操作没有生效" in second.content.decode()


def test_a_matter_costs_twelve_statements(
    cast: Cast, case: Case, django_assert_max_num_queries: Any
) -> None:
    client = logged_in(cast.worker)
    actions.assign(case.pk, by=cast.actor("worker"), organisation_id=cast.property_company.pk)
    for number in range(5):
        actions.add_note(case.pk, by=cast.actor("worker"), text=f"备注 {number}")
        actions.reply(case.pk, by=cast.actor("worker"), text=f"答复 {number}")
    client.get(f"/desk/{case.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/desk/{case.pk}/")


def test_the_work_order_has_a_code_and_no_whole_name(cast: Cast, case: Case) -> None:
    page = logged_in(cast.worker).get(f"/desk/{case.pk}/print/").content.decode()
    assert "<svg" in page
    assert "王秀兰" not in page


@pytest.mark.parametrize("verb", ["answer", "resolve"])
def test_photos_of_a_step_that_is_refused_are_not_kept(
    cast: Cast, case: Case, verb: str, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = logged_in(cast.worker)
    seen = case.version
    actions.withdraw(case.pk, by=cast.resident(0), reason="不用了")
    words = {"text": "修好了", "result": "修好了", "version": str(seen)}
    answer = page.post(f"/desk/{case.pk}/{verb}/", {**words, "photos": [a_photo(), a_photo()]})
    assert answer.status_code == 409
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_one_photo_that_is_none_takes_the_others_of_its_step_along(
    cast: Cast, case: Case, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    fake = SimpleUploadedFile("假的.jpg", b"no photo", content_type="image/jpeg")
    sent = {"role": "after", "photos": [a_photo(), fake]}
    page = logged_in(cast.worker).post(f"/desk/{case.pk}/add_photos/", sent)
    assert "假的.jpg" in page.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Photo.objects.filter(case=case).exists()
